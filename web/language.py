"""The two languages of the pages: Chinese in the source, English from the catalogues in `locale/en`."""

import io
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

#: What is asked for by `?lang=`, and what the page then says it is written in.
LANGUAGES = {"zh": "zh-CN", "en": "en"}
USUAL = "zh"
_CATALOGUES = Path(__file__).with_name("locale")


def words(text: str) -> str:
    """Mark `text` for the catalogue; it is translated where it is shown, by `visit.say`."""
    return text


def chosen(*wishes: str | None) -> str:
    """The first of `wishes` that is a language, else the usual one."""
    return next((wish for wish in wishes if wish in LANGUAGES), USUAL)


def understood(accepted: str) -> str | None:
    """The language that `accepted`, an Accept-Language header (RFC 9110), likes best; None: none of ours."""
    wishes = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, weight = part.partition(";")
        try:
            much = float(weight.partition("=")[2] or 1)
        except ValueError:
            much = 0.0
        lang = tag.strip().lower().partition("-")[0]
        if lang in LANGUAGES and much > 0:
            wishes.append((-much, place, lang))
    return min(wishes)[2] if wishes else None


@cache
def translations(lang: str) -> NullTranslations:
    """The words of `lang`; Chinese is what stands in the source."""
    if lang == USUAL:
        return NullTranslations()
    whole = Catalog(locale=lang)
    for path in catalogues(lang):
        for message in _read(path, lang):
            if message.id:
                whole.add(message.id, message.string, context=message.context)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def catalogues(lang: str) -> list[Path]:
    """The files with the words of `lang`: one for each part of the pages, each its own builder's."""
    return sorted((_CATALOGUES / lang).glob("*.po"))


def _read(path: Path, lang: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)
