"""Whatever is done to the file: a declaration that can be planned, or faults; never a traceback.

Ten thousand more, and bombs, each within a second and 200 MB: `test_campaigns_bombs`.
"""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from actions.declared import load
from campaigns.faults import FaultsError, render
from campaigns.happened import Happened
from campaigns.plan import Planner
from deadlines.calendars import Calendars
from deadlines.law import NotAllowedError
from deadlines.workdays import OutsideCalendarError
from tests.two_tongues import in_chinese_keys
from tests.whole_language import WHOLE

CAMPAIGNS = (Path(__file__).resolve().parent.parent / "campaigns.yaml").read_text(encoding="utf-8")
#: What accidents happen to: real campaigns, and one in which every anchor of the language stands, in both tongues.
TEXTS = (CAMPAIGNS, WHOLE, in_chinese_keys(CAMPAIGNS), in_chinese_keys(WHOLE))
#: Characters that mean something to YAML, to Python's formatting, or to Chinese keyboards.
ODD = "{}[]:,-?&*!|>'\"%@`#~\t\u3000：，“”\x00\u2028\ufeff0129 \n年é😀\\"
#: Words that stand where they should not.
WORDS = [
    "null",
    "{}",
    "[]",
    "-1",
    "99999999999999999999",
    "0",
    "9999-12-31",
    "2017-02-30",
    "tj",
    "%s",
    "{name}",
    "no",
]

#: Words of one kind: any may stand for any other, and mean something else.
ALIKE = (
    ["weekly", "package", "draft", "collected", "scheme", "team", "disclosure", "rush"],
    ["decision", "exposed", "closing", "issued"],
    ["working_days", "days", "months", "hours"],
    ["after", "before", "window", "every", "qualitative", "undated", "same_day"],
    ["event", "deadline", "date", "festival", "from", "to", "until", "backstop"],
    ["国庆", "春节", "双11", "double12", "lantern", "monday", "周五", "sunday"],
    ["month_day", "weekday", "working_day", "nth", "daily", "of"],
    ["0", "1", "-1", "2", "28", "31", "200", "2017", "2030", "2049"],
    ["2017-06-15", "2017-10-01", "2017-11/mid", "2017-12", "2030-02-01", "1999-01-01", "9999-12-31"],
    ["工作日", "自然日", "月", "小时", "working_days"],
    ["之后", "之前", "时段", "周期", "及时", "未定", "当日", "after"],
    ["事件", "期限", "日期", "节日", "从", "至", "直到", "最迟", "任务", "单位", "标题"],
    ["none", "following", "preceding", "inclusive", "exclusive", "included", "excluded", "cn", "cn-gx"],
)

Mutation = Callable[[random.Random, str], str]


def change_character(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(ODD) + text[at + rng.randrange(2) :]


def delete_some(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + rng.randint(1, 12) :]


def on_lines(change: Callable[[random.Random, list[str], int], None]) -> Mutation:
    def mutation(rng: random.Random, text: str) -> str:
        lines = text.split("\n")
        change(rng, lines, rng.randrange(len(lines)))
        return "\n".join(lines)

    return mutation


def delete_line(_rng: random.Random, lines: list[str], at: int) -> None:
    del lines[at]


def repeat_line(rng: random.Random, lines: list[str], at: int) -> None:
    lines.insert(rng.randrange(len(lines)), lines[at])


def shift_line(rng: random.Random, lines: list[str], at: int) -> None:
    lines[at] = " " * rng.randrange(12) + lines[at].lstrip()


def swap_word(rng: random.Random, lines: list[str], at: int) -> None:
    words = lines[at].split(" ")
    words[rng.randrange(len(words))] = rng.choice(WORDS)
    lines[at] = " ".join(words)


def swap_value(rng: random.Random, lines: list[str], at: int) -> None:
    head, colon, rest = lines[at].rpartition(": ")
    end = rest.lstrip("".join(c for c in rest if c not in "}],"))
    lines[at] = f"{head}{colon}{rng.choice(WORDS)}{end}"


def swap_alike(rng: random.Random, text: str) -> str:
    kind = rng.choice(ALIKE)
    places = [m.span() for m in re.finditer(rf"(?<![\w-])(?:{'|'.join(kind)})(?![\w-])", text)]
    if not places:
        return text
    start, end = rng.choice(places)
    return text[:start] + rng.choice(kind) + text[end:]


MUTATIONS: list[Mutation] = [
    change_character,
    *[swap_alike] * 6,
    delete_some,
    *(
        on_lines(change)
        for change in (delete_line, repeat_line, shift_line, swap_word, swap_value, swap_value)
    ),
]


def mutated(seed: int) -> str:
    """One of the campaigns after one to four accidents."""
    rng = random.Random(seed)  # noqa: S311 - accidents, no secrets
    text = TEXTS[seed % len(TEXTS)]
    for _ in range(rng.choice((1, 1, 2, 4))):
        text = rng.choice(MUTATIONS)(rng, text)
    return text


def answered(file: Path, text: str) -> str:
    """Load `text`: "sound" when it can also be planned, "faults" when each can be shown."""
    file.write_text(text, encoding="utf-8", newline="")
    calendar = Calendars.packaged()
    try:
        declared = load(file, calendar)
    except FaultsError as error:
        lines = text.split("\n")
        shown = [render(fault, lines, lang) for fault in error.faults for lang in ("zh", "en")]
        return "faults" if shown and all(shown) else "silence"
    for key in declared.declaration.campaigns:
        planner = declared.planner(key, calendar)
        assert planner.period.first <= planner.period.last
        planner.plan()
        happen(planner)
    return "sound"


def happen(planner: Planner) -> None:
    """Let an event open whatever waits for one; only a law that was not in force then may refuse it."""
    event = Happened.read("1号", "2017-09-27T20:30", planner.office.zone)
    for key, task in planner.campaign.tasks.items():
        if task.for_each is not None:
            with suppress(NotAllowedError, OutsideCalendarError):
                planner.on_event(key, planner.campaign.office, event)


def test_three_hundred_accidents_end_in_faults_or_in_a_plan(tmp_path: Path) -> None:
    ends = [answered(tmp_path / "campaigns.yaml", mutated(seed)) for seed in range(300)]
    assert ends.count("faults") + ends.count("sound") == 300
    assert min(ends.count("faults"), ends.count("sound")) > 30
