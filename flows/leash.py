"""The server's process: Prefect's own command, on a leash. When the holder is gone, it ends too.

The leash is its standard input, which nobody writes to: it ends when the holder closes it, and also when the
holder is killed, on every system and whichever thread started the process.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

#: Seconds the server has for a clean end, before it is ended anyway.
GRACE = 5.0


def follow() -> None:
    """Wait until the leash is let go, then end this process: cleanly, or after `GRACE` seconds at once."""
    sys.stdin.buffer.read()
    threading.Timer(GRACE, os._exit, args=(1,)).start()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Become `prefect` with the arguments of this process."""
    threading.Thread(target=follow, name="leash", daemon=True).start()
    sys.argv[0] = "prefect"
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
