"""Where campaigns and their tasks stand in a declaration."""

from collections.abc import Iterator

from campaigns.declaration import Campaign, Declaration, Task
from campaigns.reading import Path

#: What a name may stand for, in Chinese and English, with the field's own name.
WHAT = {
    "督办层级": ("督办层级（ladders）", "ladder"),
    "亮灯方案": ("亮灯方案（lights）", "set of lights"),
    "阶段": ("阶段（phases）", "phase"),
    "事件": ("事件（events）", "event"),
    "表格": ("表格（forms）", "form"),
    "指标": ("指标（measures）", "measure"),
    "任务": ("任务（tasks）", "task"),
    "专项行动": ("专项行动（campaigns）", "campaign"),
}


def campaigns_of(declaration: Declaration) -> Iterator[tuple[Path, Campaign]]:
    """Every campaign with its path, in the order declared."""
    for key, campaign in declaration.campaigns.items():
        yield ("campaigns", key), campaign


def tasks_of(path: Path, campaign: Campaign) -> Iterator[tuple[Path, Task]]:
    """Every task of the campaign at `path`, each with its own path."""
    for key, task in campaign.tasks.items():
        yield (*path, "tasks", key), task
