"""pages: the pages alone, and beside everything else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from actions import accounts
from actions.house import House
from cli.houses import open_house
from cli.output import mark_simulated, options
from cli.wording import say
from flows.up import ALERTNESS, heeding_signals
from web.door import door_of
from web.serving import serving


@click.command()
@click.option("--port", type=int, help="端口，默认8000起 · port, 8000 or the next free one")
@click.option(
    "--listen", default="127.0.0.1", show_default=True, metavar="HOST", help="监听地址 · address to bind"
)
@options("data", "lang")
def pages(port: int | None, listen: str, data: Path | None, lang: str) -> None:
    """只提供页面，不核查、不送达 · serve the pages alone: no wakes, no letters."""
    house = open_house(data, existing=True)
    mark_simulated(simulated=house.simulated)
    stop = threading.Event()
    with heeding_signals(stop), served(house, listen, port, lang):
        while not stop.wait(ALERTNESS):
            pass


@contextmanager
def served(house: House, listen: str, port: int | None, lang: str) -> Iterator[str]:
    """Serve the pages of `house` until the block ends; a real house gets its first administrator."""
    door = door_of(house.settings, listen)
    with serving(house, door, port, click.echo) as url:
        in_play = house.simulated and door.loopback
        click.echo(say(lang, "pages in play" if in_play else "pages", url=url))
        given = accounts.first(house)
        if given is not None:
            said = {"name": given.account.name, "password": given.password}
            click.echo(say(lang, "first administrator", **said))
        yield url
