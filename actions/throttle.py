"""How long to wait after passwords that did not fit. Pure; nobody can be shut out by somebody else.

What is counted is never an account alone. Tries are counted by the account with the address they
come from, and by the address; those of a browser that has signed in to the account before, apart from both.
"""

from dataclasses import dataclass

#: Seconds after which what failed no longer counts.
WINDOW = 15 * 60
#: The longest wait, in seconds; the shortest doubles with each failure until it is reached.
LONGEST, SHORTEST = 10 * 60, 10


@dataclass(frozen=True, slots=True)
class Counter:
    """One thing that tries are counted by."""

    #: What it is, hashed by whoever keeps it.
    key: str
    #: So many failures are free.
    free: int
    #: Whether one success makes up for all of them, or for itself alone.
    forgives: bool = True


def counters(account: str, address: str, device: str | None) -> tuple[Counter, ...]:
    """What a try counts by; `device` is the mark of a browser that has signed in to this account before."""
    if device is not None:
        return (Counter(f"device\n{device}\n{account}", 10),)
    everybody = Counter(f"address\n{address}", 50, forgives=False)
    return (Counter(f"pair\n{account}\n{address}", 5), everybody)


def failed(kept: tuple[int, int] | None, now: int) -> int:
    """How many of the failures that are `kept` (their number, and when the last was) still count."""
    return 0 if kept is None or now - kept[1] >= WINDOW else kept[0]


def wait(counter: Counter, kept: tuple[int, int] | None, now: int) -> int:
    """Seconds until the next try; 0: now."""
    over = failed(kept, now) - counter.free
    if kept is None or over < 0:
        return 0
    pause = min(LONGEST, SHORTEST << min(over, 16))
    return max(0, kept[1] + pause - now)
