"""What a task asks for as the fields of a page: tables to type, texts, places for files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaigns.declaration import Declaration, Deliverable, Task
from campaigns.evidence import KIND_TITLES
from reports.materials import item
from web.language import words

#: What stands under every filing, unless a table says otherwise.
SIGNED = (words("填报人"), words("审核人"), words("联系电话"), words("填报日期"))
#: Kinds of which each piece has its own place, with its own words.
_ONE_BY_ONE = {"image", "video"}
#: So many places for files a page has at most, for one thing that is asked for.
MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where files of one sort are put in."""

    id: str
    kind: str
    title: str | None
    case: str | None
    attached: str | None
    #: Whether what is put in here is to have a caption.
    captioned: bool
    #: Whether several may be put in at once.
    several: bool

    @property
    def caption(self) -> str:
        """The field of the caption."""
        return f"{self.id}-caption"

    @property
    def own(self) -> tuple[str, str | None, str | None, str | None]:
        """What is put in here, as files say it."""
        return self.kind, self.title, self.case, self.attached


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for."""

    #: The beginning of the names of its fields.
    id: str
    item: Deliverable
    #: In words, with how many and what must come with it.
    said: str
    #: table, text or files.
    how: str
    places: tuple[Place, ...] = ()
    #: Whether it is one of several that will do.
    either: bool = False
    #: Whether a further place may be asked for.
    more: bool = False

    @property
    def count(self) -> int:
        """How many pieces there is a place for."""
        return sum(place.attached is None for place in self.places)

    @property
    def title(self) -> str:
        """What a typed text is handed in as."""
        return self.item.title or KIND_TITLES["text"][0]


def asked(declaration: Declaration, task: Task, counts: Mapping[str, int], lang: str) -> tuple[Asked, ...]:
    """Everything that `task` asks for, in order; `counts` are how many places were asked for, by id."""
    found: list[Asked] = []
    for number, one in enumerate(task.deliverables):
        for part, choice in enumerate(one.any_of or (one,)):
            id_ = f"d{number}" if not one.any_of else f"d{number}o{part}"
            found.append(_asked(declaration, id_, choice, counts.get(id_, 0), lang, either=bool(one.any_of)))
    return tuple(found)


def further() -> Place:
    """Where anything else is put in."""
    return Place("other", "other", None, None, None, captioned=False, several=True)


def signed_with(declaration: Declaration, task: Task) -> tuple[str, ...]:
    """The names that stand under what is filed."""
    own = [name for key in forms(task) for name in declaration.forms[key].signed_with or ()]
    return tuple(dict.fromkeys([*own, *SIGNED]))


def forms(task: Task) -> tuple[str, ...]:
    """The tables that the task asks for, each once."""
    return tuple(dict.fromkeys(form for one in task.deliverables for form in sorted(one.forms)))


def _asked(
    declaration: Declaration, id_: str, one: Deliverable, count: int, lang: str, *, either: bool
) -> Asked:
    said, how = item(declaration, one, lang), "files"
    if one.kind == "form" and one.form and declaration.forms[one.form].rows:
        how = "table"
    elif one.kind == "text":
        how = "text"
    by_one = one.kind == "case" or one.kind in _ONE_BY_ONE or one.caption is not None or one.min > 1
    wanted = min(max(one.min, count), MOST_PLACES) if by_one else 1
    places = tuple(_places(id_, one, wanted, several=not by_one)) if how == "files" else ()
    return Asked(id_, one, said, how, places, either, more=by_one and how == "files")


def _places(id_: str, one: Deliverable, wanted: int, *, several: bool) -> Iterator[Place]:
    kind = one.kind or "other"
    for number in range(1, wanted + 1):
        case = str(number) if kind == "case" else None
        yield Place(
            f"{id_}-{number}", kind, one.title, case, None, captioned=one.caption is not None, several=several
        )
        for with_, name in enumerate(one.each_with, 1):
            yield Place(
                f"{id_}-{number}-{with_}", kind, one.title, case, name, captioned=False, several=False
            )
