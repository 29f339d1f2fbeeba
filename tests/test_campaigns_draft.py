"""A whole notice as a proposed declaration: one of our own, and the five documents where they are at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from actions.declared import load
from campaigns.drafting.bodies import Register
from campaigns.drafting.draft import Draft, draft
from campaigns.drafting.wording import DOUBTS, SAID
from campaigns.faults import FaultsError
from deadlines.calendars import Calendars

if TYPE_CHECKING:
    from collections.abc import Callable

HOUSE = Path(__file__).resolve().parent.parent
NOTICE = HOUSE / "tests" / "notices" / "yunze.txt"
#: Beside the checkout, where there are any: the repository never needs them.
DOCUMENTS = sorted((HOUSE.parent / "shared" / "documents").glob("0*.txt"))


def drafted(path: Path, lang: str = "zh") -> tuple[Draft, dict[str, Any], dict[str, Any]]:
    """The draft of a notice, all of it as plain values, and its one campaign."""
    made = draft(path.read_bytes(), path.name, lang)
    whole = plain(made.text)
    (campaign,) = whole["campaigns"].values()
    return made, whole, campaign


def plain(text: str) -> dict[str, Any]:
    """YAML as texts only."""
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    return found


def deadlines(campaign: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each phrase, the rule without its place; of several, the last."""
    return {
        task["deadline"]["text"]: {k: v for k, v in task["deadline"].items() if k not in {"text", "source"}}
        for task in campaign["tasks"].values()
    }


def task_of(campaign: dict[str, Any], phrase: str) -> dict[str, Any]:
    (task,) = [one for one in campaign["tasks"].values() if one["deadline"]["text"] == phrase]
    found: dict[str, Any] = task
    return found


def doubts_above(made: Draft, title: str) -> str:
    """What stands as a comment above the task with this title."""
    before = made.text.split(f"        title: {title}\n")[0]
    return before.rpartition(":\n")[2]


def yunze(made: Draft, whole: dict[str, Any], campaign: dict[str, Any]) -> None:
    """Our own notice, of an invented bureau."""
    assert [unit["name"] for unit in whole["units"].values()][:2] == [
        "云泽市市场监督管理局",
        "网络交易监督管理处",
    ]
    rules = deadlines(campaign)
    assert rules["每月２５日前"] == {"every": {"month_day": "25"}}
    assert rules["１２月１６日１７：００前"] == {"on": "2025-12-16", "time": "17:00"}
    assert "没有31日" in doubts_above(made, "核查重点网店")
    aims = [(one["title"], one["target"], one.get("by")) for one in campaign["measures"].values()]
    assert aims == [("无理由退货商家数量", "翻番", "2026-12/end"), ("投诉按时办结率", "95%以上", None)]
    assert "# 请核对：“无理由退货商家数量”与什么相比" in made.text
    assert "大幅提升满意度" not in str(campaign["measures"])


def tianjin(made: Draft, whole: dict[str, Any], campaign: dict[str, Any]) -> None:
    """001: four phases where it says three, the monthly report, the packages, the disclosure."""
    windows = [phase["window"] for phase in campaign["phases"].values()]
    assert windows == [
        "2017-06/mid",
        {"from": "2017-06/late", "to": "2017-11/early-mid"},
        {"from": "2017-07", "to": "2017-10"},
        "2017-11/mid-late",
    ]
    assert campaign["document"]["says_phases"] == "3"
    assert "称3个阶段，列出的是4个" in made.text
    assert campaign["document"]["issued"] == "2017-06-16"
    assert campaign["period"] == {"from": "2017-06", "to": "2017-11"}
    assert len(campaign["duties"]) == 19
    rules = deadlines(campaign)
    assert rules["11月中旬"] == {"by": "2017-11/mid"}
    assert rules["11月下旬"] == {"by": "2017-11/late"}
    assert rules["每月28日前"] == {"every": {"month_day": "28"}}
    assert [rule["after"]["working_days"] for rule in rules.values() if "after" in rule] == ["7"]
    package = task_of(campaign, "12月1日前")
    assert (package["deadline"]["on"], package["via"]) == ("2017-12-01", "OA")
    kinds = [item.get("kind", "any") for item in package["deliverables"]]
    assert kinds == ["document", "form", "case", "any"]
    assert (package["deliverables"][2]["min"], package["deliverables"][2]["each_with"]) == (
        "3",
        ["处罚决定书"],
    )
    assert {item["caption"] for item in package["deliverables"][3]["any_of"]} == {"required"}
    assert len(package["deliverables"][0]["sections"]) >= 4
    office = whole["units"][campaign["office"]]
    assert "网监处" in office["aliases"]
    assert package["to"] == campaign["office"]


def tianjin_contact(made: Draft, text: str) -> None:
    """The telephone number is in a comment, as it is written, and nowhere else."""
    (number,) = re.findall(r"电话[:：]\s*(\d{6,})", text)
    lines = [line for line in made.text.split("\n") if number in line]
    assert lines
    assert all(line.lstrip().startswith("#") for line in lines)


def heping(_made: Draft, whole: dict[str, Any], campaign: dict[str, Any]) -> None:
    """003: seventeen activities with their units, a roster before the notice itself, a table of 21 rows."""
    names = {key: unit["name"] for key, unit in whole["units"].items()}
    led = [
        task for task in campaign["tasks"].values() if task["deadline"].get("source", "").startswith("二(")
    ]
    assert len(led) == 17
    assert sum("lead" in task for task in led) == 11
    twice = [task["lead"] for task in led if isinstance(task.get("lead"), list)]
    assert [names[lead[0]] for lead in twice] == ["药品化妆品监管科", "市场和网络交易监管科"]
    helped = next(task for task in led if task["deadline"]["source"] == "二(四)")
    assert len(helped["cooperating"]) == 3
    rules = deadlines(campaign)
    assert rules["3月9日下班前"] == {"on": "2021-03-09", "time": "close_of_business"}
    assert rules["3月16日17：00前"] == {"on": "2021-03-16", "time": "17:00"}
    assert rules["3月5日-12月底"] == {"window": {"from": "2021-03-05", "to": "2021-12/end"}}
    assert {"window": {"from": "2021-03-14T19:30", "to": "2021-03-14T21:00"}} in rules.values()
    assert [len(form["rows"]) for form in whole["forms"].values() if "rows" in form] == [21]
    assert campaign["document"]["number"].endswith("〔2021〕24号")
    assert any("12315投举中心" in unit.get("aliases", []) for unit in whole["units"].values())


def binhai(_made: Draft, whole: dict[str, Any], campaign: dict[str, Any]) -> None:
    """000: fourteen items, three key periods, and a target against a baseline that is not given."""
    assert whole["units"][campaign["document"]["issuer"]]["name"] == "滨海新区市场监管局"
    [aim] = campaign["measures"].values()
    assert (aim["target"], aim["by"], aim["source"]) == ("翻番", "2023-12/end", "三(九)")
    assert len(campaign["tasks"]) == 14
    festivals = [one["window"]["festival"] for one in campaign["key_periods"].values()]
    assert festivals == ["618", "double11", "double12"]
    assert "适时" in deadlines(campaign)


def hohhot(_made: Draft, _whole: dict[str, Any], campaign: dict[str, Any]) -> None:
    """002: no date of issue, so none is written."""
    assert "issued" not in campaign["document"]
    assert campaign["period"] == {"from": "2023-01", "to": "2023-12"}
    assert len(campaign["key_periods"]) == 4
    assert len(campaign["tasks"]) == 15


def linyi(made: Draft, _whole: dict[str, Any], campaign: dict[str, Any]) -> None:
    """004: a report obliges nobody."""
    assert campaign["tasks"] == {}
    assert "只是记述" in made.text


EXPECTED: dict[str, Callable[[Draft, dict[str, Any], dict[str, Any]], None]] = {
    "yun": yunze,
    "000": binhai,
    "001": tianjin,
    "002": hohhot,
    "003": heping,
    "004": linyi,
}


@pytest.mark.parametrize("path", [NOTICE, *DOCUMENTS], ids=lambda path: path.name[:3])
def test_a_draft_has_what_the_document_says_and_no_fault(path: Path, tmp_path: Path) -> None:
    made, whole, campaign = drafted(path)
    EXPECTED[path.name[:3]](made, whole, campaign)
    if path.name.startswith("001"):
        tianjin_contact(made, path.read_text(encoding="utf-8"))
    file = tmp_path / "draft.yaml"
    file.write_text(made.text, encoding="utf-8")
    checked = load(file, Calendars.packaged())
    assert {fault.severity for fault in checked.warnings} == {"warning"}


@pytest.mark.parametrize("path", [NOTICE, *DOCUMENTS], ids=lambda path: path.name[:3])
def test_every_sentence_is_quoted_or_listed(path: Path) -> None:
    made = drafted(path)[0]
    shown = re.sub(r"\s+", "", made.text)
    lines = {int(line) for found in re.findall(r"第([\d、-]+)行", made.text) for line in _lines(found)}
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        line = re.sub(r"\s+", "", raw)
        # A line that an editor broke goes by the number of the line on which its sentence begins.
        assert not line or number in lines or line[:20] in shown, number


def _lines(found: str) -> list[int]:
    ends = [part.split("-") for part in found.split("、")]
    return [number for part in ends for number in range(int(part[0]), int(part[-1]) + 1)]


def test_every_task_stands_below_the_sentence_it_comes_from_with_its_line() -> None:
    made = drafted(NOTICE)[0]
    tasks = re.split(r"\n      t\d\d:\n", made.text.split("\n\n# ")[0])[1:]
    assert len(tasks) == len(made.proposal.work)
    source = NOTICE.read_text(encoding="utf-8").split("\n")
    for task in tasks:
        (phrase,) = re.findall(r"deadline: \{text: ([^,]+),", task)
        quoted = re.findall(r"# 原文：“(.+)”（第(\d+)行", task)
        assert quoted
        assert any(phrase.strip('"') in text for text, _ in quoted)
        assert all(source[int(line) - 1].strip()[:2] for _, line in quoted)


def test_what_the_notice_leaves_open_is_marked_with_its_reason() -> None:
    made, _, campaign = drafted(NOTICE)
    assert "早于成文日期2025-11-10" in doubts_above(made, "实施方案")
    assert "并列：第一个“广告监管处”作为主办" in doubts_above(made, "整治虚假宣传")
    assert made.text.count("是不是同一份") == 1
    assert "按跨年读作2026年" in made.text
    assert "沿用上一句的“各区局”" in made.text
    assert campaign["document"]["says_phases"] == "3"
    assert made.doubts == made.text.count("# 请核对")


def test_roles_are_those_of_the_brackets() -> None:
    _, whole, campaign = drafted(NOTICE)
    names = {key: unit["name"] for key, unit in whole["units"].items()}
    twin = task_of(campaign, "1月20日前")
    assert [names[key] for key in twin["lead"]] == ["广告监管处", "执法总队"]
    assert (names[twin["cooperating"]], twin["verb"]) == ("各区局", "牵头")
    labelled = task_of(campaign, "开展平台培训")
    assert names[labelled["responsible"]] == "网络交易监督管理处"
    assert names[labelled["cooperating"]] == "人事处"


def test_materials_keep_their_counts_and_conditions() -> None:
    _, whole, campaign = drafted(NOTICE)
    summary, cases, pictures = task_of(campaign, "２月２０日前")["deliverables"]
    assert summary["sections"] == ["工作成效", "存在问题", "下一步工作"]
    assert cases == {"kind": "case", "title": "典型案例", "min": "5", "each_with": ["行政处罚决定书"]}
    assert [one["kind"] for one in pictures["any_of"]] == ["image", "video"]
    monthly = task_of(campaign, "每月２５日前")["deliverables"]
    assert [one["kind"] for one in monthly] == ["form", "text"]
    assert whole["forms"][monthly[0]["form"]]["title"] == "专项整治情况统计表"


def test_a_person_and_a_number_stay_in_comments() -> None:
    made, whole, _ = drafted(NOTICE)
    values = str(whole)
    assert "００５５５－０１００" in made.text
    assert not re.search(r"赵某某|李某某|0555|５５５", values)


def test_both_languages_say_everything_and_the_values_are_the_same() -> None:
    chinese, english = (drafted(NOTICE, lang) for lang in ("zh", "en"))
    assert chinese[1] == english[1]
    assert "# 请核对 check: it says 3 phases and lists 4" in english[0].text
    assert english[0].summary("n", "en").startswith("✔ n (UTF-8")
    for zh, en in [*DOUBTS.values(), *SAID.values()]:
        assert sorted(re.findall(r"\{\w+\}", zh)) == sorted(re.findall(r"\{\w+\}", en))


def test_every_doubt_is_named_by_the_source() -> None:
    sources = sorted((HOUSE / "campaigns" / "drafting").glob("*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "wording.py")
    assert [code for code in (*DOUBTS, *SAID) if not re.search(rf"['\"]{code}['\"]", text)] == []


def test_names_that_shorten_one_another_are_one_unit_unless_two_fit() -> None:
    bodies = Register.of(["云泽市局", "网络商品交易监管处", "网监处", "各区市场监管局", "各区局"]).bodies
    assert [(one.name, one.aliases) for one in bodies[1:]] == [
        ("网络商品交易监管处", ("网监处",)),
        ("各区市场监管局", ("各区局",)),
    ]
    doubtful = Register.of(["云泽市局", "网络监管处", "网站监管处", "网监处"]).bodies
    assert [one.name for one in doubtful] == ["云泽市局", "网络监管处", "网站监管处", "网监处"]


@pytest.mark.parametrize(
    "body",
    [
        "关于开展检查的通知\n2025年6月1日\n请各单位12月1日前报送“=?utf-8?q?x?=”总结。\n",
        "关于开展检查的通知\n2025年6月1日\n（一）甲: 乙 # 丙 {丁} [戊]，12月1日前完成。（\"己'处负责）\n",
        "关于开展检查的通知\n2025年6月1日\n请各单位于0000年1月1日前报送总结，于9999年99月99日前报送方案。\n",
        "2025年工作要点\n（一）每月报送情况。\n（二）第八个周一，每月第八个周一报送。\n",
    ],
)
def test_odd_texts_give_a_draft_without_a_fault(body: str, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(draft(body.encode(), "n.txt").text, encoding="utf-8")
    assert load(file, Calendars.packaged()).declaration.campaigns


def test_without_any_year_the_one_fault_is_where_the_date_is_asked_for(tmp_path: Path) -> None:
    body = "没有年份的通知\n各部门要及时报送总结，自印发之日起7个工作日内报送方案。\n"
    file = tmp_path / "draft.yaml"
    file.write_text(draft(body.encode(), "n.txt").text, encoding="utf-8")
    with pytest.raises(FaultsError) as refused:
        load(file, Calendars.packaged())
    assert [fault.code for fault in refused.value.faults] == ["no_beginning"]
    assert "# 请核对：文件没有成文日期也没有年份" in file.read_text(encoding="utf-8")


POINTS = """关于印发《2025年云泽新区网络交易工作要点》的通知

各开发区市场监管局，各街道市场监管所、各直属单位：

    现将《2025年云泽新区网络交易工作要点》印发给你们，请认真贯彻落实。
2025年3月1日

一、规范经营
（一）开展网店巡查。对重点网店进行巡查。
"""


def issuer(text: str) -> tuple[str, str]:
    """The name of the issuer that is proposed for a notice, and what stands above it."""
    made = draft(text.encode(), "notice.txt")
    whole = plain(made.text)
    (campaign,) = whole["campaigns"].values()
    above = made.text.split("      issuer: ")[0].rpartition("    document:\n")[2]
    return whole["units"][campaign["document"]["issuer"]]["name"], above


def test_an_issuer_that_is_not_written_is_guessed_and_asked_about() -> None:
    name, above = issuer(POINTS)
    assert name == "云泽新区市场监管局"
    assert "# 请核对：文件没有写发文单位，“云泽新区市场监管局”是按标题和主送单位推测的" in above


@pytest.mark.parametrize(
    ("old", "new"), [("云泽新区", "重点领域"), ("各开发区市场监管局，各街道市场监管所、", "")]
)
def test_without_a_place_or_anybody_below_no_issuer_is_guessed(old: str, new: str) -> None:
    name, above = issuer(POINTS.replace(old, new))
    assert name == "发文单位（待填）"
    assert "没有读到发文单位" in above


def test_an_issuer_that_is_written_is_not_guessed() -> None:
    name, above = issuer(f"云泽市市场监督管理局\n\n{POINTS}")
    assert (name, "推测" in above) == ("云泽市市场监督管理局", False)
