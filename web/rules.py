"""Who may open a route: each says it by one decorator, and one that says nothing is open to nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from actions.accounts import ROLES

_MARK = "duban_rule"
_F = TypeVar("_F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may open a route."""

    #: public, roles, link, token or bearer.
    kind: str
    #: The roles, of kinds `roles` and `bearer`.
    roles: frozenset[str] = frozenset()
    #: What the token was signed for, of kind `token`.
    purpose: str = ""
    #: Open also before a one-time password was changed.
    early: bool = False

    @property
    def said(self) -> str:
        """The rule in words, as docs/pages.md has it."""
        told = ", ".join(role for role in ROLES if role in self.roles) or self.purpose or self.kind
        return f"bearer: {told}" if self.kind == "bearer" else told


#: Everybody, signed in or not.
PUBLIC = Rule("public")
#: Whoever holds the link that was sent to a unit: the path's `{token}` opens one task, `visit.task`.
LINK = Rule("link")


def roles(*names: str, early: bool = False) -> Rule:
    """Accounts with one of these roles; without any, every account."""
    if not set(names) <= set(ROLES):
        raise ValueError(f"unknown role in {names}")
    return Rule("roles", frozenset(names or ROLES), early=early)


def token(purpose: str) -> Rule:
    """Whoever holds a token that the house signed for this purpose: what it says is `visit.told`."""
    return Rule("token", purpose=purpose)


def bearer(*names: str) -> Rule:
    """Programs with a token of an account that has one of these roles; cookies count for nothing."""
    return Rule("bearer", roles(*names).roles)


def allowed(rule: Rule) -> Callable[[_F], _F]:
    """Declare the rule of the route that is made of this function; stands below `@router.get(...)`."""

    def declare(function: _F) -> _F:
        setattr(function, _MARK, rule)
        return function

    return declare


def rule_of(function: object) -> Rule | None:
    """The rule that was declared; None: nobody may."""
    found: Rule | None = getattr(function, _MARK, None)
    return found
