"""Declarations that are made to cost: each small in its idea, none larger than a file may be by much."""

from tests.cast import small_yaml

SMALL = small_yaml()
_EVERY = "every: {month_day: 28, from: issued, to: 2017-08-31}"
_PERIOD = "period: {from: 2017-06, to: 2017-12}"
_TASKS = "    tasks:\n"
_DEADLINE = "deadline: {text: 7月14日前, source: 三, on: 2017-07-14}"


OPENINGS = ("[", "{", "{a: ", "- ", "? ", "[[],", "'", '"', ": ", "&a ", "*a ", "! ", "|\n ", "：", "\t")


def _put(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def _tasks(count: int, deadline: str, *, who: str = "north") -> str:
    row = "      t{}: {{title: 任务{}, responsible: {}, deadline: {}}}\n"
    return _put(_TASKS, _TASKS + "".join(row.format(n, n, who, deadline) for n in range(count)))


def _chain(last: str) -> str:
    """Many tasks, each of which counts from the next; the last one's deadline is given."""
    row = "      t{}: {{title: 任务{}, responsible: north, deadline: {{text: 后, source: 一, {}}}}}\n"
    count = 3_000
    ends = [*[f"after: {{deadline: t{n + 1}, days: 1}}" for n in range(count - 1)], last]
    return _put(_TASKS, _TASKS + "".join(row.format(n, n, end) for n, end in enumerate(ends)))


def _laughs() -> str:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(lines)


BOMBS = {
    "a billion laughs": _laughs(),
    "a billion laughs below a campaign": f"{SMALL}\n{_laughs()}",
    "an anchor that holds itself": "duban: 1\nunits: &u {city: *u}\n",
    "merge keys": "duban: 1\nunits: &u {a: 1}\ngroups: {<<: *u}\n",
    "brackets": "[" * 900_000,
    "braces with keys": "{a: " * 400_000,
    "dashes": "- " * 900_000,
    "question marks": "? " * 900_000,
    "indentation, ever deeper": "\n".join(" " * n + f"k{n}:" for n in range(1_900)),
    "one huge key": f"{'键' * 600_000}: 1\n{SMALL}",
    "one huge key that never ends": f"? |\n {'k' * 1_900_000}\n",
    "one huge value": _put("title: 总结材料", f"title: {'总' * 600_000}"),
    "one very long line": f"duban: 1\n# {'长' * 600_000}\nunits: {{\n",
    "one long quotation": f'duban: 1\ntitle: "{"很" * 600_000}\n',
    "a list of many": "duban: 1\nunits: [" + "a, " * 150_000 + "a]\n",
    "a list of too many": "duban: 1\nunits: [" + "a, " * 600_000 + "a]\n",
    "many unknown keys": SMALL + "".join(f"key{n}: 1\n" for n in range(20_000)),
    "many unknown keys inside a task": _put(
        "        title: 名单\n",
        "        title: 名单\n" + "".join(f"        tilte{n}: 1\n" for n in range(20_000)),
    ),
    "the same key many times": SMALL + "units: {}\n" * 20_000,
    "many unknown units": _put(
        "responsible: bureaus\n        review: nobody\n        to: netoffice",
        f"responsible: [{', '.join(f'单位{n}' for n in range(20_000))}]\n        to: netoffice",
    ),
    "many wrong dates": _tasks(4_000, "{text: 某日, source: 一, on: 2017-02-31}"),
    "tasks that wait for each other and for nothing": _chain("after: {deadline: nothing, days: 1}"),
    "tasks that wait for each other and for a day": _chain("on: 2017-07-14"),
    "tasks that wait for each other in a circle": _chain("after: {deadline: t0, days: 1}"),
    "a huge number": _put("min: 2", f"min: {'9' * 500_000}"),
    "a number with a huge exponent": _put("min: 2", "min: 1e999999999"),
    "a huge year": _put("on: 2017-07-14", f"on: {'9' * 100_000}-07-14"),
    "every day for centuries": _put(_EVERY, "every: {daily: {}, from: 0001-01-01, to: 9999-12-31}"),
    "every week for centuries": _put(
        _EVERY, "every: {weekday: monday, from: 1900-01-01, to: 9999-12-31}"
    ).replace(_PERIOD, "period: {from: 1900-01, to: 9999-12}"),
    "every month for centuries": _put(
        _EVERY, "every: {month_day: 28, from: 1900-01-01, to: 9999-12-31}"
    ).replace(_PERIOD, "period: {from: 1900-01, to: 9999-12}"),
    "a phase of millennia": _put(
        _TASKS,
        "    phases: {long: {title: 长, text: 长, window: {from: 0001-01-01, to: 9999-12-31}}}\n" + _TASKS,
    ),
    "as many working days as there are": _put(
        _DEADLINE,
        "deadline: {text: 很久, source: 三, after: {date: 2017-07-14, working_days: 99999999999999999999}}",
    ),
    "a thousand working days from the last year": _put(
        _DEADLINE, "deadline: {text: 很久, source: 三, after: {date: 9999-12-01, working_days: 1000}}"
    ),
    "zero widths and marks that turn the line": _put(
        "title: 总结材料", f"title: 总{chr(0x202E) + chr(0x200B) + chr(0x0301)}结" + "\u0301" * 100_000
    ),
    "letters outside the first plane": f"duban: 1\n{'𠀀' * 400_000}: 1\n",
    "surrogates and nothings": "duban: 1\n" + "\x00\x07\ufffe" * 200_000,
    "a line of every kind of space": "duban: 1\nunits:\n" + "\u3000\u00a0\u2003\t" * 200_000,
    "carriage returns": "duban: 1\r" * 200_000,
    "tags": "duban: 1\nunits: " + "!!python/object/apply:os.system [echo] " * 20_000,
    **{
        f"{opening.strip()} {count} times": opening * count
        for opening in OPENINGS
        for count in (1_000, 100_000)
    },
    "a file of nothing": "",
    "a file of empty lines": "\n" * 1_900_000,
}
