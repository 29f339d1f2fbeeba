"""Files of a filing: kept while something is put right, carried on, and given back so that nothing in them runs."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from actions.submit import Handed, Submission
from tests.unit_pages import PACKAGE, PNG, REPORT, WHO, WHOLE, by_account, error_of, kept, unit_office, upload

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office import Office


@pytest.fixture
def made(tmp_path: Path) -> Office:
    """The small action on 27 June 2017, a day before the report is due."""
    return unit_office(tmp_path)


def test_files_that_were_read_are_not_chosen_again(made: Office) -> None:
    one, path = by_account(made), f"/unit/task/{PACKAGE}"
    files = [("d0-1", "总结.txt", "经验做法 存在问题".encode()), ("d2o0-1", "现场.png", PNG)]
    answer = upload(one, path, {**WHO, "d2o0-1-caption": "检查现场"}, files)
    assert answer.status_code == 422
    assert "下列文件已收到，不用重新选择" in answer.text
    assert "总结.txt" in answer.text
    assert "缺第1、2件" in error_of(answer.text, "d1-1")
    tokens = kept(answer.text)
    assert len(tokens) == 2
    cases = [(f"d1-{n}", f"案例{n}.txt", f"案例{n}".encode()) for n in (1, 2)]
    decisions = [(f"d1-{n}-1", f"决定书{n}.txt", f"决定{n}".encode()) for n in (1, 2)]
    captions = {
        f"caption-{name}": said
        for name, said in re.findall(r'name="caption-(\w+)" value="([^"]*)"', answer.text)
    }
    answer = upload(one, path, {**WHO, **captions, "kept": tokens}, [*cases, *decisions])
    assert answer.status_code == 303
    [filed] = made.bodies("package/north", "filed")
    told = {(f["kind"], f["case"], f["attached"], f["name"], f["caption"]) for f in filed["data"]["files"]}
    assert ("case", "2", "决定书", "决定书2.txt", None) in told
    assert ("image", None, None, "现场.png", "检查现场") in told
    assert filed["data"]["lacking"] == []


def test_drafts_are_kept_for_a_day_and_are_no_part_of_the_record(made: Office) -> None:
    one, path = by_account(made), f"/unit/task/{PACKAGE}"
    upload(one, path, WHO, [("d0-1", "总结.txt", b"first")])
    [old] = (made.house.settings.data / "drafts").glob("??/*")
    assert not made.house.files.exists() or not list(made.house.files.glob("??/*"))
    os.utime(old, (0, 0))
    upload(one, path, WHO, [("d0-1", "总结.txt", b"second")])
    assert [p.read_bytes() for p in (made.house.settings.data / "drafts").glob("??/*")] == [b"second"]


def test_a_picture_without_a_caption_asks_for_one(made: Office) -> None:
    answer = upload(by_account(made), f"/unit/task/{PACKAGE}", WHO, [("d2o0-1", "现场.png", PNG)])
    assert "没有文字说明" in error_of(answer.text, "d2o0-1")


def test_a_program_is_refused_and_the_rest_stays(made: Office) -> None:
    files = [("d0-1", "总结.txt", b"x"), ("other", "x.exe", b"MZ1234")]
    answer = upload(by_account(made), f"/unit/task/{PACKAGE}", {**WHO, "anyway": "yes"}, files)
    assert answer.status_code == 422
    assert error_of(answer.text, "other") == "错误：不接收.exe类型的文件：x.exe"
    assert len(kept(answer.text)) == 1
    assert made.bodies("package/north", "filed") == []


def test_a_file_that_another_form_carried_is_not_taken(made: Office) -> None:
    one = by_account(made)
    [token] = kept(upload(one, f"/unit/task/{PACKAGE}", WHO, [("d0-1", "总结.txt", b"x")]).text)
    answer = one.post(f"/unit/task/{REPORT}", {**WHOLE, **WHO, "kept": token})
    assert answer.status_code == 303
    [filed] = made.bodies("report/north/2017-06", "filed")
    assert filed["data"]["files"] == []


def test_another_place_for_a_case_needs_no_script(made: Office) -> None:
    one, path = by_account(made), f"/unit/task/{PACKAGE}"
    assert 'id="d1-3"' not in one.get(path).text
    answer = one.post(path, {"count-d1": "2", "more": "d1", "note": "留着"})
    assert answer.status_code == 200
    assert 'id="d1-3"' in answer.text
    assert ">留着<" in answer.text


def test_what_was_filed_before_is_carried_into_the_next_version(made: Office) -> None:
    paper = made.house.settings.data / "总结.txt"
    paper.write_text("经验做法 存在问题", encoding="utf-8")
    made.submit("package/north", "2017-06-27T11:00", Submission(files=(Handed(paper, "document", "总结"),)))
    one, path = by_account(made), f"/unit/task/{PACKAGE}"
    [token] = kept(one.get(path).text)
    assert token == "v1-1"  # noqa: S105 - the first file of version 1
    answer = one.post(path, {**WHO, "kept": token, "anyway": "yes"})
    assert answer.headers["location"] == f"/unit/receipt/2/{PACKAGE}"
    assert [f["name"] for f in made.bodies("package/north", "filed")[1]["data"]["files"]] == ["总结.txt"]


def test_a_handed_in_file_is_given_back_so_that_nothing_in_it_runs(made: Office) -> None:
    one, path = by_account(made), f"/unit/task/{PACKAGE}"
    evil = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    files = [("d2o0-1", '现 "场.png', PNG), ("other", "x.svg", evil), ("other", "y.png", b"<html>")]
    upload(one, path, {**WHO, "anyway": "yes"}, files)
    picture, svg, liar = (one.get(f"/unit/file/1/{n}/{PACKAGE}") for n in (1, 2, 3))
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["content-disposition"].startswith("inline;")
    assert picture.content == PNG
    for other in (svg, liar):
        assert other.headers["content-type"] == "application/octet-stream"
        assert other.headers["content-disposition"].startswith("attachment;")
    for answer in (picture, svg, liar):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert f'src="/unit/file/1/1/{PACKAGE}"' in one.get(path).text
    assert one.get(f"/unit/file/1/9/{PACKAGE}").status_code == 404
    assert one.get(f"/unit/file/2/0/{PACKAGE}").status_code == 404
