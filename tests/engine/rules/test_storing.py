"""Heat is stored before hours in which it will cost more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.house.cheap_hours import Hour
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Foresight,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Action,
    Call,
    Purpose,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import Block, Mode

from ..invariants import W1, W2, Y1, G, O
from ..rated import KNOWN, rated
from ..rig import NOON, Bench, Memory, celsius, kelvin, minutes, wired

HOUR = timedelta(hours=1)
SETTINGS = rated(wired(Y1, G, O, W2))
"""6 kW at −8 °C, 10 at 8 °C."""
MILD, BITTER = 0.0, -20.0
"""Outdoors: the machine can do more, or cannot hold the room."""


def weather(*outdoors: float) -> tuple[Hour, ...]:
    """Return a forecast, hour by hour from noon."""
    return tuple(Hour(NOON + i * HOUR, celsius(t)) for i, t in enumerate(outdoors))


def prices(*each: float) -> tuple[Hour, ...]:
    """Return prices, hour by hour from noon, without a forecast of the weather."""
    return tuple(Hour(NOON + i * HOUR, price=price) for i, price in enumerate(each))


def house(
    ahead: Sequence[Hour],
    settings: Settings = SETTINGS,
    mode: Mode = Mode.HEAT,
    *,
    known: Envelope = KNOWN,
    outdoor: float = MILD,
    **more: Any,
) -> Bench:
    """Return a thermostat of a learned house, which knows what is ahead."""
    bench = Bench(settings, mode, room=20.0, outdoor=outdoor, more={**more})
    bench.learn(envelope=known)
    return bench.measure(ahead=tuple(ahead), **more)


COLD_SPELL = weather(MILD, MILD, MILD, MILD, BITTER, BITTER, BITTER, MILD)


def begun(bench: Bench) -> Bench:
    """Let time pass until heat is stored."""
    bench.run_until(lambda bench: bench.decision.action is Action.PREHEATING, 6 * HOUR)
    return bench


def test_the_room_is_warmed_before_hours_too_cold_for_the_machine() -> None:
    bench = house(COLD_SPELL)
    assert bench.call is Call.IDLE
    begun(bench)
    assert NOON + HOUR < bench.now < NOON + 4 * HOUR
    assert bench.reason is Reason.STORING_HEAT
    assert bench.on >= {Y1}


def test_it_is_told_beforehand_when() -> None:
    bench = house(COLD_SPELL)
    planned = bench.state.rise
    assert planned is not None
    assert planned.purpose is Purpose.STORE
    assert begun(bench).now == planned.begins


def test_by_as_much_as_the_household_allows_and_no_more() -> None:
    bench = begun(house(COLD_SPELL)).sense(room=21.2)
    assert bench.call is Call.HEAT_1
    assert bench.sense(room=21.3).run(minutes(5)).call is Call.IDLE

    settings = replace(SETTINGS, foresight=Foresight(band=kelvin(0.5)))
    narrow = begun(house(COLD_SPELL, settings)).sense(room=20.8).run(minutes(5))
    assert narrow.call is Call.IDLE


def test_the_setpoint_shown_is_still_the_households() -> None:
    assert begun(house(COLD_SPELL)).decision.targets.heat == celsius(20)


def test_no_backup_is_used_for_it() -> None:
    bench = begun(house(COLD_SPELL)).run(HOUR)
    assert bench.call is Call.HEAT_1
    assert "W2 on" not in bench.moves


def test_backup_still_stands_for_the_setpoint() -> None:
    bench = begun(house(COLD_SPELL)).sense(room=19.4, outdoor=-5.0).run(minutes(30))
    assert W2 in bench.on


def test_in_the_cold_hours_the_machine_runs_on_above_the_setpoint() -> None:
    bench = begun(house(COLD_SPELL))
    bench.sense(room=20.9, outdoor=BITTER).run(NOON + 4 * HOUR - bench.now)
    bench.run(minutes(20))
    assert bench.reason is Reason.STORING_HEAT
    assert bench.on >= {Y1}


def test_a_dear_hour_is_met_with_a_warm_room() -> None:
    bench = house(prices(0.2, 0.2, 0.2, 0.6, 0.6, 0.2))
    begun(bench)
    assert NOON < bench.now < NOON + 3 * HOUR
    bench.sense(room=20.9).run(NOON + 3 * HOUR - bench.now + minutes(1))
    assert bench.reason is Reason.IDLE


@pytest.mark.parametrize(
    "ahead",
    [
        pytest.param(weather(*[MILD] * 12), id="mild weather"),
        pytest.param(prices(*[0.2] * 12), id="one price"),
        pytest.param(prices(0.2, 0.2, 0.22, 0.2), id="hardly a difference"),
        pytest.param((), id="no forecast"),
        pytest.param(weather(BITTER)[:1] * 0, id="a forecast that ended"),
        pytest.param((Hour(NOON - 3 * HOUR, celsius(BITTER)),), id="one of the past"),
    ],
)
def test_otherwise_nothing_is_stored(ahead: Sequence[Hour]) -> None:
    bench = house(ahead).run(2 * HOUR)
    assert bench.state.rise is None
    assert bench.call is Call.IDLE


def test_a_house_that_is_not_learned_stores_nothing() -> None:
    assert house(COLD_SPELL, known=Envelope()).run(4 * HOUR).state.rise is None


def test_an_unknown_machine_stores_nothing() -> None:
    bare = rated(wired(Y1, G, O, W2), ratings=type(SETTINGS.machine.ratings)())
    assert house(COLD_SPELL, bare).run(4 * HOUR).state.rise is None


def test_a_furnace_is_no_reason() -> None:
    furnace = rated(wired(Y1, G, O, W1, backup=Backup.FUEL))
    assert house(COLD_SPELL, furnace).run(4 * HOUR).state.rise is None


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.COOL, Mode.FAN_ONLY])
def test_only_a_mode_that_heats_stores_heat(mode: Mode) -> None:
    assert house(COLD_SPELL, mode=mode).run(4 * HOUR).state.rise is None


def test_emergency_heat_stores_nothing() -> None:
    bench = begun(house(COLD_SPELL)).emergency(on=True)
    assert bench.state.rise is None


def test_in_heat_cool_the_room_stays_clear_of_cooling() -> None:
    bench = house(COLD_SPELL, mode=Mode.HEAT_COOL)
    bench.wish(lambda w: replace(w, base=replace(w.base, cool=celsius(22))))
    rise = begun(bench).state.rise
    assert rise is not None
    assert rise.targets.heat == pytest.approx(22 - 5 / 3)


def test_another_setpoint_is_another_plan() -> None:
    bench = begun(house(COLD_SPELL))
    bench.wish(lambda w: replace(w, base=replace(w.base, heat=celsius(18))))
    rise = bench.state.rise
    assert rise is not None
    assert rise.targets.heat == celsius(19)


def test_what_was_begun_goes_on_for_its_hour_whatever_the_forecast() -> None:
    bench = begun(house(COLD_SPELL)).run(minutes(10))
    since = bench.state.rise
    bench.measure(ahead=weather(*[MILD] * 12))
    assert bench.state.rise == since
    assert bench.run(HOUR).state.rise is None


def test_a_restart_goes_on_where_it_was() -> None:
    bench = begun(house(COLD_SPELL)).run(minutes(10))
    bench.restart(minutes(2), Memory.STORED).run(minutes(8))
    assert bench.reason is Reason.STORING_HEAT


def test_a_forecast_that_is_off_now_is_taken_to_be_off_as_much_later() -> None:
    mild = weather(BITTER, BITTER, BITTER, BITTER)
    assert house(mild).run(2 * HOUR).state.rise is None


def test_without_an_outdoor_sensor_the_forecast_stands() -> None:
    bench = Bench(SETTINGS, room=20.0)
    bench.learn(envelope=KNOWN)
    bench.measure(ahead=weather(MILD, BITTER))
    assert bench.state.rise is not None


def test_a_schedule_that_is_to_be_recovered_to_comes_first() -> None:
    schedule = Block(until=NOON + 12 * HOUR, heat=celsius(17))
    bench = house(COLD_SPELL, upcoming=Block(heat=celsius(20))).follow(schedule)
    rise = bench.state.rise
    assert rise is not None
    assert rise.purpose is Purpose.BLOCK


@pytest.mark.slow
def test_yet_a_night_of_cheap_hours_is_used_before_it() -> None:
    schedule = Block(until=NOON + 8 * HOUR, heat=celsius(17))
    cheap_now = prices(0.1, 0.1, 0.5, 0.5, 0.5)
    upcoming = Block(heat=celsius(20))
    bench = house(cheap_now, upcoming=upcoming).follow(schedule).sense(room=17.3)
    begun(bench)
    assert bench.reason is Reason.STORING_HEAT
    bench.run(3 * HOUR)
    rise = bench.state.rise
    assert rise is not None
    assert rise.purpose is Purpose.BLOCK


@pytest.mark.parametrize(
    ("until", "is_stored"),
    [
        pytest.param(3, False, id="the room may cool before"),
        pytest.param(6, True, id="the block lasts"),
    ],
)
def test_heat_is_stored_only_for_hours_that_want_it(
    until: int, *, is_stored: bool
) -> None:
    schedule = Block(until=NOON + until * HOUR, heat=celsius(20))
    bench = house(COLD_SPELL, upcoming=Block(heat=celsius(17))).follow(schedule)
    assert (bench.state.rise is not None) is is_stored


def test_nobody_knows_what_the_schedule_says_next() -> None:
    schedule = Block(until=NOON + HOUR, heat=celsius(20))
    assert house(COLD_SPELL).follow(schedule).state.rise is not None
