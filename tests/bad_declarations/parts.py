"""What goes wrong where a declaration is split over several files: SOUND includes parts, and one is wrong.

The small ones stand in parts.toml; what is too much is made here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from campaigns.including import MAX_FILES, MAX_LEVELS
from campaigns.nodes import MAX_BYTES
from tests.bad_declarations.slips import SOUND

MAIN = "campaigns.yaml"


@dataclass(frozen=True, slots=True)
class Part:
    """SOUND with `include`, and the `files` beside it; the fault is said to be in `file` where `at` stands."""

    code: str
    include: str
    at: str = ""
    file: str = MAIN
    zh: str = ""
    en: str = ""
    hint: str = ""
    hint_en: str = ""
    files: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """Every file by its path, the main one first."""
        return {MAIN: including(self.include), **self.files}

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column of the last `at`; in the main file of the one beside `include`."""
        text = self.texts[self.file]
        after = text.index(f"include: {self.include}") if self.at in self.include else 0
        start = text.index(self.at, after) if self.file == MAIN else text.rindex(self.at)
        before = text[:start]
        return self.file, before.count("\n") + 1, len(before) - before.rfind("\n")


def including(entry: str, text: str = SOUND) -> str:
    """SOUND that includes `entry` before all of its own."""
    return text.replace("duban: 1\n", f"duban: 1\ninclude: {entry}\n")


def laid_out(folder: Path, texts: dict[str, str]) -> Path:
    """Write `texts` into `folder`, by path; the main file."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder / MAIN


def parts() -> list[Part]:
    """Every small one, and those that are too many, too deep or too large."""
    text = Path(__file__).with_name("parts.toml").read_text(encoding="utf-8")
    return [Part(**part) for part in tomllib.loads(text)["part"]] + TOO_MUCH


def _numbered(count: int) -> dict[str, str]:
    return {
        f"parts/{number:03}.yaml": f"groups: {{g{number}: {{kind: district}}}}" for number in range(count)
    }


_CHAIN = {f"{n}.yaml": f"include: {n + 1}.yaml" for n in range(1, MAX_LEVELS + 1)}
_HALF = "#" + "x" * (MAX_BYTES // 2) + "\n"
TOO_MUCH = [
    Part(
        code="include_too_many",
        include='["parts/*.yaml"]',
        at='"parts/*.yaml"',
        zh=f"包含的文件超过{MAX_FILES}个",
        en=f"more than {MAX_FILES} files",
        hint="请合并小文件",
        hint_en="join small files",
        files=_numbered(MAX_FILES + 1),
    ),
    Part(
        code="include_too_deep",
        include="1.yaml",
        file=f"{MAX_LEVELS}.yaml",
        at=f"{MAX_LEVELS + 1}.yaml",
        zh=f"超过{MAX_LEVELS}层",
        en=f"more than {MAX_LEVELS} levels deep",
        hint=f"请在主文件里直接包含“{MAX_LEVELS + 1}.yaml”",
        hint_en="in the main file",
        files=_CHAIN | {f"{MAX_LEVELS + 1}.yaml": "groups: {}"},
    ),
    Part(
        code="include_too_large",
        include="[a.yaml, b.yaml]",
        at="b.yaml",
        zh=f"到“b.yaml”为止，各文件合计超过{MAX_BYTES}字节",
        en=f"with “b.yaml” the files have more than {MAX_BYTES} bytes",
        hint="请分成几份申报文件",
        hint_en="make several declarations",
        files={name: _HALF + f"groups: {{{name[0]}: {{kind: district}}}}" for name in ("a.yaml", "b.yaml")},
    ),
    Part(
        code="too_large",
        include="a.yaml",
        file="a.yaml",
        at="#",
        zh=f"文件超过{MAX_BYTES}字节",
        en="larger than",
        hint="请分成几份申报文件",
        files={"a.yaml": "#" + "x" * MAX_BYTES},
    ),
]
