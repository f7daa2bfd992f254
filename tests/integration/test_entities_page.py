"""The page of entities tells of each where it is, and whether it is shown."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any, Final

from homeassistant.helpers.entity import EntityDescription
import pytest

from custom_components.heat_pump_thermostat import binary_sensor, button
from custom_components.heat_pump_thermostat.devices import Place
from custom_components.heat_pump_thermostat.sensors import house, machine, sums
from tests.pages import Page, rows

ROOT: Final = Path(__file__).parents[2]
ENGLISH: Final = "custom_components/heat_pump_thermostat/translations/en.json"
NAMES: Final[dict[str, Any]] = json.loads((ROOT / ENGLISH).read_text())["entity"]
DESCRIBED: Final[dict[str, tuple[Any, ...]]] = {
    "sensor": (*machine.CONTROL, *machine.MACHINE, *house.HOUSE, *sums.SUMS),
    "binary_sensor": (
        *binary_sensor.SENSORS,
        *binary_sensor.CARE,
        *binary_sensor.TERMINALS,
    ),
    "button": button.BUTTONS,
}
SECTIONS: Final = {
    Place.ROOM: "The thermostat's device",
    Place.OUTDOOR_UNIT: "The outdoor unit",
}
SECTION_TEXTS: Final = {
    section.heading: section.text for section in Page("docs/entities.md").sections
}


def entities() -> Iterator[Any]:
    for platform, descriptions in DESCRIBED.items():
        for description in descriptions:
            name = NAMES[platform][description.key]["name"]
            yield pytest.param(description, name, id=f"{platform} {description.key}")


def shown(description: EntityDescription) -> str:
    if not description.entity_registry_enabled_default:
        return "on request"
    return "yes" if description.entity_registry_visible_default else "hidden"


@pytest.mark.parametrize(("description", "name"), entities())
def test_it_stands_where_it_is_and_as_it_is_shown(description: Any, name: str) -> None:
    text = SECTION_TEXTS[SECTIONS[description.place]]
    told = [row[2].partition(";")[0] for row in rows(text) if row[0] == name]
    assert told == [shown(description)]
