"""What a deadline counts from: another task's deadline, of the same campaign or of the one above."""

from campaigns.declaration import Task
from deadlines.language import Rule


def base_of(rule: Rule) -> str | None:
    """The task of the same campaign from whose deadline `rule` counts, or None."""
    anchor = rule.after or rule.before
    return anchor.deadline if anchor is not None else None


def parent_of(rule: Rule) -> str | None:
    """The task of the campaign above from whose deadline `rule` counts back, or None."""
    return rule.before.parent if rule.before is not None else None


def is_chained(rule: Rule) -> bool:
    """Whether `rule` counts from another task's deadline, here or above."""
    return (base_of(rule) or parent_of(rule)) is not None


def rules_of(task: Task) -> dict[tuple[str, ...], Rule]:
    """Every deadline of `task`, by where in it that stands: its own, and that of those who help."""
    found: dict[tuple[str, ...], Rule] = {("deadline",): task.deadline}
    if task.contribution is not None:
        found["contribution", "deadline"] = task.contribution.deadline
    return found


def broken_down(task: Task) -> set[str]:
    """The tasks of the campaign above that `task` breaks down: those it counts from, and those it names."""
    return {name for rule in rules_of(task).values() if (name := parent_of(rule))} | set(task.under or ())
