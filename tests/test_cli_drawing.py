"""draw by the command line: announced, drawn, worked out again, as table, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import duban

DECLARATION = Path(__file__).parent.parent / "campaigns.yaml"
DRAW = "hohhot-2023/random-checks/2023-Q3"
PEOPLE = "证号,姓名,单位,专业,回避\n" + "".join(
    f"N{n:02d},人员{n},{'新城区局' if n % 2 else '回民区局'},{'食品' if n % 3 else ''},\n"
    for n in range(1, 9)
)
SHOPS = "编号,名称,行业,风险,回避\n" + "".join(
    f"W{n:03d},@网店{n},食品,{'高' if n <= 20 else '低'},{'新城区局' if n == 1 else ''}\n"
    for n in range(1, 81)
)
RULE = ("--by", "风险", "--rule", "高=25%", "--rule", "*=5%", "--match", "行业")
SEED_FROM = ("--source", "双色球第2023083期", "--form", "###### ######", "--seed-at", "2023-07-20T21:15")
SEED = "202308 061120"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command on a demo folder with Hohhot's action, launched on 3 July 2023."""
    data = tmp_path / "data"

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(duban, [*map(str, arguments), "--data", str(data)])

    launched = call("launch", "hohhot-2023", "--at", "2023-07-03T09:00", "--file", DECLARATION)
    assert launched.exit_code == 0, launched.output
    return call


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """The registers, as Excel in Chinese saves them."""
    for name, text in (("人员.csv", PEOPLE), ("对象.csv", SHOPS)):
        (tmp_path / name).write_bytes(text.encode("gbk"))
    return ("--inspectors", str(tmp_path / "人员.csv"), "--targets", str(tmp_path / "对象.csv"))


def drawn(run: Run, files: tuple[str, ...], *more: str) -> Result:
    """Announce, and draw on the day after the seed was published."""
    assert run("draw", DRAW, *files, *RULE, *SEED_FROM).exit_code == 0
    assert run("wake", "--at", "2023-07-21T09:00").exit_code == 0
    return run("draw", DRAW, "--seed", SEED, *more)


def test_from_announcement_to_proof(run: Run, files: tuple[str, ...]) -> None:
    said = run("draw", DRAW, *files, *RULE, *SEED_FROM)
    assert said.exit_code == 0, said.output
    assert "高：20个，25% → 抽5个" in said.output
    assert "低：60个，5% → 抽3个" in said.output
    assert "公布后抽取" in said.output
    assert "演示数据" in said.output
    early = run("draw", DRAW, "--seed", SEED)
    assert (early.exit_code, "此前不能抽取" in str(early.exception)) == (1, True)
    run("wake", "--at", "2023-07-21T09:00")
    told = json.loads(run("draw", DRAW, "--seed", SEED, "--json").output)
    assert [one["stratum"] for one in told["result"]] == ["低"] * 3 + ["高"] * 5
    assert told["seed"]["value"] == SEED
    assert all(len(one["rank"]) == 64 and len(one["inspectors"]) == 2 for one in told["result"])
    proved = run("draw", DRAW, "--verify", *files)
    assert proved.exit_code == 0, proved.output
    assert "8个结果与记录完全一致" in proved.output
    history = run("history").output
    assert f"公告双随机抽取 {DRAW}（种子：双色球第2023083期）" in history
    assert f"双随机抽取 {DRAW}：8个，种子 {SEED}" in history
    assert f"drew {DRAW}: 8, seed {SEED}" in run("history", "--lang", "en").output
    assert run("verify", "--rebuild").exit_code == 0


def test_a_changed_register_is_found_by_verify(run: Run, files: tuple[str, ...]) -> None:
    assert drawn(run, files).exit_code == 0
    Path(files[3]).write_text(SHOPS.replace("W080,@网店80", "W080,别的店"), encoding="utf-8")
    found = run("draw", DRAW, "--verify", *files)
    assert found.exit_code == 1
    assert "对象.csv与公告时封存的名录库不同，涉及1个编号：W080" in found.output
    told = run("draw", DRAW, "--verify", "--json", *files)
    assert told.exit_code == 1
    assert json.loads(told.output)["holds"] is False


def test_verify_rebuild_draws_again_and_finds_a_sealed_register_that_was_changed(
    run: Run, files: tuple[str, ...], tmp_path: Path
) -> None:
    digest = json.loads(drawn(run, files, "--json").output)["registers"]["targets"]
    sealed = tmp_path / "data" / "files" / digest[:2] / digest
    sealed.write_text(sealed.read_text(encoding="utf-8").replace("W080", "W081"), encoding="utf-8")
    found = run("verify", "--rebuild")
    assert found.exit_code == 1
    assert f"{DRAW}：封存的检查对象名录库" in found.output


def test_the_csv_has_names_and_nothing_that_a_spreadsheet_would_execute(
    run: Run, files: tuple[str, ...], tmp_path: Path
) -> None:
    table = tmp_path / "结果.csv"
    assert drawn(run, files, "--csv", str(table)).exit_code == 0
    head, *rows = csv.reader(io.StringIO(table.read_bytes().decode("utf-8-sig"), newline=""))
    assert head[3:7] == ["检查对象编号", "检查对象名称", "检查人员编号", "检查人员姓名"]
    assert len(rows) == 8
    assert all(row[4] == f"'@网店{int(row[3][1:])}" for row in rows)
    assert all(row[6].startswith("人员") and "、" in row[6] for row in rows)
    again = run("draw", DRAW, "--csv", table)
    assert "已经存在" in str(again.exception)
    assert run("draw", DRAW, "--csv", table, "--force").exit_code == 0


def test_avoidance_and_trades_hold_for_what_is_drawn(run: Run, files: tuple[str, ...]) -> None:
    """W001 is linked with 新城区局, of which the odd numbers are."""
    run("draw", DRAW, *files, "--rule", "100%", *SEED_FROM)
    run("wake", "--at", "2023-07-21T09:00")
    told = json.loads(run("draw", DRAW, "--seed", SEED, "--json").output)
    [first] = [one for one in told["result"] if one["target"] == "W001"]
    assert all(int(one["key"][1:]) % 2 == 0 for one in first["inspectors"])
    busy = [one["key"] for choice in told["result"] for one in choice["inspectors"]]
    loads = [busy.count(key) for key in sorted(set(busy))]
    assert (len(loads), sum(loads)) == (8, 160)
    assert max(loads) - min(loads) <= 1


def test_faults_of_a_register_have_their_place(run: Run, files: tuple[str, ...]) -> None:
    Path(files[3]).write_text("编号,名称\nW1,甲\nW1,乙\n,丙\n", encoding="utf-8")
    told = run("draw", DRAW, *files, "--rule", "5%", *SEED_FROM, "--json", "--lang", "en")
    assert told.exit_code == 1
    places = [(one["file"], one["line"], one["column"]) for one in json.loads(told.output)["faults"]]
    assert places == [("对象.csv", 3, 1), ("对象.csv", 4, 1)]
    refused = run("draw", DRAW, *files, "--rule", "5%", *SEED_FROM)
    assert "对象.csv:3:1: 编号“W1”与第2行重复" in str(refused.exception)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rule", "5%"),
        ("--rule", "5%", *SEED_FROM),
        ("--seed", SEED, "--each", "3"),
        ("--seed", SEED, "--verify"),
        ("--verify", "--rounding", "up"),
        ("--source", "双色球"),
    ],
)
def test_what_belongs_to_another_act_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("draw", DRAW, *arguments).exit_code == 2


def test_a_unit_may_look_and_not_draw(run: Run, files: tuple[str, ...]) -> None:
    refused = run("draw", DRAW, *files, *RULE, *SEED_FROM, "--as", "unit:新城区局")
    assert "督办员" in str(refused.exception)
    drawn(run, files)
    assert run("draw", DRAW, "--as", "unit:新城区局").exit_code == 0
