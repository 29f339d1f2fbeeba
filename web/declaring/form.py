"""A form with a declaration's text: longer than other forms may be, and always with line feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException

from campaigns.nodes import MAX_BYTES
from web.visit import Here

#: So much of a text is taken in to be told that it is too long; what is longer is a request too large.
_MOST = 4 * MAX_BYTES
_BAD_REQUEST, _TOO_LARGE = 400, 413


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form said."""

    _fields: Mapping[str, str]

    def get(self, name: str) -> str:
        """One field, blank space around it taken off; empty where it is missing."""
        return self._fields.get(name, "").strip()

    @property
    def text(self) -> str | None:
        """The text, as it was typed; None where the form has none."""
        found = self._fields.get("text")
        return None if found is None else found.replace("\r\n", "\n").replace("\r", "\n")


async def _typed(visit: Here) -> Typed:
    """Read the form after its rule let the visitor in; no plain function can bound what it reads."""
    try:
        form = await visit.request.form(max_files=0, max_fields=20, max_part_size=_MOST)
    except HTTPException as error:
        raise HTTPException(_TOO_LARGE if error.status_code == _BAD_REQUEST else error.status_code) from None
    return Typed({name: value for name, value in form.items() if isinstance(value, str)})


#: What a route takes to know what was typed.
Form = Annotated[Typed, Depends(_typed)]
