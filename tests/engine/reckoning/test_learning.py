"""What machine and house show while they run: learned slowly, exciting nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from math import exp
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.defrost.normal import Normal
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    FACTOR_BOUNDS,
    Factor,
    Rest,
    Scale,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.drift import Drift
from custom_components.heat_pump_thermostat.engine.heat_pump.part_load import gain_of
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    MachineType,
    Ratings,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.trend import Trend
from custom_components.heat_pump_thermostat.engine.settings import Backup, Settings

from ..invariants import W2, Y1, Y2, G, O
from ..rated import (
    AIRFLOW,
    BARE,
    COLD,
    DATASHEET,
    HOUR,
    MILD,
    RATED_HEAT,
    RATED_POWER,
    UNRATED,
    cooling,
    emergency,
    heating,
    rated,
)
from ..rig import DAY, TWO_STAGE, Bench, minutes, seconds, wired


def power(bench: Bench) -> float:
    """Return what the machine was seen to draw, beside its datasheet."""
    return bench.state.learned.scale.power.value


def capacity(bench: Bench) -> float:
    """Return what the machine was seen to give, beside its datasheet."""
    return bench.state.learned.scale.capacity.value


RESTING = {"power": 0.04, "heat": 0.0, "supply": 20.0, "back": 20.0}


def worked(hours: int, settings: Settings | None = None, **running: float) -> Bench:
    """Return a bench whose meters told this for hours while the machine ran.

    Its room moves a little: one that stands to the tenth is not believed for long.
    """
    bench = heating(settings)
    resting = {name: RESTING[name] for name in running}
    for minute in range(hours * 60):
        bench.sense(room=19.5 - minute // 30 % 2 / 10)
        bench.measure(**(running if Y1 in bench.on else resting)).run(minutes(1))
    return bench.measure(**running)


# --- This unit beside its datasheet --------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.8, 1.0, 1.2])
def test_a_steady_machine_shows_what_it_draws(share: float) -> None:
    bench = worked(12, power=share * RATED_POWER)
    assert power(bench) == pytest.approx(1 + 0.8 * (share - 1), abs=0.05)
    assert capacity(bench) == 1
    full = bench.decision.estimates.full
    assert full is not None
    assert full.power == pytest.approx(RATED_POWER * power(bench), rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.8, 1.2])
def test_and_what_it_gives(share: float) -> None:
    bench = worked(12, heat=share * RATED_HEAT)
    assert capacity(bench) == pytest.approx(1 + 0.8 * (share - 1), abs=0.05)
    assert power(bench) == 1


@pytest.mark.slow
def test_its_heat_may_be_told_by_a_flow_of_air() -> None:
    warm = {"supply": 20 + 12 / (1.206 * AIRFLOW), "back": 20}
    bench = worked(12, rated(airflow=AIRFLOW), **warm)
    assert capacity(bench) == pytest.approx(1.16, abs=0.05)


def test_its_low_stage_is_compared_with_its_low_stage() -> None:
    bench = heating(rated(TWO_STAGE), power=0.65 * RATED_POWER, ran=minutes(14))
    assert Y2 not in bench.on
    assert power(bench) == pytest.approx(1, abs=1e-6)
    assert bench.state.learned.scale.power.seconds >= 9 * 60


def test_a_start_is_not_steady() -> None:
    bench = Bench(rated(), room=19.5, outdoor=MILD).measure(power=3.0, heat=12.0)
    bench.run(minutes(5) - seconds(1))
    assert bench.state.learned.scale == Scale()
    bench.run(minutes(2))
    assert power(bench) > 1
    assert capacity(bench) > 1


UNTAUGHT: dict[str, Callable[[], Bench]] = {
    "nothing is metered": heating,
    "no outdoor sensor": lambda: heating(outdoor=None, power=3.0, heat=12.0),
    "unknown size": lambda: heating(rated(ratings=BARE), power=3.0, heat=12.0),
    "power flows back": lambda: heating(power=-1.0),
    "it draws nothing": lambda: heating(power=0.0, heat=0.0),
    "another machine's power": lambda: heating(power=20.0, heat=90.0),
    "it cools": lambda: cooling(power=3.5, heat=8.0),
    "it rests": lambda: Bench(rated(), outdoor=MILD).measure(power=3.0, heat=12.0),
    "only one temperature": lambda: heating(rated(airflow=AIRFLOW), supply=40),
    "air of unknown flow": lambda: heating(supply=45, back=20),
    "a backup heats the air too": lambda: heating(
        rated(airflow=AIRFLOW), supply=45, back=20, aux_power=4.0
    ),
}


@pytest.mark.parametrize("bench", UNTAUGHT.values(), ids=UNTAUGHT)
def test_what_is_not_known_teaches_nothing(bench: Callable[[], Bench]) -> None:
    assert bench().run(HOUR).state.learned.scale == Scale()


def test_neither_a_defrost_nor_the_minutes_after_teach() -> None:
    bench = heating(outdoor=0.0).see(defrost=True)
    bench.measure(power=3.0, heat=9.0).run(minutes(5))
    assert bench.state.learned.scale == Scale()
    bench.see(defrost=False).run(minutes(3) - seconds(1))
    assert bench.state.learned.scale == Scale()
    bench.run(minutes(3))
    assert power(bench) > 1
    assert capacity(bench) > 1


@pytest.mark.parametrize("share", [0.5, 2.0])
def test_a_unit_is_never_taken_for_quite_another(share: float) -> None:
    bench = heating()
    edge = Factor(FACTOR_BOUNDS[share > 1], seconds=DAY.total_seconds())
    bench.state = replace(
        bench.state, learned=replace(bench.state.learned, scale=Scale(edge, edge))
    )
    bench.measure(power=share * RATED_POWER, heat=share * RATED_HEAT).run(HOUR)
    assert power(bench) == capacity(bench) == FACTOR_BOUNDS[share > 1]


SPEEDY = replace(DATASHEET, machine_type=MachineType.VARIABLE_SPEED)


def test_power_alone_teaches_nothing_of_an_inverter() -> None:
    """It may just run less hard."""
    bench = heating(rated(ratings=SPEEDY), power=0.6 * RATED_POWER, ran=HOUR)
    assert bench.state.learned.scale == Scale()
    now = bench.decision.estimates.now
    assert now is not None
    assert now.capacity < 0.8 * RATED_HEAT
    assert now.cop > RATED_HEAT / RATED_POWER


def test_heat_and_power_teach_an_inverters_cop() -> None:
    bench = heating(rated(ratings=SPEEDY), power=2.5, heat=8.0, ran=HOUR)
    assert power(bench) > 1
    assert capacity(bench) == 1


AT_RATED_SPEED = replace(
    SPEEDY, heating=tuple(replace(p, speed=Speed.RATED) for p in SPEEDY.heating)
)


@pytest.mark.parametrize("share", [0.4, 0.7, 1.0, 1.1, 1.15])
def test_an_inverter_as_its_sheet_says_is_learned_so_at_any_speed(
    share: float,
) -> None:
    """At its utmost it draws far more than it is rated for, and gives more."""
    law = exp(-gain_of(AT_RATED_SPEED) * (1 - share))
    told = {"heat": share * RATED_HEAT, "power": share * law * RATED_POWER}
    bench = heating(rated(ratings=AT_RATED_SPEED), ran=HOUR * 2, **told)
    assert bench.state.learned.scale.power.seconds > 0
    assert power(bench) == pytest.approx(1, abs=0.01)
    assert capacity(bench) == 1


def test_beyond_its_rated_power_an_inverter_gives_more_heat() -> None:
    hard = heating(rated(ratings=AT_RATED_SPEED), power=1.2 * RATED_POWER)
    now = hard.decision.estimates.now
    assert now is not None
    assert now.power == pytest.approx(1.2 * RATED_POWER)
    assert 1.05 * RATED_HEAT < now.capacity < 1.2 * RATED_HEAT


def test_a_meter_that_is_stuck_teaches_nothing() -> None:
    bench = Bench(rated(), room=22.0, outdoor=MILD).measure(power=3.4).run(HOUR * 3)
    assert Y1 not in bench.on
    bench.sense(room=18.0).run(HOUR)
    assert Y1 in bench.on
    assert power(bench) == 1


def test_a_meter_of_the_whole_house_teaches_the_machine() -> None:
    bench = Bench(rated(), room=22.0, outdoor=MILD).measure(power=0.7).run(HOUR * 3)
    bench.sense(room=18.0).measure(power=0.6 + RATED_POWER).run(HOUR)
    assert Y1 in bench.on
    assert power(bench) == pytest.approx(1, abs=0.01)


@pytest.mark.slow
def test_a_machine_that_nobody_rated_is_learned_by_its_meter() -> None:
    bench = worked(12, rated(ratings=BARE), power=1.4)
    full = bench.decision.estimates.full
    assert full is not None
    assert full.is_sized
    assert full.power == pytest.approx(1.4, rel=0.05)


def metered_for(hours: int, ratings: Ratings, **running: float) -> Bench:
    """Return a bench on which a machine ran for hours under these meters."""
    return go_on(heating(rated(ratings=ratings)), hours, **running)


def go_on(bench: Bench, hours: int, **running: float) -> Bench:
    """Let a machine run for hours, by long steps; its meters tell nothing at rest."""
    resting = {name: RESTING[name] for name in running}
    for half_hour in range(2 * hours):
        bench.measure(**(running if Y1 in bench.on else resting))
        bench.now += minutes(30)
        bench.sense(room=19.5 - half_hour % 2 / 10, outdoor=MILD + half_hour % 2 / 10)
    return bench.measure(**running)


SHOWN = {
    "well": {"power": 1.6, "heat": 6.0},
    "badly": {"power": 1.9, "heat": 5.0},
    "a large one": {"power": 4.0, "heat": 16.0},
}
"""What both meters tell of machines that nobody rated."""


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("told", SHOWN.values(), ids=SHOWN)
def test_heat_tells_how_large_it_is_and_power_how_good(told: dict[str, float]) -> None:
    full = metered_for(60, BARE, **told).decision.estimates.full
    assert full is not None
    assert full.is_sized
    assert full.capacity == pytest.approx(told["heat"], rel=0.05)
    assert full.cop == pytest.approx(told["heat"] / told["power"], rel=0.06)
    assert full.uncertainty < 0.1


def test_so_much_is_known_of_it_after_a_day() -> None:
    full = metered_for(24, BARE, power=1.9, heat=5.0).decision.estimates.full
    assert full is not None
    assert full.capacity == pytest.approx(5.0, rel=0.05)
    assert full.cop < 3.1


def test_a_heat_meter_alone_tells_its_size() -> None:
    full = metered_for(12, BARE, heat=5.0).decision.estimates.full
    assert full is not None
    assert full.is_sized
    assert full.capacity == pytest.approx(5.0, rel=0.05)


@pytest.mark.slow
def test_a_heat_meter_that_fails_later_takes_nothing_back() -> None:
    bench = metered_for(60, BARE, power=1.9, heat=5.0)
    full = go_on(bench, 24, power=1.9).decision.estimates.full
    assert full is not None
    assert full.capacity == pytest.approx(5.0, rel=0.05)


CHOOSES_ITS_SPEED = Ratings(machine_type=MachineType.VARIABLE_SPEED)


@pytest.mark.parametrize(
    "told", [{"power": 0.8}, {"heat": 3.5}, {"power": 0.8, "heat": 3.5}]
)
def test_part_load_does_not_tell_how_large_a_machine_is(
    told: dict[str, float],
) -> None:
    bench = metered_for(12, CHOOSES_ITS_SPEED, **told)
    bench.learn(size=Factor(0.3, DAY.total_seconds()))
    full = bench.run(minutes(1)).decision.estimates.full
    assert full is not None
    assert not full.is_sized
    assert bench.state.learned.scale == Scale()


def gauging(lift: float) -> Bench:
    """Return a bench whose backup was seen to warm the supply by some kelvins."""
    machine = replace(wired(Y1, G, W2), backup=Backup.ELECTRIC)
    bench = heating(rated(machine), supply=20 + 0.8 * RATED_HEAT * lift / 5, back=20)
    frost = bench.state.frost
    rise = Normal(0.8 * RATED_HEAT * lift / 5, 0.2, bench.now, lift=lift)
    normals = replace(frost.normals, rise=rise)
    bench.state = replace(bench.state, frost=replace(frost, normals=normals))
    return bench


def test_the_backup_gauges_the_air() -> None:
    """5 kW warmed it by 8 K: what warms it by 12.8 K is 8 kW, not 10."""
    bench = gauging(8).run(HOUR * 2)
    assert bench.state.learned.scale.capacity.seconds > 0
    assert capacity(bench) < 0.97


def test_a_backup_that_hardly_warms_gauges_nothing() -> None:
    assert capacity(gauging(2).run(HOUR)) == 1


def test_one_moment_teaches_next_to_nothing() -> None:
    bench = heating(power=RATED_POWER, ran=HOUR)
    before = power(bench)
    bench.measure(power=2 * RATED_POWER).run(seconds(30))
    assert power(bench) == pytest.approx(before, abs=1e-3)


def test_what_was_learned_outlives_a_restart() -> None:
    bench = heating(power=3.0, ran=HOUR)
    assert power(bench.restart(HOUR * 5)) == power(bench) > 1


# --- This unit beside itself ---------------------------------------------------------


def test_the_air_is_compared_with_what_the_machine_should_give() -> None:
    bench = heating(supply=32, back=20, ran=HOUR)
    assert bench.state.learned.drift.recent == pytest.approx(1.2, rel=0.01)
    rest = HOUR - bench.state.learned.drift.learned
    assert minutes(4) <= rest <= minutes(5)


def test_a_unit_of_unknown_size_can_still_be_compared_with_itself() -> None:
    bench = heating(rated(ratings=BARE), supply=32, back=20, ran=HOUR)
    assert bench.state.learned.drift.recent is not None


@pytest.mark.parametrize(
    "measured",
    [
        pytest.param({"supply": 12, "back": 20}, id="the valve is wrong"),
        pytest.param({"supply": 20, "back": 20}, id="it does nothing"),
        pytest.param({"supply": 32}, id="one sensor"),
        pytest.param({}, id="no sensor"),
    ],
)
def test_what_says_nothing_of_wear_is_left_out(measured: dict[str, Any]) -> None:
    assert heating(ran=HOUR, **measured).state.learned.drift == Drift()


def test_nor_is_a_backup_taken_for_health() -> None:
    bench = Bench(rated(wired(Y1, G, O, W2)), room=17.5, outdoor=0.0)
    bench.run_until(lambda b: {Y1, W2} <= b.on, HOUR * 2)
    assert bench.measure(supply=45, back=20).run(HOUR).state.learned.drift == Drift()


def test_wear_that_the_scale_has_learned_is_still_wear() -> None:
    """Else a machine would grow weak together with what is expected of it."""
    new, worn = heating(), heating()
    worn.learn(scale=Scale(capacity=Factor(0.8)))
    drifts = [
        bench.measure(supply=28, back=20).run(HOUR).state.learned.drift
        for bench in (new, worn)
    ]
    assert drifts[0] == drifts[1]


# --- The house -----------------------------------------------------------------------


HALF_AN_HOUR = minutes(30)


def known(bench: Bench, during: timedelta = HALF_AN_HOUR) -> float:
    """Return the share of a while of which the house's heat is known."""
    before = bench.state.learned.envelope.hour
    after = bench.run(during).state.learned.envelope.hour
    return (after.known - before.known) / (after.elapsed - before.elapsed)


def given(bench: Bench, during: timedelta = HALF_AN_HOUR) -> float:
    """Return the heat that the house is seen to be given in a while, in kW."""
    before = bench.state.learned.envelope.hour
    after = bench.run(during).state.learned.envelope.hour
    return (after.heat - before.heat) / (after.known - before.known)


KNOWN: dict[str, tuple[Callable[[], Bench], float]] = {
    "metered of an inverter": (lambda: part_loaded(heat=4.0), 4.0),
    "by an inverter's power": (lambda: part_loaded(power=2.5), 10.0),
    "modelled": (heating, 10.0),
    "metered": (lambda: heating(heat=7.0), 7.0),
    "metered to be none": (lambda: heating(heat=0.0), 0.0),
    "metered to be taken": (lambda: heating(heat=-3.0), -3.0),
    "by electric backup": (emergency, 5.0),
    "by a metered backup": (lambda: emergency(UNRATED, aux_power=4.0), 4.0),
    "by a backup that draws nothing": (lambda: emergency(aux_power=0.0), 0.0),
    "at rest": (lambda: Bench(rated(), outdoor=MILD).run(minutes(10)), 0.0),
}


@pytest.mark.parametrize(("bench", "heat"), KNOWN.values(), ids=KNOWN)
def test_a_house_is_watched_while_all_its_heat_is_known(
    bench: Callable[[], Bench], heat: float
) -> None:
    assert given(bench()) == pytest.approx(heat, rel=0.01)
    assert known(bench(), minutes(20)) == 1


def windy() -> Bench:
    """Return a bench on which a window has just been opened."""
    return heating().see(window=True)


def blind() -> Bench:
    """Return a bench whose room sensor has been lost for long."""
    bench = Bench(rated(), outdoor=MILD).run(minutes(5))
    return bench.lose_room_sensor().run(minutes(16))


def lost() -> Bench:
    """Return a bench that no longer hears its compressor's relay."""
    bench = heating()
    bench.lose(Y1)
    return bench.run(minutes(1))


def part_loaded(**measured: float) -> Bench:
    """Return a bench on which a machine runs that chooses its speed."""
    settings = rated(ratings=SPEEDY)
    bench = Bench(settings, room=19.5, outdoor=MILD)
    return bench.measure(**measured).run(minutes(10))


UNKNOWN: dict[str, Callable[[], Bench]] = {
    "a machine that chooses its speed": part_loaded,
    "the same beside a stuck meter": lambda: part_loaded(power=2.0).learn(
        rest=Rest(power=2.0)
    ),
    "an open window": windy,
    "a lost room sensor": blind,
    "a lost relay": lost,
    "no outdoor sensor": lambda: heating(outdoor=None),
    "a machine of unknown size": lambda: heating(rated(ratings=BARE)),
    "a backup of unknown size": lambda: emergency(UNRATED),
    "it cools": cooling,
}


@pytest.mark.parametrize("bench", UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_known_is_not_taken_for_nothing(
    bench: Callable[[], Bench],
) -> None:
    assert known(bench()) == 0


LOSS, OFFSET = 0.5, 3.0
"""A house that takes 0.5 kW for each K below 17 °C, and has a room of 20 °C."""


def lived_in(days: int) -> Bench:
    """Return a bench in a cold that changes, where meters tell of all heat.

    The heat pump never rests: below the balance point a strip adds what is lacking.
    """
    bench = heating(outdoor=COLD, ran=minutes(10)).sense(room=20.0)
    outdoors = cycle((-8.0, -2.0, -5.0, 0.0))
    for outdoor in islice(outdoors, days):
        load = LOSS * (20.0 - OFFSET - outdoor)
        gives = 8.0 + 0.25 * outdoor
        bench.measure(heat=gives, aux_power=max(0.0, load - gives))
        for half_hour in range(48):
            bench.now += minutes(30)
            bench.sense(outdoor=outdoor + 0.1 * (half_hour % 2))
    return bench


def balance(bench: Bench) -> float:
    """Return the thermal balance point."""
    point = bench.decision.estimates.outlook.thermal_balance
    assert isinstance(point, float)
    return point


def test_a_new_house_is_taken_for_one_that_its_heat_pump_was_chosen_for() -> None:
    bench = heating()
    assert balance(bench) == pytest.approx(-3, abs=0.1)
    assert bench.decision.estimates.outlook.house.days == 0
    assert bench.decision.estimates.outlook.house.confidence == 0


@pytest.mark.slow
def test_after_weeks_it_is_known() -> None:
    """8 + outdoor / 4 kW meet 0.5 kW/K · (17 °C − outdoor) at 0.67 °C.

    That is what meters tell between defrosts; frost takes another 0.7 K.
    """
    early, late = lived_in(3), lived_in(21)
    assert -2.5 < balance(early) < balance(late)
    assert balance(late) == pytest.approx(1.4, abs=0.5)
    house = late.decision.estimates.outlook.house
    assert house.loss == pytest.approx(LOSS, rel=0.1)
    assert house.days >= 20
    assert 0 < early.decision.estimates.outlook.house.confidence < house.confidence


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("loss", [0.15, 0.4])
def test_a_house_is_not_taken_to_need_what_it_was_taken_to_need(loss: float) -> None:
    """Whatever was believed of it would come true, and be told as sure."""
    bench = part_loaded()
    believed = Envelope(by_day=Trend(LineSums().plus(5, 2 * loss, 2)))
    bench.learn(envelope=believed)
    for half_hour in range(48 * 6):
        bench.now += minutes(30)
        bench.sense(room=19.5 - half_hour % 2 / 10, outdoor=half_hour // 48 - 2.0)
    envelope = bench.state.learned.envelope
    assert (envelope.by_day, envelope.by_night) == (believed.by_day, believed.by_night)


def test_its_doubt_stays_until_a_meter_tells() -> None:
    bench = part_loaded()
    house = bench.decision.estimates.outlook.house
    assert house.confidence == 0
    assert house.loss == pytest.approx(0.36, abs=0.02)
