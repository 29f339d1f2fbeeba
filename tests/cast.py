"""The shared cast: an invented city's small action, a house to play it in, and a clock in the test's hand."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from actions import declared
from actions.clock import FolderClock
from actions.deliver import deliver
from actions.house import House, build
from actions.launch import Launched, launch
from actions.settings import Settings
from actions.submit import Submission, Submitted, submit
from actions.wake import wake
from campaigns.events import Actor
from deadlines.calendars import Calendars
from store import history, obligations, outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from actions.clock import Clock
    from actions.declared import Declared
    from campaigns.lifecycle import Tracked
    from notifications.smtp import SmtpSettings

ZONE = ZoneInfo("Asia/Shanghai")
KEY = "haicheng-2017"
TIANJIN = "tianjin-2017"
REAL_FILE = Path(__file__).parents[1] / "campaigns.yaml"
COORDINATOR = Actor("coordinator")
#: Monday; the day on which the small action is launched unless a test says otherwise.
LAUNCH = "2017-06-19T09:00"
#: What the June report of the small action comes to if nobody files, by the rules of deadlines.md.
JUNE = {
    "opened": "2017-06-16T00:00",
    "remind": "2017-06-23T08:30",
    "remind again": "2017-06-28T08:30",
    "target": "2017-06-28T17:30",
    "breach": "2017-06-29T00:00",
    "urge": "2017-06-29T08:30",
    "supervise": "2017-07-03T08:30",
}

_UNIT = (
    "{{name: {name}, kind: district, parent: city, contact: {key}@haicheng.example, "
    "deputy: {key}-deputy@haicheng.example}}"
)
NAMES = {"north": "北山区局", "south": "南塘区局", "east": "东堤区局"}
_HEAD = """duban: 1
units:
  city: {name: 海城市市场监管局, kind: city}
  netoffice: {name: 网络监管处, kind: department, parent: city, contact: netoffice@haicheng.example}
"""
_BODY = """groups: {bureaus: {kind: district, parent: city}}
ladders:
  usual:
    - {rung: remind, before: target, working_days: 3, to: liaison}
    - {rung: remind, on: target, to: liaison}
    - {rung: urge, after: breach, working_days: 1, to: liaison}
    - {rung: supervise, after: breach, working_days: 3, to: [deputy, office], confirm: office}
lights: {usual: {yellow: {before: target, working_days: 3}, red: {after: breach}}}
events: {decision: {title: 行政决定, date: 落款日期}}
forms:
  table: {title: 统计表, rows: [{key: shops, title: 检查网店, unit: 个, type: count}]}
campaigns:
  haicheng-2017:
    title: 海城市网络市场行动
    document: {issuer: city, issued: 2017-06-16}
    period: {from: 2017-06, to: 2017-12}
    office: netoffice
    leading_group: {name: 网监领导小组, contact: group@haicheng.example}
    ladder: usual
    lights: usual
    tasks:
"""
_MONTHLY = """      report:
        title: 月报
        responsible: bureaus
        review: nobody
        to: netoffice
        deadline: {text: 每月28日前, source: 二, every: {month_day: 28, from: issued, to: 2017-08-31}}
        deliverables: [{kind: form, form: table, zero_report: allowed}, {kind: text, title: 开展情况}]
"""
_OTHERS = """      roster:
        title: 名单
        responsible: bureaus
        review: nobody
        deadline: {text: 6月9日前, source: 一, on: 2017-06-09}
        deliverables: [{kind: document, title: 名单}]
      package:
        title: 总结材料
        responsible: bureaus
        review: nobody
        deadline: {text: 7月14日前, source: 三, on: 2017-07-14}
        deliverables:
          - {kind: document, title: 总结, sections: [经验做法, 存在问题]}
          - {kind: case, title: 案例, min: 2, each_with: [决定书]}
          - {any_of: [{kind: image, caption: required}, {kind: video, caption: required}]}
      disclosure:
        title: 信息公示
        for_each: decision
        responsible: {event: unit}
        deadline: {text: 7个工作日内, source: 四, rule: 双公示, after: {event: decision, working_days: 7}}
        closes_with: [公示日期, 公示网址]
      scheme:
        title: 实施方案
        responsible: bureaus
        review: nobody
        deadline: {text: 制定方案, source: 五, undated: {}}
        deliverables: [{kind: document, title: 方案}]
"""

_MEASURES = """    measures:
      mediation: {title: 调解成功率, text: 调解成功率达到80%以上, unit: "%", numerator: 调解成功, denominator: 受理, target: 达到80%以上}
      returns: {title: 无理由退货商家, text: 力争数量翻番, unit: 家, target: 翻番}
      promises: {title: 承诺商家, text: 达到600家, unit: 家, target: 600家}
    scoring:
      base: 100
      items: [{text: 调解成功率占20分, source: 六, measure: mediation, weight: 20}]
"""


def measured_yaml() -> str:
    """The small action with measures, one of which a scoring weighs."""
    return small_yaml().replace("    tasks:\n", f"{_MEASURES}    tasks:\n")


def small_yaml(
    *, only_reports: bool = False, units: dict[str, str] | None = None, reviewed: bool = False
) -> str:
    """The small action's declaration: three invented bureaus, or the `units` given, key and name.

    What is whole is closed at once, unless it is to be `reviewed` by the office, as it usually is.
    """
    rows = "".join(f"  {key}: {_UNIT.format(key=key, name=name)}\n" for key, name in (units or NAMES).items())
    found = _HEAD + rows + _BODY + _MONTHLY + ("" if only_reports else _OTHERS)
    return found.replace("        review: nobody\n", "") if reviewed else found


def crowd(size: int) -> dict[str, str]:
    """`size` invented bureaus."""
    return {f"u{number:04d}": f"第{number}分局" for number in range(size)}


def moment(when: str | datetime) -> datetime:
    """2017-06-28T17:30 in the campaign's zone; what is an instant already stays as it is."""
    return datetime.fromisoformat(when).replace(tzinfo=ZONE) if isinstance(when, str) else when


@cache
def calendars() -> Calendars:
    """The calendars, read once."""
    return Calendars.packaged()


def declare(folder: Path, yaml: str) -> Declared:
    """Write `yaml` down and read it as the program does."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "campaigns.yaml"
    file.write_text(yaml, encoding="utf-8")
    return declared.load(file, calendars())


@cache
def tianjin() -> Declared:
    """The real action of 2017."""
    return declared.load(REAL_FILE, calendars())


class HandClock:
    """A clock that a test sets, and that passes for the machine's own: its house may send real mail."""

    simulated = False

    def __init__(self, at: datetime) -> None:
        """Stand at `at`."""
        self._now = at

    def now(self) -> datetime:
        """The instant it stands at."""
        return self._now

    def move(self, instant: datetime) -> None:
        """Go to `instant`."""
        self._now = instant


@dataclass
class Stage:
    """A house, the campaign that plays in it, and the verbs a test needs."""

    house: House
    declared: Declared
    key: str = KEY
    sent: dict[str, int] = field(default_factory=dict)

    def move(self, when: str | datetime) -> datetime:
        """Set the house's clock."""
        clock = self.house.clock
        assert isinstance(clock, FolderClock | HandClock)
        clock.move(moment(when))
        return moment(when)

    def launch(self, when: str | datetime = LAUNCH) -> Launched:
        """Put the campaign on record at `when`."""
        return launch(self.house, self.declared, self.key, COORDINATOR, at=self.move(when))

    def wake(self, when: str | datetime) -> dict[str, int]:
        """Wake at `when`."""
        return wake(self.house, self.key, self.move(when))

    def deliver(self, when: str | datetime) -> dict[str, int]:
        """Deliver at `when`."""
        return deliver(self.house, self.move(when))

    def tick(self, when: str | datetime) -> dict[str, int]:
        """Wake and deliver at `when`."""
        return {**self.wake(when), **self.deliver(when)}

    def run(self, until: str | datetime) -> list[datetime]:
        """Wake at each instant at which somebody must look, up to `until`; those instants."""
        found = []
        while (at := self.attention()) is not None and at <= moment(until):
            at = max(at, self.house.now())
            self.wake(at)
            found.append(at)
        return found

    def attention(self) -> datetime | None:
        """The next instant at which somebody must look."""
        with self.house.store.read() as connection:
            seconds = obligations.next_attention(connection, self.key)
        return None if seconds is None else datetime.fromtimestamp(seconds, ZONE)

    def submit(
        self,
        path: str,
        when: str | datetime,
        submission: Submission | None = None,
        actor: Actor | None = None,
    ) -> Submitted:
        """File for `path`, e.g. report/north/2017-06, as its unit; by default a zero report."""
        self.move(when)
        who = actor or Actor("unit", path.split("/")[1])
        return submit(self.house, f"{self.key}/{path}", submission or Submission(zero=True), who)

    def bodies(self, path: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
        """The history, or what it says of one obligation or of one kind."""
        with self.house.store.read() as connection:
            found = list(history.bodies(connection, self.key))
        mine = [b for b in found if path is None or b["obligation"] == f"{self.key}/{path}"]
        return [b for b in mine if kind is None or b["kind"] == kind]

    def row(self, path: str) -> Tracked:
        """One obligation as it stands."""
        with self.house.store.read() as connection:
            found = obligations.by_id(connection, self.key, f"{self.key}/{path}", ZONE)
        assert found is not None
        return found

    def rows(self) -> list[Tracked]:
        """Every obligation as it stands."""
        with self.house.store.read() as connection:
            return list(obligations.everything(connection, self.key, ZONE))

    def notices(self, path: str) -> list[dict[str, Any]]:
        """Every notice about one obligation."""
        number = self.row(path).number
        with self.house.store.read() as connection:
            return outbox.notices_of(connection, self.key, number)

    def letters(self) -> list[dict[str, Any]]:
        """Every letter, in the order of composing."""
        return self.sql("SELECT * FROM letters ORDER BY composed, key")

    def sql(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """Read the store past the program."""
        with self.house.store.read() as connection:
            return [dict(row) for row in connection.execute(text(statement), values).mappings()]

    def head(self) -> dict[str, Any]:
        """The end of the chain."""
        return self.sql("SELECT * FROM heads WHERE campaign = :key", key=self.key)[0]

    def history_rows(self) -> list[tuple[Any, ...]]:
        """The history as it is stored, to the byte."""
        rows = self.sql(
            "SELECT sequence, number, body, previous, hash FROM history ORDER BY campaign, sequence"
        )
        return [tuple(row.values()) for row in rows]


def stage(
    folder: Path,
    source: Declared | None = None,
    *,
    key: str = KEY,
    database: str | None = None,
    smtp: SmtpSettings | None = None,
    clock: Clock | None = None,
    launched: str | None = LAUNCH,
) -> Stage:
    """A house in `folder`, the small action launched in it unless `launched` is None."""
    source = source or declare(folder, small_yaml())
    settings = Settings(data=folder / "data", file=folder / source.source.file, database=database, smtp=smtp)
    clock = clock or FolderClock(settings.data, at=moment(launched or LAUNCH))
    made = Stage(build(settings, clock), source, key)
    if launched is not None:
        made.launch(launched)
    return made


@contextmanager
def listening(made: Stage, hear: Callable[[str], None]) -> Iterator[None]:
    """Call `hear` with each statement before it reaches the database, whichever way it goes there."""
    dialect = made.house.store.engine.dialect
    ways = ("do_execute", "do_executemany", "do_execute_no_params")
    usual = {way: getattr(dialect, way) for way in ways}

    def listen(way: str) -> Callable[..., None]:
        def run(cursor: Any, statement: str, *rest: Any, **more: Any) -> None:
            hear(statement)
            usual[way](cursor, statement, *rest, **more)

        return run

    for way in ways:
        setattr(dialect, way, listen(way))
    try:
        yield
    finally:
        for way in ways:
            delattr(dialect, way)


@contextmanager
def statements(made: Stage) -> Iterator[list[str]]:
    """The statements that reach the stage's database; a transaction's own words are left out."""
    found: list[str] = []

    def hear(statement: str) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            found.append(statement)

    with listening(made, hear):
        yield found


def kinds(bodies: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Kind, or rung, and effective instant of each event, as JUNE writes them."""
    return [(told(body), body["effective"][:16]) for body in bodies]


def told(body: dict[str, Any]) -> str:
    """What happened, with a rung's own name."""
    return str(body["data"]["rung"] if body["kind"] == "rung_reached" else body["kind"])


def notice_of_2099(folder: Path) -> Path:
    """The file of a holiday notice that no program brings yet, and that touches no deadline."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "2099.toml"
    file.write_text(
        'title = "2099年部分节假日安排"\nnumber = "国办发明电〔2098〕1号"\nyear = 2099\nsource = "text"\n'
        "signed = 2098-11-20\npublished = 2098-11-20\n"
        '[[holidays]]\nname = "元旦"\noff = [2099-01-01, 2099-01-03]\n',
        encoding="utf-8",
    )
    return file


def amendment_of_2017(folder: Path) -> Path:
    """The file of an invented amendment: four days off at the end of July 2017, and the Saturday before worked."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "2017-2.toml"
    file.write_text(
        'title = "关于2017年部分节假日安排的补充通知"\nnumber = "国办发明电〔2017〕99号"\nyear = 2017\n'
        'source = "text"\namends = "国办发明电〔2016〕17号"\nsigned = 2017-06-15\npublished = 2017-06-15\n'
        '[[holidays]]\nname = "补充假期"\noff = [2017-07-27, 2017-07-30]\nmake_up = [2017-07-22]\n',
        encoding="utf-8",
    )
    return file


def papers(folder: Path, **contents: str | bytes) -> Iterator[Path]:
    """Files of these names (with __ for a dot) and contents in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        yield path
