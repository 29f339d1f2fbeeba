"""What the faults of 分解下达 say, in Chinese and in English; a part of `campaigns.wording`."""

_Pair = tuple[str, str]

CASCADE: dict[str, tuple[_Pair, _Pair]] = {
    "cascade_circle": (
        ("分解下达绕回自身：{names}", "请删去其中一个 under"),
        ("the campaigns break one another down: {names}", "delete one under"),
    ),
    "cascade_deep": (
        ("分解下达超过{limit}级：{names}", "请承接更近的上级"),
        ("more than {limit} levels are broken down: {names}", "break down a nearer one"),
    ),
    "owes_nothing_above": (
        ("“{unit}”在“{name}”里没有任务", "请核对承接的是哪个单位的任务；有任务的：{known}"),
        ("“{name}” asks nothing of “{unit}”", "whose part is broken down? It asks something of: {known}"),
    ),
    "nothing_above": (
        ("没有写明承接哪个上级专项行动", "请在专项行动里写 under，指明上级专项行动和承接的单位"),
        ("nothing says which campaign is broken down", "write under: … in the campaign, with its unit"),
    ),
    "not_asked_above": (
        ("上级任务“{name}”没有分给“{unit}”", "请核对任务名，或核对承接的单位"),
        ("the task “{name}” above asks nothing of “{unit}”", "check the task, or the unit in under"),
    ),
    "parent_per_event": (
        (
            "“{name}”由每个“{event}”开启，没有可以倒推的上级期限",
            "请另写期限，如 after: {{event: {event}, working_days: 3}}",
        ),
        (
            "each “{event}” opens “{name}”: there is no deadline above to count back from",
            "write a deadline of its own, e.g. after: {{event: {event}, working_days: 3}}",
        ),
    ),
    # -- what the linter asks
    "not_broken_down": (
        (
            "“{name}”要求{unit}的{count}项任务没有承接：{names}",
            "请在承接的任务里写 before: {{parent: …}} 或 under: …；不分解的由{unit}自办",
        ),
        (
            "“{name}” asks {count} task(s) of {unit} that nobody breaks down: {names}",
            "write before: {{parent: …}} or under: … in the task that does; what is left {unit} does itself",
        ),
    ),
    "after_above": (
        (
            "“{name}”的期限{day}晚于所承接的“{other}”（{asked}）",
            "请提前，如 before: {{parent: {key}, working_days: 3}}",
        ),
        (
            "“{name}” is due {day}, after “{other}” that it breaks down ({asked})",
            "make it earlier, e.g. before: {{parent: {key}, working_days: 3}}",
        ),
    ),
}
