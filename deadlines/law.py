"""What a rule of law makes of a deadline that names it: length, counting, and what nobody may change."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from deadlines.counting import Extension, Pause
from deadlines.language import Rule
from deadlines.provisions import LegalRule, Provision, find


class NotAllowedError(ValueError):
    """What was asked of a deadline is not allowed; `code` names why, `found` the figures."""

    def __init__(self, code: str, **found: Any) -> None:
        """Keep the `code` and what was `found`, for the words that a person reads."""
        super().__init__(f"{code}: {found}")
        self.code, self.found = code, found

    def said(self, lang: str = "zh") -> str:
        """The refusal in words, in Chinese (`zh`) or English (`en`)."""
        return _WORDS[self.code][lang == "en"].format(**self.found)


_WORDS = {
    "not_in_force": (
        "“{rule}”在{day}没有施行，不能作为依据：请直接写明期限",
        "“{rule}” was not in force on {day}: write the length itself",
    ),
    "law_refuses_extension": (
        "该期限依据{law}，法律没有规定可以延期",
        "the deadline rests on {law}, which provides no extension",
    ),
    "law_refuses_pause": (
        "该期限依据{law}，“{cause}”不是法定的扣除时间（{known}）",
        "the deadline rests on {law}, which does not leave out “{cause}” ({known})",
    ),
    "law_refuses_waiver": (
        "该期限依据{law}，不能免除",
        "the deadline rests on {law} and cannot be waived",
    ),
    "pause_undeclared": (
        "“{cause}”不在申报的暂停事由之内（{known}）",
        "“{cause}” is no declared cause of a pause ({known})",
    ),
    "extension_too_long": (
        "延期超出规定：最长{most}，每次一项，共{times}次",
        "the extension is longer than provided: {most} at most, {times} time(s)",
    ),
    "needs_approver": (
        "延期须经{approver}批准：请写明批准人",
        "the extension needs the approval of {approver}: name who approved it",
    ),
    "hours_not_extended": (
        "按小时计算的期限不能延期",
        "a period of hours cannot be extended",
    ),
    "needs_due": (
        "时限由登记的事项写明：登记时请写时限，如 --due 2024-03-15",
        "the recorded item sets the day: give it when it is recorded, e.g. --due 2024-03-15",
    ),
    "needs_instant": (
        "按小时计算的期限要写明发生的时刻，如 2021-03-15T20:30",
        "a period of hours needs the instant it counts from, e.g. 2021-03-15T20:30",
    ),
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule with the law that it names written into it."""

    #: The rule with the law's length, first day, roll, pauses and extension.
    rule: Rule
    #: The provision that gives the period, or names what its figures mean; None where no law is named.
    provision: Provision | None = None
    #: The provision by which the period is computed.
    counting: Provision | None = None
    #: The figure of days that the law means as working days, else None.
    figure: int | None = None

    @property
    def cited(self) -> str:
        """The law as people cite it."""
        return "" if self.provision is None else f"{self.provision.law}{self.provision.article}"


@lru_cache(maxsize=1024)
def _chosen(legal: LegalRule, day: date) -> tuple[Provision | None, Provision | None]:
    """The provision in force on `day`, and the one that says how its period is computed."""
    provision = legal.on(day)
    by = find(provision.counted_by) if provision is not None else None
    return provision, by.on(day) if by is not None else None


def applied(rule: Rule, day: date) -> Applied:
    """`rule` under the law it names, as that stood on `day`, the trigger's.

    A name that no rule of law bears is a label and changes nothing. Raises NotAllowedError for a rule that
    was not in force and on which the length depends.
    """
    legal = find(rule.rule)
    if legal is None or rule.after is None:
        return Applied(rule)
    provision, counting = _chosen(legal, day)
    if provision is None:
        if not rule.after.given:
            raise NotAllowedError("not_in_force", rule=rule.rule, day=day.isoformat())
        return Applied(rule)
    return _under(rule, provision, counting)


def _under(rule: Rule, provision: Provision, counting: Provision | None) -> Applied:
    after = rule.after
    if after is None:
        raise ValueError("only a period stands under a law")
    if not after.given and provision.after is not None:
        lengths = {name: getattr(provision.after, name) for name in provision.after.given}
        after = after.model_copy(update=lengths)
    figure = after.days if after.days in provision.working_day_figures else None
    if figure is not None:
        after = after.model_copy(update={"days": None, "working_days": figure})
    computed = counting or provision
    natural = after.days is not None or after.months is not None
    update: dict[str, Any] = {
        "after": after,
        "start_day": provision.start_day or computed.start_day or rule.start_day,
        "roll": (natural and (provision.roll or computed.roll)) or rule.roll,
        "pause": provision.pause or None,
        "extend": provision.extend,
    }
    return Applied(rule.model_copy(update=update), provision, counting, figure)


def refuse_pause(law: Applied, pause: Pause) -> None:
    """Raise NotAllowedError unless the law, or without one the rule, names the cause of `pause`."""
    known = law.rule.pause or ()
    if pause.cause in known:
        return
    shown = "、".join(known) or "—"
    code = "pause_undeclared" if law.provision is None else "law_refuses_pause"
    raise NotAllowedError(code, law=law.cited, cause=pause.cause, known=shown)


def refuse_extensions(law: Applied, extensions: tuple[Extension, ...]) -> None:
    """Raise NotAllowedError for an extension that the law, or a rule that sets limits, does not give."""
    limit, after = law.rule.extend, law.rule.after
    if extensions and after is not None and after.hours is not None:
        raise NotAllowedError("hours_not_extended")
    if not extensions or (limit is None and law.provision is None):
        return
    if limit is None:
        raise NotAllowedError("law_refuses_extension", law=law.cited)
    unit = limit.given[0]
    most = getattr(limit, unit)
    for one in extensions:
        asked = getattr(one, unit)
        if asked is None or asked > most or len(extensions) > limit.times:
            raise NotAllowedError("extension_too_long", most=f"{most} {unit}", times=limit.times)
        if limit.approver is not None and one.approver is None:
            raise NotAllowedError("needs_approver", approver=limit.approver)


def refuse_waiver(law: Applied) -> None:
    """Raise NotAllowedError for a deadline that rests on law: no office waives it."""
    if law.provision is not None:
        raise NotAllowedError("law_refuses_waiver", law=law.cited)
