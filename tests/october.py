"""October's report of one district, as the tests of the pure rooms judge it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaigns.lifecycle import Tracked

CHINA = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


#: October's report of one district: opens 10-01, target Friday 10-27 17:30, breach 10-29 00:00.
REPORT = Tracked(
    number=65,
    id="tianjin-2017/monthly-report/heping/2017-10",
    task="monthly-report",
    unit="heping",
    period="2017-10",
    item=None,
    status="pending",
    how=None,
    version=1,
    opens=at("2017-10-01"),
    target=at("2017-10-27T17:30"),
    breach=at("2017-10-29"),
    last_day=date(2017, 10, 28),
    past=None,
    judged=None,
    first_received=None,
    filings=0,
)
