"""A draw on record: announced before its seed is known, drawn once, worked out again by anybody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from actions.draw import announce, perform
from actions.draws import KINDS, Seed, find, names
from actions.house import ActionError
from actions.proof import verify
from actions.redraw import prove
from campaigns.drawing import DrawError, Rule
from campaigns.events import Actor
from campaigns.register_files import RegisterError
from store.history import of_no_obligation
from store.rebuild import verify as chains
from tests.cast import COORDINATOR, KEY, Stage, moment, papers, stage

if TYPE_CHECKING:
    from pathlib import Path

    from actions.draws import Announced
    from campaigns.registers import Kind

DRAW = f"{KEY}/scheme/2017-Q3"
RULE = Rule(("风险",), (("高", "50%"), ("低", "10%")))
FORM, SEED = "第#######期 ## ##", "第2017083期 06 11"
PUBLISHED = "2017-06-25T21:15"
PEOPLE = "编号,姓名,单位,回避\n" + "".join(
    f"Z{n},检查员{n}号,东河区局,{'S3' * (n == 1)}\n" for n in range(1, 7)
)
SHOPS = "编号,名称,风险\n" + "".join(f"S{n},{n}号商行,{'低' if n > 10 else '高'}\n" for n in range(1, 41))


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    """The small action, launched on 19 June 2017."""
    return stage(tmp_path)


def registers(folder: Path, people: str = PEOPLE, shops: str = SHOPS) -> dict[Kind, Path]:
    return dict(zip(KINDS, papers(folder, 人员__csv=people, 对象__csv=shops), strict=True))


def say(made: Stage, folder: Path, when: str = "2017-06-20T10:00", **changes: Any) -> Announced:
    """Announce the draw at `when`."""
    made.move(when)
    seed = Seed("双色球第2017083期", changes.get("form", FORM), moment(changes.get("at", PUBLISHED)))
    files = changes.get("files") or registers(folder)
    who = changes.get("actor", COORDINATOR)
    return announce(made.house, changes.get("key", DRAW), changes.get("rule", RULE), files, seed, who)


def play(made: Stage, folder: Path) -> Announced:
    """Announce, and draw once the seed is published."""
    say(made, folder)
    made.move("2017-06-25T21:15")
    return perform(made.house, DRAW, SEED, COORDINATOR)


def kept(made: Stage, found: Announced, kind: Kind) -> Path:
    return made.house.files / found.digests[kind][:2] / found.digests[kind]


def test_announced_then_drawn_then_worked_out_again(made: Stage, tmp_path: Path) -> None:
    found = say(made, tmp_path)
    assert found.drawn is None
    assert found.strata == (("低", 30, 3), ("高", 10, 5))
    assert list(found.choices()) == []
    made.move("2017-06-25T21:15")
    done = perform(made.house, DRAW, SEED, COORDINATOR)
    assert [stratum for stratum, *_ in done.choices()] == ["低"] * 3 + ["高"] * 5
    assert all(len(team) == 2 for *_, team in done.choices())
    assert find(made.house, DRAW) == done
    assert prove(made.house, DRAW, registers(tmp_path)) == (done, ())
    assert [b["kind"] for b in made.bodies() if "draw" in b["kind"]] == ["draw_announced", "drawn"]
    assert verify(made.house, rebuilding=True).faults == ()


def test_the_history_holds_numbers_and_never_a_name(made: Stage, tmp_path: Path) -> None:
    done = play(made, tmp_path)
    told = json.dumps([b for b in made.bodies() if "draw" in b["kind"]], ensure_ascii=False)
    # Which ones are drawn is chance (each register is sealed with a salt of its own), so ask the draw itself.
    drawn = [target for _stratum, _place, _rank, target, _team in done.choices()]
    going = [key for *_rest, team in done.choices() for key, _rank in team]
    assert drawn
    assert going
    assert all(f'"{number}"' in told for number in drawn + going)
    assert "检查员" not in told
    assert "商行" not in told
    assert "东河" not in told
    # The names lie in the sealed registers beside it, and may go; what was drawn stays.
    assert names(made.house, done)["targets"]["S7"] == "7号商行"
    kept(made, done, "targets").unlink()
    assert names(made.house, done)["targets"] == {}
    assert find(made.house, DRAW) == done


def test_two_announcements_of_one_register_have_digests_that_tell_nothing(
    made: Stage, tmp_path: Path
) -> None:
    first, second = say(made, tmp_path), say(made, tmp_path)
    assert all(first.digests[kind] != second.digests[kind] for kind in KINDS)


# --- the order of things ------------------------------------------------------------------------------------


def test_a_seed_before_anything_was_announced_is_refused(made: Stage) -> None:
    with pytest.raises(ActionError, match="没有公告过"):
        perform(made.house, DRAW, SEED, COORDINATOR)


def test_a_seed_that_is_published_already_cannot_be_announced(made: Stage, tmp_path: Path) -> None:
    for when in (PUBLISHED, "2017-06-26T09:00"):
        with pytest.raises(ActionError, match="须在公布之前公告"):
            say(made, tmp_path, when)
    assert made.bodies(kind="draw_announced") == []


def test_nothing_is_drawn_before_the_seed_is_published(made: Stage, tmp_path: Path) -> None:
    say(made, tmp_path)
    made.move("2017-06-25T21:14")
    with pytest.raises(ActionError, match="此前不能抽取"):
        perform(made.house, DRAW, SEED, COORDINATOR)
    assert made.bodies(kind="drawn") == []


def test_a_register_may_be_corrected_until_the_seed_is_published_and_both_stay_on_record(
    made: Stage, tmp_path: Path
) -> None:
    say(made, tmp_path)
    later = say(made, tmp_path, "2017-06-25T21:14", rule=Rule(("风险",), (("*", "1"),)))
    assert len(made.bodies(kind="draw_announced")) == 2
    made.move(PUBLISHED)
    with pytest.raises(ActionError, match="种子已公布，不能再公告"):
        say(made, tmp_path, PUBLISHED, at="2017-07-25T21:15")
    done = perform(made.house, DRAW, SEED, COORDINATOR)
    assert done.digests == later.digests
    assert done.drawn is not None
    assert done.drawn["count"] == 2


def test_what_is_drawn_is_neither_drawn_nor_announced_again(made: Stage, tmp_path: Path) -> None:
    play(made, tmp_path)
    with pytest.raises(ActionError, match="结果不能重来"):
        perform(made.house, DRAW, "第2017083期 99 99", COORDINATOR)
    with pytest.raises(ActionError, match="已抽取，不能再公告"):
        say(made, tmp_path, "2017-06-26T09:00", at="2017-07-25T21:15")
    assert len(made.bodies(kind="drawn")) == 1


def test_of_a_task_one_draw_at_a_time_waits_for_its_seed(made: Stage, tmp_path: Path) -> None:
    """Two waiting for one seed would leave a choice between them once it is known."""
    say(made, tmp_path)
    with pytest.raises(ActionError, match="尚未抽取"):
        say(made, tmp_path, key=f"{KEY}/scheme/2017-Q3b")
    say(made, tmp_path, key=f"{KEY}/package")  # another task has its own
    made.move("2017-06-25T21:15")
    perform(made.house, DRAW, SEED, COORDINATOR)
    say(made, tmp_path, "2017-06-26T09:00", key=f"{KEY}/scheme/2017-Q4", at="2017-09-25T21:15")
    assert len(made.bodies(kind="draw_announced")) == 3


def test_a_seed_is_taken_only_as_it_was_announced_to_be_written(made: Stage, tmp_path: Path) -> None:
    say(made, tmp_path)
    made.move("2017-06-25T21:15")
    with pytest.raises(DrawError, match="按公告的写法"):
        perform(made.house, DRAW, "第2017083期06 11", COORDINATOR)


# --- refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["unit", "leader", "auditor", "administrator"])
def test_only_the_coordinator_announces_and_draws(made: Stage, tmp_path: Path, role: str) -> None:
    with pytest.raises(ActionError, match="督办员"):
        say(made, tmp_path, actor=Actor(role, "north" if role == "unit" else None))
    say(made, tmp_path)
    made.move("2017-06-25T21:15")
    with pytest.raises(ActionError, match="督办员"):
        perform(made.house, DRAW, SEED, Actor(role))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (f"{KEY}/schema", "是不是“scheme”"),
        (KEY, "没有任务"),
        (f"{KEY}/scheme/", "轮次"),
        (f"{KEY}/scheme/a/b", "轮次"),
        (f"{KEY}/scheme/a\u202eb", "轮次"),
        ("nowhere/scheme", "还没有启动"),
    ],
)
def test_a_draw_belongs_to_a_task_of_a_launched_campaign(
    made: Stage, tmp_path: Path, key: str, said: str
) -> None:
    with pytest.raises(ActionError, match=said):
        say(made, tmp_path, key=key)


def test_nothing_is_written_for_registers_with_faults_or_a_rule_that_cannot_be_followed(
    made: Stage, tmp_path: Path
) -> None:
    twice = registers(tmp_path, shops=SHOPS + "S1,又一家,低\n")
    with pytest.raises(RegisterError, match=r"对象\.csv:42:1: 编号“S1”与第2行重复"):
        say(made, tmp_path, files=twice)
    for rule in (Rule(("风险",), (("中", "1"), ("*", "1"))), Rule((), (("*", "1"),), each=7)):
        with pytest.raises(DrawError):
            say(made, tmp_path, rule=rule)
    with pytest.raises(DrawError, match="至少6个"):
        say(made, tmp_path, form="##")
    with pytest.raises(ActionError, match=r"读不到“没有\.csv”"):
        say(made, tmp_path, files={**twice, "targets": tmp_path / "没有.csv"})
    assert made.bodies(kind="draw_announced") == []
    assert not made.house.files.exists()


# --- found out ----------------------------------------------------------------------------------------------


def test_a_register_that_was_changed_since_is_found_and_says_whom_it_concerns(
    made: Stage, tmp_path: Path
) -> None:
    play(made, tmp_path)
    changed = registers(tmp_path, PEOPLE.replace("Z2,", "Z9,"), SHOPS.replace("S7,7号", "S7,新"))
    _, faults = prove(made.house, DRAW, changed)
    assert [zh for zh, _ in faults] == [
        "人员.csv与公告时封存的名录库不同，涉及2个编号：Z2、Z9",
        "对象.csv与公告时封存的名录库不同，涉及1个编号：S7",
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tampering", ["gone", "row", "salt", "bytes"])
def test_a_sealed_register_that_was_tampered_with_is_found_and_not_drawn_from(
    made: Stage, tmp_path: Path, kind: Kind, tampering: str
) -> None:
    found = say(made, tmp_path)
    made.move("2017-06-25T21:15")
    file = kept(made, found, kind)
    text = file.read_text(encoding="utf-8")
    if tampering == "gone":
        file.unlink()
    else:
        lines = text.splitlines(keepends=True)
        made_up = {"row": "".join(lines[:-1]), "salt": text.replace("salt ", "salt 0"), "bytes": "\udcff"}
        file.write_bytes(made_up[tampering].encode(errors="surrogateescape"))
    with pytest.raises(ActionError, match="缺失或被改动"):
        perform(made.house, DRAW, SEED, COORDINATOR)
    assert made.bodies(kind="drawn") == []
    file.write_text(text, encoding="utf-8", newline="")
    perform(made.house, DRAW, SEED, COORDINATOR)
    file.write_text(text[:-1], encoding="utf-8", newline="")
    _, faults = prove(made.house, DRAW, {})
    assert ["缺失或被改动" in zh for zh, _ in faults] == [True]


@pytest.mark.parametrize("part", ["seed", "target", "team", "place", "left out", "digest"])
def test_a_recorded_result_that_was_tampered_with_is_found(made: Stage, tmp_path: Path, part: str) -> None:
    """Whoever rewrites the row breaks the chain; and the draw itself does not come out so."""
    done = play(made, tmp_path)
    with made.house.store.read() as connection:
        body = next(b for b in of_no_obligation(connection, KEY) if b["kind"] == "drawn")
    data = body["data"]
    known = {one for _, _, one, _ in data["result"]}
    other = next(f"S{n}" for n in range(1, 11) if f"S{n}" not in known)
    result = data["result"]
    if part in {"seed", "digest"}:
        data[part] = {"seed": "第2017083期 06 12", "digest": "0" * 64}[part]
    elif part == "left out":
        result.pop()
    elif part == "team":
        result[0][3].reverse()
    else:
        result[-1][{"place": 1, "target": 2}[part]] = {"place": 9, "target": other}[part]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with made.house.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_update")
        connection.exec_driver_sql("UPDATE history SET body = ? WHERE sequence = ?", (text, body["sequence"]))
    with made.house.store.read() as connection:
        assert list(chains(connection)) != []
    found, faults = prove(made.house, DRAW, {})
    assert found != done
    assert [zh for zh, _ in faults] == ["按种子重算的结果与记录不符"]


def test_what_is_not_drawn_yet_is_not_said_to_hold(made: Stage, tmp_path: Path) -> None:
    say(made, tmp_path)
    _, faults = prove(made.house, DRAW, {})
    assert faults == ((f"“{DRAW}”还没有抽取", f"“{DRAW}” is not drawn yet"),)
