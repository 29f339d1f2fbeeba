"""Units 单位 beyond one campaign: the same key is the same unit everywhere."""

from actions.acts import unit_of
from actions.house import ActionError, House
from store import obligations
from store.engine import Connection


def unit_anywhere(house: House, connection: Connection, name: str) -> tuple[str, str]:
    """Key and full name of the unit called `name` in the campaigns on record.

    Raises ActionError for an unknown one, and for a name that means several.
    """
    found: dict[str, str] = {}
    unknown = ActionError("还没有启动任何专项行动：请先运行 duban launch", "nothing is launched yet")
    for campaign, *_ in obligations.running(connection):
        record = house.on_record(connection, campaign)
        try:
            key = unit_of(record, name)
        except ActionError as error:
            unknown = error
        else:
            found[key] = record.planner.declaration.units[key].name
    if not found:
        raise unknown
    if name not in found and len(found) > 1:
        raise ActionError(
            f"“{name}”在几个专项行动里是不同的单位：请写代号 {'、'.join(found)}",
            f"“{name}” is another unit in another campaign: write its key, one of {', '.join(found)}",
        )
    key = name if name in found else next(iter(found))
    return key, found[key]
