"""Slips of the pen: what a person wrote instead of a part of a small, sound declaration, and what is said.

They stand in the TOML files beside this one, by kind.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from actions.declared import Declared, load
from campaigns.faults import Fault, FaultsError
from deadlines.calendars import Calendars

SOUND = """\
duban: 1
defaults: {timezone: Asia/Shanghai, calendar: cn, office_hours: "08:30-17:30"}
units:
  tj: {name: 天津市市场和质量监督管理委员会, kind: city, outside: true}
  netreg: {name: 网络商品交易监管处, aliases: [网监处], kind: department, parent: tj, contact: netreg@tj.example}
  binhai: {name: 滨海新区市场监管局, aliases: [滨海新区局], kind: district, parent: tj, contact: binhai@tj.example}
groups:
  districts: {kind: district}
ladders:
  usual:
    - {rung: remind, before: target, working_days: 3, to: liaison}
    - {rung: urge, after: breach, working_days: 1, to: liaison}
lights:
  usual: {yellow: {before: target, working_days: 3}, red: {after: breach}}
events:
  decision: {title: 行政决定, date: 决定书落款日期}
forms:
  table: {title: 统计表, rows: [{key: cases, title: 查处案件, unit: 件}]}
campaigns:
  demo:
    title: 示例行动
    document: {issuer: tj, issued: 2017-06-16}
    period: {from: 2017-06, to: 2017-12}
    office: netreg
    ladder: usual
    lights: usual
    phases:
      summary: {title: 收尾, text: 11月中下旬, window: 2017-11/mid-late}
    tasks:
      report:
        title: 工作报告
        responsible: districts
        phase: summary
        deadline: {text: 12月1日前, on: 2017-12-01}
        deliverables:
          - {kind: form, form: table, zero_report: allowed}
      disclosure:
        title: 信息公示
        for_each: decision
        responsible: {event: unit}
        deadline: {text: 7个工作日内, after: {event: decision, working_days: 7}}
"""


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake: `new` stands where `old` should, and the fault is said to be at `at`, a part of `new`."""

    code: str
    old: str
    new: str
    at: str = ""
    zh: str = ""
    en: str = ""
    hint: str = ""
    hint_en: str = ""
    #: What stands in the place of `old` once the nearest valid form is written for the @ in it.
    mended: str = ""

    @property
    def text(self) -> str:
        """The declaration with the slip in it."""
        assert SOUND.count(self.old) == 1, f"{self.old!r} stands {SOUND.count(self.old)} times"
        return SOUND.replace(self.old, self.new)

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of `at`, characters counted from 1."""
        before = self.text[: SOUND.index(self.old) + self.new.index(self.at)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def slips(*kinds: str) -> list[Slip]:
    """The slips of `kinds`: yaml, shape, days, anchors, names, cascade or doubts."""
    folder = Path(__file__).parent
    texts = [(folder / f"{kind}.toml").read_text(encoding="utf-8") for kind in kinds]
    return [Slip(**slip) for text in texts for slip in tomllib.loads(text)["slip"]]


def named(slip: Slip) -> str:
    """A test's id for `slip`."""
    return f"{slip.code}-{slip.new[-30:].encode('ascii', 'ignore').decode().strip()}"


def loaded(folder: Path, text: str | bytes) -> Declared:
    """`text` as the file campaigns.yaml in `folder`, loaded by the calendar that comes with the program."""
    file = folder / "campaigns.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(file, Calendars.packaged())


def faults(folder: Path, text: str | bytes) -> tuple[Fault, ...]:
    """What is wrong with `text`; the test fails when nothing is."""
    try:
        loaded(folder, text)
    except FaultsError as error:
        return error.faults
    raise AssertionError("expected faults, got none")
