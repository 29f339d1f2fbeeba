"""Who inspects where: enough inspectors for each target, none who must keep away, and an even load."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from campaigns.registers import Entry, Register

#: What orders inspectors for a target: (key of the target, key of the inspector) -> rank.
Rank = Callable[[str, str], str]
#: Who gives which target to whom.
_Step = tuple[str, str, str]


class Fitness:
    """Which inspectors may go to a target."""

    def __init__(self, inspectors: Register, match: str | None) -> None:
        """Look at `inspectors`; with `match`, those with tags go only where that column has one of them."""
        self._everybody = inspectors.entries
        self._match = match
        #: Who is meant by a target's link, and who names a link herself.
        self._named, self._naming = dict[str, set[str]](), dict[str, set[str]]()
        for one in inspectors.entries:
            for link in one.links:
                self._naming.setdefault(link, set()).add(one.key)
            for link in {one.key, one.unit, *one.links} - {""}:
                self._named.setdefault(link, set()).add(one.key)
        self._known = dict[tuple[frozenset[str], str | None], tuple[str, ...]]()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every inspector."""
        return tuple(one.key for one in self._everybody)

    def of(self, target: Entry) -> tuple[str, ...]:
        """The keys of those who may go to `target`, in order.

        Who shares a declared link 回避 with it may not: a link on both sides, an inspector who names the
        target's key, or a target that names the inspector's key or unit.
        """
        barred = frozenset(
            key for link in target.links for key in self._named.get(link, ())
        ) | self._naming.get(target.key, set())
        value = target.trait(self._match) if self._match is not None else None
        known = (barred, value)
        if known not in self._known:
            self._known[known] = tuple(
                one.key
                for one in self._everybody
                if one.key not in barred and (value is None or not one.tags or value in one.tags)
            )
        return self._known[known]


def teams(fitness: Fitness, targets: Sequence[Entry], each: int, rank: Rank) -> dict[str, list[str]]:
    """For each of `targets`, in their order, `each` of those who are fit: the least loaded, then by rank.

    Then the load is evened out: while an inspector has two more than another, and a target (or a chain of
    them) can be passed on from one to the other, it is. Without avoidance nobody ever has two more; with it,
    no other assignment is more even. Each target must have enough who are fit.
    """
    load = dict.fromkeys(fitness.keys, 0)
    going = dict[str, list[str]]()
    for target in targets:
        ranked = sorted(fitness.of(target), key=lambda key: (load[key], rank(target.key, key)))
        going[target.key] = ranked[:each]
        for key in going[target.key]:
            load[key] += 1
    fit = {target.key: fitness.of(target) for target in targets}
    _even_out(_Going(fit, going, fitness.keys), fitness.keys)
    return {target: sorted(keys, key=lambda key: rank(target, key)) for target, keys in going.items()}


class _Going:
    """Who goes where, from both sides."""

    def __init__(
        self, fit: dict[str, tuple[str, ...]], going: dict[str, list[str]], keys: Sequence[str]
    ) -> None:
        """Begin with the assignment `going`, which `pass_on` changes; `fit` says who else may go."""
        self._fit, self._going = fit, going
        self._of: dict[str, set[str]] = {key: set() for key in keys}
        for target, team in going.items():
            for key in team:
                self._of[key].add(target)

    def load(self, key: str) -> int:
        """How many targets the inspector `key` goes to."""
        return len(self._of[key])

    def steps(self, key: str) -> Iterator[_Step]:
        """Each target that `key` could pass on, and to whom, by the keys of both."""
        for target in sorted(self._of[key]):
            team = self._going[target]
            yield from ((key, target, other) for other in self._fit[target] if other not in team)

    def pass_on(self, chain: Sequence[_Step]) -> None:
        """Take every step of `chain`."""
        for gives, target, takes in chain:
            self._going[target] = [takes if one == gives else one for one in self._going[target]]
            self._of[gives].remove(target)
            self._of[takes].add(target)


def _even_out(going: _Going, keys: Sequence[str]) -> None:
    """Pass targets on until no chain leads from anybody to another who has two fewer.

    Who cannot be helped, never can: no chain leads out of those whom a search has reached in vain.
    """
    left = set(keys)
    while left:
        start = min(left, key=lambda key: (-going.load(key), key))
        chain, reached = _chain(start, going, left)
        if chain:
            going.pass_on(chain)
        else:
            left -= reached


def _chain(start: str, going: _Going, left: set[str]) -> tuple[list[_Step], set[str]]:
    """The shortest chain from `start` to one who has two fewer, or none; and all who were reached."""
    came: dict[str, list[_Step]] = {start: []}
    waiting = deque([start])
    while waiting:
        gives = waiting.popleft()
        for step in going.steps(gives):
            takes = step[2]
            if takes in came or takes not in left:
                continue
            came[takes] = [*came[gives], step]
            if going.load(takes) + 1 < going.load(start):
                return came[takes], set(came)
            waiting.append(takes)
    return [], set(came)
