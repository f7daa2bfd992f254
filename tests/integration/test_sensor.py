"""What the sensors tell: why, until when, how long, how often, how cold."""

from typing import Any

from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er
import pytest

from .house import BARE, ROOM, House

FEW = 5
"""A sensor in minutes may be this far behind while something runs."""
DIAGNOSTIC = EntityCategory.DIAGNOSTIC


def figure(house: House, key: str) -> float:
    """Return what a sensor shows as a number."""
    return float(house.state(key).state)


async def emergency(house: House, state: str) -> None:
    """Turn emergency heat on or off."""
    await house.use("switch", f"turn_{state}", "emergency_heat")


# --- What there is -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "category"),
    [
        ("status", None),
        ("next_change", DIAGNOSTIC),
        ("outdoor_temperature", DIAGNOSTIC),
        ("aux_heat_runtime_today", None),
        ("compressor_starts_today", None),
    ],
)
async def test_a_sensor(
    new_house: House,
    entity_registry: er.EntityRegistry,
    key: str,
    category: EntityCategory | None,
) -> None:
    entry = entity_registry.async_get(new_house.id(key))
    assert entry is not None
    assert entry.disabled_by is None
    assert entry.hidden_by is None
    assert entry.entity_category is category
    assert entry.has_entity_name


@pytest.mark.parametrize(
    ("key", "attributes"),
    [
        ("status", {"device_class": "enum"}),
        ("next_change", {"device_class": "timestamp"}),
        (
            "outdoor_temperature",
            {"device_class": "temperature", "state_class": "measurement"},
        ),
        (
            "aux_heat_runtime",
            {
                "device_class": "duration",
                "state_class": "total_increasing",
                "unit_of_measurement": "h",
            },
        ),
        (
            "aux_heat_runtime_today",
            {
                "device_class": "duration",
                "state_class": "total_increasing",
                "unit_of_measurement": "min",
            },
        ),
        (
            "compressor_runtime",
            {
                "device_class": "duration",
                "state_class": "total_increasing",
                "unit_of_measurement": "h",
            },
        ),
        ("compressor_starts_today", {"state_class": "total_increasing"}),
    ],
)
async def test_what_it_measures(
    new_house: House, key: str, attributes: dict[str, Any]
) -> None:
    assert attributes.items() <= new_house.state(key).attributes.items()


@pytest.mark.parametrize("wiring", [BARE])
async def test_without_a_backup_its_run_time_is_not_told(new_house: House) -> None:
    assert not {"aux_heat_runtime", "aux_heat_runtime_today"} & new_house.keys()


async def test_without_an_outdoor_sensor_no_outdoor_temperature_is_told(
    shell: House,
) -> None:
    await shell.install(user={"name": "Upstairs", "room_temperature": ROOM})

    assert not shell.keys() & {"outdoor_temperature"}


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"sensors": {"outdoor_fallback": "weather.home"}}, id="fallback"),
        pytest.param({"foresight": {"weather": "weather.home"}}, id="forecast"),
    ],
)
async def test_by_the_weather_alone_it_is_told(
    shell: House, options: dict[str, Any]
) -> None:
    shell.hass.states.async_set("weather.home", "sunny", {"temperature": 3})
    await shell.install(user={"name": "Upstairs", "room_temperature": ROOM})
    await shell.tune(**options)

    assert shell.keys() >= {"outdoor_temperature", "cop"}


async def test_every_status_is_an_option(new_house: House) -> None:
    assert new_house.status in new_house.state("status").attributes["options"]


# --- Run times -----------------------------------------------------------------------


async def test_run_times_count(house: House) -> None:
    assert figure(house, "compressor_runtime") == 0
    assert figure(house, "compressor_starts_today") == 0

    await house.ask("heat", room=18)
    await house.wait(minutes=6)
    assert figure(house, "compressor_runtime") == pytest.approx(0.1, abs=0.11)
    assert figure(house, "compressor_starts_today") == 1
    assert figure(house, "aux_heat_runtime") == 0

    await emergency(house, "on")
    await house.live(minutes=30)
    assert figure(house, "compressor_runtime") == pytest.approx(0.1, abs=0.11)
    assert figure(house, "aux_heat_runtime_today") == pytest.approx(30, abs=FEW)

    await emergency(house, "off")
    assert figure(house, "aux_heat_runtime") == pytest.approx(0.5)
    assert figure(house, "aux_heat_runtime_today") == pytest.approx(30, abs=1)


async def test_a_lost_relay_is_not_counted_as_running(house: House) -> None:
    await house.ask("heat", room=18)
    await emergency(house, "on")
    await house.live(minutes=6)
    house["w2"].vanish()
    house["e"].vanish()
    await house.live(minutes=30)

    assert figure(house, "aux_heat_runtime_today") == pytest.approx(6)


async def test_a_new_day_begins_in_a_house_where_nothing_happens(shell: House) -> None:
    await shell.wait(hours=17, minutes=30)
    shell.report(room=18)
    await shell.install()
    await emergency(shell, "on")
    await shell.live(minutes=20)
    await emergency(shell, "off")
    assert figure(shell, "aux_heat_runtime_today") == pytest.approx(20)

    await shell.wait(minutes=10)
    assert figure(shell, "aux_heat_runtime_today") == 0


# --- Outdoors ------------------------------------------------------------------------


async def test_no_weather_is_told_as_minus_nothing(house: House) -> None:
    await house.sense(outdoor=-0.04)

    assert house.state("outdoor_temperature").state == "0.0"


async def test_an_old_outdoor_temperature_is_unknown(house: House) -> None:
    await house.sense(outdoor=-3.7)
    await house.wait(hours=2, minutes=59)
    assert figure(house, "outdoor_temperature") == -3.7

    await house.wait(minutes=2)
    assert house.state("outdoor_temperature").state == "unknown"
