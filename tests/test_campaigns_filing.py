"""What a filing brings about: it is received whatever it lacks, and from then on nobody is chased."""

from dataclasses import replace
from datetime import date

from campaigns.deciding.filing import Filing, file
from campaigns.lifecycle import OpenNotice
from tests.october import REPORT, at

OPEN = replace(
    REPORT, status="open", id="demo/report/binhai", unit="binhai", task="report", number=7, period=None
)
WHOLE = Filing(
    received=at("2017-10-27T16:40"),
    registered=at("2017-10-30T09:00"),
    channel="OA",
    registrar="office",
    zero=False,
    files=(),
    fields={},
    lacking=(),
)


def test_what_is_whole_is_filed_and_closed_at_the_instant_it_was_received() -> None:
    filed, closed = file(OPEN, WHOLE, [])
    assert [(e.kind, e.effective, e.number) for e in (filed, closed)] == [
        ("filed", at("2017-10-27T16:40"), 7),
        ("closed", at("2017-10-27T16:40"), 7),
    ]
    assert closed.data == {"how": "filed"}
    assert (filed.data["received"], filed.data["registered"]) == (
        "2017-10-27T16:40:00+08:00",
        "2017-10-30T09:00:00+08:00",
    )


def test_what_lacks_something_is_received_and_stays_open_with_its_time_of_receipt() -> None:
    lack = {"code": "field", "title": "公示网址"}
    (filed,) = file(OPEN, replace(WHOLE, lacking=(lack,)), [])
    assert (filed.kind, filed.data["lacking"]) == ("filed", [lack])
    assert filed.data["first_received"] == "2017-10-27T16:40:00+08:00"


def test_a_zero_report_closes_as_one() -> None:
    assert file(OPEN, replace(WHOLE, zero=True), [])[1].data == {"how": "zero"}


def test_a_filing_brings_a_receipt_and_withdraws_every_rung_that_is_unsent_or_unsigned() -> None:
    unsent = [
        OpenNotice(1, "rung:2", "binhai/liaison", "new"),
        OpenNotice(1, "rung:3", "netreg/office", "waiting"),
        OpenNotice(1, "receipt:1", "binhai/liaison", "new"),
    ]
    filed, _ = file(replace(OPEN, filings=1), WHOLE, unsent)
    assert filed.data["withdrawn"] == [
        [1, "rung:2", "binhai/liaison", "filed"],
        [1, "rung:3", "netreg/office", "filed"],
    ]
    (receipt,) = filed.data["notices"]
    assert (receipt["occasion"], receipt["recipient"]) == ("receipt:2", "binhai/liaison")
    assert (receipt["class"], receipt["state"]) == ("receipt", "new")


def test_versions_count_up_and_the_first_receipt_stands() -> None:
    before = replace(OPEN, filings=2, first_received=at("2017-10-20T10:00"))
    filed, _ = file(before, WHOLE, [])
    assert (filed.data["version"], filed.data["first_received"]) == (3, "2017-10-20T10:00:00+08:00")


def test_an_earlier_receipt_registered_later_becomes_the_first() -> None:
    before = replace(OPEN, filings=1, first_received=at("2017-10-30T10:00"))
    filed, _ = file(before, WHOLE, [])
    assert filed.data["first_received"] == "2017-10-27T16:40:00+08:00"


def test_the_day_a_thing_was_done_is_kept_beside_the_day_it_was_told() -> None:
    filed, _ = file(OPEN, replace(WHOLE, done_on=date(2017, 10, 12)), [])
    assert filed.data["done_on"] == "2017-10-12"
