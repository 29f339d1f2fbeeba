"""A declaration of one file as several: the registry, each campaign, and the rest in a few more, by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.nodes import Pairs, parse

if TYPE_CHECKING:
    import random

MAIN = "campaigns.yaml"


def split(text: str, rng: random.Random) -> dict[str, str]:
    """The files of `text`, whose keys are English: the main one with `include`, units.yaml, one for each campaign.

    What else there is stands in the main file or in rest.yaml. No line is changed.
    """
    sections = dict(cut(text, 0))
    head = {key: sections.pop(key, "") for key in ("duban", "defaults")}
    files = {"units.yaml": sections.pop("units")}
    heading, *_ = sections["campaigns"].partition("\n")
    campaigns = cut(sections.pop("campaigns"), 2)
    single = {f"campaigns/{n}-{key}.yaml": f"{heading}\n{body}" for n, (key, body) in enumerate(campaigns)}
    rest = {key: body for key, body in sections.items() if rng.random() < 0.7}
    files["more/rest.yaml"] = "".join(rest.values()) + "include: ../campaigns/*.yaml\n"
    own = [body for key, body in sections.items() if key not in rest]
    main = "".join([*head.values(), "include: [units.yaml, ./more/rest.yaml]\n", *own])
    return {MAIN: main, **files, **single}


def cut(text: str, indent: int) -> list[tuple[str, str]]:
    """The entries at `indent` with their lines, comments above included in the entry before."""
    root = parse(text, "f")
    assert isinstance(root, Pairs)
    pairs = root.pairs if indent == 0 else root.pairs[0][1].pairs  # type: ignore[union-attr]
    lines = text.splitlines(keepends=True)
    starts = [key.mark.line - 1 for key, _ in pairs]
    ends = [*starts[1:], len(lines)]
    return [
        (key.value, "".join(lines[start:end]))
        for (key, _), start, end in zip(pairs, starts, ends, strict=True)
    ]
