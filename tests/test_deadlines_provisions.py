"""The files of the rules of law: in force one after the other, and each resting on what it names."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from deadlines import provisions
from deadlines.provisions import LegalRule, Provision, ProvisionError, find, load, names

ONE = timedelta(days=1)
VERSIONS = [(rule, version) for rule in load() for version in rule.versions]

GOOD = """
name = "试行规则"
kind = "period"

[[versions]]
law = "试行办法"
article = "第一条"
effective_from = 2017-01-01
effective_to = 2020-12-31
after = {working_days = 7}
from = "an archive"

[[versions]]
law = "办法"
article = "第二条"
effective_from = 2021-01-01
after = {days = 5}
from = "an archive"
"""


@pytest.mark.parametrize(
    "name", ["双公示", "期间计算", "民法通则", "民法总则", "民法典", "行政处罚法", "12315投诉受理"]
)
def test_the_rules_that_the_campaigns_cite_are_there_also_by_their_other_names(name: str) -> None:
    rule = find(name)
    assert rule is not None
    assert name in (rule.name, *rule.aliases)
    assert name in names()


@pytest.mark.parametrize(
    ("day", "law"),
    [
        ("1986-12-31", None),
        ("1987-01-01", "中华人民共和国民法通则"),
        ("2017-09-30", "中华人民共和国民法通则"),
        ("2017-10-01", "中华人民共和国民法总则"),
        ("2020-12-31", "中华人民共和国民法总则"),
        ("2021-01-01", "中华人民共和国民法典"),
        ("2099-01-01", "中华人民共和国民法典"),
    ],
)
def test_the_civil_law_of_periods_is_chosen_by_the_day(day: str, law: str | None) -> None:
    rule = find("期间计算")
    assert rule is not None
    found = rule.on(date.fromisoformat(day))
    assert (found.law if found is not None else None) == law


def test_no_name_and_an_unknown_one_are_no_rule_of_law() -> None:
    assert find(None) is None
    assert find("") is None
    assert find("本局内部规定") is None


def test_every_name_and_alias_is_one_rule() -> None:
    called = [name for rule in load() for name in (rule.name, *rule.aliases)]
    assert sorted(called) == sorted(names())
    assert len(called) == len(set(called))


@pytest.mark.parametrize(("rule", "version"), VERSIONS)
def test_a_version_is_in_force_from_its_first_day_to_its_last_and_no_longer(
    rule: LegalRule, version: Provision
) -> None:
    assert rule.on(version.effective_from) == version
    assert rule.on(version.effective_from - ONE) != version
    if version.effective_to is not None:
        assert rule.on(version.effective_to) == version
        assert rule.on(version.effective_to + ONE) != version


@pytest.mark.parametrize(("rule", "version"), VERSIONS)
def test_what_a_version_is_counted_by_counts_periods_and_is_in_force_with_it(
    rule: LegalRule, version: Provision
) -> None:
    if version.counted_by is None:
        assert rule.kind == "counting"
        return
    counting = find(version.counted_by)
    assert counting is not None
    assert counting.kind == "counting"
    assert counting.on(version.effective_from) is not None
    assert counting.on(version.effective_to or date(2026, 12, 31)) is not None


@pytest.mark.parametrize(("rule", "version"), VERSIONS)
def test_no_length_in_days_is_a_figure_that_its_law_means_as_working_days(
    rule: LegalRule, version: Provision
) -> None:
    counting = find(version.counted_by)
    by = counting.on(version.effective_from) if counting is not None else version
    assert by is not None
    days = version.after.days if version.after is not None else None
    assert days not in by.working_day_figures, rule.name


@pytest.mark.parametrize(("rule", "version"), VERSIONS)
def test_every_version_says_where_it_was_read_and_no_extension_is_longer_than_its_period(
    rule: LegalRule, version: Provision
) -> None:
    assert version.found.strip()
    assert version.citation["article"] == version.article
    if version.extend is not None and version.after is not None:
        (unit,), (longer,) = version.after.given, version.extend.given
        if unit == longer:
            assert getattr(version.extend, unit) <= getattr(version.after, unit), rule.name


# --- what the reader refuses --------------------------------------------------------------------------------


def read(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[LegalRule, ...]:
    (folder / "rule.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(provisions, "_FOLDER", folder)
    return load.__wrapped__()


def test_a_rule_is_read_with_its_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = read(GOOD, tmp_path, monkeypatch)
    assert [version.law for version in rule.versions] == ["试行办法", "办法"]
    assert rule.on(date(2016, 12, 31)) is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "试行规则"', "name = ", "rule.toml"),
        ("effective_to = 2020-12-31", "effective_to = 2021-01-01", "is in force when"),
        ("effective_to = 2020-12-31\n", "", "is in force when"),
        ("after = {days = 5}\n", "", "with the wrong `after`"),
        ('kind = "period"', 'kind = "counting"', "with the wrong `after`"),
        ('kind = "period"', 'kind = "law"', "kind"),
        ("after = {days = 5}", "after = {days = 5, months = 1}", "after"),
        ("after = {days = 5}", "after = {weeks = 5}", "weeks"),
        ('article = "第二条"\n', "", "article"),
        ('from = "an archive"\n\n', "\n", "from"),
        ("after = {days = 5}", 'after = {days = 5}\nroll = "next"', "roll"),
    ],
)
def test_a_malformed_rule_is_named_with_its_file(
    old: str, new: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old in GOOD
    with pytest.raises(ProvisionError, match=r"^rule\.toml: ") as caught:
        read(GOOD.replace(old, new), tmp_path, monkeypatch)
    assert complaint in str(caught.value)


def test_a_rule_that_is_not_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rule.toml").write_bytes(GOOD.encode("gb18030"))
    monkeypatch.setattr(provisions, "_FOLDER", tmp_path)
    with pytest.raises(ProvisionError, match=r"rule\.toml"):
        load.__wrapped__()
