"""A campaign over the turn of a year whose holiday notice comes late: the real one of 2017, loaded by hand.

The program is made to know no notice after 2016; then a campaign of November 2016 is planned provisionally,
and the notice of 2017, as it was published, moves its dates. By statutory days alone the last working day of
January 2017 is Tuesday the 31st; by the notice it is Thursday the 26th.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from actions import declared
from actions.correct import correct
from actions.house import build
from actions.load_notice import load
from actions.proof import verify
from actions.record import record
from campaigns.events import OFFICE_CHAIN, Actor
from campaigns.fold import KEYS
from campaigns.lifecycle import attention
from deadlines import notices
from deadlines.calendars import Calendars
from notifications.transports import Delivery, Outcome
from store import history
from tests.cast import COORDINATOR, Stage, calendars, moment, stage
from tests.letters import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actions.correct import Corrected
    from actions.load_notice import Loaded
    from actions.record import Recorded
    from notifications.transports import Parcel

WINTER = "haicheng-winter"
LAUNCH = "2016-11-22T09:00"
NOTICES = Path(notices.__file__).with_name("holiday_notices")
#: The real notice about 2017, and the one of Guangxi, whose days of April differ.
NOTICE, GUANGXI = NOTICES / "cn" / "2017.toml", NOTICES / "cn-gx" / "2017.toml"
NORTH, SOUTH = Actor("unit", "north"), Actor("unit", "south")
JANUARY = "report/{}/2017-01"
NORTHS = JANUARY.format("north")
#: The January report by statutory days alone, and by the notice: (target, breach).
BEFORE = (moment("2017-01-31T17:30"), moment("2017-02-01T00:00"))
AFTER = (moment("2017-01-26T17:30"), moment("2017-01-27T00:00"))
#: A day on which the notice of 2017 may be loaded: it was published on the 1st.
LOADED = "2016-12-05T10:00"

_HEAD = """duban: 1
defaults: {calendar: CALENDAR}
units:
  city: {name: 海城市市场监管局, kind: city}
  netoffice: {name: 网络监管处, kind: department, parent: city, contact: netoffice@haicheng.example}
  north: {name: 北山区局, kind: district, parent: city, contact: north@haicheng.example}
  south: {name: 南塘区局, kind: district, parent: city, contact: south@haicheng.example}
  east: {name: 东堤区局, kind: district, parent: city}
groups: {bureaus: {kind: district, parent: city}}
ladders:
  usual:
    - {rung: remind, before: target, working_days: 3, to: liaison}
    - {rung: urge, after: breach, working_days: 1, to: liaison}
    - {rung: supervise, after: breach, working_days: 3, to: [office], confirm: office}
lights: {usual: {yellow: {before: target, working_days: 3}, red: {after: breach}}}
events: {decision: {title: 行政决定, date: 落款日期}, exposed: {title: 曝光问题}}
campaigns:
  KEY:
    title: 海城市冬季行动
    document: {issuer: city, issued: 2016-11-21}
    period: {from: 2016-11, to: 2017-05}
    office: netoffice
    leading_group: {name: 冬季行动领导小组, contact: group@haicheng.example}
    ladder: usual
    lights: usual
    tasks:
"""
_TASKS = {
    "report": """      report:
        title: 月报
        responsible: bureaus
        deadline: {text: 每月最后一个工作日, source: 一, every: {working_day: -1}}
""",
    "list": """      list:
        title: 清单
        responsible: bureaus
        deadline: {text: 12月28日前, source: 二, on: 2016-12-28}
""",
    "scheme": """      scheme:
        title: 实施方案
        responsible: bureaus
        deadline: {text: 印发之日起45个工作日内, source: 三, after: {event: issued, working_days: 45}}
""",
    "draft": """      draft:
        title: 方案初稿
        responsible: bureaus
        deadline: {text: 提前3个工作日, source: 三, before: {deadline: scheme, working_days: 3}}
""",
    "summary": """      summary:
        title: 总结
        responsible: bureaus
        deadline: {text: 方案报送后5个工作日内, source: 三, after: {deadline: scheme, working_days: 5}}
""",
    "spring": """      spring:
        title: 春季检查
        responsible: bureaus
        deadline: {text: 4月1日前, source: 四, on: 2017-04-01}
""",
    "disclosure": """      disclosure:
        title: 信息公示
        for_each: decision
        responsible: {event: unit}
        deadline: {text: 7个工作日内, source: 五, after: {event: decision, working_days: 7}}
        closes_with: [公示日期, 公示网址]
""",
    "review": """      review:
        title: 公示复核
        for_each: decision
        responsible: {event: unit}
        deadline: {text: 公示期满后3个工作日内, source: 五, after: {deadline: disclosure, working_days: 3}}
""",
    "hot": """      hot:
        title: 曝光问题处置
        for_each: exposed
        responsible: {event: unit}
        deadline: {text: 48小时内, source: 六, after: {event: exposed, hours: 48}}
""",
    "tonight": """      tonight:
        title: 曝光问题接报
        for_each: exposed
        responsible: {event: unit}
        deadline: {text: 问题不过夜, source: 六, same_day: {event: exposed}}
""",
}


def winter_yaml(*tasks: str, key: str = WINTER, calendar: str = "cn") -> str:
    """The declaration of the winter action, with these of its tasks, or all."""
    head = _HEAD.replace("KEY", key).replace("CALENDAR", calendar)
    return head + "".join(text for name, text in _TASKS.items() if not tasks or name in tasks)


@cache
def before_2017() -> Calendars:
    """The calendars as they were known in November 2016."""
    regions = notices.regions()
    return Calendars({name: tuple(n for n in notices.load(name) if n.year < 2017) for name in regions})


@pytest.fixture
def late_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program brings no notice after 2016."""
    calendars()  # remembered by the cast as they really are
    monkeypatch.setattr(Calendars, "packaged", staticmethod(before_2017))


def winter_declared(folder: Path, text: str) -> declared.Declared:
    """Write `text` down and read it as the program does that knows no notice after 2016."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "campaigns.yaml"
    file.write_text(text, encoding="utf-8")
    return declared.load(file, before_2017())


def winter(
    folder: Path,
    *tasks: str,
    key: str = WINTER,
    calendar: str = "cn",
    database: str | None = None,
    launched: str | None = LAUNCH,
) -> Winter:
    """The winter action launched in a house of its own, in November 2016 unless told otherwise."""
    source = winter_declared(folder, winter_yaml(*tasks, key=key, calendar=calendar))
    made = stage(folder, source, key=key, database=database, launched=None)
    found = Winter(made.house, made.declared, key)
    if launched is not None:
        found.launch(launched)
    return found


@dataclass(frozen=True)
class Balky:
    """A way on which every letter ends alike, and none arrives."""

    outcome: Outcome
    name: str = "balky"

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Yield the same for each parcel."""
        return (Delivery(parcel.key, self.outcome, None, "no way") for parcel in parcels)


@dataclass
class Winter(Stage):
    """The winter action, and what people do to its dates."""

    def load(self, when: str, file: Path = NOTICE, *, region: str = "cn", rehearse: bool = False) -> Loaded:
        """Load a notice at `when`."""
        self.move(when)
        return load(self.house, file, COORDINATOR, region=region, rehearse=rehearse)

    def record(
        self, when: str, happened: str, kind: str = "decision", actor: Actor = NORTH, number: str = "1号"
    ) -> Recorded:
        """Register an event of the north bureau."""
        self.move(when)
        day, where = day_or_instant(happened), (self.house, self.key, kind)
        return record(*where, unit="north", number=number, happened=day, actor=actor)

    def correct(
        self,
        when: str,
        happened: str,
        kind: str = "decision",
        actor: Actor = NORTH,
        reason: str = "落款日期登错",
        number: str = "1号",
    ) -> Corrected:
        """Correct an event of the north bureau."""
        self.move(when)
        day, where = day_or_instant(happened), (self.house, self.key, kind)
        return correct(*where, unit="north", number=number, happened=day, actor=actor, reason=reason)

    def opened_again(self) -> Winter:
        """The same folder in another process."""
        return Winter(build(self.house.settings), self.declared, self.key)

    @contextmanager
    def without_post(self, outcome: Outcome = Outcome.RETRY) -> Iterator[None]:
        """Letters end as `outcome` says, as long as this lasts."""
        usual, self.house.transport = self.house.transport, Balky(outcome)
        yield
        self.house.transport = usual

    def office_chain(self) -> list[dict[str, Any]]:
        """The history of what belongs to no campaign."""
        with self.house.store.read() as connection:
            return list(history.bodies(connection, OFFICE_CHAIN))

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every cell of every table that is folded, of history and heads."""
        return {table: self.sql(f"SELECT * FROM {table}") for table in (*KEYS, "history", "heads")}  # noqa: S608

    def told_in(self, path: str) -> str:
        """What the newest letter that tells of a moved date of `path` says, as plain text."""
        [key] = [n["letter"] for n in self.notices(path) if n["occasion"].startswith("moved:")][-1:]
        [letter] = [one for one in self.letters() if one["key"] == key]
        return text_of(letter)


def play(made: Winter) -> list[str]:
    """A notice that comes late, letters, corrections, filings: the heads of every chain at the end."""
    made.launch(LAUNCH)
    made.tick("2016-12-30T09:00")
    made.record("2016-12-30T10:00", "2016-12-29", number="2号", actor=COORDINATOR)
    made.tick("2017-01-13T09:00")
    made.load("2017-01-13T16:00")
    made.record("2017-01-13T20:45", "2017-01-13T20:30", "exposed", number="曝1")
    made.record("2017-01-14T10:00", "2017-01-13")
    made.deliver("2017-01-14T10:05")
    made.correct("2017-01-16T09:00", "2017-01-12")
    made.correct("2017-01-16T09:00", "2016-12-26", number="2号", actor=COORDINATOR)
    made.correct("2017-01-16T09:30", "2017-01-13T19:15", "exposed", number="曝1")
    made.tick("2017-01-16T10:00")
    made.submit(JANUARY.format("south"), "2017-01-25T10:00")
    for day in ("2017-01-26", "2017-01-27", "2017-02-03", "2017-02-06", "2017-02-13"):
        made.tick(f"{day}T09:00")
    made.load("2017-02-13T10:00", GUANGXI, region="cn-gx")
    made.tick("2017-04-05T09:00")
    return [f"{row['campaign']} {row['hash']}" for row in made.sql("SELECT * FROM heads ORDER BY campaign")]


def main(folder: str) -> None:
    """Play in `folder`, in a process of its own, and print the heads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Calendars, "packaged", staticmethod(before_2017))
        made = winter(Path(folder), launched=None)
        sys.stdout.write("\n".join(play(made)) + "\n")
        made.house.store.close()


def dates(made: Stage, path: str) -> tuple[datetime | None, datetime | None]:
    """Target and breach in force."""
    row = made.row(path)
    return row.target, row.breach


def announcements(made: Stage, path: str) -> list[tuple[str, str, str | None]]:
    """Occasion, state and reason of the notices of moved dates."""
    found = [n for n in made.notices(path) if n["occasion"].startswith("moved:")]
    return [(n["occasion"], n["state"], n["reason"]) for n in found]


def causes(made: Stage, path: str) -> list[str]:
    """Why its deadline has the versions it has, after the first."""
    return [b["data"]["cause"] for b in made.bodies(path, "redated")]


def assert_sound(made: Stage) -> None:
    """The record holds, rebuilt rows are the same, and attention is what lifecycle says of each row."""
    assert verify(made.house, rebuilding=True).faults == ()
    with made.house.store.read() as connection:
        pace = made.house.on_record(connection, made.key).pace
    columns = "SELECT id, attention FROM obligations"
    stored = {row["id"]: row["attention"] for row in made.sql(columns)}
    for row in made.rows():
        at = attention(row, pace)
        assert stored[row.id] == (None if at is None else int(at.timestamp())), row.id


def day_or_instant(text: str) -> date | datetime:
    """2017-01-13, or 2017-01-13T20:30."""
    return date.fromisoformat(text) if len(text) == len("2017-01-13") else datetime.fromisoformat(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
