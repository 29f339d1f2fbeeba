"""The evidence contract: what a filing lacks, in words that say what to do; it never refuses."""

from pathlib import Path

import pytest

from actions.declared import load
from campaigns.declaration import Declaration, Deliverable, Responsible, Task
from campaigns.evidence import Piece, doubts, lack_text, lacking, titles
from deadlines.anchors import Undated
from deadlines.calendars import Calendars
from deadlines.language import Rule

CAMPAIGNS = Path(__file__).resolve().parent.parent / "campaigns.yaml"
SECTIONS = "各条口情况 经验做法 开展成效 存在问题 下一步打算"
SUMMARY = Piece("document", "工作总结", content=SECTIONS)
TABLE = Piece("form")
PICTURE = Piece("image", caption="检查现场")


@pytest.fixture(scope="module")
def declaration() -> Declaration:
    return load(CAMPAIGNS, Calendars.packaged()).declaration


@pytest.fixture(scope="module")
def package(declaration: Declaration) -> Task:
    return declaration.campaigns["tianjin-2017"].tasks["final-package"]


def case(number: int) -> list[Piece]:
    return [
        Piece("case", "典型案例", case=str(number)),
        Piece("case", "典型案例", case=str(number), attached="处罚决定书"),
    ]


def task(*deliverables: Deliverable, closes_with: tuple[str, ...] = ()) -> Task:
    rule = Rule(text="某日", undated=Undated())
    return Task(
        title="某事",
        responsible=Responsible(units=("binhai",)),
        deadline=rule,
        deliverables=deliverables,
        closes_with=closes_with,
    )


def said(asked: Task, *pieces: Piece, zero: bool = False) -> list[str]:
    return [lack_text(lack) for lack in lacking(asked, pieces, {}, zero=zero)]


def test_the_final_package_is_whole_with_summary_table_three_cases_and_a_picture(package: Task) -> None:
    assert said(package, SUMMARY, TABLE, *case(1), *case(2), *case(3), PICTURE) == []


def test_two_cases_where_three_are_asked_name_the_third(package: Task) -> None:
    pieces = [SUMMARY, TABLE, *case(1), *case(2), PICTURE]
    assert said(package, *pieces) == ["典型案例应不少于3件，收到2件，缺第3件；请补报或附情况说明"]
    (lack,) = lacking(package, pieces, {}, zero=False)
    assert (lack["code"], lack["asked"], lack["got"]) == ("missing", 3, 2)
    assert "number 3 missing" in lack_text(lack, "en")


def test_every_missing_case_is_named(package: Task) -> None:
    assert "缺第2、3件" in said(package, SUMMARY, TABLE, *case(1), PICTURE)[0]


def test_a_case_without_its_decision_is_named_by_its_number(package: Task) -> None:
    pieces = [SUMMARY, TABLE, *case(1), case(2)[0], *case(3), PICTURE]
    assert said(package, *pieces) == ["典型案例第2件缺处罚决定书"]


def test_a_decision_alone_is_no_case(package: Task) -> None:
    assert "收到2件" in said(package, SUMMARY, TABLE, *case(1), *case(2), case(3)[1], PICTURE)[0]


def test_one_case_in_two_files_is_one_case_and_cases_without_number_are_each_one() -> None:
    asked = task(Deliverable(kind="case", title="案例", min=3))
    assert "收到1件" in said(asked, Piece("case", case="1"), Piece("case", case="1"))[0]
    assert said(asked, Piece("case"), Piece("case", case="1"), Piece("case")) == []


def test_a_picture_or_a_video_is_enough_and_either_needs_its_caption(package: Task) -> None:
    rest = [SUMMARY, TABLE, *case(1), *case(2), *case(3)]
    assert said(package, *rest) == ["缺图片或视频（任一即可）"]
    assert said(package, *rest, Piece("video", caption="现场")) == []
    assert said(package, *rest, Piece("image")) == ["图片有1件没有文字说明"]
    assert said(package, *rest, PICTURE, Piece("image")) == ["图片有1件没有文字说明"]


def test_nothing_at_all_lacks_everything_once(package: Task) -> None:
    assert said(package) == [
        "缺工作总结",
        "缺统计表",
        "典型案例应不少于3件，收到0件，缺第1、2、3件；请补报或附情况说明",
        "缺图片或视频（任一即可）",
    ]


def test_a_missing_section_is_a_doubt_and_no_lack(package: Task) -> None:
    partly = Piece("document", "工作总结", content="各条口情况 经验做法 开展成效 下一步打算")
    assert [lack_text(doubt) for doubt in doubts(package, [partly])] == ["未见“存在问题”部分"]
    assert said(package, partly, TABLE, *case(1), *case(2), *case(3), PICTURE) == []
    assert doubts(package, [SUMMARY]) == []


def test_a_summary_that_cannot_be_read_raises_no_doubt(package: Task) -> None:
    assert doubts(package, [Piece("document", "工作总结")]) == []


def test_a_zero_report_stands_for_all_that_is_asked_of_the_period(
    declaration: Declaration, package: Task
) -> None:
    monthly = declaration.campaigns["tianjin-2017"].tasks["monthly-report"]
    assert said(monthly) == ["缺统计表", "缺当月开展情况"]
    assert said(monthly, zero=True) == []
    refused = said(package, zero=True)
    assert refused[0] == "“总结材料”不适用零报告"
    assert len(refused) == 5


def test_a_disclosure_closes_with_its_date_and_its_address(declaration: Declaration) -> None:
    disclosure = declaration.campaigns["tianjin-2017"].tasks["disclosure"]
    told = lacking(disclosure, [], {"公示日期": "2017-10-10", "公示网址": ""}, zero=False)
    assert [lack_text(lack) for lack in told] == ["缺“公示网址”"]
    assert lacking(disclosure, [], {"公示日期": "2017-10-10", "公示网址": "x"}, zero=False) == []


def test_a_piece_without_a_title_is_the_first_of_its_kind_and_not_all_of_them() -> None:
    asked = task(Deliverable(kind="text", title="甲"), Deliverable(kind="text", title="乙"))
    assert said(asked, Piece("text")) == ["缺乙"]
    assert said(asked, Piece("text"), Piece("text", "乙")) == []
    assert said(asked, Piece("text", "丙")) == ["缺甲", "缺乙"]


def test_a_piece_with_a_title_fits_a_deliverable_that_has_none() -> None:
    assert said(task(Deliverable(kind="form", form="table")), Piece("form", "专项行动情况统计表")) == []


def test_several_of_a_thing_are_counted() -> None:
    asked = task(Deliverable(kind="image", min=2, caption="required"))
    assert said(asked, PICTURE) == ["图片应不少于2件，收到1件，缺第2件；请补报或附情况说明"]
    assert said(asked, PICTURE, PICTURE) == []


LACKS = [
    {"code": "missing", "kind": "document", "title": None, "asked": 1, "got": 0},
    {"code": "missing", "kind": None, "title": "案例", "asked": 3, "got": 2},
    {"code": "any_of", "kinds": ["image", "video"]},
    {"code": "caption", "kind": "image", "title": None, "got": 2},
    {"code": "attached", "title": "案例", "case": "2", "with": "决定书"},
    {"code": "field", "title": "公示日期"},
    {"code": "section", "title": "存在问题"},
    {"code": "said", "title": "缺盖章页"},
]


@pytest.mark.parametrize("lack", LACKS, ids=lambda lack: lack["code"])
def test_every_lack_can_be_said_in_both_languages(lack: dict[str, object]) -> None:
    for lang in ("zh", "en"):
        assert lack_text(lack, lang)
        assert "{" not in lack_text(lack, lang)
        assert "None" not in lack_text(lack, lang)


def test_a_letter_names_what_is_asked(declaration: Declaration, package: Task) -> None:
    assert titles(declaration, package) == ["工作总结", "统计表", "典型案例", "图片或视频"]
