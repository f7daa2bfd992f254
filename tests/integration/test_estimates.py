"""Which estimates there are for a machine, and how Home Assistant takes them."""

from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.components.sensor.const import (
    DEVICE_CLASS_STATE_CLASSES,
    DEVICE_CLASS_UNITS,
)
from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from custom_components.heat_pump_thermostat.sensors.house import HOUSE
from custom_components.heat_pump_thermostat.sensors.machine import CONTROL, MACHINE
from custom_components.heat_pump_thermostat.sensors.sums import SUMS

from .gauges import DATASHEET, GAUGES, equip, told
from .house import (
    BARE,
    DUAL_FUEL,
    JUST_A_COMPRESSOR,
    ONE_STAGE,
    OUTDOOR,
    ROOM,
    TWO_STAGE,
    House,
)
from .test_log import complaints

ADAPTIVE = "setback"
"""The key of the one that a schedule's option calls for."""
KEYS = [
    description.key
    for description in (*CONTROL, *MACHINE, *HOUSE, *SUMS)
    if description.key != ADAPTIVE
]
BACKUP = {
    "aux_heat_runtime",
    "aux_heat_runtime_today",
    "supplementary_heat_runtime",
    "reheat_heat_runtime",
    "emergency_heat_runtime",
    "lockout_heat_runtime",
    "aux_heat_share",
}
ELECTRIC = {"aux_heat_energy"}
FUEL = {"furnace_fuel_energy"}
STAGE_2 = {"stage_2_runtime"}
FAN = {"fan_runtime"}
COOLING = {"eer", "cooling_delivered"}
FROST = {
    "frost_level",
    "defrosts_today",
    "defrost_time_today",
    "defrost_energy_today",
}
TWO_SOURCES = {"better_source"}

PROMISED = {
    "cop",
    "defrost_state",
    "status",
    "next_change",
    "aux_heat_runtime",
    "aux_heat_runtime_today",
    "compressor_runtime",
    "compressor_starts_today",
    "heating_capacity",
    "estimated_power",
    "thermal_balance_point",
    "economic_balance_point",
    "outdoor_temperature",
}
"""What dashboards may rely on."""
WANTED = {
    "preheat_start",
    "frost_level",
    "heat_loss",
    "stage_2_runtime",
    "defrosts_today",
    "heat_pump_energy",
    "aux_heat_energy",
    "heat_delivered",
    "seasonal_performance",
    "aux_heat_share",
    "cost",
    "cost_today",
    "saved_on_resistance",
}
"""What more is shown at once."""


def sensors(house: House) -> set[str]:
    """Return the keys of all sensors of the thermostat, disabled ones too."""
    return house.keys() & set(KEYS)


def in_registry(house: House, key: str) -> er.RegistryEntry:
    """Return what the registry knows of a sensor."""
    entry = er.async_get(house.hass).async_get(house.id(key))
    assert entry is not None
    return entry


# --- What there is -------------------------------------------------------------------


def test_no_key_names_two_sensors() -> None:
    assert len(KEYS) == len(set(KEYS))


@pytest.mark.parametrize(
    ("wiring", "missing"),
    [
        pytest.param(TWO_STAGE, FUEL | TWO_SOURCES, id="two stages"),
        pytest.param(ONE_STAGE, FUEL | TWO_SOURCES | STAGE_2, id="one stage"),
        pytest.param(DUAL_FUEL, ELECTRIC | TWO_SOURCES | STAGE_2, id="dual fuel"),
        pytest.param(
            BARE, BACKUP | ELECTRIC | FUEL | TWO_SOURCES | STAGE_2, id="no backup"
        ),
        pytest.param(
            JUST_A_COMPRESSOR,
            BACKUP | ELECTRIC | FUEL | TWO_SOURCES | STAGE_2 | FAN | COOLING,
            id="just a compressor",
        ),
    ],
)
async def test_a_machine_has_the_sensors_of_what_it_has(
    new_house: House, missing: set[str]
) -> None:
    assert set(KEYS) - sensors(new_house) == missing


@pytest.mark.parametrize("source", ["ground", "water", "exhaust_air"])
async def test_what_is_not_in_outdoor_air_never_frosts(
    shell: House, source: str
) -> None:
    user = {
        "name": "Upstairs",
        "room_temperature": ROOM,
        "outdoor_temperature": OUTDOOR,
        "source": source,
        "backup": "electric",
    }
    await equip(shell, "source_temperature", user=user, performance={})
    await shell.ask("heat", room=18)

    assert set(KEYS) - sensors(shell) == FUEL | FROST
    assert "defrosting" not in shell.keys()  # noqa: SIM118 - it is no mapping
    assert shell.state("defrost_state").state == "not_applicable"


async def test_a_sensor_is_shown_at_once_or_kept_for_those_who_look(
    new_house: House,
) -> None:
    shown = {
        key
        for key in sensors(new_house)
        if in_registry(new_house, key).disabled_by is None
    }

    assert shown == PROMISED | WANTED
    assert all(
        in_registry(new_house, key).disabled_by is er.RegistryEntryDisabler.INTEGRATION
        for key in sensors(new_house) - shown
    )


async def test_how_the_model_stands_is_diagnostic(new_house: House) -> None:
    diagnostic = {
        key
        for key in sensors(new_house)
        if in_registry(new_house, key).entity_category is EntityCategory.DIAGNOSTIC
    }

    assert diagnostic == {
        "next_change",
        "preheat_start",
        "carnot_cop",
        "second_law_efficiency",
        "lift",
        "performance_ratio",
        "power_scale",
        "capacity_scale",
        "thermal_mass",
    }


# --- What Home Assistant makes of them -----------------------------------------------


@pytest.mark.usefixtures("everything_enabled")
@pytest.mark.parametrize("units", [METRIC_SYSTEM, US_CUSTOMARY_SYSTEM])
@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL])
async def test_every_figure_is_one_that_home_assistant_can_record(
    shell: House,
    caplog: pytest.LogCaptureFixture,
    units: UnitSystem,  # noqa: ARG001
) -> None:
    await equip(shell, *GAUGES)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=30)

    for key in sensors(shell):
        attributes = shell.state(key).attributes
        device_class = attributes.get("device_class")
        state_class = attributes.get("state_class")
        if device_class is None or state_class is None:
            continue
        kind = SensorDeviceClass(device_class)
        assert state_class in DEVICE_CLASS_STATE_CLASSES[kind], key
        if kind is not SensorDeviceClass.MONETARY:
            assert attributes["unit_of_measurement"] in DEVICE_CLASS_UNITS[kind], key
    assert complaints(caplog.get_records("call")) == []


ENERGIES = [
    "heat_pump_energy",
    "aux_heat_energy",
    "heat_delivered",
    "backup_heat_delivered",
    "cooling_delivered",
    "defrost_energy_today",
]


@pytest.mark.usefixtures("everything_enabled")
@pytest.mark.parametrize("key", ENERGIES)
async def test_an_energy_fits_the_energy_dashboard(new_house: House, key: str) -> None:
    attributes = new_house.state(key).attributes

    assert attributes["device_class"] == SensorDeviceClass.ENERGY
    assert attributes["state_class"] == SensorStateClass.TOTAL_INCREASING
    assert attributes["unit_of_measurement"] == "kWh"


@pytest.mark.usefixtures("everything_enabled")
@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("cost", {"state_class": "total", "unit_of_measurement": "EUR"}),
        ("saved_on_furnace", {"state_class": "total", "unit_of_measurement": "EUR"}),
        ("carbon", {"device_class": "weight", "unit_of_measurement": "kg"}),
        ("lift", {"device_class": "temperature_delta", "unit_of_measurement": "K"}),
        ("heat_loss", {"unit_of_measurement": "W/K"}),
        ("heat_price_heat_pump", {"unit_of_measurement": "EUR/kWh"}),
        (
            "mean_run_today",
            {"state_class": "measurement", "unit_of_measurement": "min"},
        ),
        ("hspf_to_date", {"unit_of_measurement": "Btu/Wh"}),
    ],
)
async def test_a_figure_tells_what_it_measures(
    new_house: House, key: str, shown: dict[str, Any]
) -> None:
    assert shown.items() <= new_house.state(key).attributes.items()


@pytest.mark.usefixtures("everything_enabled")
@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_degrees_are_the_households_own(shell: House) -> None:
    sheet = {**DATASHEET, "heating_capacity_47f": 36, "heating_capacity_17f": 22}
    await equip(shell, performance=sheet)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=10)

    temperatures = ("outdoor_temperature", "thermal_balance_point", "lift")
    units = {shell.state(key).attributes["unit_of_measurement"] for key in temperatures}
    assert units == {"°F"}
    assert told(shell, "outdoor_temperature") == pytest.approx(26.6)
    assert told(shell, "lift") == pytest.approx(45 * 1.8)  # No 32 is added.
    assert -10 < told(shell, "thermal_balance_point") < 40
