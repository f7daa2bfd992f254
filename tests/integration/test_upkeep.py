"""What the machine needs from its people, and what they tell it they have done."""

from datetime import timedelta
from typing import Any, Final

from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .gauges import beside, equip, say, told
from .house import HEAT_ONLY, TWO_STAGE, House

TASKS: Final = ("filter", "coil", "service")
DAYS: Final = {"filter": 90, "coil": 365, "service": 365}


def due(house: House) -> set[str]:
    """Return what has to be done."""
    return {task for task in TASKS if house.state(f"{task}_due").state == "on"}


async def press(house: House, key: str) -> None:
    """Press a button."""
    await house.use("button", "press", key)


async def pass_by(house: House, **duration: float) -> None:
    """Let a long time pass in a house that is only looked at now and then."""
    await house.wait(**{**duration, "minutes": -5 + duration.get("minutes", 0)})
    await house.live(minutes=5)


# --- What there is -------------------------------------------------------------------


@pytest.mark.parametrize("wiring", [TWO_STAGE, HEAT_ONLY])
async def test_every_machine_wants_care(
    new_house: House, entity_registry: er.EntityRegistry
) -> None:
    for task in TASKS:
        for key in (f"{task}_due", f"{task}_done"):
            entry = entity_registry.async_get(new_house.id(key))
            assert entry is not None
            assert entry.disabled_by is None
            assert entry.entity_category is EntityCategory.DIAGNOSTIC
    assert due(new_house) == set()


@pytest.mark.parametrize("key", ["forget_machine", "forget_house"])
async def test_forgetting_is_not_pressed_by_accident(
    new_house: House, entity_registry: er.EntityRegistry, key: str
) -> None:
    entry = entity_registry.async_get(new_house.id(key))

    assert entry is not None
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    assert entry.entity_category is EntityCategory.CONFIG


# --- By the calendar -----------------------------------------------------------------


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("task", TASKS)
async def test_a_task_that_was_done_is_due_again_after_as_long(
    new_house: House, task: str
) -> None:
    await pass_by(new_house, days=DAYS[task] + 1)
    assert task in due(new_house)
    others = due(new_house) - {task}
    await press(new_house, f"{task}_done")
    assert due(new_house) == others
    pressed = dt_util.parse_datetime(new_house.state(f"{task}_done").state)
    assert pressed == new_house.now

    await pass_by(new_house, days=DAYS[task] - 1)
    assert task not in due(new_house)
    await pass_by(new_house, days=2)
    assert task in due(new_house)


async def test_the_household_says_how_long_a_filter_lasts(new_house: House) -> None:
    await new_house.tune(upkeep={"filter_time": 30})
    await pass_by(new_house, days=29)
    assert due(new_house) == set()

    await pass_by(new_house, days=2)
    assert due(new_house) == {"filter"}

    await new_house.tune(upkeep={"filter_time": 60})
    assert due(new_house) == set()


# --- By the fan ----------------------------------------------------------------------


async def blow(house: House, hours: int) -> None:
    """Let the fan run."""
    await house.choose("set_fan_mode", fan_mode="on")
    await house.choose("set_hvac_mode", hvac_mode="fan_only")
    end = house.now + timedelta(hours=hours)
    while house.now < end:
        house.report()
        await house.wait(minutes=30)


@pytest.mark.slow
async def test_a_filter_is_due_by_the_hours_of_the_fan(shell: House) -> None:
    await equip(shell)
    await shell.tune(upkeep={"filter_run": 50})
    await blow(shell, 49)
    assert due(shell) == set()

    await blow(shell, 2)
    assert due(shell) == {"filter"}

    await press(shell, "filter_done")
    assert due(shell) == set()

    await blow(shell, 49)
    assert due(shell) == set()
    await blow(shell, 2)
    assert due(shell) == {"filter"}


@pytest.mark.usefixtures("everything_enabled")
async def test_the_fan_goes_on_counting_when_the_filter_is_new(shell: House) -> None:
    await equip(shell)
    await blow(shell, 5)
    await press(shell, "filter_done")

    assert told(shell, "fan_runtime") == pytest.approx(5, abs=0.1)


@pytest.mark.parametrize("wiring", [HEAT_ONLY])
async def test_a_fan_that_is_not_wired_has_no_hours(new_house: House) -> None:
    form = await new_house.settings("upkeep")
    assert form["data_schema"] is not None

    asked = {str(key) for key in form["data_schema"].schema}
    assert asked == {"filter_time", "coil_time", "service_time", "design_outdoor"}


# --- What is remembered --------------------------------------------------------------


async def test_care_survives_a_reload(new_house: House) -> None:
    await pass_by(new_house, days=60)
    await press(new_house, "filter_done")
    await new_house.reload()
    await pass_by(new_house, days=60)
    await new_house.reload()
    assert due(new_house) == set()

    await pass_by(new_house, days=31)
    assert due(new_house) == {"filter"}
    await new_house.reload()
    assert due(new_house) == {"filter"}


@pytest.mark.usefixtures("everything_enabled")
async def test_what_the_machine_has_shown_can_be_forgotten(shell: House) -> None:
    await equip(shell, "heat_pump_power", "heat_meter")
    say(shell, "heat_meter", 0)
    await shell.ask("heat", room=18, outdoor=8.3)
    await shell.live(minutes=10)
    say(shell, "heat_meter", 7.8)
    await shell.live(hours=1)
    learned = told(shell, "capacity_scale")
    assert learned != 100

    await shell.reload()
    assert told(shell, "capacity_scale") == pytest.approx(learned, abs=0.5)

    await press(shell, "forget_machine")
    assert told(shell, "capacity_scale") == 100
    assert told(shell, "power_scale") == 100

    await shell.reload()
    assert told(shell, "capacity_scale") == pytest.approx(100, abs=1)


async def remember(house: House, stored: dict[str, Any], **learned: Any) -> None:
    """Start again as if more had been learned, in days or months, before."""
    file = f"{DOMAIN}.{house.entry.entry_id}"
    await house.unload(house.entry)
    for part, fields in learned.items():
        stored[file]["data"]["learned"][part] |= fields
    await house.set_up()


@pytest.mark.usefixtures("everything_enabled")
async def test_a_machine_is_seen_beside_its_own_best_until_it_is_serviced(
    shell: House, hass_storage: dict[str, Any]
) -> None:
    await equip(shell, "supply_temperature", "return_temperature")
    assert shell.state("performance_ratio").state == "unknown"

    month = timedelta(days=30).total_seconds()
    shown = {"baseline": 1.25, "recent": 1.0, "learned": month}
    await remember(shell, hass_storage, drift=shown)
    assert told(shell, "performance_ratio") == 80

    await press(shell, "filter_done")
    assert told(shell, "performance_ratio") == 80

    await press(shell, "service_done")
    assert shell.state("performance_ratio").state == "unknown"


@pytest.mark.usefixtures("everything_enabled")
async def test_what_the_house_has_shown_can_be_forgotten(
    shell: House, hass_storage: dict[str, Any]
) -> None:
    await equip(shell)
    await remember(shell, hass_storage, envelope={"by_day": {"days": 40}})
    assert beside(shell, "thermal_balance_point")["days"] == 40
    assert beside(shell, "heat_loss")["days"] == 40

    await press(shell, "forget_machine")
    assert beside(shell, "heat_loss")["days"] == 40

    await press(shell, "forget_house")
    assert beside(shell, "thermal_balance_point")["days"] == 0

    await shell.reload()
    assert beside(shell, "heat_loss")["days"] == 0
