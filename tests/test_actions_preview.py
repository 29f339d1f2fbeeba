"""What an amendment tells whom: news of what was withdrawn or is owed again, shown word for word beforehand."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from actions.preview import preview
from notifications.transports import Outcome
from tests.amended import (
    EXTRA,
    PACKAGE,
    amend,
    due,
    everything,
    for_all,
    look_everywhere,
    text,
    without,
)
from tests.cast import KEY, NAMES, declare, small_yaml, stage
from tests.winter import Balky

if TYPE_CHECKING:
    from pathlib import Path

    from actions.preview import Foretold
    from tests.cast import Stage

NORTH = "north/liaison"


def foretold(made: Stage, folder: Path, whole: str) -> list[Foretold]:
    """What an amendment to `whole` would tell."""
    return list(preview(made.house, declare(folder, whole), KEY))


def news(made: Stage, path: str = "package/north") -> list[tuple[str, str]]:
    """Occasion and state of what is no rung and no receipt, in order."""
    found = [(n["occasion"], n["state"]) for n in made.notices(path)]
    return [one for one in found if not one[0].startswith(("rung:", "receipt:"))]


def subjects(made: Stage, recipient: str = NORTH) -> list[str]:
    """The subjects of all letters to one recipient."""
    return [one["subject"] for one in made.letters() if one["recipient"] == recipient]


def body(data: bytes) -> str:
    """The plain text of a letter."""
    part = message_from_bytes(data, policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


# --- withdrawn ----------------------------------------------------------------------------------------------


def test_who_was_reminded_is_told_that_the_thing_is_withdrawn_in_the_next_digest(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-07-11T08:30")  # the first reminder
    amend(made, without("package"), "2017-07-11T09:00")
    assert news(made) == [("withdrawn:1", "new")]
    made.deliver("2017-07-11T17:00")  # today's digest has left
    assert news(made) == [("withdrawn:1", "new")]
    made.deliver("2017-07-12T08:30")
    assert news(made) == [("withdrawn:1", "sent")]
    assert (
        subjects(made)[-1]
        == "【演示数据，非真实情况】【撤销】总结材料已由补充通知撤销，不再要求报送—网络监管处"
    )
    look_everywhere(made)


def test_what_had_not_opened_and_nobody_had_heard_of_is_withdrawn_silently(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(
        made,
        text(("month_day: 28, from: issued, to: 2017-08-31", "month_day: 28, from: issued, to: 2017-07-31")),
        "2017-06-20T09:00",
    )
    assert made.row("report/north/2017-08").status == "withdrawn"
    assert made.notices("report/north/2017-08") == []


def test_what_was_past_at_the_launch_and_never_chased_is_withdrawn_silently(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert made.row("roster/north").past == "issue"
    amend(made, without("roster"), "2017-06-20T09:00")
    assert (made.row("roster/north").status, made.notices("roster/north")) == ("withdrawn", [])


def test_what_has_no_date_is_told_of_too(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(made, without("scheme"), "2017-06-20T08:00")
    made.deliver("2017-06-20T08:30")
    assert any("实施方案已由补充通知撤销" in one for one in subjects(made))


def test_a_unit_that_left_is_told_at_the_address_it_had(tmp_path: Path) -> None:
    made = stage(tmp_path)
    two = {key: name for key, name in NAMES.items() if key != "north"}
    amend(made, text(units=two), "2017-06-20T08:00")
    made.deliver("2017-06-20T08:30")
    assert any("撤销" in one for one in subjects(made))
    assert not any("撤销" in one for one in subjects(made, "south/liaison"))


# --- owed again ---------------------------------------------------------------------------------------------


def test_who_was_told_of_the_withdrawal_is_told_that_the_thing_is_owed_again(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(made, without("package"), "2017-07-03T08:00")
    made.deliver("2017-07-03T08:30")
    amend(made, text(), "2017-07-04T08:00")
    made.deliver("2017-07-04T08:30")
    assert news(made) == [("withdrawn:1", "sent"), ("restored:2", "sent")]
    assert "【恢复】总结材料经补充通知恢复，请于7月14日（星期五）下班前报送" in subjects(made)[-1]
    look_everywhere(made)


def test_what_comes_back_before_its_withdrawal_was_told_is_not_told_at_all(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(made, without("package"), "2017-07-03T08:00")
    amend(made, text(), "2017-07-03T08:10")
    assert news(made) == [("withdrawn:1", "withdrawn")]
    made.deliver("2017-07-03T08:30")
    assert not any("撤销" in one or "恢复" in one for one in subjects(made))


def test_what_comes_back_with_another_date_before_its_withdrawal_was_told_has_moved(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-03T07:00")
    amend(made, without("package"), "2017-07-03T08:00")
    amend(made, text(due("07-21")), "2017-07-03T08:10")
    made.deliver("2017-07-03T08:30")
    assert news(made) == [("withdrawn:1", "withdrawn"), ("moved:2", "sent")]
    [letter] = [one for one in made.letters() if one["recipient"] == NORTH]
    assert "总结材料的请报时间由7月14日（星期五）下班前改为7月21日（星期五）下班前" in body(letter["data"])
    look_everywhere(made)


def test_who_was_not_yet_told_of_the_return_is_not_told_of_the_second_withdrawal(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(made, without("package"), "2017-07-03T08:00")
    made.deliver("2017-07-03T08:30")
    amend(made, text(), "2017-07-03T09:00")
    amend(made, without("package"), "2017-07-03T09:10")
    made.deliver("2017-07-04T08:30")
    assert news(made) == [("withdrawn:1", "sent"), ("restored:2", "withdrawn")]


def test_what_is_owed_again_by_tomorrow_is_told_at_once(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-07-11T08:30")
    amend(made, without("package"), "2017-07-11T09:00")
    made.deliver("2017-07-12T08:30")
    amend(made, text(), "2017-07-13T09:00")  # a Thursday; due on Friday
    made.deliver("2017-07-13T09:05")
    assert news(made)[-1] == ("restored:2", "sent")
    assert [one["class"] for one in made.letters() if "恢复" in one["subject"]] == ["urgent"] * len(NAMES)


def test_filed_in_the_meantime_news_of_the_return_is_not_sent(tmp_path: Path) -> None:
    made = stage(tmp_path)
    amend(made, without("package"), "2017-07-03T08:00")
    made.deliver("2017-07-03T08:30")
    amend(made, text(), "2017-07-03T09:00")
    made.submit("package/north", "2017-07-03T10:00")
    assert news(made)[-1] == ("restored:2", "withdrawn")


def test_a_composed_letter_of_a_withdrawal_is_not_sent_once_the_thing_is_owed_again(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-02T09:00")
    made.deliver("2017-07-03T08:30")
    usual, made.house.transport = made.house.transport, Balky(Outcome.RETRY)
    amend(made, without("package"), "2017-07-04T08:00")
    made.deliver("2017-07-04T08:30")  # composed, and not taken by the server
    amend(made, text(), "2017-07-04T09:00")
    made.house.transport = usual
    made.deliver("2017-07-05T08:30")
    ended = {n["occasion"]: (n["state"], n["reason"]) for n in made.notices("package/north")}
    assert ended["withdrawn:1"] == ("withdrawn", "restored")
    assert ended["restored:2"] == ("sent", None)
    look_everywhere(made)


# --- shown beforehand ---------------------------------------------------------------------------------------


def test_what_is_shown_is_what_is_sent_word_for_word_and_showing_writes_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.tick("2017-07-05T08:30")
    whole = text(
        due("07-21"), ("      scheme:\n        title: 实施方案", "      outline:\n        title: 提纲")
    )
    made.move("2017-07-06T08:35")
    before = everything(made)
    told = foretold(made, tmp_path, whole)
    assert everything(made) == before
    assert [one.recipient for one in told] == [f"{unit}/liaison" for unit in NAMES]
    assert {one.letter_class for one in told} == {"digest"}
    amend(made, whole, "2017-07-06T08:35")
    made.deliver("2017-07-06T08:35")
    sent = {one["recipient"]: (one["subject"], body(one["data"])) for one in made.letters()}
    for one in told:
        assert (one.subject, one.text) == sent[one.recipient]
        assert one.text is not None
        assert "期限调整" in one.text
        assert "实施方案已由补充通知撤销" in one.text
        assert set(one.obligations) == {
            f"{KEY}/package/{one.recipient.partition('/')[0]}",
            f"{KEY}/scheme/{one.recipient.partition('/')[0]}",
        }
    look_everywhere(made)


def test_what_was_only_shown_is_not_remembered_for_what_is_then_recorded(tmp_path: Path) -> None:
    """Two amendments would have the same number: the one that is shown, and the other that is confirmed."""
    made = stage(tmp_path)
    made.run("2017-06-20T08:00")
    assert foretold(
        made,
        tmp_path,
        text(
            due("07-25"), ("title: 实施方案", "title: 方案"), ("title: 总结材料", "title: 别的材料")
        ).replace("scheme:", "other:"),
    )
    amend(made, text(due("07-21")), "2017-06-20T09:00")
    with made.house.store.read() as connection:
        tasks = made.house.on_record(connection, KEY).planner.campaign.tasks
    assert tasks["package"].title == "总结材料"


def test_a_digest_is_foretold_for_the_opening_at_which_it_may_leave(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.move("2017-07-08T09:00")  # a Saturday
    told = foretold(made, tmp_path, without("package"))
    assert {one.at.isoformat() for one in told} == {"2017-07-10T08:30:00+08:00"}


def test_what_is_only_added_brings_no_letter(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert foretold(made, tmp_path, text(more=EXTRA.replace("DAY", "2017-07-27"))) == []


def test_who_has_no_address_is_named_before(tmp_path: Path) -> None:
    made = stage(tmp_path)
    bare = small_yaml().replace("contact: north@haicheng.example, ", "")
    amend(made, bare, "2017-06-20T09:00", confirmed=False)
    without_package = "\n".join(
        without("package").replace("contact: north@haicheng.example, ", "").split("\n")
    )
    told = {one.recipient: one for one in foretold(made, tmp_path, without_package)}
    assert (told[NORTH].subject, told[NORTH].problems) == (None, ("no contact",))
    assert told["south/liaison"].problems == ()


def test_every_unit_is_told_of_everything_that_moved(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-05T09:00")
    told = foretold(made, tmp_path, text(due("07-21")))
    assert {path for one in told for path in one.obligations} == {
        f"{KEY}/{path}" for path in for_all(PACKAGE)
    }
