"""draft as a coordinator meets it: files in either encoding, refusals in words, never a lost file."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTICE = ROOT / "tests" / "notices" / "yunze.txt"


def program(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a person starts it, in a process of its own."""
    line = [sys.executable, "-m", "cli", *map(str, arguments)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUTF8": "1"}
    return subprocess.run(line, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def test_the_draft_goes_to_the_screen_and_the_summary_beside_it(tmp_path: Path) -> None:
    done = program("draft", NOTICE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "phase-4" in done.stdout
    assert done.stderr.startswith("✔ yunze.txt（UTF-8，")
    assert "4个阶段" in done.stderr
    assert "请核对" in done.stderr


def test_a_draft_in_a_file_passes_check_and_is_never_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    assert program("draft", NOTICE, "--out", out, cwd=tmp_path).returncode == 0
    checked = program("check", out, cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    written = out.read_bytes()
    again = program("draft", NOTICE, "--out", out, "--lang", "en", cwd=tmp_path)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert out.read_bytes() == written


def test_gb18030_is_read_and_said(tmp_path: Path) -> None:
    other = tmp_path / "yunze.txt"
    other.write_bytes(NOTICE.read_text(encoding="utf-8").encode("gb18030"))
    done, plain = program("draft", other, cwd=tmp_path), program("draft", NOTICE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "GB18030" in done.stdout.split("\n")[0]
    assert done.stdout.split("\n")[1:] == plain.stdout.split("\n")[1:]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "没有文字"),
        (b" \n\t\n", "没有文字"),
        (b"PK\x03\x04" + b"\0" * 40, "不是纯文本"),
        (b"%PDF-1.7\n", "PDF"),
        ("通知".encode("utf-16"), "UTF-16"),
        (b"\xff\x00\xfa\x80\x81", "既不是UTF-8也不是GB18030"),
        ("关于开展检查的\x00通知".encode(), "第1行第8个字符是U+0000"),
        ("通知\n请各单位\x1b[31m报送".encode(), "U+001B"),
        ("通知\n请各单位\u202e报送".encode(), "U+202E"),
        ("检查。".encode() * 60_000, "超过500KB"),
    ],
)
def test_what_is_no_notice_is_refused_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_bytes(content)
    done = program("draft", path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.txt"):
        done = program("draft", path, cwd=tmp_path)
        assert done.returncode == 1
        assert "没有这样的文件" in done.stderr


def test_marks_that_nobody_sees_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text(
        "\ufeff关于开展检查的通\u200b知\n请各单位12月\u200b1日前报送总结。\n2025年6月1日\n", encoding="utf-8"
    )
    done = program("draft", path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2个看不见的字符" in done.stdout
    assert "on: 2025-12-01" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "检查。",
        "检查",
        "(",
        "《",
        "“",
        "12月1日前",
        "将总结、",
        "和",
        "甲处、",
        "\t1\n",
        "一、甲\n",
        "每月",
        "双十一、",
        "自",
    ],
)
def test_a_large_hostile_text_takes_little_time(piece: str) -> None:
    from campaigns.drafting.draft import draft  # noqa: PLC0415 - measured without the program's start

    body = (
        ("关于开展检查的通知\n2025年6月1日\n" + piece * 80_000)
        .encode()[:150_000]
        .decode(errors="ignore")
        .encode()
    )
    started = time.process_time()
    made = draft(body, "n.txt")
    assert time.process_time() - started < 5
    assert made.text.startswith("# ")
