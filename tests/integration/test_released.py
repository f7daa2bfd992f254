"""What this version leaves behind: files that every later one has to understand.

`UPDATE_RELEASED=1 scripts/test integration tests/integration/test_released.py` makes
them anew, for as long as the version is not released; after that they stay for ever.
"""

from collections.abc import Mapping
import json
import os
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant
import pytest

from custom_components.heat_pump_thermostat.configuration.options import (
    SECTIONS,
    options_of,
)
from custom_components.heat_pump_thermostat.configuration.settings import machine_of
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.layouts import ENTRY_VERSION, STORE_VERSION
from tests.damage import RELEASED, released

from .house import DUAL_FUEL, House, Wiring
from .test_actions import act
from .test_entry import released_entry, set_up

MANIFEST: Final = (
    Path(__file__).parents[2] / f"custom_components/{DOMAIN}/manifest.json"
)
VERSION: Final = json.loads(MANIFEST.read_text())["version"].replace(".", "_")
ENTRY: Final = f"entry_{VERSION}.json"
STORE: Final = f"store_{VERSION}.json"
FIRST: Final = RELEASED / "entry_1_1.json"
CHOSEN: Final[Mapping[str, Mapping[str, Any]]] = {
    "compressor": {"quiet_from": "22:00:00", "quiet_until": "06:00:00"},
    "sensors": {
        "fault_signal": "binary_sensor.alarm",
        "further_rooms": ["sensor.loft"],
        "outdoor_fallback": "sensor.outdoor_fallback",
    },
    "prices": {
        "electricity_price_entity": "sensor.electricity_price",
        "fuel_price_entity": "sensor.fuel_price",
        "grid_carbon_entity": "sensor.grid_carbon",
    },
}
"""What has no default, and is worth a choice."""


HELD: Final = {"target_temp_low": 21, "target_temp_high": 25, "for": "02:00:00"}


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Live in a folder of its own."""
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant read and write files."""
    return {}


@pytest.fixture
def wiring() -> Wiring:
    """Wire what the first entry was of."""
    return DUAL_FUEL


def with_every_option(options: dict[str, Any], defaults: dict[str, Any]) -> Any:
    """Return what was chosen, and what holds where nothing was."""
    sections = {}
    for key, values in defaults.items():
        known = {name: value for name, value in values.items() if value is not None}
        sections[key] = {**known, **options.get(key, {}), **CHOSEN.get(key, {})}
    return sections


async def live_a_little(house: House) -> None:
    """Leave something to be remembered of as much as possible."""
    await house.ask("heat_cool", room=19, outdoor=-3)
    await house.choose("set_fan_mode", fan_mode="circulate")
    await house.dwell(hours=56)
    await house.choose("set_preset_mode", preset_mode="away")
    await house.use("button", "press", "filter_done")
    await act(
        house, "vacation", **{"from": "2026-02-01 08:00", "to": "2026-02-08 18:00"}
    )
    await act(house, "limit", source="utility", offset=1, **{"for": "03:00:00"})
    await act(house, "hold", **HELD)
    house.hass.states.async_set("binary_sensor.window", "on")
    house["g"].vanish()
    await house.dwell(minutes=20)


@pytest.mark.skipif("UPDATE_RELEASED" not in os.environ, reason="they are there")
async def test_make_them(hass: HomeAssistant, shell: House) -> None:
    before = released_entry(FIRST)
    options = with_every_option(
        dict(before.options), options_of(machine_of(before), before.options)
    )
    finish = {"hide_relays": True, "voice": True}
    await set_up(
        shell,
        released_entry(FIRST, options=options, data={**before.data, "finish": finish}),
    )
    await live_a_little(shell)
    await hass.async_block_till_done()

    write(STORE, read(hass.config.path(".storage", f"{DOMAIN}.{before.entry_id}")))
    write(ENTRY, shell.entry.as_dict())


def read(path: str) -> Any:
    return json.loads(Path(path).read_text())


def write(name: str, content: Any) -> None:
    text = json.dumps(content, indent=1, sort_keys=True, default=str)
    (RELEASED / name).write_text(f"{text}\n")


def test_a_release_leaves_its_entry_with_every_option() -> None:
    entry = released(ENTRY)
    assert (entry["version"], entry["minor_version"]) == (1, ENTRY_VERSION)

    machine = machine_of(released_entry(RELEASED / ENTRY))
    missing = [
        f"{section.key}.{field.key}"
        for section in SECTIONS
        for field in section.offered(machine)
        if field.key not in entry["options"][section.key]
    ]
    assert missing == []


def test_a_release_leaves_its_store() -> None:
    store = released(STORE)
    assert store["version"] == STORE_VERSION
    assert store["data"]["wishes"]["hold"]
    assert store["data"]["wishes"]["vacation"]
    assert store["data"]["wishes"]["curtailments"]
    assert store["data"]["problems"]
