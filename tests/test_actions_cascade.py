"""An amended city's plan reaches the bureau that breaks it down as a proposal, and moves nothing there by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from actions import launch as launching
from actions.amend import difference
from actions.explain import explain
from actions.launch import Launched, launch
from actions.load_notice import load
from actions.proof import verify
from actions.proposed import pending
from campaigns.faults import RefusalError
from tests.cascade_scenes import BRIDGE, CITY, CLOSING, EARLIER, LONGER, NORTH, SURVEY, cascade
from tests.cast import COORDINATOR, Stage, declare, moment, stage
from tests.letters import text_of

if TYPE_CHECKING:
    from pathlib import Path

#: The city's plan is launched, and the bureau's a day later.
FIRST, SECOND = "2017-07-10T09:00", "2017-07-11T09:00"
SUMMARIES = [f"{NORTH}/summary/{unit}" for unit in ("bridge", "hill")]


def play(folder: Path, *changes: tuple[str, str], levels: int = 2) -> dict[str, Stage]:
    """The city, the bureau under it, and with three levels the station under that, all on record."""
    source = declare(folder, cascade(*changes, levels=levels))
    made = {CITY: stage(folder, source, key=CITY, launched=FIRST)}
    for key in (NORTH, BRIDGE)[: levels - 1]:
        made[key] = Stage(made[CITY].house, source, key)
        made[key].launch(SECOND)
    return made


def amend(made: Stage, when: str, *changes: tuple[str, str], levels: int = 2) -> Launched:
    """Launch the stage's campaign as a file with these changes declares it."""
    made.declared = declare(made.house.settings.data.parent, cascade(*changes, levels=levels))
    return launch(made.house, made.declared, made.key, COORDINATOR, at=made.move(when), confirmed=True)


def told(made: Stage) -> list[dict[str, Any]]:
    return [body["data"] for body in made.bodies(kind="proposed")]


def notices(made: Stage) -> list[tuple[str, str, str, str | None]]:
    found = made.sql(
        "SELECT occasion, recipient, state, reason FROM notices WHERE occasion LIKE 'proposed:%' ORDER BY occasion"
    )
    return [tuple(row.values()) for row in found]


def owed(made: Stage) -> list[dict[str, Any]]:
    """Every obligation and every version of a deadline of the campaign, to the cell."""
    return [
        row
        for table in ("obligations", "deadlines")
        for row in made.sql(f"SELECT * FROM {table} WHERE campaign = :key", key=made.key)  # noqa: S608
    ]


def sound(made: Stage) -> bool:
    return verify(made.house, rebuilding=True).faults == ()


# --- proposed -----------------------------------------------------------------------------------------------


def test_what_an_amendment_would_move_below_is_proposed_with_both_dates_and_nothing_moves(
    tmp_path: Path,
) -> None:
    made = play(tmp_path)
    before = owed(made[NORTH])
    done = amend(made[CITY], "2017-08-02T09:00", CLOSING)
    assert done.told == (NORTH,)
    assert owed(made[NORTH]) == before
    (data,) = told(made[NORTH])
    assert (data["parent"], data["of"]) == (CITY, 2)
    assert [change["id"] for change in data["changes"]] == SUMMARIES
    assert data["changes"][0]["was"]["breach"] == "2017-12-02T00:00:00+08:00"
    assert data["changes"][0]["now"]["breach"] == "2017-12-09T00:00:00+08:00"
    assert notices(made[NORTH]) == [("proposed:2", "north/office", "new", None)]
    assert sound(made[CITY])


def test_what_changes_nothing_below_proposes_nothing(tmp_path: Path) -> None:
    made = play(tmp_path)
    before = made[NORTH].history_rows()
    done = amend(made[CITY], "2017-08-02T09:00", SURVEY)
    assert (done.told, done.revision) == ((), 2)
    assert [row for row in made[NORTH].history_rows() if row in before] == before
    assert (told(made[NORTH]), pending(made[CITY].house, NORTH)) == ([], None)


def test_another_amendment_that_asks_the_same_of_it_is_not_told_again(tmp_path: Path) -> None:
    made = play(tmp_path)
    amend(made[CITY], "2017-08-02T09:00", CLOSING)
    amend(made[CITY], "2017-08-03T09:00", CLOSING, SURVEY)
    assert [data["of"] for data in told(made[NORTH])] == [2]
    found = pending(made[CITY].house, NORTH)
    assert found is not None
    assert found.revision == 2


def test_new_periods_and_earlier_dates_above_are_proposed_too(tmp_path: Path) -> None:
    made = play(tmp_path)
    amend(made[CITY], "2017-08-20T09:00", LONGER, EARLIER)
    (data,) = told(made[NORTH])
    moved = {one["id"]: (one["was"], one["now"]) for one in data["changes"]}
    assert moved[f"{NORTH}/report/hill/2017-12"][0] is None
    assert moved[f"{NORTH}/report/hill/2017-10"][1]["breach"] == "2017-09-29T00:00:00+08:00"
    # August's is past: what was due keeps its verdict.
    assert f"{NORTH}/report/hill/2017-08" not in moved


def test_what_the_city_no_longer_asks_for_is_proposed_to_be_let_go(tmp_path: Path) -> None:
    made = play(tmp_path)
    whole = cascade(levels=1)
    start, end = whole.index("      summary:\n"), whole.index("      joint:\n")
    source = declare(tmp_path / "city", whole[:start] + whole[end:])
    launch(
        made[CITY].house, source, CITY, COORDINATOR, at=made[CITY].move("2017-08-02T09:00"), confirmed=True
    )
    (data,) = told(made[NORTH])
    assert {one["id"]: one["now"] for one in data["changes"]} == dict.fromkeys(SUMMARIES)
    assert {made[NORTH].row(id_.removeprefix(f"{NORTH}/")).status for id_ in SUMMARIES} == {"pending"}


def test_what_was_filed_below_keeps_its_date_and_is_not_proposed(tmp_path: Path) -> None:
    made = play(tmp_path)
    made[NORTH].wake("2017-11-01T09:00")
    made[NORTH].submit("summary/hill", "2017-11-02T09:00")
    amend(made[CITY], "2017-11-03T09:00", CLOSING)
    assert [one["id"] for data in told(made[NORTH]) for one in data["changes"]] == SUMMARIES[:1]


# --- told once, whoever comes first ---------------------------------------------------------------------------


def test_what_broke_off_after_the_amendment_is_told_by_the_next_wake_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = play(tmp_path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(launching, "_tell_below", killed)
        with pytest.raises(KeyboardInterrupt):
            amend(made[CITY], "2017-08-02T09:00", CLOSING)
    assert told(made[NORTH]) == []
    # What is shown is worked out, and needs nobody to have told it.
    assert pending(made[CITY].house, NORTH) is not None
    made[NORTH].wake("2017-08-02T10:00")
    made[NORTH].wake("2017-08-07T09:00")
    made[NORTH].submit("report/hill/2017-08", "2017-08-07T10:00")
    assert [data["of"] for data in told(made[NORTH])] == [2]
    assert sound(made[CITY])


def test_an_act_that_comes_first_tells_it_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = play(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(launching, "_tell_below", lambda *_: ())
        amend(made[CITY], "2017-08-02T09:00", CLOSING)
    made[NORTH].submit("report/hill/2017-08", "2017-08-03T09:00")
    kinds = [body["kind"] for body in made[NORTH].bodies()]
    assert kinds.index("proposed") < kinds.index("filed")


def test_the_office_below_is_told_in_its_digest_what_would_move_and_how_to_take_it(tmp_path: Path) -> None:
    made = play(tmp_path)
    amend(made[CITY], "2017-08-02T09:00", CLOSING)
    made[NORTH].deliver("2017-08-02T09:30")
    (letter,) = [row for row in made[NORTH].letters() if row["recipient"] == "north/office"]
    assert letter["class"] == "digest"
    assert letter["subject"].endswith(
        "【上级改动】上级“海城市网络市场行动”第2版有改动，涉及本行动2件事项的期限，尚未采纳—北山区网络市场行动"
    )
    text = text_of(letter)
    assert "石桥所 各所总结：截止时间拟由12月1日（星期五）24时改为12月8日（星期五）24时" in text
    assert "duban launch north-2017 --yes" in text
    assert "报送单位" not in text
    assert not [row for row in made[NORTH].letters() if row["recipient"].startswith(("bridge", "hill"))]
    assert notices(made[NORTH]) == [("proposed:2", "north/office", "sent", None)]


# --- taken, or taken back -------------------------------------------------------------------------------------


def test_it_is_taken_by_the_amendment_below_and_shown_no_more(tmp_path: Path) -> None:
    made = play(tmp_path)
    made[NORTH].wake("2017-07-12T09:00")
    amend(made[CITY], "2017-08-02T09:00", CLOSING)
    shown = difference(made[CITY].house, made[CITY].declared, NORTH)
    assert [row.id for row, _ in shown.comparison.moved] == SUMMARIES
    amend(made[NORTH], "2017-08-02T16:00", CLOSING)
    assert [str(made[NORTH].row(f"summary/{unit}").last_day) for unit in ("bridge", "hill")] == [
        "2017-12-08"
    ] * 2
    assert pending(made[CITY].house, NORTH) is None
    made[NORTH].deliver("2017-08-03T09:00")
    assert notices(made[NORTH]) == [("proposed:2", "north/office", "withdrawn", "settled")]
    (letter,) = [row for row in made[NORTH].letters() if row["recipient"] == "bridge/liaison"]
    assert "上级期限由2017-12-08改为2017-12-15" in text_of(letter)
    assert explain(made[CITY].house, SUMMARIES[0]).above[0].id == f"{CITY}/summary/north"
    assert sound(made[CITY])


def test_once_the_parent_moves_back_nothing_is_proposed_and_moved_again_it_is_told_again(
    tmp_path: Path,
) -> None:
    made = play(tmp_path)
    amend(made[CITY], "2017-08-02T09:00", CLOSING)
    amend(made[CITY], "2017-08-02T10:00")
    assert pending(made[CITY].house, NORTH) is None
    made[NORTH].deliver("2017-08-03T09:00")
    assert notices(made[NORTH]) == [("proposed:2", "north/office", "withdrawn", "settled")]
    amend(made[CITY], "2017-08-04T09:00", CLOSING)
    assert [data["of"] for data in told(made[NORTH])] == [2, 4]
    assert notices(made[NORTH])[1] == ("proposed:4", "north/office", "new", None)
    assert sound(made[CITY])


def test_below_nothing_is_taken_that_is_not_on_record_above(tmp_path: Path) -> None:
    made = play(tmp_path)
    before = made[NORTH].history_rows()
    with pytest.raises(RefusalError, match=f"duban launch {CITY}") as refused:
        amend(made[NORTH], "2017-08-02T09:00", CLOSING)
    assert f"run duban launch {CITY} first" in refused.value.said("en")
    assert made[NORTH].history_rows() == before


def test_with_nothing_on_record_above_it_is_planned_from_the_declaration(tmp_path: Path) -> None:
    source = declare(tmp_path, cascade())
    made = stage(tmp_path, source, key=NORTH, launched=SECOND)
    assert str(made.row("report/hill/2017-10").last_day) == "2017-09-29"
    assert pending(made.house, NORTH) is None
    city = Stage(made.house, source, CITY)
    assert city.launch("2017-07-12T09:00").told == ()
    assert told(made) == []


def test_each_level_takes_what_the_one_above_it_took(tmp_path: Path) -> None:
    made = play(tmp_path, levels=3)
    amend(made[CITY], "2017-08-11T09:00", EARLIER, levels=3)
    assert (len(told(made[NORTH])), told(made[BRIDGE])) == (1, [])
    with pytest.raises(RefusalError, match=f"duban launch {NORTH}"):
        amend(made[BRIDGE], "2017-08-11T10:00", EARLIER, levels=3)
    assert amend(made[NORTH], "2017-08-11T11:00", EARLIER, levels=3).told == (BRIDGE,)
    amend(made[BRIDGE], "2017-08-11T12:00", EARLIER, levels=3)
    assert pending(made[CITY].house, BRIDGE) is None
    assert str(made[BRIDGE].row("report/bridge/2017-10").target)[:10] == "2017-09-27"
    assert sound(made[CITY])


# --- holiday notices --------------------------------------------------------------------------------------------

#: The fifth working day of each month: it moves when a holiday notice does.
COUNTED = ("month_day: 10, from: 2017-08-01", "working_day: 5, from: 2017-08-01")


def november(folder: Path) -> Path:
    """An invented amendment: three days off at the beginning of November 2017."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "2017-2.toml"
    file.write_text(
        'title = "关于2017年部分节假日安排的补充通知"\nnumber = "国办发明电〔2017〕99号"\nyear = 2017\n'
        'source = "text"\namends = "国办发明电〔2016〕17号"\nsigned = 2017-07-20\npublished = 2017-07-20\n'
        '[[holidays]]\nname = "补充假期"\noff = [2017-11-01, 2017-11-03]\n',
        encoding="utf-8",
    )
    return file


def test_a_holiday_notice_moves_every_level_by_law_and_proposes_nothing(tmp_path: Path) -> None:
    made = play(tmp_path, COUNTED)
    row = made[NORTH].row("report/hill/2017-11")
    assert str(row.last_day) == "2017-11-02"
    made[CITY].move("2017-08-02T09:00")
    load(made[CITY].house, november(tmp_path / "notices"), COORDINATOR)
    assert str(made[CITY].row("report/north/2017-11").last_day) == "2017-11-10"
    assert str(made[NORTH].row("report/hill/2017-11").last_day) == "2017-11-07"
    assert (told(made[NORTH]), pending(made[CITY].house, NORTH)) == ([], None)
    shown = difference(made[CITY].house, made[CITY].declared, NORTH)
    assert (shown.changed, shown.comparison.empty) == (False, True)
    assert sound(made[CITY])


def test_a_holiday_notice_does_not_carry_an_amendment_down_with_it(tmp_path: Path) -> None:
    made = play(tmp_path)
    amend(made[CITY], "2017-08-02T09:00", CLOSING)
    made[CITY].move("2017-08-02T10:00")
    load(made[CITY].house, november(tmp_path / "notices"), COORDINATOR)
    assert str(made[NORTH].row("summary/hill").last_day) == "2017-12-01"
    found = pending(made[CITY].house, NORTH)
    assert found is not None
    assert [one.id for one in found.changes] == SUMMARIES
    assert moment("2017-12-09T00:00") == (found.changes[0].now and found.changes[0].now.breach)
