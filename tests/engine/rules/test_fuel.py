"""A dual-fuel house: heat pump or furnace, never both, with pauses between."""

from dataclasses import replace
from datetime import datetime

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.house.response import Phase, Response
from custom_components.heat_pump_thermostat.engine.observer.observer import RoomView
from custom_components.heat_pump_thermostat.engine.rules import fuel
from custom_components.heat_pump_thermostat.engine.settings import Backup, Economy
from custom_components.heat_pump_thermostat.engine.situation import Situation
from custom_components.heat_pump_thermostat.engine.state import (
    Course,
    Fuel,
    Guards,
    Need,
    Progress,
)
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Heater,
    Lockout,
    Reason,
)

from ..invariants import W1, Y1, G
from ..rig import DUAL_FUEL, NOON, Bench, celsius, minutes, seconds, settings_for, wired
from ..situations import HEATING, situation, with_view

PUMP, FURNACE = Heater.HEAT_PUMP, Heater.FURNACE
COLD = frozenset({Lockout.COMPRESSOR})
WARM = frozenset({Lockout.FURNACE})
MILD: frozenset[Lockout] = frozenset()
NOW = NOON + minutes(60)
DROOPED = NOW - minutes(30)
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
        shows=(18.0 if droop_since else 20.0,),
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
        pytest.param((PUMP, 60), MILD, DROOPED, False, FURNACE, id="droop of 30 min"),
        pytest.param((PUMP, 60), MILD, DROOPING, False, PUMP, id="not quite 30 min"),
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


def drooping(
    room: float,
    droops_for: float,
    phase: Phase = Phase.WATCHING,
    progress: Progress | None = None,
) -> Situation:
    """Return a room that has drooped for some minutes under the heat pump."""
    return situation(
        settings_for(DUAL_FUEL),
        now=NOW,
        shows=(room,),
        outdoor=0,
        guards=Guards(),
        need=HEATING,
        course=Course(droop_since=NOW - minutes(droops_for), progress=progress),
        response=Response(phase=phase),
    )


def heater_in(moment: Situation) -> Heater:
    """Return what heats from then on."""
    after = fuel.advance(Fuel(PUMP, NOON), moment)
    assert after is not None
    return after.heater


@pytest.mark.parametrize(
    ("room", "rose", "droops_for", "heater"),
    [
        pytest.param(18.4, 30, 20, FURNACE, id="it sinks"),
        pytest.param(18.4, 30, 19, PUMP, id="for 20 min"),
        pytest.param(18.4, 24, 20, PUMP, id="it fell at once"),
        pytest.param(18.4, 5, 20, PUMP, id="it rises"),
        pytest.param(18.6, 30, 20, PUMP, id="it is not that cold"),
        pytest.param(18.4, None, 20, PUMP, id="nothing runs"),
    ],
)
def test_a_room_that_sinks_while_the_heat_pump_runs_waits_less(
    room: float, rose: float | None, droops_for: float, heater: Heater
) -> None:
    run = None if rose is None else Progress(celsius(19.5), NOW - minutes(rose))
    assert heater_in(drooping(room, droops_for, progress=run)) is heater


@pytest.mark.parametrize(
    ("phase", "room", "droops_for", "heater"),
    [
        pytest.param(Phase.TRYING, 18.6, 20, FURNACE, id="it is being tried"),
        pytest.param(Phase.TRYING, 18.6, 19, PUMP, id="for 20 min"),
        pytest.param(Phase.RESTING, 18.6, 20, FURNACE, id="it is compared"),
        pytest.param(Phase.RESTING, 18.6, 19, PUMP, id="a rest has to be one"),
        pytest.param(Phase.RESTING, 18.4, 1, FURNACE, id="but not in the cold"),
        pytest.param(Phase.WAITING, 18.6, 1, FURNACE, id="it is dead"),
        pytest.param(Phase.WATCHING, 18.6, 20, PUMP, id="all is well"),
    ],
)
def test_a_compressor_that_may_be_dead_is_not_waited_for_as_long(
    phase: Phase, room: float, droops_for: float, heater: Heater
) -> None:
    assert heater_in(drooping(room, droops_for, phase)) is heater


@pytest.mark.parametrize(("said", "heater"), [(19.1, PUMP), (19.0, FURNACE)])
def test_while_it_is_compared_the_droop_is_what_the_sensor_shows(
    said: float, heater: Heater
) -> None:
    """What is observed of the room takes the compressor for one that heats."""
    observed = RoomView(18.4, 18.4, 0.0, doubt=0.0, joint=0.0, idle_doubt=0.0)
    moment = with_view(drooping(said, 30, Phase.RESTING), observed)
    assert heater_in(moment) is heater


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
