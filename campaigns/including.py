"""A declaration of several files: what `include` names stands as if written in the place of that word.

Nothing is opened here: the files come from a `Folder`.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from campaigns.declaration import Declaration
from campaigns.faults import Fault, FaultsError
from campaigns.include_paths import NotIncludedError, is_pattern, matching, path_of
from campaigns.nearest import suggestion
from campaigns.nodes import (
    MAX_BYTES,
    MAX_NODES,
    MOST_FAULTS,
    Count,
    Items,
    Mark,
    Node,
    Pairs,
    Scalar,
    parse,
    plain,
    shown,
)
from campaigns.tongues import translate

#: Bounds of the whole; those of one file hold for all of them together.
MAX_FILES = 200
MAX_LEVELS = 8
#: Of so many names in a folder, one is suggested for a file that is not there.
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written."""

    text: str
    #: The language of most of its keys, zh or en.
    tongue: str


class Folder(Protocol):
    """The main file's folder. Paths lead from it, with “/”, and were judged by their letters alone."""

    @property
    def main(self) -> Hashable:
        """The main file itself, as `find` would say."""

    def find(self, path: str) -> Hashable:
        """What tells the file at `path` from any other; raises NotIncludedError where none can be read."""

    def text(self, path: str) -> str:
        """The text of a file that was found; raises FaultsError for what is no text, NotIncludedError."""

    def names(self, path: str) -> Iterator[str]:
        """The names in the folder at `path`, none where there is none; NotIncludedError if it is closed."""


def gather(text: str, file: str, folder: Folder | None) -> tuple[Node, dict[str, Written]]:
    """The main `file` with all that it includes as one root, and every file, the main one first.

    Raises FaultsError with every place in any file that is no YAML, cannot be included or stands twice.
    """
    work = _Gathering(file, folder)
    root = work.read(file, text)
    if isinstance(root, Pairs):
        above = () if folder is None else (folder.main,)
        root = Pairs(root.mark, tuple(work.joined(work.entries(root, above))))
    if work.faults or root is None:
        raise FaultsError(work.faults)
    return root, work.files


class _Gathering:
    """Goes through the main file and whatever it includes, in the order in which a reader would."""

    def __init__(self, main: str, folder: Folder | None) -> None:
        self.main = main
        self.folder = folder
        self.faults: list[Fault] = []
        self.files: dict[str, Written] = {}
        #: Where each file was named.
        self.named: dict[Hashable, Mark] = {}
        self.count = Count()
        self.bytes = 0
        #: How many files were asked for, those that are not there among them.
        self.asked = 0

    def read(self, file: str, text: str) -> Node | None:
        """The root of `file` with English keys; None where it is no YAML."""
        self.bytes += len(text.encode())
        try:
            translated = translate(parse(text, file, self.count), Declaration, file)
        except FaultsError as error:
            self.faults += error.faults
            return None
        self.faults += translated.faults
        self.files[file] = Written(text, translated.tongue)
        return translated.root

    @property
    def full(self) -> bool:
        """Whether there is too much already to read any more."""
        return self.asked > MAX_FILES or self.count.nodes > MAX_NODES or len(self.faults) >= MOST_FAULTS

    def entries(self, root: Pairs, above: tuple[Hashable, ...]) -> Iterator[tuple[Scalar, Node]]:
        """The sections of a file, and in the place of `include` those of what it names."""
        for key, value in root.pairs:
            if key.value == "include":
                for item in value.items if isinstance(value, Items) else (value,):
                    yield from self.included(item, above)
            elif root.mark.file == self.main:
                yield key, value
            elif key.value == "defaults":
                self.fault(key.mark, "main_only", name=key.said, main=self.main)
            elif key.value != "duban":
                yield key, value
            elif plain(value) != "1":
                self.fault(value.mark, "want_choice", found=shown(plain(value)), known="1", suggestion="1")

    def included(self, item: Node, above: tuple[Hashable, ...]) -> Iterator[tuple[Scalar, Node]]:
        """The sections of the files that one entry of `include` names."""
        if not isinstance(item, Scalar):
            self.fault(item.mark, "want_text", found=shown(plain(item)))
            return
        for path in () if self.full else self.paths(item):
            if self.full:
                return
            try:
                found, text = self.open(path, item, above)
            except NotIncludedError as error:
                self.fault(item.mark, error.code, **{"path": _called(path, item), **error.values})
                continue
            except FaultsError as error:
                self.faults += error.faults
                continue
            root = self.read(path, text)
            if isinstance(root, Pairs):
                yield from self.entries(root, (*above, found))
            elif root is not None:
                self.fault(root.mark, "want_mapping", found=shown(plain(root)))

    def paths(self, item: Scalar) -> list[str]:
        """The files that `item` names, from the main file's folder; none after a fault."""
        found: list[str] = []
        try:
            path = path_of(item.said, item.mark.file)
            found = self.matches(path) if is_pattern(path) else [path]
        except NotIncludedError as error:
            self.fault(item.mark, error.code, **{"path": item.said, **error.values})
        self.asked += max(1, len(found))
        if self.asked > MAX_FILES:
            self.fault(item.mark, "include_too_many", limit=MAX_FILES)
            return []
        return found

    def matches(self, path: str) -> list[str]:
        """The files whose names match the last part of `path`, by name; NotIncludedError where none does."""
        folder, slash, pattern = path.rpartition("/")
        names = () if self.folder is None else self.folder.names(folder)
        found = [f"{folder}{slash}{name}" for name in islice(matching(pattern, names), MAX_FILES + 1)]
        if not found:
            raise NotIncludedError("include_nothing")
        return sorted(found)

    def open(self, path: str, item: Scalar, above: tuple[Hashable, ...]) -> tuple[Hashable, str]:
        """What tells the file at `path` from others, and its text; NotIncludedError where it may not be."""
        if self.folder is None:
            raise NotIncludedError("include_missing")
        found = self.find(self.folder, path, _called(path, item))
        if found in above:
            chain = [*(self.named[one].file for one in above[1:]), item.mark.file, path]
            raise NotIncludedError("include_cycle", chain=" → ".join(chain[above.index(found) :]))
        if found in self.named:
            first = self.named[found]
            raise NotIncludedError("include_twice", first=f"{first.file}:{first.line}")
        self.named[found] = item.mark
        if len(above) > MAX_LEVELS:
            raise NotIncludedError("include_too_deep", limit=MAX_LEVELS)
        text = self.folder.text(path)
        if self.bytes + len(text.encode()) > MAX_BYTES:
            # Nothing more is asked for.
            self.asked = MAX_FILES + 1
            raise NotIncludedError("include_too_large", limit=MAX_BYTES)
        return found, text

    def find(self, folder: Folder, path: str, said: str) -> Hashable:
        """What tells the file at `path` from others; what is refused comes with what to write instead."""
        try:
            return folder.find(path)
        except NotIncludedError as error:
            if error.code == "include_missing":
                where, _, name = path.rpartition("/")
                # A link that leads nowhere has a name, too.
                others = (one for one in folder.names(where) if one != name)
                near = suggestion(name, islice(others, _LOOKED_AT))
                error.values["suggestion"] = near and said.removesuffix(name) + near
            elif error.code == "include_folder":
                error.values["nearest"] = f"{said}/*.yaml"
            raise

    def joined(self, entries: Iterable[tuple[Scalar, Node]]) -> Iterator[tuple[Scalar, Node]]:
        """Each section once, with what all files say in it, in the order of reading."""
        sections: dict[str, list[tuple[Scalar, Node]]] = {}
        for key, value in entries:
            sections.setdefault(key.value, []).append((key, value))
        for parts in sections.values():
            yield parts[0][0], self.whole([value for _, value in parts])

    def whole(self, parts: list[Node]) -> Node:
        """One section of several files; what is no mapping stands for all of it, and is told as such."""
        mappings = [one for one in parts if isinstance(one, Pairs)]
        if 1 < len(parts) == len(mappings):
            return Pairs(parts[0].mark, tuple(self.each_once(mappings)))
        return next((one for one in parts if not isinstance(one, Pairs)), parts[0])

    def each_once(self, parts: Iterable[Pairs]) -> Iterator[tuple[Scalar, Node]]:
        """The entries of one section in several files."""
        first: dict[str, Mark] = {}
        for key, value in (pair for part in parts for pair in part.pairs):
            known = first.setdefault(key.value, key.mark)
            if known is key.mark:
                yield key, value
            else:
                place = f"{known.file}:{known.line}"
                self.fault(key.mark, "declared_twice", name=key.said, first=place)

    def fault(self, mark: Mark, code: str, **values: Any) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(mark.file, mark.line, mark.column, code, values, length=mark.length))


def _called(path: str, item: Scalar) -> str:
    """The file at `path` as it is written; of several that match, by its path from the main file's folder."""
    return path if is_pattern(item.said) else item.said
