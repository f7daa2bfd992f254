"""What becomes of rests and heartbeats when somebody sets the clock."""

from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side, Terminal

from .conftest import SetClock
from .house import CELSIUS, ROOM, House

HOUR = timedelta(hours=1)


async def test_a_clock_that_is_set_is_told_to_the_log(
    set_clock: SetClock, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await house.live(minutes=10)
    assert "the clock was set" not in caplog.text

    set_clock(HOUR)
    await house.sense(room=18)

    assert "Upstairs: the clock was set by 1:00:00" in caplog.text


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR, timedelta(days=300)])
async def test_a_reading_is_as_old_as_it_was(
    set_clock: SetClock, house: House, by: timedelta
) -> None:
    """A sensor that tells only changes is believed for two hours, by any clock."""
    await house.ask("heat", room=18)
    await house.wait(hours=1)

    set_clock(by)
    await house.wait(minutes=59)
    assert house.climate.attributes["current_temperature"] == 18

    await house.wait(minutes=2)
    assert house.climate.attributes["current_temperature"] is None


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR])
async def test_a_report_after_the_clock_was_set_counts_from_then(
    set_clock: SetClock, house: House, by: timedelta
) -> None:
    await house.ask("heat", room=18)
    await house.wait(hours=1)

    set_clock(by)
    await house.sense(room=18.1)
    await house.wait(minutes=119)
    assert house.climate.attributes["current_temperature"] == 18.1

    await house.wait(minutes=2)
    assert house.climate.attributes["current_temperature"] is None


async def test_a_reading_keeps_its_age_over_several_settings_and_new_options(
    set_clock: SetClock, house: House
) -> None:
    await house.ask("heat", room=18)
    for by in (3 * HOUR, -5 * HOUR, HOUR):
        set_clock(by)
        await house.wait(minutes=30)
        await house.tune(fan={"circulate": 20})
    assert house.climate.attributes["current_temperature"] == 18

    await house.wait(minutes=31)
    assert house.climate.attributes["current_temperature"] is None


async def test_an_outdoor_reading_keeps_its_age(
    set_clock: SetClock, house: House
) -> None:
    weather = {"temperature": -3, "temperature_unit": "°C"}
    house.hass.states.async_set("weather.home", "snowy", weather)
    await house.tune(sensors={"outdoor_fallback": "weather.home"})
    await house.sense(outdoor=2)

    set_clock(4 * HOUR)
    await house.wait(minutes=30)

    assert float(house.state("outdoor_temperature").state) == 2


async def test_a_report_that_lies_ahead_was_made_before_the_clock_was_set_back(
    set_clock: SetClock, house: House
) -> None:
    """It was not looked at in time: its sensor is chosen only afterwards."""
    house.hass.states.async_set("sensor.hall", "19", CELSIUS)
    house.hass.states.async_remove(ROOM)

    set_clock(-5 * HOUR)
    await house.tune(sensors={"fallback": "sensor.hall"})
    await house.wait(minutes=119)
    assert house.climate.attributes["current_temperature"] == 19

    await house.wait(minutes=2)
    assert house.climate.attributes["current_temperature"] is None


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR])
async def test_the_fan_cools_the_elements_though_the_clock_was_set_just_before_a_stop(
    set_clock: SetClock, house: House, by: timedelta
) -> None:
    await house.ask("heat", room=17)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=6)
    assert house.on == {"w2", "e", "g"}

    set_clock(by)
    house.forget()
    begun = house.now
    await house.unload(house.entry)
    assert {*house.moves[:-1]} == {"w2 off", "e off"}
    assert house.moves[-1] == "g off"
    assert timedelta(seconds=10) < house.now - begun < timedelta(seconds=20)


@pytest.mark.parametrize("by", [2 * HOUR, -2 * HOUR])
async def test_a_test_of_a_wire_lasts_as_long_though_the_clock_was_set_just_before(
    set_clock: SetClock, house: House, by: timedelta
) -> None:
    await house.live(minutes=10)
    set_clock(by)
    house.entry.runtime_data.async_test(Terminal.G, Side.HEAT)
    await house.live(seconds=5)
    assert house.on == {"g"}
    await house.live(minutes=5)
    assert house.on == set()
