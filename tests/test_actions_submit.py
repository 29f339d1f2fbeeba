"""Submit: whatever is handed in is received, its instant stands, and nothing is refused for what it lacks."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions.explain import explain
from actions.house import ActionError
from actions.mentions import receipt_number
from actions.proof import verify
from actions.submit import Handed, Submission
from campaigns.events import Actor
from campaigns.lights import verdict
from tests.cast import COORDINATOR, KEY, papers, stage, statements, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.cast import Stage

REPORT = "report/north/2017-06"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs, each cut into two runs as Word does."""
    body = "".join(
        f"<w:p><w:r><w:t>{p[:2]}</w:t></w:r><w:r><w:t>{p[2:]}</w:t></w:r></w:p>" for p in paragraphs
    )
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return packed.getvalue()


def package(folder: Path, *, cases: int = 2, caption: str | None = "现场", **summary: bytes) -> Submission:
    """The package of July: a summary, cases each with its decision, one picture."""
    summary = summary or {"summary__docx": docx("一、经验做法", "二、存在问题")}
    names = [f"{what}{n}__txt" for n in range(1, cases + 1) for what in ("case", "decision")]
    found = list(papers(folder, **summary, **{name: name for name in names}, photo__jpg=b"\xff\xd8"))
    files = [Handed(found[0], "document", "总结")]
    for number in range(cases):
        case, decision = found[1 + 2 * number : 3 + 2 * number]
        files += [Handed(case, "case", "案例", str(number + 1))]
        files += [Handed(decision, "case", "案例", str(number + 1), attached="决定书")]
    return Submission(files=(*files, Handed(found[-1], "image", caption=caption)))


def untouched(made: Stage) -> tuple[object, ...]:
    """All that a refusal must leave as it was, the folder of files included."""
    kept = sorted(str(path) for path in made.house.files.rglob("*")) if made.house.files.exists() else []
    return made.history_rows(), made.sql("SELECT * FROM filings"), made.sql("SELECT * FROM files"), kept


def names(lacks: Sequence[dict[str, object]]) -> list[object]:
    return [lack["code"] for lack in lacks]


def test_a_complete_filing_closes_the_obligation_and_gives_a_receipt(tmp_path: Path) -> None:
    made = stage(tmp_path)
    receipt = made.submit("package/north", "2017-07-13T10:00", package(tmp_path / "in"))
    assert (receipt.closed, receipt.lacking, receipt.doubts, receipt.version) == (True, (), (), 1)
    number = made.row("package/north").number
    assert receipt.number == receipt_number(KEY, number, 1) == f"{KEY}-{number:05d}-1"
    assert receipt.hash == made.head()["hash"]
    row = made.row("package/north")
    assert (row.status, row.how, row.filings) == ("closed", "filed", 1)
    assert verdict(row) == "in_time"


def test_files_are_kept_by_their_hash_outside_the_database(tmp_path: Path) -> None:
    made = stage(tmp_path)
    handed = package(tmp_path / "in")
    receipt = made.submit("package/north", "2017-07-13T10:00", handed)
    for given, kept in zip(handed.files, receipt.files, strict=True):
        content = given.path.read_bytes()
        assert kept.sha256 == hashlib.sha256(content).hexdigest()
        assert (made.house.files / kept.sha256[:2] / kept.sha256).read_bytes() == content
    assert [f["sha256"] for f in made.sql("SELECT sha256 FROM files ORDER BY position")] == [
        kept.sha256 for kept in receipt.files
    ]
    told_files = made.bodies("package/north", "filed")[0]["data"]["files"]
    assert [f["name"] for f in told_files] == [given.path.name for given in handed.files]
    assert verify(made.house, rebuilding=True).faults == ()


def test_a_file_that_was_altered_or_lost_is_named(tmp_path: Path) -> None:
    made = stage(tmp_path)
    receipt = made.submit("package/north", "2017-07-13T10:00", package(tmp_path / "in"))
    altered, lost = receipt.files[0], receipt.files[-1]
    altered.path.write_bytes(b"something else")
    lost.path.unlink()
    faults = verify(made.house).faults
    assert len(faults) == 2
    assert all(any(kept.sha256 in fault for fault in faults) for kept in (altered, lost))


@pytest.mark.parametrize("name", ["..", ".", "a/b", "/etc/x"])
def test_no_kept_file_lies_anywhere_but_under_its_hash(tmp_path: Path, name: str) -> None:
    made = stage(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    hostile = folder / f"{name.replace('/', chr(92))}\n\x1b[31m.txt"
    hostile.write_bytes(b"x")
    made.submit("scheme/north", "2017-06-20T10:00", Submission(files=(Handed(hostile, "document"),)))
    sha = hashlib.sha256(b"x").hexdigest()
    assert [p for p in made.house.files.rglob("*") if p.is_file()] == [made.house.files / sha[:2] / sha]
    [kept] = made.sql("SELECT name FROM files")
    assert not set(kept["name"]) & set("/\\\n\x1b")


def test_a_name_that_is_no_text_is_kept_as_one(tmp_path: Path) -> None:
    made = stage(tmp_path)
    (tmp_path / "in").mkdir()
    raw = os.fsencode(tmp_path / "in") + b"/\xff\xfe.txt"
    Path(os.fsdecode(raw)).write_bytes(b"x")
    handed = Handed(Path(os.fsdecode(raw)), "document")
    assert made.submit("scheme/north", "2017-06-20T10:00", Submission(files=(handed,))).closed
    assert made.sql("SELECT name FROM files") == [{"name": "__.txt"}]


@pytest.mark.parametrize("name", ["virus.exe", "MACRO.VBS", "run.sh", "link.lnk"])
def test_programs_are_refused_with_nothing_written(tmp_path: Path, name: str) -> None:
    made = stage(tmp_path)
    fine, bad = papers(tmp_path / "in", fine__txt="x", **{name.replace(".", "__"): "x"})
    before = untouched(made)
    files = (Handed(fine, "document"), Handed(bad, "document"))
    with pytest.raises(ActionError, match="不接收"):
        made.submit("scheme/north", "2017-06-20T10:00", Submission(files=files))
    assert untouched(made) == before


def test_what_is_not_there_or_is_no_file_is_refused_with_nothing_written(tmp_path: Path) -> None:
    made = stage(tmp_path)
    [fine] = papers(tmp_path / "in", fine__txt="x")
    before = untouched(made)
    for bad in (tmp_path / "nowhere.txt", tmp_path):
        files = (Handed(fine, "document"), Handed(bad, "document"))
        with pytest.raises(ActionError, match="文件"):
            made.submit("scheme/north", "2017-06-20T10:00", Submission(files=files))
    assert untouched(made) == before


def test_a_disk_that_is_full_refuses_the_file_and_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = stage(tmp_path)
    [fine] = papers(tmp_path / "in", fine__txt="x")
    before = made.history_rows()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ActionError, match="存不下"):
        made.submit("scheme/north", "2017-06-20T10:00", Submission(files=(Handed(fine, "document"),)))
    assert made.history_rows() == before
    assert [p for p in made.house.files.rglob("*") if p.is_file()] == []


def test_what_lacks_something_is_received_says_what_and_its_instant_stands(tmp_path: Path) -> None:
    made = stage(tmp_path)
    handed = package(tmp_path / "in", cases=1, caption=None)
    receipt = made.submit("package/north", "2017-07-13T10:00", handed)
    assert not receipt.closed
    assert sorted(map(str, names(receipt.lacking))) == ["caption", "missing"]
    assert {lack["title"]: lack["got"] for lack in receipt.lacking if lack["code"] == "missing"} == {
        "案例": 1
    }
    row = made.row("package/north")
    assert (row.status, row.first_received) == ("submitted", receipt.received)
    made.run("2017-08-20T00:00")
    assert "became_overdue" not in [told(b) for b in made.bodies("package/north")]


def test_a_later_complete_version_closes_and_the_first_instant_still_decides(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit("package/north", "2017-07-13T10:00", package(tmp_path / "a", cases=1))
    receipt = made.submit("package/north", "2017-07-20T10:00", package(tmp_path / "b"))
    assert (receipt.version, receipt.closed) == (2, True)
    row = made.row("package/north")
    assert (row.status, verdict(row)) == ("closed", "in_time")
    versions = [b["data"]["version"] for b in made.bodies("package/north", "filed")]
    assert versions == [1, 2]


def test_registered_by_the_office_late_but_received_in_time_is_in_time(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.run("2017-07-04T08:00")  # nobody knew: overdue, urged, waiting for a signature
    received = made.move("2017-06-28T16:00")
    handed = Submission(by_office=True, via="OA", received=received)
    receipt = made.submit(REPORT, "2017-07-04T09:00", handed, COORDINATOR)
    assert receipt.closed
    assert (receipt.received, receipt.registered) == (received, made.move("2017-07-04T09:00"))
    row = made.row(REPORT)
    assert verdict(row) == "in_time"
    filed = made.bodies(REPORT, "filed")[0]
    assert (filed["effective"], filed["noticed"]) == (
        "2017-06-28T16:00:00+08:00",
        "2017-07-04T09:00:00+08:00",
    )
    assert (filed["data"]["channel"], filed["data"]["registrar"]) == ("OA", "office")
    waiting = {n["state"] for n in made.notices(REPORT) if n["occasion"] == "rung:3"}
    assert waiting == {"withdrawn"}


def test_received_after_the_breach_is_late_however_it_came(tmp_path: Path) -> None:
    made = stage(tmp_path)
    handed = Submission(by_office=True, via="传真", received=made.move("2017-06-29T00:00"))
    made.submit(REPORT, "2017-07-04T09:00", handed, COORDINATOR)
    assert verdict(made.row(REPORT)) == "late"
    own = stage(tmp_path / "own")
    own.submit(REPORT, "2017-06-29T00:00")
    assert verdict(own.row(REPORT)) == "late"


def test_the_office_may_say_what_was_lacking(tmp_path: Path) -> None:
    made = stage(tmp_path)
    handed = Submission(by_office=True, via="OA", lacks=("缺统计表",))
    receipt = made.submit(REPORT, "2017-06-27T09:00", handed, COORDINATOR)
    assert (receipt.closed, [lack["title"] for lack in receipt.lacking]) == (False, ["缺统计表"])


@pytest.mark.parametrize(
    ("submission", "actor", "said"),
    [
        (Submission(by_office=True), Actor("unit", "north"), "督办员"),
        (Submission(by_office=True), Actor("leader"), "督办员"),
        (Submission(), Actor("leader"), "责任单位"),
        (Submission(), Actor("auditor"), "责任单位"),
    ],
)
def test_only_the_unit_files_and_only_the_office_registers(
    tmp_path: Path, submission: Submission, actor: Actor, said: str
) -> None:
    made = stage(tmp_path)
    before = untouched(made)
    with pytest.raises(ActionError, match=said):
        made.submit(REPORT, "2017-06-27T09:00", submission, actor)
    assert untouched(made) == before


def test_an_instant_ahead_of_now_or_a_units_own_instant_is_refused(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before = untouched(made)
    ahead = Submission(by_office=True, received=made.move("2017-06-27T09:01"))
    with pytest.raises(ActionError, match="晚于现在"):
        made.submit(REPORT, "2017-06-27T09:00", ahead, COORDINATOR)
    own = Submission(zero=True, received=made.move("2017-06-26T09:00"))
    with pytest.raises(ActionError, match="代为登记"):
        made.submit(REPORT, "2017-06-27T09:00", own)
    assert untouched(made) == before


def test_another_units_obligation_is_refused_as_not_existing_even_when_closed(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit("report/south/2017-06", "2017-06-27T09:00")
    before = untouched(made)
    for path in ("report/south/2017-06", "report/east/2017-06"):
        with pytest.raises(ActionError, match="没有承办事项"):
            made.submit(path, "2017-06-27T10:00", actor=Actor("unit", "north"))
    assert untouched(made) == before


def test_what_is_closed_is_not_filed_again(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit(REPORT, "2017-06-27T09:00")
    before = untouched(made)
    with pytest.raises(ActionError, match="已办结"):
        made.submit(REPORT, "2017-06-27T10:00")
    assert untouched(made) == before


def test_an_unknown_obligation_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    made = stage(tmp_path)
    with pytest.raises(ActionError, match="report/north/2017-06"):
        made.submit("report/nroth/2017-06", "2017-06-27T09:00", actor=COORDINATOR)


def test_a_zero_report_stands_for_all_that_is_asked_where_the_form_allows_it(tmp_path: Path) -> None:
    made = stage(tmp_path)
    assert made.submit(REPORT, "2017-06-27T09:00", Submission(zero=True)).closed
    assert made.row(REPORT).how == "zero"
    receipt = made.submit("package/north", "2017-06-27T09:00", Submission(zero=True))
    assert not receipt.closed  # nowhere allowed there


def test_sections_of_a_word_file_that_are_missing_are_doubts_and_refuse_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    whole = made.submit("package/north", "2017-07-13T10:00", package(tmp_path / "a"))
    part = package(tmp_path / "b", summary__docx=docx("一、经验做法"))
    halved = made.submit("package/south", "2017-07-13T10:00", part)
    assert whole.doubts == ()
    assert [(d["code"], d["title"]) for d in halved.doubts] == [("section", "存在问题")]
    assert halved.closed


def test_a_word_file_that_cannot_be_read_raises_no_doubt_and_no_error(tmp_path: Path) -> None:
    made = stage(tmp_path)
    good = docx("一、经验做法", "二、存在问题" * 50)
    at = good.index(b"word/document.xml") + 30
    flipped = good[:at] + bytes(b ^ 0xFF for b in good[at : at + 20]) + good[at + 20 :]
    bomb = docx("x").replace(b"word/document.xml", b"word/documemt.xml")
    for unit, content in {"north": flipped, "south": bomb, "east": b"no zip"}.items():
        handed = package(tmp_path / unit, summary__docx=content)
        receipt = made.submit(f"package/{unit}", "2017-07-13T10:00", handed)
        assert (receipt.closed, receipt.doubts) == (True, ())


def test_unsent_reminders_are_withdrawn_by_the_filing_in_its_own_event(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T08:30")
    made.submit(REPORT, "2017-06-28T08:31")
    filed = made.bodies(REPORT, "filed")[0]
    assert ["rung:1", "north/liaison", "filed"] in [w[1:] for w in filed["data"]["withdrawn"]]
    made.deliver("2017-06-28T09:00")
    letters = {letter["recipient"]: letter["class"] for letter in made.letters()}
    assert letters["north/liaison"] == "receipt"
    assert letters["south/liaison"] == "digest"


def test_after_a_filing_nobody_need_look_any_more(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T08:30")
    made.submit(REPORT, "2017-06-28T09:00")
    made.submit("report/south/2017-06", "2017-06-28T09:00", Submission(texts={"开展情况": "x"}))
    query = "SELECT id, attention FROM obligations WHERE status IN ('submitted', 'closed') ORDER BY number"
    assert made.sql(query) == [
        {"id": f"{KEY}/{REPORT}", "attention": None},
        {"id": f"{KEY}/report/south/2017-06", "attention": None},
    ]


def test_a_filing_after_the_breach_is_preceded_by_its_overdue(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.submit(REPORT, "2017-06-29T00:05")
    assert [told(b) for b in made.bodies(REPORT)][-3:] == ["became_overdue", "filed", "closed"]


def test_a_filing_that_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T08:30")
    before = untouched(made)
    made.house.store.engine.dispose()
    with made.house.store.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE ON heads BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    with pytest.raises(Exception, match="disk full"):
        made.submit(REPORT, "2017-06-29T09:00")
    with made.house.store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    assert untouched(made) == before
    assert {n["state"] for n in made.notices(REPORT)} == {"new", "withdrawn"}


def test_an_act_is_a_handful_of_statements(tmp_path: Path) -> None:
    made = stage(tmp_path)
    made.wake("2017-06-28T08:30")
    with statements(made) as heard:
        made.submit(REPORT, "2017-06-28T09:00")
    written = [one for one in heard if one.startswith(("INSERT", "UPDATE"))]
    assert len(written) == 6, written  # filing, receipt, withdrawal, row, history, head
    assert len(heard) - len(written) <= 5, heard  # head, revision, row, its notices


def test_the_receipt_names_what_was_received_and_what_is_lacking(tmp_path: Path) -> None:
    made = stage(tmp_path)
    receipt = made.submit("package/north", "2017-07-13T10:00", package(tmp_path / "in", cases=1))
    made.deliver("2017-07-13T10:00")
    [letter] = made.letters()
    assert (letter["class"], letter["recipient"]) == ("receipt", "north/liaison")
    shown = explain(made.house, f"{KEY}/package/north")
    [row] = made.sql("SELECT * FROM filings")
    assert [lack["code"] for lack in json.loads(row["lacking"])] == names(receipt.lacking)
    assert shown.verdict == "in_time"
