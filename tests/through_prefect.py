"""A process of its own that wakes a real house through a real Prefect server, and prints what it saw as JSON.

Arguments: data folder, host and port of an SMTP server.
"""

import json
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

from actions.clockwork import Clockwork
from actions.house import House, build
from actions.settings import Settings
from flows.up import serving
from notifications.smtp import SmtpSettings, SmtpTransport

KEY = "tianjin-2017"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _seen(server: str) -> dict[str, Any]:
    """What Prefect has on record."""

    def ask(what: str) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{server}/api/{what}/filter", b"{}", headers)  # noqa: S310 - ours
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - ours
            return json.load(answer)

    runs = ask("flow_runs")
    return {
        "deployments": sorted(one["name"] for one in ask("deployments")),
        "scheduled": sum(1 for one in runs if one["state_type"] == "SCHEDULED" and one["auto_scheduled"]),
        "woken": sorted(one["name"] for one in runs if one["state_type"] == "COMPLETED"),
        "tasks": sorted(one["name"] for one in ask("task_runs")),
        "artifacts": sorted({one["key"] for one in ask("artifacts")}),
    }


def main(data: Path, host: str, port: int) -> None:
    """Wake twice through Prefect and tell: schedules, runs, artifacts, mail."""
    smtp = SmtpTransport(SmtpSettings(host=host, port=port, starttls="never"))
    # Built by hand: a demo folder of the program's own never gets a mail server.
    house: House = replace(build(Settings(data=data, file=Path("campaigns.yaml"))), transport=smtp)
    with serving(Clockwork(house), data=data, port=0, say=_say) as crew:
        reports = [str(crew.wake(KEY)) for _ in range(2)]

        told = _seen(crew.url) | {"reports": reports}
        for _ in range(90):  # Prefect's scheduler looks once a minute
            if told["scheduled"]:
                break
            time.sleep(1)
            told = _seen(crew.url) | {"reports": reports}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
