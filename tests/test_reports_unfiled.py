"""The text about who has not filed: who, of how many, until when, and who is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.unfiled import Unfiled, sentence
from tests.cast import ZONE, moment

ONE = Unfiled(
    title="6月份月报",
    owed=3,
    missing=("北山区局", "南塘区局"),
    returned=(),
    undecided=(),
    target=moment("2017-06-28T17:30"),
    breach=moment("2017-06-29T00:00"),
)
END = "已通过其他方式报送的，请告知，以便登记。"


@pytest.mark.parametrize(
    ("one", "at", "text"),
    [
        (
            ONE,
            "2017-06-27T09:00",
            (
                "截至2017年6月27日（星期二）09:00，以下单位尚未报送6月份月报：北山区局、南塘区局（共2家，应报3家）。"
                f"请于6月28日（星期三）17:30前报送，截止时间6月28日（星期三）24:00。{END}"
            ),
        ),
        (
            replace(ONE, missing=(), returned=("北山区局",), target=None, breach=None),
            "2017-06-29T00:00",
            (
                "截至2017年6月28日（星期三）24:00，以下单位的6月份月报退回后尚未重报：北山区局（共1家）。"
                f"请按各自的期限报送。{END}"
            ),
        ),
        (
            replace(ONE, missing=(), undecided=("东堤区局",)),
            "2017-06-27T09:00",
            "截至2017年6月27日（星期二）09:00，6月份月报应报2家，均已报送。另有1家延期待批：东堤区局。",
        ),
    ],
)
def test_the_text_says_who_and_until_when(one: Unfiled, at: str, text: str) -> None:
    assert sentence(one, moment(at), ZONE) == text


def test_the_breach_itself_is_past_and_the_instant_before_is_not() -> None:
    assert "已过，请尽快报送" in sentence(ONE, moment("2017-06-29T00:00"), ZONE)
    assert "请于6月28日" in sentence(ONE, moment("2017-06-28T23:59"), ZONE)


def test_english_says_the_same_and_simulated_data_says_so() -> None:
    assert sentence(ONE, moment("2017-06-29T09:00"), ZONE, "en", simulated=True) == (
        "[Simulated data, nothing real] As of 29 Jun 2017 (Thu) 09:00, these units have not filed 6月份月报: "
        "北山区局, 南塘区局 (2 of 3). The deadline, 28 Jun (Wed) 24:00, has passed: please file soon. "
        "If you filed another way, please tell us, so that it is registered."
    )
