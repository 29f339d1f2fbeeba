"""A YAML language server, as an editor starts and asks it: messages of the Language Server Protocol over pipes."""

from __future__ import annotations

import json
import subprocess
from itertools import count
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

#: As an editor is set up; nothing is fetched: only the schema that the file itself names counts.
_SETTINGS = {
    "yaml": {
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
        **dict.fromkeys(("validate", "hover", "completion"), True),
    }
}
_HOVER = {"contentFormat": ["plaintext"]}
_ITEM = {"documentationFormat": ["plaintext"], "snippetSupport": True}
_ABLE = {"textDocument": {"completion": {"completionItem": _ITEM}, "hover": _HOVER, "publishDiagnostics": {}}}


class LanguageServer:
    """The server over a folder."""

    def __init__(self, command: list[str], folder: Path) -> None:
        """Start `command` for the files of `folder`."""
        self._folder, self._numbers = folder, count(1)
        self._said: list[dict[str, Any]] = []
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        """Greet it."""
        folder = {"uri": self._folder.as_uri(), "name": "folder"}
        able = {**_ABLE, "workspace": {"configuration": True, "workspaceFolders": True}}
        greeting = {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder]}
        self.ask("initialize", {**greeting, "capabilities": able})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": _SETTINGS})
        return self

    def __exit__(self, *_told: object) -> None:
        """Send it away."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        self._process.communicate(timeout=20)

    def open(self, name: str, text: str) -> dict[str, Any]:
        """Open a file that the folder has; the place of asking about it."""
        (self._folder / name).write_text(text, encoding="utf-8")
        uri = (self._folder / name).as_uri()
        self.tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        return {"uri": uri}

    def completions(self, document: dict[str, Any], line: int, character: int) -> dict[str, dict[str, Any]]:
        """What is offered at a place, by its label."""
        found = self.ask("textDocument/completion", _at(document, line, character))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: item for item in items}

    def hover(self, document: dict[str, Any], line: int, character: int) -> str:
        """What is shown at a place."""
        found = self.ask("textDocument/hover", _at(document, line, character))
        return json.dumps(found, ensure_ascii=False)

    def diagnostics(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        """What is wrong with a file."""
        while True:
            for one in self._said:
                if (
                    one.get("method") == "textDocument/publishDiagnostics"
                    and one["params"]["uri"] == document["uri"]
                ):
                    return list(one["params"]["diagnostics"])
            self._said.append(self._hear())

    def ask(self, method: str, params: Any) -> Any:
        """Ask and wait for the answer."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            said = self._hear()
            if said.get("id") == number and "method" not in said:
                assert "error" not in said, said
                return said["result"]
            self._said.append(said)

    def tell(self, method: str, params: Any) -> None:
        """Tell what needs no answer."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        """The next message; what the server asks of an editor is answered."""
        assert self._process.stdout is not None
        size = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            size = int(value) if name.lower() == b"content-length" else size
        assert size, "the language server has ended"
        said: dict[str, Any] = json.loads(self._process.stdout.read(size))
        if "method" in said and "id" in said:
            wanted = said["params"].get("items", []) if isinstance(said.get("params"), dict) else []
            self._send({"id": said["id"], "result": [_SETTINGS.get(one.get("section")) for one in wanted]})
        return said


def _at(document: dict[str, Any], line: int, character: int) -> dict[str, Any]:
    return {"textDocument": document, "position": {"line": line, "character": character}}
