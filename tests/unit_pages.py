"""What the tests of the unit's pages share: an action with a real table, and forms with files."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import httpx
from sqlalchemy import event

from actions.links import link_for
from tests.cast import KEY, declare, small_yaml, stage
from tests.office import _MORE, Office
from tests.pages import account, signed_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.cast import Stage
    from tests.pages import Visitor

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
#: A table whose parts must agree with their sum, and whose last column goes on from month to month.
_TABLE = """  table:
    title: 统计表
    rows:
      - {key: shops, title: 检查网店, unit: 个, type: count}
      - {key: own, title: 自建网站, unit: 个, type: count}
      - {key: other, title: 第三方平台网店, unit: 个, type: count}
      - {key: fines, title: 罚没款, unit: 万元, type: amount}
    columns: [本月, 累计]
    cumulative: 累计
    totals: [{total: shops, of: [own, other]}]
    signed_with: [填报人, 审核人, 联系电话, 填报日期]
"""
_PLAIN = "  table: {title: 统计表, rows: [{key: shops, title: 检查网店, unit: 个, type: count}]}\n"
WHO = {"s0": "王建", "s1": "李审", "s2": "022-12345678", "s3": "2017-06-27"}
WHOLE = {
    "f-table-0-0": "１２",
    "f-table-1-0": "5",
    "f-table-2-0": "7",
    "f-table-3-0": "3.5",
    "d1": "进展正常",
}
REPORT = f"{KEY}/report/north/2017-06"
PACKAGE = f"{KEY}/package/north"


def unit_office(folder: Path, more: str = "") -> Office:
    """The small action with such a table, everything reviewed, on 27 June; north and south have accounts.

    `more` are further tasks.
    """
    yaml = small_yaml(reviewed=True).replace(_PLAIN, _TABLE)
    assert _TABLE in yaml
    made = stage(folder, declare(folder, yaml + _MORE + more))
    found = Office(made.house, made.declared, KEY)
    found.tick("2017-06-27T10:00")
    for unit in ("north", "south"):
        account(found.house, unit, "unit", unit)
    return found


def by_account(made: Stage, unit: str = "north") -> Visitor:
    """The unit's browser."""
    return signed_in(made.house, unit)


def link(made: Stage, key: str = REPORT) -> str:
    """The path in a letter."""
    return link_for(made.house, key)


def upload(
    one: Visitor, path: str, form: Mapping[str, str | list[str]], files: Sequence[tuple[str, str, bytes]] = ()
) -> httpx.Response:
    """Send a form with files: field, name, content."""
    parts = [(field, (name, content)) for field, name, content in files]
    request = httpx.Request("POST", "http://x/", data=dict(form), files=parts or [("none", ("", b""))])
    body = request.read()
    headers = {"content-type": request.headers["content-type"], "origin": f"http://{one.host}"}
    return one.send("POST", path, headers, body)


def kept(text: str) -> list[str]:
    """The files that a page carries on."""
    return re.findall(r'name="kept" value="([^"]+)"', text)


def statements(made: Stage, one: Visitor, path: str) -> int:
    """How many statements a page costs, the second time that it is opened."""
    count = 0

    def counting(*_: object) -> None:
        nonlocal count
        count += 1

    one.get(path)
    event.listen(made.house.store.engine, "before_cursor_execute", counting)
    one.get(path)
    event.remove(made.house.store.engine, "before_cursor_execute", counting)
    return count


def seen(text: str) -> str:
    """What stands on a page, without markup."""
    main = text.partition("<main")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", main)))


def error_of(text: str, field: str) -> str:
    """What is said beside a field."""
    found = re.search(rf'id="{field}-error"[^>]*>(.*?)</small>', text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""
