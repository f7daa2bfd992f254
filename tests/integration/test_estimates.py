"""Which estimates there are for a machine, and how Home Assistant takes them."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.components.sensor.const import (
    DEVICE_CLASS_STATE_CLASSES,
    DEVICE_CLASS_UNITS,
)
from homeassistant.const import UnitOfPower
from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from custom_components.heat_pump_thermostat.sensors.house import HOUSE
from custom_components.heat_pump_thermostat.sensors.machine import CONTROL, MACHINE
from custom_components.heat_pump_thermostat.sensors.sums import SUMS

from .gauges import DATASHEET, GAUGES, equip, learn_house, told
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

KEYS = [description.key for description in (*CONTROL, *MACHINE, *HOUSE, *SUMS)]
BACKUP = {
    "aux_heat_runtime",
    "aux_heat_runtime_today",
    "supplementary_heat_runtime",
    "reheat_heat_runtime",
    "emergency_heat_runtime",
    "lockout_heat_runtime",
    "aux_heat_share",
    "backup_heat_delivered",
}
ELECTRIC = {"aux_heat_energy"}
FUEL = {"furnace_fuel_energy"}
STAGE_2 = {"stage_2_runtime"}
FAN = {"fan_runtime"}
COOLING = {"eer", "cooling_delivered"}
FROST = {
    "defrost_state",
    "frost_level",
    "defrosts_today",
    "defrost_time_today",
    "defrost_energy_today",
}

TOLD: Mapping[str, Mapping[str, Any]] = {
    "prices": {"electricity_price": 0.3, "fuel_price": 0.1, "grid_carbon": 0.4},
    "upkeep": {"design_outdoor": -15},
    "schedule": {"schedule": "schedule.home", "is_adaptive": True},
}
"""Options by which something more is known."""


async def tell_all(house: House) -> None:
    """Install a thermostat that is told everything."""
    await equip(house, *GAUGES)
    for section, fields in TOLD.items():
        await house.tune(**{section: fields})


def sensors(house: House) -> set[str]:
    """Return the keys of all sensors of the thermostat, disabled ones too."""
    return house.keys() & set(KEYS)


# --- What there is -------------------------------------------------------------------


def test_no_key_names_two_sensors() -> None:
    assert len(KEYS) == len(set(KEYS))


@pytest.mark.parametrize(
    ("wiring", "missing"),
    [
        pytest.param(TWO_STAGE, FUEL, id="two stages"),
        pytest.param(ONE_STAGE, FUEL | STAGE_2, id="one stage"),
        pytest.param(DUAL_FUEL, ELECTRIC | STAGE_2, id="dual fuel"),
        pytest.param(BARE, BACKUP | ELECTRIC | FUEL | STAGE_2, id="no backup"),
        pytest.param(
            JUST_A_COMPRESSOR,
            BACKUP | ELECTRIC | FUEL | STAGE_2 | FAN | COOLING,
            id="just a compressor",
        ),
    ],
)
async def test_a_machine_of_which_all_is_told_has_the_sensors_of_what_it_has(
    shell: House, missing: set[str]
) -> None:
    await tell_all(shell)

    assert set(KEYS) - sensors(shell) == missing


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
    await equip(shell, "source_temperature", user=user)

    assert not shell.keys() & {*FROST, "defrosting"}
    assert sensors(shell) >= {"cop", "heating_capacity", "better_source"}


BY_A_FACT: Mapping[str, set[str]] = {
    "datasheet": {
        "heating_capacity",
        "estimated_power",
        "heat_pump_energy",
        "heat_delivered",
        "seasonal_performance",
        "thermal_balance_point",
        "heat_loss",
    },
    "power": {"estimated_power", "heat_pump_energy"},
    "aux rating": {"aux_heat_energy"},
    "aux power": {"aux_heat_energy"},
    "price": set(),
    "datasheet and price": {"cost", "cost_today", "saved_on_resistance"},
    "plan": {"preheat_start"},
}
SHEET = {key: DATASHEET[key] for key in ("heating_capacity_47f", "heating_cop_47f")}


@pytest.mark.parametrize(
    ("told", "appears"),
    [
        ({"performance": SHEET}, "datasheet"),
        ({"sensors": {"heat_pump_power": "sensor.heat_pump_power"}}, "power"),
        ({"performance": {"aux_rating": 9}}, "aux rating"),
        ({"sensors": {"aux_power": "sensor.aux_power"}}, "aux power"),
    ],
)
async def test_a_sensor_appears_with_what_it_rests_on(
    shell: House, told: Mapping[str, Any], appears: str
) -> None:
    for key, (value, unit, device_class) in GAUGES.items():
        attributes = {"unit_of_measurement": unit, "device_class": device_class}
        shell.hass.states.async_set(f"sensor.{key}", value, attributes)
    await shell.install()
    before = sensors(shell)
    assert not before & BY_A_FACT[appears]

    user = {"name": "Upstairs", "room_temperature": ROOM, "backup": "electric"}
    user |= {"outdoor_temperature": OUTDOOR}
    wires = {name.value: relay.entity_id for name, relay in shell.relays.items()}
    steps = (told.get("sensors", {}), told.get("performance", {}))
    await shell.reconfigure(user, wires, *steps)
    await shell.settle()

    assert sensors(shell) - before >= BY_A_FACT[appears]


@pytest.mark.parametrize(
    ("section", "appears"),
    [("prices", "datasheet and price"), ("schedule", "plan")],
)
async def test_a_sensor_appears_at_once_with_the_option_that_it_rests_on(
    shell: House, section: str, appears: str
) -> None:
    await equip(shell)
    assert not sensors(shell) & BY_A_FACT[appears]

    await shell.tune(**{section: TOLD[section]})

    assert sensors(shell) >= BY_A_FACT[appears]
    assert all(shell.state(key) for key in BY_A_FACT[appears])


async def test_what_was_counted_stays_when_its_datasheet_goes(shell: House) -> None:
    await equip(shell)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=30)
    counted = told(shell, "heat_pump_energy")
    assert counted > 0

    await shell.choose("turn_off")
    await shell.live(minutes=10)
    await shell.rewire(shell.wiring)

    assert told(shell, "heat_pump_energy") == pytest.approx(counted, rel=0.05)
    assert not sensors(shell) & {"estimated_power", "heating_capacity"}


# --- What Home Assistant makes of them -----------------------------------------------


@pytest.mark.slow_after(1)
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
            known = {*DEVICE_CLASS_UNITS[kind], *TOLD_BESIDES.get(kind, ())}
            assert attributes["unit_of_measurement"] in known, key
    assert complaints(caplog.get_records("call")) == []


TOLD_BESIDES = {SensorDeviceClass.POWER: {UnitOfPower.BTU_PER_HOUR}}
"""What the device class names and converts, and its table of units leaves out."""
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
async def test_an_energy_fits_the_energy_dashboard(shell: House, key: str) -> None:
    await tell_all(shell)
    attributes = shell.state(key).attributes

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
    shell: House, key: str, shown: dict[str, Any]
) -> None:
    await tell_all(shell)

    assert shown.items() <= shell.state(key).attributes.items()


@pytest.mark.usefixtures("everything_enabled")
@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_degrees_are_the_households_own(shell: House) -> None:
    sheet = {**DATASHEET, "heating_capacity_47f": 36, "heating_capacity_17f": 22}
    await equip(shell, performance=sheet)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=10)
    learn_house(shell)

    temperatures = ("outdoor_temperature", "thermal_balance_point", "lift")
    units = {shell.state(key).attributes["unit_of_measurement"] for key in temperatures}
    assert units == {"°F"}
    assert told(shell, "outdoor_temperature") == pytest.approx(26.6)
    assert told(shell, "lift") == pytest.approx(45 * 1.8)  # No 32 is added.
    assert -10 < told(shell, "thermal_balance_point") < 40
