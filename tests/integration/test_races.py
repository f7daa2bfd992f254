"""Much happens at once, or while something else has not ended."""

import asyncio
from typing import Final

from .house import CELSIUS, ROOM, House
from .relays import hanging, late

REST: Final = 301
"""The minimum off time and a moment."""


async def test_many_events_in_one_turn_of_the_loop_are_one_call(house: House) -> None:
    for room in (18, 19, 22, 18, 22, 18):
        house.hass.states.async_set(ROOM, str(room), CELSIUS)
    wishes = ("heat", "off", "cool", "heat", "off", "heat")
    fields = [{"entity_id": house.id("thermostat"), "hvac_mode": m} for m in wishes]
    call = house.hass.services.async_call
    await asyncio.gather(
        *(call("climate", "set_hvac_mode", f, blocking=True) for f in fields)
    )
    await house.live(minutes=10)

    assert house.on >= {"g", "y1"}
    assert house.moves.count("y1 on") <= 2
    assert "o on" not in house.moves


async def test_relays_that_hang_hold_up_no_user(house: House) -> None:
    for relay in house.relays.values():
        relay.temper = hanging
    began = house.now
    await house.ask("heat", room=18)
    await house.choose("turn_off")
    await house.use("switch", "turn_on", "emergency_heat")
    assert house.now == began

    for relay in house.relays.values():
        relay.mend()
    await house.live(minutes=5)
    assert house.on == {"g", "w2", "e"}


async def test_a_reload_in_the_middle_of_a_start_lets_go(
    house: House,
) -> None:
    for relay in house.relays.values():
        relay.temper = late(6)
    await house.ask("heat", room=18)
    await house.wait(seconds=8)
    await house.unload(house.entry)
    await house.wait(minutes=1)
    assert house.on == set()

    await house.set_up()
    await house.live(minutes=8)
    assert house.on >= {"g", "y1"}
    assert house.since("y1 off", until="y1 on") >= REST


async def test_home_assistant_may_stop_in_the_middle_of_a_start(
    house: House,
) -> None:
    for relay in house.relays.values():
        relay.temper = late(3)
    await house.ask("heat", room=18)
    await house.wait(seconds=4)

    await house.spend(house.hass.async_stop())

    assert house.on == set()
