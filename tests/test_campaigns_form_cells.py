"""Cells of a statistics table: what people type is read as they mean it, or told what to write instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.form_cells import Read, canonical, read_cell, read_date, read_phone
from campaigns.forms import FormRow

TODAY = date(2017, 10, 30)
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def row(kind: str = "count", unit: str | None = "件", **more: Any) -> FormRow:
    return FormRow.model_validate({"key": "a", "title": "甲", "type": kind, "unit": unit, **more})


def read(typed: str, kind: str = "count", unit: str | None = "件", **more: Any) -> Read:
    return read_cell(row(kind, unit, **more), typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"),
        ("１２", "12"),
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        (" 7 ", "7"),
        ("0", "0"),
        ("007", "7"),
    ],
)
def test_a_count_is_read_as_people_type_it(typed: str, value: str) -> None:
    assert read(typed) == Read(value)


@pytest.mark.parametrize(
    ("typed", "why", "write"),
    [
        ("3场", "only_digits", "3"),
        ("12件左右", "only_digits", "12"),
        ("1.2万", "only_digits", "12000"),
        ("12.5", "whole", None),
        ("1 234", "spaces", "1234"),
        ("1,23", "thousands", "123"),
        ("-3", "low", None),
        ("无", "nothing", "0"),
        ("—", "nothing", "0"),
        ("N/A", "nothing", "0"),
        ("十二", "number", None),
        ("1e3", "only_digits", None),
        ("3场2次", "only_digits", None),
        ("nan", "number", None),
        ("3²", "number", None),
        ("③", "number", None),
        ("٣", "number", None),
        ("1" * 16, "long", None),
        ("1" * 501, "long", None),
        ("1\u202e2", "plain", None),
    ],
)
def test_what_is_no_count_says_why_and_what_to_write(typed: str, why: str, write: str | None) -> None:
    assert read(typed) == Read(None, why, write)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12.34", "12.34"), ("12.340", "12.34"), ("1,234.5", "1234.5"), ("１２．３４", "12.34"), ("0.00", "0")],
)
def test_an_amount_has_its_decimals(typed: str, value: str) -> None:
    assert read(typed, "amount", "万元", decimals=2) == Read(value)


@pytest.mark.parametrize(
    ("typed", "why", "write"),
    [
        ("12.345", "decimals", "12.35"),
        ("12.5万元", "only_digits", "12.5"),
        ("12.5万", "only_digits", "12.5"),
        ("125000元", "only_digits", "12.5"),
        ("0.3亿元", "only_digits", "3000"),
        ("123元", "only_digits", None),
        ("5吨", "only_digits", None),
    ],
)
def test_what_is_no_amount_in_ten_thousand_yuan_is_converted_where_that_is_sure(
    typed: str, why: str, write: str | None
) -> None:
    assert read(typed, "amount", "万元", decimals=2) == Read(None, why, write)


def test_bounds_are_inclusive_and_below_zero_only_where_declared() -> None:
    assert read("3", max=3) == Read("3")
    assert read("4", max=3).why == "high"
    assert read("-3", "amount", min=-3) == Read("-3")
    assert read("-4", "amount", min=-3).why == "low"


def test_a_percentage_may_have_its_sign() -> None:
    assert read("98.5%", "percent", None) == Read("98.5")
    assert read("９８％", "percent", None) == Read("98")
    assert read("50%").why == "number"


def test_a_text_stays_as_it_was_typed() -> None:
    assert read("0012345678", "text", None) == Read("0012345678")
    assert read(" １２场\n两次 ", "text", None) == Read("１２场 两次")


@pytest.mark.parametrize(
    "typed",
    ["2017-10-28", "2017年10月28日", "2017/10/28", "2017.10.28", "20171028", "10月28日", "１０月２８号"],
)
def test_a_date_is_read_in_the_ways_it_is_written(typed: str) -> None:
    assert read_date(typed, TODAY) == Read("2017-10-28")
    assert read(typed, "date", None) == Read("2017-10-28")


def test_a_date_is_never_in_the_future_and_a_day_without_year_is_the_last_one() -> None:
    assert read_date("2017-10-31", TODAY) == Read(why="future")
    assert read_date("12月30日", date(2018, 1, 4)) == Read("2017-12-30")
    assert read_date("2017-10-30", TODAY) == Read("2017-10-30")
    assert read_date("2017-02-30", TODAY) == Read(why="no_day")
    assert read_date("昨天", TODAY) == Read(why="date")


def test_a_telephone_number_keeps_its_zeros() -> None:
    assert read_phone("022-23456789转801") == Read("022-23456789转801")
    assert read_phone("0012345678") == Read("0012345678")
    assert read_phone("张三").why == "phone"
    assert read_phone("12").why == "phone"


@given(st.integers(0, 10**14))
def test_every_whole_number_is_read_plain_grouped_and_full_width(number: int) -> None:
    for typed in (str(number), f"{number:,}", str(number).translate(FULL_WIDTH), f" {number:,}　"):
        assert read(typed) == Read(str(number))


@given(st.decimals(-(10**8), 10**8, places=4))
def test_every_amount_keeps_its_value(amount: Decimal) -> None:
    done = read(f"{amount:f}", "amount", "万元", min=-(10**9))
    assert done.value is not None
    assert Decimal(done.value) == amount
    assert done.value == canonical(amount)
    assert "E" not in done.value


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_reason_and_what_is_proposed_can_be_written(typed: str) -> None:
    for kind, unit in (("count", "件"), ("amount", "万元"), ("percent", None), ("date", None)):
        done = read(typed, kind, unit)
        assert (done.value is None) != (done.why is None)
        if done.write is not None:
            assert read(done.write, kind, unit).value is not None
        if done.value is not None and kind != "date":
            assert read(done.value, kind, unit) == Read(done.value)


@given(st.integers(0, 9999), st.sampled_from("场次个家元件万亿kg"))
def test_a_figure_with_a_word_behind_it_is_never_taken_for_a_figure(number: int, word: str) -> None:
    done = read(f"{number}{word}")
    assert (done.value, done.why) == (None, "only_digits")
