"""Recovery in time: a real schedule helper, a real thermostat, a night."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM, UnitSystem
import pytest

from .gauges import DATASHEET, equip, learn_house
from .house import ONE_STAGE, House, Wiring

DAYS = "schedule.days"
BLOCK = datetime(2026, 1, 15, 20, 0, tzinfo=UTC)
"""At noon where the tests live, which is UTC − 8 h; they begin at six."""
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.fixture
def wiring() -> Wiring:
    """Wire one stage."""
    return ONE_STAGE


def daily(begin: str, temperature: float = 20) -> dict[str, Any]:
    """Return a week in which each day has a block until ten in the evening."""
    block = {"from": begin, "to": "22:00:00", "data": {"temperature": temperature}}
    return {day: [block] for day in WEEK}


async def follow(
    house: House, begin: str = "12:00:00", warm: float = 20, setback: float = 17
) -> None:
    """Follow a helper as it is configured in the household's files."""
    days = {"days": {"name": "Days", **daily(begin, warm)}}
    assert await async_setup_component(house.hass, "schedule", {"schedule": days})
    await house.tune(schedule={"schedule": DAYS, "setback_heat": setback})


@pytest.fixture
async def night(
    house: House, entity_registry: er.EntityRegistry
) -> AsyncGenerator[House]:
    """Sleep at 17.5 °C, six hours before the block."""
    await follow(house)
    await house.ask("heat", room=17.5, outdoor=8)
    house.forget()
    yield house
    entity_registry.async_remove(DAYS)


def action(house: House) -> Any:
    """Return what the thermostat is seen to do."""
    return house.climate.attributes["hvac_action"]


def preheat_start(house: House) -> datetime | None:
    """Return what the sensor shows: a moment, or unknown."""
    return dt_util.parse_datetime(house.state("preheat_start").state)


async def preheat(house: House) -> None:
    """Let time pass until it preheats."""
    while action(house) != "preheating":
        assert house.now < BLOCK
        await house.live(minutes=5)


async def test_it_preheats_before_the_block_and_arrives(night: House) -> None:
    foreseen = preheat_start(night)
    assert foreseen is not None
    assert foreseen < BLOCK - timedelta(minutes=30)
    assert action(night) == "idle"

    await preheat(night)
    assert "y1" in night.on
    assert foreseen <= night.now < BLOCK - timedelta(minutes=30)
    assert night.status == "preheating"
    assert night.climate.attributes["temperature"] == 17
    begun = preheat_start(night)
    assert begun is not None
    assert night.now - begun < timedelta(minutes=10)

    await night.sense(room=19.9)
    await night.live(seconds=(BLOCK - night.now).total_seconds() + 1)
    assert night.climate.attributes["temperature"] == 20
    assert action(night) == "heating"
    assert night.state("preheat_start").state == "unknown"
    assert night.moves.count("y1 on") == 1
    assert "y1 off" not in night.moves


async def test_a_restart_goes_on_with_the_recovery(
    night: House, hass_storage: dict[str, Any]
) -> None:
    await preheat(night)
    begun = preheat_start(night)
    await night.cut_power(hass_storage, minutes=1)
    await night.live(minutes=10)
    assert action(night) == "preheating"
    assert preheat_start(night) == begun


async def test_a_schedule_that_is_edited_is_followed(night: House) -> None:
    async def edit(begin: str, temperature: float) -> datetime | None:
        days = {"days": {"name": "Days", **daily(begin, temperature)}}
        with patch(
            "homeassistant.config.load_yaml_config_file",
            return_value={"schedule": days},
        ):
            await night.hass.services.async_call("schedule", "reload", blocking=True)
        await night.settle()
        return preheat_start(night)

    at_noon = preheat_start(night)
    assert at_noon is not None
    assert await edit("12:00:00", 17) is None  # The helper itself says the same.
    assert await edit("12:00:00", 20) == at_noon
    assert await edit("14:00:00", 20) == at_noon + timedelta(hours=2)


async def test_a_block_from_midnight_is_foreseen(
    house: House, entity_registry: er.EntityRegistry
) -> None:
    day = [
        {"from": "00:00", "to": "06:00", "data": {"target_temp_low": 20}},
        {"from": "06:00", "to": "24:00", "data": {"target_temp_low": 17}},
    ]
    days = {"days": {"name": "Days", **dict.fromkeys(WEEK, day)}}
    assert await async_setup_component(house.hass, "schedule", {"schedule": days})
    await house.tune(schedule={"schedule": DAYS})
    await house.ask("heat", room=17.5, outdoor=8)

    foreseen, midnight = preheat_start(house), BLOCK + timedelta(hours=12)
    assert foreseen is not None
    assert midnight - timedelta(hours=6) < foreseen < midnight
    entity_registry.async_remove(DAYS)


async def test_a_schedule_that_is_no_helper_is_followed_but_not_foreseen(
    house: House,
) -> None:
    house.hass.states.async_set(DAYS, "off", {"next_event": BLOCK})
    await house.tune(schedule={"schedule": DAYS, "setback_heat": 17})
    await house.ask("heat", room=17.5, outdoor=8)
    await house.live(hours=5)
    assert action(house) == "idle"


async def test_a_schedule_that_goes_away_is_recovered_to_no_more(
    night: House, entity_registry: er.EntityRegistry
) -> None:
    await preheat(night)
    entity_registry.async_remove(DAYS)
    await night.live(minutes=10)
    assert night.state("preheat_start").state == "unknown"
    assert action(night) != "preheating"


@pytest.mark.parametrize(
    ("evening", "block"),
    [
        pytest.param(
            datetime(2026, 3, 8, 8, 30, tzinfo=UTC),
            datetime(2026, 3, 8, 13, 0, tzinfo=UTC),
            id="an hour is left out",
        ),
        pytest.param(
            datetime(2026, 11, 1, 8, 30, tzinfo=UTC),
            datetime(2026, 11, 1, 14, 0, tzinfo=UTC),
            id="an hour comes twice",
        ),
    ],
)
async def test_a_night_in_which_the_clock_is_changed(
    house: House,
    freezer: FrozenDateTimeFactory,
    entity_registry: er.EntityRegistry,
    evening: datetime,
    block: datetime,
) -> None:
    """The block begins at six on the wall, an hour sooner or later than usual."""
    assert block.astimezone(ZoneInfo("US/Pacific")).hour == 6
    freezer.move_to(evening)
    await follow(house, "06:00:00")
    await house.ask("heat", room=17.5, outdoor=8)
    while action(house) != "preheating":
        assert house.now < block
        await house.live(minutes=5)
    early = block - house.now
    assert timedelta(minutes=30) < early < timedelta(hours=4)
    entity_registry.async_remove(DAYS)


# --- A setback that adapts -----------------------------------------------------------


def kept(house: House) -> float | None:
    """Return how warm the room is kept, as the sensor shows it."""
    state = house.state("setback").state
    return None if state == "unknown" else float(state)


@pytest.fixture
async def cold_night(
    shell: House, entity_registry: er.EntityRegistry
) -> AsyncGenerator[House]:
    """Sleep in a house that is known, in the cold, ten hours before the block."""
    efficient = {"heating_cop_17f": 4.5, "heating_cop_47f": 5.0}
    await equip(shell, performance={**DATASHEET, **efficient})
    learn_house(shell)
    await follow(shell, "16:00:00")
    await shell.ask("heat", room=20, outdoor=-7)
    shell.forget()
    yield shell
    entity_registry.async_remove(DAYS)


def is_there(house: House) -> bool:
    """Return whether there is a sensor of it."""
    return house.keys() >= {"setback"}


async def adapt(house: House, setback: float = 17) -> None:
    """Let the setback adapt from this night on."""
    await house.tune(schedule={})
    await house.tune(
        schedule={"schedule": DAYS, "setback_heat": setback, "is_adaptive": True}
    )
    await house.hass.async_block_till_done()


async def test_a_setback_that_cannot_be_made_good_in_time_is_shallower(
    cold_night: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "custom_components.heat_pump_thermostat")
    assert not is_there(cold_night)
    await adapt(cold_night)

    warm = kept(cold_night)
    assert warm is not None
    assert 17 < warm < 20
    assert cold_night.state("setback").attributes["scheduled"] == 17
    assert cold_night.climate.attributes["temperature"] == warm
    line = f"Upstairs: the setback is made shallower: {warm:.1f} °C"
    assert caplog.text.count(line) == 1

    await cold_night.sense(room=warm - 1)
    await cold_night.live(minutes=20)
    assert "y1" in cold_night.on
    assert caplog.text.count("made shallower") == 1


async def test_a_setback_is_kept_until_the_recovery_begins(cold_night: House) -> None:
    await adapt(cold_night)
    warm = kept(cold_night)
    assert warm is not None
    await cold_night.sense(room=warm)
    while action(cold_night) != "preheating":
        assert cold_night.now < BLOCK + timedelta(hours=4)
        assert kept(cold_night) is not None
        await cold_night.dwell(minutes=5)
    assert kept(cold_night) is None


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM])
async def test_what_is_scheduled_is_told_in_the_household_s_degrees(
    house: House,
    entity_registry: er.EntityRegistry,
    units: UnitSystem,  # noqa: ARG001
) -> None:
    await follow(house, warm=68, setback=62.6)
    await house.ask("heat", room=19.5, outdoor=-5)
    await adapt(house, 62.6)
    assert house.state("setback").attributes["scheduled"] == 62.6
    entity_registry.async_remove(DAYS)


async def test_a_sensor_that_is_called_for_no_more_goes_with_the_next_start(
    cold_night: House,
) -> None:
    await adapt(cold_night)
    assert is_there(cold_night)
    await cold_night.tune(schedule={"schedule": DAYS, "is_adaptive": False})
    assert kept(cold_night) is None

    await cold_night.unload(cold_night.entry)
    await cold_night.set_up()
    assert not is_there(cold_night)
