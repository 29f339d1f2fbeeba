"""A unit may be called by key, full name or alias: the plan is the same."""

from pathlib import Path

import pytest

from deadlines.calendars import Calendars
from tests.bad_declarations.slips import SOUND, faults, loaded


def ids(folder: Path, text: str) -> list[str]:
    planner = loaded(folder, text).planner("demo", Calendars.packaged())
    return [one.id for one in planner.plan().obligations]


@pytest.mark.parametrize(
    "name", ["binhai", "滨海新区市场监管局", "滨海新区局", "[滨海新区局, binhai]", "districts"]
)
def test_every_name_of_a_unit_obliges_the_same_unit(name: str, tmp_path: Path) -> None:
    text = SOUND.replace("responsible: districts", f"responsible: {name}")
    assert ids(tmp_path, text) == ["demo/report/binhai"]


def test_names_are_understood_wherever_a_unit_may_stand(tmp_path: Path) -> None:
    text = SOUND.replace("office: netreg", "office: 网监处").replace(
        "issuer: tj", "issuer: 天津市市场和质量监督管理委员会"
    )
    text = text.replace("parent: tj", "parent: 天津市市场和质量监督管理委员会")
    text = text.replace("        phase: summary", "        to: 网监处\n        phase: summary")
    text = text.replace("    tasks:\n", "    duties: {网监处: {verb: 负责, text: 监管}}\n    tasks:\n")
    text = text.replace("{kind: district}", "{members: [滨海新区局]}")
    declaration = loaded(tmp_path, text).declaration
    campaign = declaration.campaigns["demo"]
    assert (campaign.office, campaign.document.issuer, list(campaign.duties)) == ("netreg", "tj", ["netreg"])
    assert campaign.tasks["report"].to == "netreg"
    assert declaration.units["binhai"].parent == "tj"
    assert declaration.members("districts", declaration.campaigns["demo"]) == ("binhai",)


def test_an_alias_of_two_units_is_a_fault_wherever_it_is_used(tmp_path: Path) -> None:
    text = SOUND.replace("aliases: [滨海新区局]", "aliases: [滨海新区局, 网监处]")
    (fault,) = faults(tmp_path, text)
    assert (fault.code, fault.line, fault.column) == ("name_taken", 6, 46)
    assert fault.message() == "名称“网监处”已属于“netreg”"


def test_a_units_own_key_may_also_be_its_name_or_alias(tmp_path: Path) -> None:
    text = SOUND.replace("aliases: [滨海新区局]", "aliases: [滨海新区局, binhai, 滨海新区局]")
    assert ids(tmp_path, text) == ["demo/report/binhai"]
