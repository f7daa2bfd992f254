"""A dual-fuel house: heat pump or furnace, never both, with pauses between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.rules import fuel
from custom_components.heat_pump_thermostat.engine.settings import Backup, Economy
from custom_components.heat_pump_thermostat.engine.state import (
    Course,
    Fuel,
    Guards,
    Need,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Call,
    Heater,
    Lockout,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, Y1, G
from ..rig import DUAL_FUEL, NOON, Bench, celsius, minutes, seconds, settings_for, wired
from ..situations import HEATING, situation

PUMP, FURNACE = Heater.HEAT_PUMP, Heater.FURNACE
COLD = frozenset({Lockout.COMPRESSOR})
WARM = frozenset({Lockout.FURNACE})
MILD: frozenset[Lockout] = frozenset()
NOW = NOON + minutes(60)
DROOPED = NOW - minutes(45)
DROOPING = DROOPED + seconds(1)


SHEET = Ratings(heating=(Rating(celsius(8), 10, 4), Rating(celsius(-8), 7, 2.5)))
BY_PRICE = replace(
    settings_for(replace(DUAL_FUEL, ratings=SHEET)), economy=Economy(follows_price=True)
)
CHEAP_FUEL = Prices(0.2, 0.02, 0.9)


def _fuel(
    before: Fuel | None,
    lockouts: frozenset[Lockout],
    droop_since: datetime | None,
    *,
    is_satisfied: bool = False,
    is_cheaper: bool = False,
) -> Fuel:
    """Return which machine heats, an hour past noon."""
    moment = situation(
        BY_PRICE if is_cheaper else settings_for(DUAL_FUEL),
        now=NOW,
        rooms=(18.0 if droop_since else 20.0,),
        outdoor=0,
        seen={"prices": CHEAP_FUEL},
        guards=Guards(lockouts=lockouts),
        need=Need() if is_satisfied else HEATING,
        course=Course(droop_since=droop_since),
    )
    after = fuel.advance(before, moment)
    assert after is not None
    return after


@pytest.mark.parametrize(
    ("before", "lockouts", "droop_since", "satisfied", "heater"),
    [
        pytest.param(None, MILD, None, False, PUMP, id="at first the heat pump"),
        pytest.param(None, COLD, None, False, FURNACE, id="at first in the cold"),
        pytest.param(None, MILD, DROOPED, False, FURNACE, id="at first after a droop"),
        pytest.param((PUMP, 60), MILD, DROOPED, False, FURNACE, id="droop of 45 min"),
        pytest.param((PUMP, 60), MILD, DROOPING, False, PUMP, id="not quite 45 min"),
        pytest.param((PUMP, 60), WARM, DROOPED, False, PUMP, id="too warm for it"),
        pytest.param((PUMP, 29), MILD, DROOPED, False, PUMP, id="within the dwell"),
        pytest.param((PUMP, 30), MILD, DROOPED, False, FURNACE, id="after the dwell"),
        pytest.param((PUMP, 1), COLD, None, False, FURNACE, id="cold never waits"),
        pytest.param((FURNACE, 29), MILD, None, False, FURNACE, id="mild: dwell"),
        pytest.param((FURNACE, 30), MILD, None, False, PUMP, id="mild: dwell over"),
        pytest.param((FURNACE, 99), COLD, None, False, FURNACE, id="cold goes on"),
    ],
)
def test_which_machine_heats(
    before: tuple[Heater, float] | None,
    lockouts: frozenset[Lockout],
    droop_since: datetime | None,
    heater: Heater,
    *,
    satisfied: bool,
) -> None:
    was = before and Fuel(before[0], NOW - minutes(before[1]))
    now = _fuel(was, lockouts, droop_since, is_satisfied=satisfied)
    assert now.heater is heater


@pytest.mark.parametrize(
    ("before", "lockouts", "droop_since", "heater", "is_told"),
    [
        pytest.param(None, MILD, None, FURNACE, True, id="at once at first"),
        pytest.param((PUMP, 29), MILD, None, PUMP, False, id="within the dwell"),
        pytest.param((PUMP, 30), MILD, None, FURNACE, True, id="after the dwell"),
        pytest.param((PUMP, 1), COLD, None, FURNACE, False, id="cold is the reason"),
        pytest.param((PUMP, 99), MILD, DROOPED, FURNACE, False, id="or a droop"),
        pytest.param((FURNACE, 1), MILD, None, FURNACE, True, id="it goes on"),
    ],
)
def test_the_cheaper_heat_where_prices_decide(
    before: tuple[Heater, float] | None,
    lockouts: frozenset[Lockout],
    droop_since: datetime | None,
    heater: Heater,
    *,
    is_told: bool,
) -> None:
    was = before and Fuel(before[0], NOW - minutes(before[1]))
    now = _fuel(was, lockouts, droop_since, is_cheaper=True)
    assert (now.heater, now.is_cheaper) == (heater, is_told)


@pytest.mark.parametrize(
    ("since", "lockouts", "satisfied", "after"),
    [
        pytest.param(10, MILD, False, (FURNACE, True), id="until satisfied"),
        pytest.param(60, COLD, False, (FURNACE, True), id="the cold changes nothing"),
        pytest.param(60, MILD, True, (PUMP, False), id="satisfied"),
        pytest.param(60, WARM, False, (PUMP, False), id="or too warm for it"),
        pytest.param(10, MILD, True, (FURNACE, False), id="satisfied within the dwell"),
    ],
)
def test_after_a_droop_the_furnace_finishes(
    since: float,
    lockouts: frozenset[Lockout],
    after: tuple[Heater, bool],
    *,
    satisfied: bool,
) -> None:
    was = Fuel(FURNACE, NOW - minutes(since), until_satisfied=True)
    now = _fuel(was, lockouts, None, is_satisfied=satisfied)
    assert (now.heater, now.until_satisfied) == after


@pytest.mark.parametrize(
    ("before", "lockouts", "droop_since", "until_satisfied"),
    [
        pytest.param(None, MILD, DROOPED, True, id="at first, by droop"),
        pytest.param(None, COLD, None, False, id="at first, by cold"),
        pytest.param((PUMP, 60), MILD, DROOPED, True, id="by droop"),
        pytest.param((PUMP, 60), COLD, None, False, id="by cold"),
        pytest.param((FURNACE, 60), COLD, DROOPED, True, id="by cold, then by droop"),
        pytest.param((PUMP, 29), MILD, DROOPED, False, id="not yet"),
    ],
)
def test_it_finishes_only_after_a_droop(
    before: tuple[Heater, float] | None,
    lockouts: frozenset[Lockout],
    droop_since: datetime | None,
    *,
    until_satisfied: bool,
) -> None:
    was = before and Fuel(before[0], NOW - minutes(before[1]))
    now = _fuel(was, lockouts, droop_since)
    assert now.until_satisfied is until_satisfied


def test_a_cooling_only_machine_heats_with_its_furnace() -> None:
    machine = wired(Y1, G, W1, backup=Backup.FUEL, without_valve=Side.COOL)
    bench = Bench(settings_for(machine), room=19.5).run(minutes(6))
    assert bench.on == {W1}


def _by_heat_pump() -> Bench:
    return Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=0).run(minutes(6))


def _by_furnace() -> Bench:
    return Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=-6).run(minutes(1))


def test_from_heat_pump_to_furnace_a_minute_passes() -> None:
    bench = _by_heat_pump().sense(outdoor=-12).run(minutes(12))
    off, on = bench.times("Y1 off")[0], bench.times("W1 on")[0]
    assert on - off == 60
    assert G not in bench.on


def test_from_furnace_to_heat_pump_three_minutes_pass() -> None:
    bench = _by_furnace().sense(outdoor=2).run(minutes(60))
    off, on = bench.times("W1 off")[0], bench.times("Y1 on")[0]
    assert on - off == 180
    assert on >= 30 * 60


def test_the_pause_holds_though_the_furnace_relay_is_lost() -> None:
    bench = _by_furnace().sense(outdoor=2)
    bench.run_until(lambda b: "W1 off" in b.moves, minutes(60))
    bench.lose(W1).run(minutes(2))
    assert Y1 not in bench.on
    assert Y1 in bench.run(minutes(2)).on


def test_a_changeover_within_the_dwell_waits() -> None:
    bench = _by_furnace().sense(outdoor=2).run(minutes(28))
    assert bench.call is Call.FURNACE
    assert bench.run(minutes(2)).call is Call.HEAT_1


def test_a_droop_of_two_kelvin_brings_the_furnace_until_the_setpoint() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=18, outdoor=0)
    bench.run(minutes(45) - seconds(1))
    assert bench.call is Call.HEAT_1
    bench.run(seconds(1))
    assert (bench.call, bench.reason) == (Call.FURNACE, Reason.SWITCHING)
    bench.run(minutes(60)).sense(room=20)
    assert (bench.call, bench.reason) == (Call.FURNACE, Reason.FURNACE)
    bench.sense(room=20.3).run(minutes(10)).sense(room=19.5)
    assert bench.run(minutes(5)).call is Call.HEAT_1


def test_a_smaller_droop_does_not() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=18.02, outdoor=0).run(minutes(120))
    assert bench.call is Call.HEAT_1


def test_an_interrupted_droop_starts_again() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=18, outdoor=0).run(minutes(40))
    bench.sense(room=18.1).sense(room=18).run(minutes(44))
    assert bench.call is Call.HEAT_1


def test_the_furnace_runs_for_its_minimum() -> None:
    bench = _by_furnace()
    start = bench.times("W1 on")[0]
    bench.sense(room=20.3).run(minutes(9))
    assert bench.times("W1 off") == [start + 300]


def test_meanwhile_it_says_so() -> None:
    bench = _by_furnace().sense(room=20.3)
    assert (bench.call, bench.reason) == (Call.FURNACE, Reason.MINIMUM_ON)


def test_a_wish_for_cold_waits_for_the_furnace() -> None:
    bench = _by_furnace().sense(outdoor=20, room=26).choose(Mode.COOL)
    assert (bench.call, bench.reason) == (Call.FURNACE, Reason.MINIMUM_ON)
    bench.run(minutes(8))
    assert bench.times("W1 off") == [300]
    assert bench.times("Y1 on") == [300 + 180]


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(lambda b: b.choose(Mode.OFF), id="off"),
        pytest.param(lambda b: b.close(), id="shut down"),
    ],
)
def test_off_never_waits(stop: Callable[[Bench], Bench]) -> None:
    assert stop(_by_furnace()).on == set()


def test_the_furnace_rests_for_its_minimum() -> None:
    bench = _by_furnace().run(minutes(6)).sense(room=20.3)
    off = bench.times("W1 off")[0]
    bench.sense(room=19.5)
    assert (bench.call, bench.reason) == (Call.IDLE, Reason.BACKUP_MINIMUM_OFF)
    bench.run(minutes(6))
    assert bench.times("W1 on")[1:] == [off + 300]


def test_a_furnace_relay_that_dropped_by_itself_rests_too() -> None:
    bench = _by_furnace().forget().press(W1, on=False).run(minutes(6))
    assert bench.times("W1 on") == [60 + 300]


def test_fan_only_while_the_furnace_finishes() -> None:
    assert _by_furnace().choose(Mode.FAN_ONLY).on == {W1, G}


def test_after_an_unknown_past_the_furnace_rests_first() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=-6, is_rested=False)
    bench.run(minutes(6))
    assert bench.times("W1 on") == [300]


def test_emergency_heat_burns_fuel() -> None:
    bench = _by_heat_pump().emergency(on=True)
    assert Y1 not in bench.on
    bench.run(minutes(2))
    assert bench.on == {W1}
    assert (bench.call, bench.reason) == (Call.FURNACE, Reason.EMERGENCY_HEAT)


def test_emergency_heat_ignores_how_warm_it_is_outside() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=25).emergency(on=True)
    assert bench.run(minutes(6)).on == {W1}


def _priced(fuel_price: float) -> Bench:
    """Heat where prices decide."""
    bench = Bench(BY_PRICE, room=20, outdoor=2).run(minutes(10))
    return bench.measure(prices=Prices(0.2, fuel_price, 0.9)).sense(room=19.5)


@pytest.mark.parametrize(
    ("fuel_price", "terminal", "reason"),
    [
        pytest.param(0.12, Y1, Reason.HEATING, id="dear fuel"),
        pytest.param(0.02, W1, Reason.FURNACE_CHEAPER, id="cheap fuel"),
    ],
)
def test_the_cheaper_machine_heats(
    fuel_price: float, terminal: Terminal, reason: Reason
) -> None:
    bench = _priced(fuel_price).run(minutes(45)).run(seconds(10))
    assert terminal in bench.on
    assert bench.reason is reason


def test_prices_decide_only_where_that_is_chosen() -> None:
    bench = Bench(settings_for(DUAL_FUEL), room=19.5, outdoor=2)
    bench.measure(prices=Prices(0.2, 0.01, 0.9)).run(minutes(45))
    assert W1 not in bench.on
