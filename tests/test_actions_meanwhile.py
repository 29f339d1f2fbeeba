"""What happens in the meantime: acts while letters are on their way, and servers that refuse us."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from actions.clockwork import Clockwork
from actions.deliver import deliver
from actions.house import ActionError, build
from actions.people import named
from actions.proof import verify
from actions.record import record
from actions.settings import SettingsError, from_environment
from actions.standing import standing_at
from actions.submit import Handed, Submission
from actions.wake import finish_wake, wake_work
from notifications.transports import Delivery, Outcome, Parcel
from tests.cast import COORDINATOR, Stage, moment, stage


@dataclass(slots=True)
class Slow:
    """A mail server that takes twenty seconds a letter, while a unit files."""

    made: Stage
    filed: bool = False
    name: str = "slow"

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Take each letter; the unit files while the first is on its way."""
        for parcel in parcels:
            self.made.move(self.made.house.now() + timedelta(seconds=20))
            if not self.filed:
                self.filed = True
                self.made.submit("report/north/2017-06", self.made.house.now())
            yield Delivery(parcel.key, Outcome.SENT, 250, "ok")


@dataclass(slots=True)
class Refusing:
    """A mail server that refuses our login."""

    tried: int = 0
    name: str = "refusing"

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Refuse them all."""
        self.tried += 1
        for parcel in parcels:
            yield Delivery(parcel.key, Outcome.PAUSED, 535, "no")


def decided(made: Stage, number: str, happened: date) -> None:
    """A decision of the northern bureau, registered by the office at the house's present."""
    record(
        made.house, made.key, "decision", unit="north", number=number, happened=happened, actor=COORDINATOR
    )


@pytest.fixture
def made(tmp_path: Path) -> Stage:
    return stage(tmp_path)


def test_letters_sent_while_a_unit_files_are_recorded_as_sent(made: Stage) -> None:
    made.wake("2017-06-27T08:30")
    slow = replace(made.house, transport=Slow(made))
    done = deliver(slow, moment("2017-06-27T08:30"))
    assert done["sent"] >= 2
    assert {one["state"] for one in made.letters() if one["class"] == "digest"} == {"sent"}
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_wake_goes_on_though_a_unit_files_between_two_of_its_groups(made: Stage) -> None:
    at = moment("2017-06-27T08:30")
    made.move(at)
    work = wake_work(made.house, made.key, at)
    assert work is not None
    assert len(work.groups) > 1
    work.judge(0)
    made.submit("report/north/2017-06", at + timedelta(seconds=30))
    for index in range(1, len(work.groups)):
        work.judge(index)
    finish_wake(work)
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_server_that_refuses_us_is_left_alone_and_somebody_is_told(made: Stage) -> None:
    at = moment("2017-06-27T08:30")
    made.wake("2017-06-27T08:30")
    refusing = Refusing()
    clockwork = Clockwork(replace(made.house, transport=refusing))
    with pytest.raises(ActionError, match="邮件服务器拒绝"):
        clockwork.deliver(at)
    assert clockwork.deliver(at + timedelta(minutes=14)) == {}
    assert refusing.tried == 1
    assert {one["tries"] for one in made.letters()} == {0}


def test_simulated_records_without_their_clock_are_not_opened(made: Stage) -> None:
    (made.house.settings.data / "clock.json").unlink()
    with pytest.raises(ActionError, match="演示数据"):
        build(made.house.settings)


def test_an_instant_before_the_document_and_a_units_own_channel_are_refused(made: Stage) -> None:
    before, path, when = made.history_rows(), "report/north/2017-06", "2017-06-27T10:00"
    early = Submission(by_office=True, via="OA", received=moment("1990-01-01T10:00"))
    with pytest.raises(ActionError, match="早于文件落款日期"):
        made.submit(path, when, early, COORDINATOR)
    with pytest.raises(ActionError, match="由办公室代为登记时注明"):
        made.submit(path, when, Submission(zero=True, via="OA"))
    assert made.history_rows() == before


def test_an_empty_file_is_received_and_said_to_be_lacking(made: Stage, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    handed = Submission(files=(Handed(empty, "form"),), texts={"开展情况": "检查3户"})
    receipt = made.submit("report/north/2017-06", "2017-06-27T10:00", handed)
    assert not receipt.closed
    assert [lack["code"] for lack in receipt.lacking] == ["empty"]


def test_a_program_is_refused_whatever_its_name_says(made: Stage, tmp_path: Path) -> None:
    program = tmp_path / "form.csv"
    program.write_bytes(b"\x7fELF\x02\x01")
    with pytest.raises(ActionError, match="不接收程序文件"):
        made.submit("report/north/2017-06", "2017-06-27T10:00", Submission(files=(Handed(program, "form"),)))


def test_a_zero_report_where_none_is_allowed_closes_nothing_even_by_the_office(made: Stage) -> None:
    handed = Submission(zero=True, by_office=True, via="OA")
    receipt = made.submit("package/north", "2017-07-13T10:00", handed, COORDINATOR)
    assert not receipt.closed
    assert made.row("package/north").how is None


def test_a_decision_that_was_past_before_the_campaign_began_bothers_nobody(made: Stage) -> None:
    made.move("2017-06-27T10:00")
    decided(made, "1号", date(2017, 5, 2))
    assert made.row("disclosure/north/1号").past == "issue"
    assert made.notices("disclosure/north/1号") == []


def test_a_decision_registered_late_stands_at_its_own_time_as_known_today(made: Stage) -> None:
    made.move("2017-07-20T10:00")
    decided(made, "2号", date(2017, 6, 28))
    shown = standing_at(made.house, made.key, moment("2017-07-10T10:00")).by_id
    assert shown[f"{made.key}/disclosure/north/2号"] == "overdue"
    known = standing_at(made.house, made.key, moment("2017-07-10T10:00"), moment("2017-07-10T10:00")).by_id
    assert f"{made.key}/disclosure/north/2号" not in known


@pytest.mark.parametrize("url", ["smtp://h:abc", "smtp://h:99999"])
def test_a_port_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(SettingsError, match="端口"):
        from_environment(environment={"DUBAN_SMTP": url, "DUBAN_SENDER": "a@b.example"})


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE letters SET data = CAST('x' AS BLOB)", "被改动"),
        ("DELETE FROM letters", "缺失"),
        ("UPDATE people SET name = name || 'x'", "承诺不符"),
    ],
)
def test_a_letter_or_a_name_that_was_changed_afterwards_is_found(made: Stage, damage: str, said: str) -> None:
    made.tick("2017-06-27T08:30")
    named(made.house, COORDINATOR, "李某")
    assert verify(made.house).faults == ()
    with made.house.store.write() as connection:
        connection.exec_driver_sql(damage)
    assert all(said in fault for fault in verify(made.house).faults)
    assert verify(made.house).faults
