"""Optimal start: the compressor begins early enough to arrive with the schedule."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.house.intake import Ledger
from custom_components.heat_pump_thermostat.engine.house.response import Response
from custom_components.heat_pump_thermostat.engine.rules.recovery import (
    BLOCK_TOLD_WITHIN,
    EARLIEST,
    SPARE,
)
from custom_components.heat_pump_thermostat.engine.rules.rise import shown_start
from custom_components.heat_pump_thermostat.engine.settings import (
    Preset,
    Schedule,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import Rise
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Action,
    Call,
    Heater,
    Lockout,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import Block, Mode, Wishes

from ..invariants import W1, W2, Y1, G, O
from ..plant import physics
from ..rated import KNOWN
from ..rig import (
    DUAL_FUEL,
    NOON,
    Bench,
    Memory,
    celsius,
    minutes,
    seconds,
    settings_for,
    targets,
    wired,
)

SINGLE_STAGE = settings_for(wired(Y1, G, O, W2))
HOUR = timedelta(hours=1)
ARRIVAL = NOON + 18 * HOUR
"""Six in the morning."""
WARM = Block(heat=celsius(20))
COOL = Block(until=ARRIVAL, heat=celsius(17))


def night(settings: Settings = SINGLE_STAGE, **more: Any) -> Bench:
    """Return a thermostat at midnight: 17.5 °C, and 20 °C to come at six."""
    fields = {"room": 17.5, "outdoor": 8.0, "schedule": COOL, **more}
    bench = Bench(settings, now=NOON + 12 * HOUR, **fields)
    return bench.measure(upcoming=WARM)


def recovery_of(bench: Bench) -> Rise:
    planned = bench.state.rise
    assert planned is not None
    return planned


def begun(bench: Bench) -> Bench:
    """Let time pass until it preheats."""
    bench.run_until(lambda bench: bench.decision.action is Action.PREHEATING, 7 * HOUR)
    return bench


# --- When it begins ----------------------------------------------------------------


@pytest.mark.slow
def test_the_compressor_begins_before_the_block() -> None:
    bench = night()
    foreseen = recovery_of(bench).begins
    assert bench.call is Call.IDLE
    assert bench.decision.next_change is not None
    assert NOON + 12 * HOUR < foreseen < ARRIVAL - SPARE

    begun(bench)
    assert foreseen < bench.now < ARRIVAL - HOUR
    assert bench.reason is Reason.PREHEATING
    assert bench.on >= {Y1}
    assert recovery_of(bench).begins <= bench.now


def test_until_then_the_setback_holds() -> None:
    bench = night().sense(room=16.6)
    assert bench.reason is Reason.HEATING
    assert bench.decision.action is not Action.PREHEATING


@pytest.mark.slow
def test_the_card_shows_the_setpoint_in_force() -> None:
    bench = begun(night())
    assert bench.decision.targets.heat == celsius(17)
    assert bench.follow(WARM).decision.targets.heat == celsius(20)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    "later",
    [
        pytest.param({"room": 18.5}, id="in a warmer room"),
        pytest.param({"outdoor": 12.0}, id="in milder weather"),
    ],
)
def test_it_begins_no_earlier_than_needed(later: dict[str, Any]) -> None:
    assert begun(night()).now < begun(night(**later)).now


def test_a_room_that_is_warm_enough_waits_for_the_block() -> None:
    bench = night(room=19.8).run(5 * HOUR)
    assert bench.call is Call.IDLE
    assert recovery_of(bench).begins > bench.now


def test_a_compressor_that_cannot_arrive_alone_begins_as_early_as_it_may() -> None:
    bench = night(outdoor=-20)
    assert recovery_of(bench).begins == ARRIVAL - EARLIEST
    assert recovery_of(bench).is_on


def test_it_goes_on_until_the_block_although_the_room_warms_fast() -> None:
    bench = begun(night())
    bench.sense(room=19.9).run(minutes(5))
    assert recovery_of(bench).is_on
    assert bench.call is Call.HEAT_1
    assert bench.sense(room=20.3).call is Call.IDLE


@pytest.mark.slow
def test_it_learns_from_each_recovery() -> None:
    bench = begun(night()).run(minutes(10))
    for step in range(12):
        bench.sense(room=17.2 + 0.2 * step).run(minutes(5))
    bench.sense(room=20.4).run(minutes(10))
    assert bench.state.learned.warming.sums.weight > 0


# --- When it does not --------------------------------------------------------------


def held(wishes: Wishes) -> Wishes:
    return wishes.with_targets(targets(17, 24), COOL)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(held, id="held by hand"),
        pytest.param(lambda w: w.with_preset(Preset.AWAY), id="a preset"),
        pytest.param(lambda w: w.with_mode(Mode.COOL), id="cooling"),
        pytest.param(lambda w: w.with_mode(Mode.OFF), id="off"),
        pytest.param(lambda w: w.with_emergency(on=True), id="emergency heat"),
    ],
)
def test_a_choice_of_the_household_comes_first(
    choice: Callable[[Wishes], Wishes],
) -> None:
    bench = begun(night())
    assert bench.wish(choice).state.rise is None
    assert bench.run(HOUR).decision.action is not Action.PREHEATING


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"upcoming": None}, id="nothing is known of the next block"),
        pytest.param({"upcoming": Block(heat=celsius(17))}, id="it is no warmer"),
        pytest.param({"upcoming": Block(heat=celsius(15))}, id="it is colder"),
    ],
)
def test_there_is_nothing_to_recover(said: dict[str, Any]) -> None:
    bench = night().measure(**said)
    assert bench.state.rise is None


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param(None, id="no schedule is followed"),
        pytest.param(Block(heat=celsius(17)), id="the block has no end"),
    ],
)
def test_nobody_knows_when_to_arrive(schedule: Block | None) -> None:
    assert night(schedule=schedule).state.rise is None


@pytest.mark.slow
def test_without_a_room_temperature_there_is_no_recovery() -> None:
    assert begun(night()).lose_room_sensor().run(minutes(20)).state.rise is None


def test_in_heat_cool_the_heating_side_recovers() -> None:
    assert begun(night(mode=Mode.HEAT_COOL)).call is Call.HEAT_1


def test_a_compressor_that_is_locked_out_by_cold_recovers_nothing() -> None:
    settings = settings_for(DUAL_FUEL)
    assert night(settings, outdoor=-10.0).state.rise is None


def test_a_furnace_recovers_with_the_block() -> None:
    bench = begun(night(settings_for(DUAL_FUEL), outdoor=-1.0))
    bench.sense(room=16.5, outdoor=-10).run(minutes(15))
    assert bench.state.rise is None

    bench.sense(outdoor=-1).run(minutes(11))
    assert Lockout.COMPRESSOR not in bench.state.guards.lockouts
    assert bench.state.fuel is not None
    assert bench.state.fuel.heater is Heater.FURNACE
    assert bench.state.rise is None


# --- Backup heat -------------------------------------------------------------------


@pytest.mark.slow
def test_backup_heat_is_withheld_until_the_compressor_would_be_late() -> None:
    bench = night(outdoor=-8.0).sense(room=17.0)
    help_is_due = None
    while bench.now < ARRIVAL - minutes(1):
        bench.run(minutes(1))
        if help_is_due is None and W2 in bench.on:
            help_is_due = bench.now
    assert help_is_due is not None
    assert recovery_of(bench).begins + HOUR < help_is_due < ARRIVAL - SPARE


@pytest.mark.slow
def test_once_help_is_due_it_does_not_flicker() -> None:
    bench = night(outdoor=-8.0).sense(room=17.0)
    bench.run_until(lambda bench: W2 in bench.on, 7 * HOUR)
    bench.forget()
    for step in range(10):
        bench.sense(room=17.1 + 0.2 * step).run(minutes(2))
    assert "W2 off" not in bench.moves


def test_meanwhile_backup_heat_still_keeps_the_setback() -> None:
    bench = begun(night(outdoor=-8.0)).sense(room=16.4).run(minutes(40))
    assert W2 in bench.on
    assert bench.decision.action is Action.PREHEATING
    assert bench.reason is Reason.AUXILIARY_HEAT


def test_a_furnace_does_not_take_over_while_the_room_still_has_far_to_go() -> None:
    bench = begun(night(settings_for(DUAL_FUEL), outdoor=-1.0)).run(HOUR)
    assert bench.reason is Reason.PREHEATING
    assert W1 not in bench.on


# --- Arriving, and changed minds ---------------------------------------------------


@pytest.mark.slow
def test_a_schedule_that_speaks_late_interrupts_nothing() -> None:
    bench = begun(night()).forget()
    step = (ARRIVAL - bench.now) / 24
    for tenths in range(24):
        bench.sense(room=17.5 + tenths / 10).run(step)
    bench.run(seconds(90))
    assert bench.moves == []
    assert bench.follow(replace(WARM, until=ARRIVAL + 16 * HOUR)).call is Call.HEAT_1


@pytest.mark.slow
def test_a_block_that_never_comes_is_not_waited_for() -> None:
    bench = begun(night())
    bench.run(ARRIVAL + BLOCK_TOLD_WITHIN - bench.now)
    assert bench.state.rise is None
    assert bench.run(minutes(10)).call is Call.IDLE


def test_a_schedule_that_was_put_off_ends_the_preheating() -> None:
    bench = begun(night()).run(minutes(10))
    later = replace(COOL, until=ARRIVAL + 4 * HOUR)
    assert not recovery_of(bench.follow(later)).is_on
    assert bench.call is Call.IDLE


def test_a_restart_goes_on_where_it_was() -> None:
    bench = begun(night()).run(minutes(10))
    since = recovery_of(bench).begins
    bench.restart(minutes(2), Memory.STORED).run(minutes(10))
    assert recovery_of(bench).begins == since
    assert bench.decision.action is Action.PREHEATING


def test_an_open_window_teaches_nothing() -> None:
    bench = begun(night()).run(minutes(10))
    assert bench.state.learned.warming.run is not None
    assert bench.see(window=True).state.learned.warming.run is None


def test_a_low_stage_teaches_nothing() -> None:
    bench = begun(night(settings_for())).sense(room=19.0)
    assert bench.call is Call.HEAT_2
    assert bench.sense(room=20.0).run(minutes(2)).state.learned.warming.run is None


def test_without_an_outdoor_sensor_the_weather_is_taken_to_be_mild() -> None:
    bench = begun(night(outdoor=None))
    assert ARRIVAL - EARLIEST <= bench.now < ARRIVAL
    assert bench.state.learned.warming.run is None


def test_a_strong_machine_begins_later() -> None:
    def begins(capacity: float) -> datetime:
        rating = Rating(celsius(8.3), capacity, 3.5)
        machine = replace(SINGLE_STAGE.machine, ratings=Ratings((rating,)))
        bench = night(replace(SINGLE_STAGE, machine=machine))
        bench.learn(envelope=KNOWN)
        return recovery_of(bench.settle()).begins

    assert begins(6) < begins(9)


def test_a_house_that_takes_more_tonight_is_begun_with_earlier() -> None:
    """A storm, a night without sun: what it was given of late it did not show."""

    def begins(given: float, *, is_learned: bool = True) -> datetime:
        bench = night(outdoor=4.0)
        if is_learned:
            bench.learn(envelope=KNOWN)
        calm = Ledger(hours=2.0, load=20.0, backup=20.0 + given, compressor=1e-3)
        bench.state = replace(bench.state, response=Response(resting=calm))
        return recovery_of(bench.settle()).begins

    assert begins(10.0) < begins(0.0)
    assert begins(10.0, is_learned=False) == begins(0.0, is_learned=False)


def test_a_recovery_that_backup_heat_helps_teaches_too() -> None:
    bench = night(outdoor=-8.0).sense(room=17.0)
    bench.run_until(lambda bench: W2 in bench.on, 7 * HOUR)
    run = bench.run(minutes(5)).state.learned.warming.run
    assert run is not None
    helped = bench.run(minutes(5)).state.learned.warming.run
    assert helped is not None
    assert helped.begun == run.begun
    assert helped.surplus > run.surplus


# --- What is told ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "shown"),
    [
        pytest.param(ARRIVAL, None, id="with the block"),
        pytest.param(
            datetime(2026, 1, 16, 3, 44, 59, 7, tzinfo=UTC),
            datetime(2026, 1, 16, 3, 40, tzinfo=UTC),
            id="whole five minutes",
        ),
    ],
)
def test_when_it_begins_is_told(begins: datetime, shown: datetime | None) -> None:
    assert shown_start(Rise(targets(20, 24), ARRIVAL, begins, ARRIVAL)) == shown


def test_where_nothing_is_to_be_recovered_nothing_is_told() -> None:
    assert shown_start(None) is None


# --- In a house --------------------------------------------------------------------


def morning(outdoor: float, nights: int) -> tuple[float, timedelta]:
    """Return how warm a house is at six after some nights, and how early that began.

    The days between them last four hours.
    """
    bench = night(outdoor=outdoor)
    house = physics.House(air=17.2, structure=17.5)
    weather = physics.Weather(
        temperature=outdoor, relative_humidity=80.0, solar_watts=0.0
    )
    early = timedelta()
    for day in range(nights):
        arrival = ARRIVAL + day * 12 * HOUR
        evening = arrival + 4 * HOUR
        bench.measure(upcoming=WARM).follow(replace(COOL, until=arrival))
        while bench.now < arrival:
            early = arrival - recovery_of(bench).begins
            house = _minute(bench, house, weather)
        air = house.air
        bench.measure(upcoming=COOL).follow(replace(WARM, until=evening))
        while bench.now < evening:
            house = _minute(bench, house, weather)
    return air, early


def _minute(bench: Bench, house: Any, weather: Any) -> Any:
    on = bench.on
    wires = physics.Relays(y1=Y1 in on, y2=Y1 in on, g=G in on, o=O in on, w2=W2 in on)
    house = physics.advance(house, wires, weather, 60.0)
    bench.sense(room=round(house.air, 1)).run(minutes(1))
    return house


@pytest.mark.slow
@pytest.mark.parametrize("outdoor", [5.0, 0.0])
def test_after_some_nights_it_arrives_in_time_and_not_much_sooner(
    outdoor: float,
) -> None:
    air, early = morning(outdoor, nights=4)
    assert air > 19.5
    assert SPARE < early < EARLIEST


# --- A setback that would cost more than it saves ------------------------------------

ADAPTIVE = replace(
    SINGLE_STAGE,
    machine=replace(
        SINGLE_STAGE.machine,
        ratings=Ratings(
            heating=(Rating(celsius(-8), 5.15, 4.5), Rating(celsius(8), 10.0, 5.0))
        ),
    ),
    schedule=Schedule(is_adaptive=True),
)
AT_ITS_LIMIT = -8.0
"""Outdoors: where that machine just holds that house."""


def evening(settings: Settings = ADAPTIVE, **more: Any) -> Bench:
    """Return a thermostat of a learned house whose night begins, eight hours long."""
    fields = {"room": 20.0, "outdoor": AT_ITS_LIMIT, **more}
    bench = Bench(settings, now=ARRIVAL - 8 * HOUR, **fields)
    bench.learn(envelope=KNOWN)
    return bench.measure(upcoming=WARM).follow(COOL)


def test_it_is_made_shallower() -> None:
    bench = evening()
    kept = recovery_of(bench).setback
    assert kept is not None
    assert celsius(17) < kept <= celsius(20)
    assert bench.decision.targets.heat == kept


def test_it_is_judged_once_for_the_night() -> None:
    kept = recovery_of(evening()).setback
    bench = evening().sense(outdoor=0.0).run(minutes(30))
    assert recovery_of(bench).setback == kept


@pytest.mark.parametrize(
    ("settings", "outdoor"),
    [
        pytest.param(ADAPTIVE, 5.0, id="mild weather"),
        pytest.param(replace(ADAPTIVE, schedule=Schedule()), AT_ITS_LIMIT, id="off"),
        pytest.param(
            replace(ADAPTIVE, machine=SINGLE_STAGE.machine),
            AT_ITS_LIMIT,
            id="a machine of unknown size",
        ),
    ],
)
def test_otherwise_it_is_as_deep_as_asked(settings: Settings, outdoor: float) -> None:
    bench = evening(settings, outdoor=outdoor)
    assert recovery_of(bench).setback is None
    assert bench.decision.targets.heat == celsius(17)


def test_a_house_that_is_not_learned_is_set_back_as_asked() -> None:
    bench = Bench(ADAPTIVE, room=20.0, outdoor=AT_ITS_LIMIT, now=ARRIVAL - 8 * HOUR)
    bench.measure(upcoming=WARM).follow(COOL)
    assert recovery_of(bench).setback is None


def test_a_temperature_set_by_hand_ends_it() -> None:
    bench = evening().wish(lambda w: w.with_targets(targets(16, 24), COOL))
    assert bench.decision.targets.heat == celsius(16)
