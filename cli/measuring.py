"""measure: figures of a measure, as of a day."""

from datetime import date
from pathlib import Path

import click

from actions.measure import Measurement
from actions.measure import measure as put_on_record
from cli.houses import actor_of, open_house
from cli.measured import reached
from cli.output import Day, choose, mark_simulated, options, print_json
from reports.measured import decimal
from reports.standing_as_json import measure_as_json


@click.command()
@click.argument("campaign")
@click.argument("name", metavar="MEASURE")
@click.option(
    "--unit", help="哪个单位的；不写为整个专项行动 · whose figures; without it the whole campaign's"
)
@click.option("--numerator", help="分子 · the part")
@click.option("--denominator", help="分母 · of how many")
@click.option("--value", help="数值（不是比率的） · the figure, where it is no ratio")
@click.option("--baseline", help="基数 · what it is compared with")
@click.option("--as-of", type=Day(), help="截至哪一天，默认今天 · as of which day, by default today")
@click.option("--source", help="数据来源 · where the figures are from")
@options("data", "as", "lang", "json")
def measure(
    campaign: str,
    name: str,
    unit: str | None,
    numerator: str | None,
    denominator: str | None,
    value: str | None,
    baseline: str | None,
    as_of: date | None,
    source: str | None,
    data: Path | None,
    actor: str,
    lang: str,
    *,
    as_json: bool,
) -> None:
    """登记指标数据：分子分母或数值 · record the figures of a measure, with both counts.

    duban measure luhe-2018 handled --unit 东安区局 --numerator 38 --denominator 40
    """
    house = open_house(data, existing=True)
    said = Measurement(numerator, denominator, value, baseline, source)
    by = actor_of(house, actor)
    found, fresh = put_on_record(house, campaign, name, said, by, unit=unit, as_of=as_of)
    if as_json:
        print_json({**measure_as_json(found), "recorded": fresh, "simulated": house.simulated})
        return
    mark_simulated(simulated=house.simulated)
    done = choose(lang, "已登记", "recorded") if fresh else choose(lang, "早已登记", "recorded already")
    figure = f"{decimal(found.value)}{found.per}" if found.value is not None else "—"
    share = choose(lang, f"，完成目标{reached(found, lang)}", f", of the aim {reached(found, lang)}")
    click.echo(f"✔ {done} {found.title}：{figure}{share}")
