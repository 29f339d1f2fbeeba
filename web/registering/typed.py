"""What was typed into a form whose fields no signature can name: chosen rows, declared fields, a file."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

#: Bytes of one field that is no file, at most: a table that is carried along for correction.
MOST_TYPED = 2_000_000
#: Fields of one form, at most.
MOST_FIELDS = 5000


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form in their order, and the files beside them."""

    fields: tuple[tuple[str, str], ...]
    #: Name of the field, name of the file as the browser tells it, and its content.
    files: tuple[tuple[str, str, bytes], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """The first of this name, without blanks at its ends."""
        return next((text.strip() for key, text in self.fields if key == name), default)

    def raw(self, name: str) -> str:
        """The first of this name, as it was sent."""
        return next((text for key, text in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every one of this name."""
        return [text for key, text in self.fields if key == name]

    def under(self, prefix: str) -> dict[str, str]:
        """What was typed into the fields called `prefix` and a name, by that name."""
        return {key[len(prefix) :]: text.strip() for key, text in self.fields if key.startswith(prefix)}

    def file(self, name: str) -> tuple[str, bytes] | None:
        """Name and content of the file; None where none was chosen."""
        return next(((called, data) for key, called, data in self.files if key == name and called), None)


async def _typed(request: Request) -> Typed:
    fields, files = list[tuple[str, str]](), list[tuple[str, str, bytes]]()
    async with request.form(max_fields=MOST_FIELDS, max_part_size=MOST_TYPED) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append((name, value.filename or "", await value.read()))
            else:
                fields.append((name, value.replace("\r\n", "\n")))
    return Typed(tuple(fields), tuple(files))


#: What a route takes to know what was typed: `def form(visit: Here, typed: Sent) -> Response`.
Sent = Annotated[Typed, Depends(_typed)]
