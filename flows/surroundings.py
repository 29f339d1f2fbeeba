"""The settings Prefect runs with, here and in its server; what was set for another Prefect is left out."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Loopback only: Prefect's API has no accounts, one shared password at most.
HOST = "127.0.0.1"

# Both sides: no word to anybody outside, and everything Prefect keeps lies in the data folder.
_SHARED = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # Never start a second, hidden server because an address is missing.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}
_SERVER = {
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    # By default each task run's event is a transaction of its own, and on SQLite every other writer is turned
    # away meanwhile, to come back after two seconds. A whole wake in one transaction a second lets them in.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "1000",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "1000",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "1",
    # Its records are the witness, not the memory: a month is enough.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 86400),
}
_CLIENT = {
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_LOGGING_LEVEL": "INFO",
    # Fourteen seconds in all: a busy SQLite needs two, and a dead server must not hold up the end.
    "PREFECT_CLIENT_MAX_RETRIES": "3",
    # The server has no such tokens to give; asking costs a request per client.
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
}
# Prefect writes to the terminal otherwise, tracebacks of failed runs included.
_LOGGING = """\
version: 1
disable_existing_loggers: false
formatters:
  plain: {{format: "%(asctime)s %(levelname)s %(name)s %(message)s"}}
handlers:
  file:
    class: logging.handlers.RotatingFileHandler
    formatter: plain
    filename: {filename}
    encoding: utf-8
    maxBytes: 2000000
    backupCount: 2
    delay: true
loggers:
  prefect: {{level: INFO, handlers: [file], propagate: false}}
  flows: {{level: INFO, handlers: [file], propagate: false}}
"""


def api_url(port: int) -> str:
    """Address of the API of a server of ours on `port`."""
    return f"http://{HOST}:{port}/api"


def for_server(home: Path, port: int) -> dict[str, str]:
    """Whole environment of the server process: this one's, without any Prefect setting but ours."""
    origins = f"http://{HOST}:{port},http://localhost:{port}"
    ours = {
        "PREFECT_HOME": str(home),
        # The pages ask the API where this says it is.
        "PREFECT_API_URL": api_url(port),
        # By default any page in the operator's browser could speak to the API.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origins,
    }
    return _without_prefect(os.environ) | _SHARED | _SERVER | ours


@contextmanager
def for_client(home: Path, port: int) -> Iterator[None]:
    """Give this process the settings of a client of the server on `port`, for as long as it lasts.

    Must be entered before Prefect is first imported, because it reads most settings then.
    """
    settings = home / "logging-client.yml"
    settings.write_text(_LOGGING.format(filename=_quoted(home / "client.log")), encoding="utf-8")
    ours = {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api_url(port),
        "PREFECT_LOGGING_SETTINGS_PATH": str(settings),
        # A bureau's proxy must not be asked for an address of this machine.
        "NO_PROXY": ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST))),
    }
    before = dict(os.environ)
    _become(_without_prefect(before) | _SHARED | _CLIENT | ours)
    try:
        yield
    finally:
        _become(before)


def _become(environment: Mapping[str, str]) -> None:
    """Make the process's environment exactly `environment`."""
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)


def _without_prefect(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("PREFECT_")}


def _quoted(path: Path) -> str:
    """Write a path as a YAML scalar, whatever characters it has."""
    return "'" + str(path).replace("'", "''") + "'"
