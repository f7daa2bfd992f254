"""Config entries that are damaged, or of another version."""

from copy import deepcopy
import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.heat_pump_thermostat.configuration.entry import ignored_paths
from custom_components.heat_pump_thermostat.configuration.fields import Number
from custom_components.heat_pump_thermostat.configuration.forms import (
    PERFORMANCE_FIELDS,
)
from custom_components.heat_pump_thermostat.configuration.settings import machine_of
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.settings import Preset
from custom_components.heat_pump_thermostat.layouts import ENTRY_VERSION
from tests.damage import RELEASED, WRONG, at, ways

from .house import DUAL_FUEL, House, Wiring
from .test_issues import issues
from .test_storage import warnings

ENTRIES = sorted(RELEASED.glob("entry_*.json"))


@pytest.fixture
def wiring() -> Wiring:
    """Wire what the released entry is of."""
    return DUAL_FUEL


def released_entry(path: Path = ENTRIES[-1], **other: Any) -> MockConfigEntry:
    """Return an entry as a released version kept it, with something else in it."""
    kept = json.loads(path.read_text()) | other
    names = ("data", "options", "title", "version", "minor_version", "entry_id")
    return MockConfigEntry(domain=DOMAIN, **{name: kept[name] for name in names})


async def set_up(house: House, entry: MockConfigEntry) -> None:
    """Set an entry up, and let the compressor rest."""
    entry.add_to_hass(house.hass)
    house.entry = entry
    await house.hass.config_entries.async_setup(entry.entry_id)
    await house.wait(minutes=6)


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
async def test_each_released_entry_is_read_without_a_word(
    shell: House, caplog: pytest.LogCaptureFixture, path: Path
) -> None:
    await set_up(shell, released_entry(path))

    assert shell.entry.state is ConfigEntryState.LOADED
    assert warnings(caplog) == []
    assert issues(shell) == {}
    settings = shell.entry.runtime_data.settings
    assert set(settings.machine.wired) == {"y1", "g", "o", "w1"}
    assert settings.comfort.heat_differential == 0.4
    assert settings.presets[Preset.AWAY].heat == pytest.approx(15)
    assert settings.upkeep.design_outdoor == pytest.approx(-15)
    assert len(settings.machine.ratings.heating) == 2

    await shell.ask("heat", room=18)
    assert shell.on == {"g", "y1"}


@pytest.mark.parametrize(
    ("data", "options", "told"),
    [
        pytest.param({"backup": "solar"}, {}, "`backup`", id="an unknown backup"),
        pytest.param({"backup": None}, {}, "`backup`", id="no backup"),
        pytest.param({"source": ["sun"]}, {}, "`source`", id="an unknown source"),
        pytest.param(
            {"terminals": {"y1": "switch.y1", "g": "switch.g", "h2": "switch.h2"}},
            {},
            "`terminals.h2`",
            id="an unknown terminal",
        ),
        pytest.param({"sensors": 5}, {}, "`sensors`", id="no sensors"),
        pytest.param(
            {"sensors": {"moon": "sensor.moon", "heat_meter": 7}},
            {},
            "`sensors.moon`, `sensors.heat_meter`",
            id="unknown sensors",
        ),
        pytest.param(
            {"performance": {"machine_type": "rocket", "airflow": float("nan")}},
            {},
            "`performance.machine_type`, `performance.airflow`",
            id="a strange datasheet",
        ),
        pytest.param({"moon": 1}, {}, "`moon`", id="a field of a newer version"),
        pytest.param(
            {},
            {
                "compressor": {"minimum_off": "long", "on_stop": "explode"},
                "auxiliary": {"strategy": 3, "temper_defrost": "yes"},
                "sensors": {"windows": "binary_sensor.window", "fallback": []},
                "fan": {"circulate": 1e300},
                "frills": {},
                "prices": 7,
            },
            "`compressor.minimum_off`, `compressor.on_stop`, `auxiliary.strategy`, "
            "`auxiliary.temper_defrost`, `sensors.windows`, `sensors.fallback`, "
            "`fan.circulate`, `frills`, `prices`",
            id="options",
        ),
    ],
)
async def test_what_is_not_understood_is_left_out_and_told(
    shell: House,
    caplog: pytest.LogCaptureFixture,
    data: dict[str, Any],
    options: dict[str, Any],
    told: str,
) -> None:
    entry = released_entry()
    entry = released_entry(data={**entry.data, **data}, options=options)
    kept = (dict(entry.data), dict(entry.options))
    await set_up(shell, entry)

    assert shell.entry.state is ConfigEntryState.LOADED
    issue = issues(shell)["entry_not_understood"]
    assert issue.translation_placeholders == {"name": "Upstairs", "parts": told}
    (warning,) = warnings(caplog)
    assert warning == f"Upstairs: of its settings, this is not understood: {told}"
    assert (dict(entry.data), dict(entry.options)) == kept

    await shell.ask("heat", room=18)
    assert shell.on == {"g", "y1"}
    assert shell.entry.runtime_data.settings.machine.backup in {"fuel", "none"}


NUMBERS = [field for field in PERFORMANCE_FIELDS if isinstance(field, Number)]
SHEET = {"heating_capacity_47f": 10.0, "heating_cop_47f": 3.6}


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.key)
def test_no_figure_of_a_damaged_sheet_keeps_a_machine_from_being_read(
    field: Number,
) -> None:
    """Whatever is accepted a machine can have; all else is left out."""
    unit = field.quantity.metric
    ends = [unit.kept(field.low), unit.kept(field.high)]
    near = [end + by for end in ends for by in (0.0, 0.009, -0.009, 0.011, -0.011)]
    absurd = [0.0, -1.0, 1e-9, 1e4, 1e300, float("nan"), float("inf")]
    for value in (*near, *absurd):
        entry = released_entry(data={"performance": {**SHEET, field.key: value}})
        assert machine_of(entry)
    for end in ends:
        entry = released_entry(data={"performance": {**SHEET, field.key: end}})
        assert ignored_paths(entry) == ["room_temperature", "backup", "terminals"]


async def test_an_entry_of_which_nothing_is_left_is_set_up(shell: House) -> None:
    await set_up(shell, released_entry(data={}, options={}))
    await shell.choose("set_hvac_mode", hvac_mode="heat")
    await shell.live(hours=3)

    assert shell.entry.state is ConfigEntryState.LOADED
    parts = (issues(shell)["entry_not_understood"].translation_placeholders or {})[
        "parts"
    ]
    assert parts == "`room_temperature`, `backup`, `terminals`"


async def test_what_is_understood_again_is_not_told_any_more(shell: House) -> None:
    await set_up(shell, released_entry(options={"fan": {"circulate": "often"}}))
    assert "entry_not_understood" in issues(shell)

    await shell.tune(fan={"circulate": 20})
    assert issues(shell) == {}
    assert shell.entry.runtime_data.settings.fan.circulate.total_seconds() == 1200


@pytest.mark.slow
async def test_an_entry_that_is_damaged_anywhere_is_set_up(
    hass: HomeAssistant, shell: House
) -> None:
    whole = json.loads(ENTRIES[-1].read_text())
    kept = {"data": whole["data"], "options": whole["options"]}
    for number, way in enumerate(ways(kept)):
        broken = deepcopy(kept)
        at(broken, way[:-1])[int(way[-1]) if way[-1].isdigit() else way[-1]] = WRONG[
            type(at(kept, way))
        ]
        if len(way) == 1:
            continue  # Home Assistant itself would not take it in.
        entry = released_entry(**broken, entry_id=f"{number}")
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id), way
        shell.entry = entry
        assert "entry_not_understood" in issues(shell), way
        await shell.unload(entry)


# --- Versions ------------------------------------------------------------------------


async def test_an_entry_of_a_newer_minor_version_is_set_up_as_it_is(
    shell: House,
) -> None:
    entry = released_entry(minor_version=ENTRY_VERSION + 7)
    data = {**entry.data, "frills": {"of": 1}}
    entry = released_entry(minor_version=ENTRY_VERSION + 7, data=data)
    await set_up(shell, entry)

    assert shell.entry.state is ConfigEntryState.LOADED
    assert entry.data["frills"] == {"of": 1}
    assert entry.minor_version == ENTRY_VERSION + 7
    assert set(issues(shell)) == {"entry_not_understood"}


async def test_an_entry_of_an_older_minor_version_is_brought_up_to_date(
    shell: House,
) -> None:
    entry = released_entry(minor_version=0)
    before = dict(entry.data)
    await set_up(shell, entry)

    assert shell.entry.state is ConfigEntryState.LOADED
    assert entry.minor_version == ENTRY_VERSION
    assert dict(entry.data) == before


async def test_an_entry_of_a_newer_major_version_is_refused_by_home_assistant(
    shell: House,
) -> None:
    """It says that nothing of it can be understood any more."""
    entry = released_entry(version=2)
    await set_up(shell, entry)

    assert entry.state is ConfigEntryState.MIGRATION_ERROR
