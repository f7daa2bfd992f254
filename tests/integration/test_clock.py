"""What becomes of rests and heartbeats when somebody sets the clock."""

from datetime import timedelta

import pytest

from .conftest import SetClock
from .house import House

REST = 301
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(days=-3), timedelta(minutes=4)])
async def test_a_compressor_rests_neither_longer_nor_less(
    set_clock: SetClock, house: House, by: timedelta
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    await house.choose("turn_off")
    await house.wait(minutes=2)

    set_clock(by)
    await house.ask("heat", room=18)
    await house.live(minutes=6)

    rested = house.since("y1 off", until="y1 on") - by.total_seconds()
    assert rested == pytest.approx(REST, abs=1)


async def test_a_clock_that_is_set_back_stops_nothing(
    set_clock: SetClock, house: House
) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=2)
    house.forget()

    set_clock(-HOUR)
    await house.live(minutes=5)

    assert [move for move in house.moves if move.endswith("off")] == []
    assert house.climate.attributes["current_temperature"] == 18


async def test_a_change_that_was_due_comes_although_the_clock_was_set_back(
    set_clock: SetClock, house: House
) -> None:
    """Also in a house where nothing else happens that would wake the thermostat."""
    await house.ask("heat", room=18)
    await house.wait(minutes=6)
    house.forget()
    await house.choose("turn_off")

    set_clock(-HOUR)
    await house.wait(minutes=2)

    assert house.on == set()


async def test_a_clock_that_is_set_is_told_to_the_log(
    set_clock: SetClock, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await house.live(minutes=10)
    assert "the clock was set" not in caplog.text

    set_clock(HOUR)
    await house.sense(room=18)

    assert "Upstairs: the clock was set by 1:00:00" in caplog.text
