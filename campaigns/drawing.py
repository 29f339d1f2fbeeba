"""The draw of 双随机: which targets, and which inspectors go there, from registers and a published seed.

Every choice is the order of SHA-256 hashes of lines of text (`rank`), so anybody can work it out again with a
hash tool, on any machine and in any order of the registers. docs/random-inspection.md tells it step by step.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal

from campaigns.faults import RefusalError
from campaigns.nearest import suggestion
from campaigns.plain import is_plain
from campaigns.registers import Entry, Register
from campaigns.teams import Fitness, teams
from deadlines.certificate import canonical

#: First line of what is hashed; another construction would have another one.
FORM = "duban-draw-1"
#: The take of every stratum that is not named, and what stands between the parts of a stratum's name.
OTHERS, BETWEEN = "*", "/"
#: Two or more officers inspect 两人以上 (行政处罚法 2021, article 42).
FEWEST_EACH, MOST_EACH = 2, 20
#: A seed has so many free digits at least: a million values, too many to try the spelling that suits.
FEWEST_DIGITS = 6
LONGEST = 200
Rounding = Literal["up", "nearest", "down"]
_COUNT, _SHARE = re.compile(r"\d{1,6}", re.ASCII), re.compile(r"(\d{1,3}(?:\.\d{1,4})?)[%％]", re.ASCII)


class DrawError(RefusalError):
    """A draw is not possible as it is asked for; the message says why and what to write."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How many of which targets are drawn, and how many inspectors go to each."""

    #: Columns of the targets' register whose values make the strata; () makes one stratum of all.
    by: tuple[str, ...]
    #: For a stratum's name, or OTHERS: a share such as 5% or a number such as 12; 0 takes none.
    take: tuple[tuple[str, str], ...]
    #: What becomes of the fraction that a share leaves: up, so that the share is always reached.
    rounding: Rounding = "up"
    each: int = FEWEST_EACH
    #: A column of the targets' register: inspectors with tags go only where one of them is its value.
    match: str | None = None

    def as_json(self) -> dict[str, Any]:
        """What the history says of it."""
        return {**asdict(self), "by": list(self.by), "take": [list(pair) for pair in self.take]}

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Rule":
        """The rule of which `told` is the JSON."""
        take = tuple((name, amount) for name, amount in told["take"])
        return Rule(tuple(told["by"]), take, told["rounding"], told["each"], told["match"])


@dataclass(frozen=True, slots=True)
class Stratum:
    """The targets that are drawn from together."""

    name: str
    #: By their keys.
    targets: tuple[Entry, ...]
    #: How many of them are drawn.
    take: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A target that was drawn, and who goes there."""

    stratum: str
    #: Its place among the stratum's ranks, from 1, and the rank itself.
    place: int
    rank: str
    target: str
    #: By their keys.
    inspectors: tuple[str, ...]

    def as_json(self) -> list[Any]:
        """What the history says of it: the rank follows from the rest."""
        return [self.stratum, self.place, self.target, list(self.inspectors)]


@dataclass(frozen=True, slots=True)
class Result:
    """All that was drawn: by stratum in the order of its name, then by place."""

    choices: tuple[Choice, ...]

    def as_json(self) -> list[list[Any]]:
        """What the history says of it."""
        return [choice.as_json() for choice in self.choices]

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, hex."""
        return hashlib.sha256(canonical(self.as_json()).encode()).hexdigest()

    @property
    def load(self) -> dict[str, int]:
        """How many targets each inspector who was drawn goes to, by key."""
        found = Counter(key for choice in self.choices for key in choice.inspectors)
        return dict(sorted(found.items()))


def rank(seed: str, digest: str, *place: str) -> str:
    """SHA-256, hex, of FORM, `seed`, a register's `digest` and what is chosen, each on a line of its own.

    For a target: its stratum and its key. For an inspector: the key of the target, and her own.
    """
    return hashlib.sha256("\n".join((FORM, seed, digest, *place)).encode()).hexdigest()


def strata(rule: Rule, targets: Register) -> tuple[Stratum, ...]:
    """The strata of `targets` by name, with how many `rule` takes of each.

    Raises DrawError for a column or stratum that is not there, a target whose value is missing, a stratum
    that is not spoken of, a share that comes to nothing, and a number larger than the stratum.
    """
    takes, groups = dict(rule.take), dict[str, list[Entry]]()
    for column in (*rule.by, *((rule.match,) if rule.match is not None else ())):
        _refuse_no_column(column, targets)
    for one in targets.entries:
        _refuse_unsaid(one, rule)
        groups.setdefault(BETWEEN.join(one.trait(column) for column in rule.by), []).append(one)
    for name in takes:
        if name != OTHERS and name not in groups:
            _refuse_empty(name, groups)
    if len(takes) < len(rule.take):
        raise DrawError("同一层写了两次比例或数量", "a stratum's share or number is given twice")
    return tuple(_stratum(name, tuple(groups[name]), takes, rule.rounding) for name in sorted(groups))


def _refuse_no_column(column: str, targets: Register) -> None:
    if column not in targets.columns:
        known = "、".join(targets.columns) or "—"
        raise DrawError(
            f"检查对象名录库没有“{column}”这一列；有：{known}",
            f"the targets' register has no column “{column}”; it has: {known}",
        )


def _refuse_unsaid(one: Entry, rule: Rule) -> None:
    """A target without a value belongs nowhere; nor may two strata of different values share a name."""
    for column in (*rule.by, *((rule.match,) if rule.match is not None else ())):
        value = one.trait(column)
        if not value or (column in rule.by and (value == OTHERS or (BETWEEN in value and len(rule.by) > 1))):
            raise DrawError(
                f"检查对象“{one.key}”的“{column}”应写明，不能是空的、“{OTHERS}”，多列分层时也不能含“{BETWEEN}”",
                f"“{column}” of the target “{one.key}” is missing, is “{OTHERS}”, or has a “{BETWEEN}” in it",
            )


def _refuse_empty(name: str, groups: Mapping[str, object]) -> None:
    near = suggestion(name, groups)
    zh, en = (f"，是不是“{near}”？", f", did you mean “{near}”?") if near else ("", "")
    raise DrawError(f"“{name}”层里没有检查对象{zh}", f"no target is in the stratum “{name}”{en}")


def _stratum(name: str, members: tuple[Entry, ...], takes: Mapping[str, str], rounding: Rounding) -> Stratum:
    amount = takes.get(name, takes.get(OTHERS))
    size, shown = len(members), name or OTHERS
    if amount is None:
        raise DrawError(
            f"没有写“{shown}”层（{size}个）抽多少：写 {shown}=5% 或 {shown}=3；不抽的写 {shown}=0",
            f"nothing is said of the stratum “{shown}” ({size}): write {shown}=5%, {shown}=3, or {shown}=0",
        )
    take = how_many(amount, size, rounding)
    if take > size:
        raise DrawError(
            f"“{shown}”层只有{size}个检查对象，抽不出{take}个", f"“{shown}” has {size} targets and not {take}"
        )
    if take == 0 and amount != "0":
        raise DrawError(
            f"“{shown}”层{size}个的{amount}取整后为0：请改用 --rounding up，或写明 {shown}=0",
            f"{amount} of the {size} in “{shown}” is rounded to none: use --rounding up, or write {shown}=0",
        )
    return Stratum(name, members, take)


def how_many(amount: str, size: int, rounding: Rounding) -> int:
    """How many `amount`, a share such as 5% or a number, are of `size`; raises DrawError for anything else.

    A share is counted exactly, never with binary fractions; `nearest` takes a half upwards.
    """
    if _COUNT.fullmatch(amount):
        return int(amount)
    share = _SHARE.fullmatch(amount)
    if share is None or not 0 < Fraction(share[1]) <= 100:  # noqa: PLR2004 - per cent
        raise DrawError(
            f"“{amount}”应写成比例（如 5%、2.5%，不超过100%）或数量（如 12）",
            f"“{amount}” is neither a share such as 5% or 2.5%, up to 100%, nor a number such as 12",
        )
    exact = Fraction(share[1]) * size / 100
    if rounding == "up":
        return math.ceil(exact)
    return math.floor(exact + Fraction(1, 2)) if rounding == "nearest" else math.floor(exact)


def check(rule: Rule, inspectors: Register, targets: Register) -> tuple[Stratum, ...]:
    """The strata, where a draw by `rule` cannot fail whatever the seed; else DrawError says why."""
    if not FEWEST_EACH <= rule.each <= MOST_EACH:
        raise DrawError(
            f"每个检查对象应派{FEWEST_EACH}至{MOST_EACH}名检查人员（两人以上），写的是{rule.each}",
            f"{FEWEST_EACH} to {MOST_EACH} inspectors go to each target, got {rule.each}",
        )
    found = strata(rule, targets)
    if not any(stratum.take for stratum in found):
        raise DrawError("每一层都写了不抽，没有可抽的", "every stratum says none: there is nothing to draw")
    fitness = Fitness(inspectors, rule.match)
    for stratum in found:
        for one in stratum.targets if stratum.take else ():
            fit = len(fitness.of(one))
            if fit < rule.each:
                raise DrawError(
                    f"检查对象“{one.key}”除去回避和专业不符的，只有{fit}名检查人员可派，少于{rule.each}名",
                    f"{fit} inspectors may go to the target “{one.key}”, fewer than {rule.each}",
                )
    return found


def draw(rule: Rule, inspectors: Register, targets: Register, seed: str) -> Result:
    """Draw by `rule` with `seed`: the same result wherever, and in whatever order the registers are kept.

    Raises DrawError where `check` does.
    """
    chosen = list(_chosen(check(rule, inspectors, targets), seed, targets.digest))
    going = teams(
        Fitness(inspectors, rule.match),
        [target for *_, target in chosen],
        rule.each,
        lambda target, inspector: rank(seed, inspectors.digest, target, inspector),
    )
    return Result(
        tuple(
            Choice(stratum, place, own, target.key, tuple(going[target.key]))
            for stratum, place, own, target in chosen
        )
    )


def _chosen(found: tuple[Stratum, ...], seed: str, digest: str) -> Iterator[tuple[str, int, str, Entry]]:
    """The lowest ranks of each stratum, as many as it takes."""
    for stratum in found:
        ranked = sorted((rank(seed, digest, stratum.name, one.key), one.key, one) for one in stratum.targets)
        for place, (own, _, one) in enumerate(ranked[: stratum.take], 1):
            yield stratum.name, place, own, one


def check_form(form: str) -> None:
    """Raise DrawError unless `form` says how a seed is written: `#` for each digit, all else as it stands."""
    if not is_plain(form) or len(form) > LONGEST or form != form.strip() or form.count("#") < FEWEST_DIGITS:
        raise DrawError(
            f"种子的写法用 # 代表每一位数字，至少{FEWEST_DIGITS}个，如 “2026083期 ## ## ## ## ## ##+##”",
            f"the seed's form has # for each digit, at least {FEWEST_DIGITS}, such as “## ## ## ## ## ##+##”",
        )


def check_seed(seed: str, form: str) -> None:
    """Raise DrawError unless `seed` is written in `form`: another spelling would give another result."""
    pattern = "".join("[0-9]" if char == "#" else re.escape(char) for char in form)
    if re.fullmatch(pattern, seed) is None:
        raise DrawError(
            f"种子应按公告的写法 “{form}” 填写（# 为一位数字），写的是“{seed}”",
            f"the seed is written as announced, “{form}” (# is a digit), got “{seed}”",
        )
