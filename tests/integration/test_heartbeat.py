"""What tells a relay board that the thermostat lives."""

from datetime import timedelta

from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from .conftest import SetClock
from .house import House

BUTTON = "input_button.alive"


async def watched(
    house: House, entity: str = BUTTON, service: str = "press"
) -> list[ServiceCall]:
    """Return the calls of a heartbeat that was just chosen."""
    calls = async_mock_service(house.hass, entity.split(".", maxsplit=1)[0], service)
    house.hass.states.async_set(entity, "unknown")
    await house.tune(relays={"heartbeat": entity})
    return calls


@pytest.mark.parametrize(
    ("entity", "service"),
    [
        ("button.alive", "press"),
        ("input_button.alive", "press"),
        ("input_boolean.alive", "toggle"),
        ("switch.alive", "toggle"),
        ("script.alive", "turn_on"),
    ],
)
async def test_each_kind_of_entity_is_told_in_its_own_way(
    house: House, entity: str, service: str
) -> None:
    calls = await watched(house, entity, service)

    assert [call.data for call in calls] == [{"entity_id": entity}]


@pytest.mark.parametrize("mode", ["off", "heat"])
async def test_it_beats_every_minute_whatever_the_house_does(
    house: House, mode: str
) -> None:
    await house.ask(mode, room=18)
    calls = await watched(house)
    await house.wait(minutes=10)
    assert len(calls) == 11

    for minute in range(10):
        await house.sense(room=18 + minute / 10)
        await house.wait(seconds=30)
    assert len(calls) == 16


async def test_it_beats_on_when_the_clock_is_set_back(
    set_clock: SetClock,
    house: House,
) -> None:
    calls = await watched(house)

    set_clock(timedelta(hours=-1))
    await house.wait(minutes=5)

    assert len(calls) == 6


async def test_it_ends_with_the_thermostat(house: House) -> None:
    calls = await watched(house)
    await house.unload(house.entry)
    count = len(calls)

    await house.wait(minutes=10)

    assert len(calls) == count


async def test_it_ends_when_it_is_taken_back(house: House) -> None:
    calls = await watched(house)
    await house.tune(relays={})
    count = len(calls)

    await house.wait(minutes=10)

    assert len(calls) == count


@pytest.mark.parametrize("state", ["unavailable", None])
async def test_an_entity_that_is_not_there_is_not_called(
    hass: HomeAssistant, house: House, state: str | None
) -> None:
    calls = await watched(house)
    if state:
        hass.states.async_set(BUTTON, state)
    else:
        hass.states.async_remove(BUTTON)
    await house.wait(minutes=5)
    assert len(calls) == 1

    hass.states.async_set(BUTTON, "unknown")
    await house.wait(minutes=5)
    assert len(calls) == 6


async def test_a_heartbeat_that_fails_disturbs_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody offers the service."""
    house.hass.states.async_set(BUTTON, "unknown")
    await house.tune(relays={"heartbeat": BUTTON})

    await house.ask("heat", room=18)
    await house.wait(minutes=5)

    assert "y1" in house.on
    assert [r for r in caplog.get_records("call") if r.levelname == "ERROR"] == []
