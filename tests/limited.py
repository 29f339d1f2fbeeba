"""Declarations answered one by one, each by a process of its own that may take a second and 200 MB.

`python -m tests.limited` reads the path of a file from each line of its input, and writes for each, as JSON, how
it ended (sound, faults, silence, traceback, time, memory), in how many seconds of the processor, with how many MB.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from tests.test_campaigns_fuzz import answered

SECONDS, MEGABYTES = 1, 200
ENDS = ("sound", "faults", "silence", "memory", "traceback")


@dataclass(frozen=True, slots=True)
class Ended:
    """How the answer to one file ended."""

    end: str
    #: Of the processor.
    seconds: float
    #: The most that was held at once.
    megabytes: float


class Limited:
    """The process that answers."""

    def __enter__(self) -> Self:
        """Start it."""
        command = [sys.executable, "-m", "tests.limited"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_told: object) -> None:
        """End it."""
        self._process.communicate()

    def answer(self, file: Path, text: str) -> Ended:
        """Answer `text`, written to `file`."""
        file.write_text(text, encoding="utf-8", newline="")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{file}\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


def _answer(path: str) -> Ended:
    """Fork, limit, answer; how the child ended."""
    child = os.fork()
    if child == 0:
        os._exit(_limited(path))
    _, status, used = os.wait4(child, 0)
    signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    end = "time" if signalled in {signal.SIGXCPU, signal.SIGKILL} else f"signal {signalled}"
    if signalled is None:
        end = ENDS[os.WEXITSTATUS(status)]
    return Ended(end, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _limited(path: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    size = MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    file = Path(path)
    try:
        return ENDS.index(answered(file, file.read_bytes().decode()))
    except MemoryError:
        return ENDS.index("memory")
    except BaseException:  # noqa: BLE001 - whatever it is, it is shown, and the child ends here
        traceback.print_exc()
        return ENDS.index("traceback")


if __name__ == "__main__":
    for line in sys.stdin:
        ended = _answer(line.rstrip("\n"))
        sys.stdout.write(json.dumps(asdict(ended)) + "\n")
        sys.stdout.flush()
