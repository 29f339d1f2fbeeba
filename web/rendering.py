"""Templates: one environment for each language, everything escaped, a name that nobody gave is an error."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from actions.house import HOUSE_ZONE
from reports import dates
from web.assets import FOLDER, Assets
from web.language import LANGUAGES, translations
from web.mixed import mixed
from web.navigation import Places

#: Colours of lights that the style sheet knows; a bureau's own are drawn by the shape alone.
TOKENS = {"#0b6e3a", "#8a5a00", "#b3261e", "#5b6570", "#1d4f91", "#a04000"}


class Templates:
    """Draws pages; made once, for every language."""

    def __init__(self, assets: Assets, places: Places, *, simulated: bool) -> None:
        """Pages lead to `places`, and say on each if the house is `simulated`."""
        shared = {"asset": assets.address, "places": places.of, "simulated": simulated}
        self._by_lang = {lang: _environment(lang, shared) for lang in LANGUAGES}

    def draw(self, template: str, lang: str, context: Mapping[str, Any]) -> str:
        """The whole page."""
        return self._by_lang[lang].get_template(template).render(context)


def _environment(lang: str, shared: Mapping[str, Any]) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(shared, lang=lang, html_lang=LANGUAGES[lang], light_class=light_class)
    made.filters.update(_dates(lang), hash_of=_hash_of, mixed=partial(mixed, lang=lang))
    return made


def _dates(lang: str) -> dict[str, Any]:
    """`moment`: an instant; `until`: an exclusive bound, midnight as 24:00; `day`: a date."""

    def moment(at: datetime, zone: ZoneInfo = HOUSE_ZONE) -> str:
        local = at.astimezone(zone)
        space = " " if lang == "en" else ""
        return f"{dates.said(local.date(), lang)}{dates.weekday(local.date(), lang)}{space}{local:%H:%M}"

    def until(at: datetime, zone: ZoneInfo = HOUSE_ZONE) -> str:
        return dates.asked(at, zone, lang)

    def day(on: date) -> str:
        return dates.said(on, lang) + dates.weekday(on, lang)

    return {"moment": moment, "until": until, "day": day}


def light_class(colour: str) -> str:
    """The class of a light's colour; empty for one that the style sheet does not know."""
    return f"light-{colour[1:]}" if colour in TOKENS else ""


def _hash_of(text: str) -> str:
    """A short name for what has none, such as the id of a table's caption."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
