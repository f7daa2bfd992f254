"""What is told of the machine: its COP and on what that rests; and never nonsense."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.engine.accounts.outlook import Outlook
from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.defrost.normal import Normal
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    DefrostState,
)
from custom_components.heat_pump_thermostat.engine.estimates import (
    Estimates,
    Flows,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.calibration import (
    MEASURED_ERROR,
    Factor,
    Scale,
)
from custom_components.heat_pump_thermostat.engine.heat_pump.carnot import Cycle
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    Basis,
    MachineType,
    Rating,
    Ratings,
    Source,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import House
from custom_components.heat_pump_thermostat.engine.meter import MAY_FALL, Meter
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Settings,
    Upkeep,
)
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from ..invariants import W2, Y1, G, O
from ..rated import (
    AIRFLOW,
    BARE,
    COLD,
    DATASHEET,
    HOUR,
    MILD,
    cooling,
    emergency,
    heating,
    rated,
)
from ..rig import (
    DAY,
    DUAL_FUEL,
    NO_BACKUP,
    NOON,
    SEASON,
    TWO_STAGE,
    Bench,
    celsius,
    kelvin,
    minutes,
    seconds,
    settings_for,
    wired,
)

ONE_POINT = replace(DATASHEET, heating=DATASHEET.heating[1:])
INVERTER = MachineType.VARIABLE_SPEED


def cop(bench: Bench) -> float | None:
    """Return the COP that is told."""
    now = bench.decision.estimates.now
    return now.cop if now else None


def basis(bench: Bench) -> Basis | None:
    """Return what it rests on."""
    now = bench.decision.estimates.now
    return now.basis if now else None


# --- When a COP is told --------------------------------------------------------------


def test_at_rest_nothing_has_a_cop() -> None:
    bench = Bench(rated(), outdoor=MILD)
    assert cop(bench) is None
    assert bench.decision.estimates.full is not None


def test_it_is_told_from_the_start_of_a_run_to_its_end() -> None:
    bench = Bench(rated(), room=19.5, outdoor=MILD)
    assert cop(bench) == pytest.approx(4.0)
    bench.run(minutes(20)).sense(room=21).run(minutes(2))
    assert cop(bench) is None


def test_a_machine_in_a_defrost_has_none_nor_one_that_recovers() -> None:
    bench = heating(outdoor=0.0)
    before = cop(bench)
    assert before is not None

    bench.see(defrost=True)
    assert bench.state.frost.is_sensed
    assert cop(bench) is None

    bench.run(minutes(5)).see(defrost=False)
    assert bench.state.frost.state is DefrostState.RECOVERING
    assert cop(bench) is None

    bench.run(minutes(3))
    assert cop(bench) == pytest.approx(before)


def test_what_may_be_a_defrost_has_none() -> None:
    bench = heating(outdoor=0.0)
    bench.is_defrosting = True
    bench.settle()
    assert bench.state.frost.is_suspected
    assert not bench.state.frost.is_sensed
    assert cop(bench) is None


@pytest.mark.parametrize("outdoor", [None, -45.0, 30.0])
def test_where_the_machine_is_not_known_it_has_none(outdoor: float | None) -> None:
    bench = heating(outdoor=outdoor)
    assert Y1 in bench.on
    assert cop(bench) is None
    assert bench.decision.estimates.full is None


def test_cooling_has_its_own() -> None:
    bench = cooling()
    assert cop(bench) == pytest.approx(3.0, rel=1e-3)
    assert bench.decision.estimates.cycle is None


def test_the_low_stage_has_its_own() -> None:
    low = cop(heating(rated(TWO_STAGE)))
    assert low == pytest.approx(4.0 * 0.72 / 0.65)


@pytest.mark.parametrize(
    ("humidity", "is_less"), [(30.0, False), (60.0, False), (100.0, True)]
)
def test_damp_air_that_frosts_costs_some_of_it(humidity: float, is_less: bool) -> None:
    dry = cop(heating(rated(ratings=ONE_POINT), 0.0, humidity=0.0))
    damp = cop(heating(rated(ratings=ONE_POINT), 0.0, humidity=humidity))
    assert dry is not None
    assert damp is not None
    assert damp <= dry
    assert not is_less or damp < 0.97 * dry


# --- On what it rests ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratings", "rests_on", "error"),
    [
        pytest.param(DATASHEET, Basis.DATASHEET, 0.05, id="datasheet"),
        pytest.param(ONE_POINT, Basis.SINGLE_POINT, 0.05, id="one point"),
        pytest.param(BARE, Basis.PRESET, 0.20, id="preset"),
        pytest.param(
            replace(DATASHEET, machine_type=INVERTER),
            Basis.DATASHEET,
            0.097,
            id="an inverter's datasheet, and a house that nobody knows",
        ),
        pytest.param(
            Ratings(machine_type=INVERTER), Basis.PRESET, 0.13, id="some inverter"
        ),
    ],
)
def test_what_a_cop_rests_on(ratings: Ratings, rests_on: Basis, error: float) -> None:
    now = heating(rated(ratings=ratings)).decision.estimates.now
    assert now is not None
    assert now.basis is rests_on
    assert now.uncertainty == pytest.approx(error, abs=1e-3)
    assert 3 < now.cop < 6


MEASURED: dict[str, tuple[Callable[[], Bench], float]] = {
    "heat meter": (lambda: heating(power=3.0, heat=9.0), 3.0),
    "heat meter, no datasheet": (
        lambda: heating(rated(ratings=BARE), power=3.0, heat=9.0),
        3.0,
    ),
    "airflow": (
        lambda: heating(rated(airflow=AIRFLOW), power=2.0, supply=30, back=20),
        12.06 * AIRFLOW / 2,
    ),
    "cold meter": (lambda: cooling(power=3.0, heat=-7.5), 2.5),
    "heat meter beside a backup": (
        lambda: heating(power=3.0, heat=9.0, aux_power=5.0),
        3.0,
    ),
}


@pytest.mark.parametrize(("bench", "told"), MEASURED.values(), ids=MEASURED)
def test_a_cop_is_measured_by_power_and_heat(
    bench: Callable[[], Bench], told: float
) -> None:
    now = bench().decision.estimates.now
    assert now is not None
    assert now.cop == pytest.approx(told, rel=1e-3)
    assert (now.basis, now.uncertainty) == (Basis.MEASURED, MEASURED_ERROR)


with_air = rated(airflow=AIRFLOW)
UNMEASURED: dict[str, Callable[[], Bench]] = {
    "power alone": lambda: heating(power=3.0),
    "heat alone": lambda: heating(heat=9.0),
    "air of unknown flow": lambda: heating(power=2.0, supply=30, back=20),
    "one temperature": lambda: heating(with_air, power=2.0, supply=30),
    "backup heats the air": lambda: heating(
        with_air, power=2.0, supply=30, back=20, aux_power=5.0
    ),
    "air that is dried": lambda: cooling(with_air, power=2.0, supply=14, back=24),
    "more than the second law allows": lambda: heating(power=2.6, heat=26.0),
    "less heat than electricity": lambda: heating(power=3.0, heat=2.0),
    "power that flows back": lambda: heating(power=-2.0, heat=9.0),
    "no power": lambda: heating(power=0.0, heat=9.0),
    "a start": lambda: heating(ran=minutes(4), power=3.0, heat=9.0),
}


@pytest.mark.parametrize("bench", UNMEASURED.values(), ids=UNMEASURED)
def test_else_it_is_modelled(bench: Callable[[], Bench]) -> None:
    assert basis(bench()) is Basis.DATASHEET


def test_heat_that_is_taken_is_a_defrost() -> None:
    bench = heating(power=2.0, heat=-5.0)
    assert bench.state.frost.is_sensed
    assert bench.decision.estimates.now is None


def test_our_own_backup_in_the_same_air_leaves_it_modelled() -> None:
    settings = rated(wired(Y1, G, O, W2), airflow=AIRFLOW)
    bench = Bench(settings, room=17.5, outdoor=0.0)
    bench.run_until(lambda b: {Y1, W2} <= b.on, HOUR * 2)
    bench.run(minutes(6)).measure(power=2.0, supply=30, back=20)
    assert basis(bench) is Basis.DATASHEET


def test_a_unit_that_has_shown_to_be_different_is_told_as_it_is() -> None:
    bench = heating()
    scale = Scale(power=Factor(1.25), capacity=Factor(1.0))
    bench.learn(scale=scale)
    assert cop(bench.settle()) == pytest.approx(3.2)
    assert bench.decision.estimates.flows.power == pytest.approx(3.125)


def test_a_machine_that_would_heat_less_than_a_strip_is_not_believed() -> None:
    weak = Ratings(heating=(Rating(celsius(-8), 4.0, 1.6), Rating(celsius(8), 8, 3)))
    bench = heating(rated(ratings=weak), COLD)
    assert cop(bench) is not None
    scale = Scale(power=Factor(1.5), capacity=Factor(0.6))
    bench.learn(scale=scale)
    assert cop(bench.settle()) is None


# --- The refrigerant -----------------------------------------------------------------


def test_the_lift_is_told_of_a_machine_that_heats() -> None:
    told = heating(outdoor=0.0).decision.estimates.cycle
    assert told == Cycle(celsius(-6), celsius(36))
    brine = Ratings(source=Source.GROUND)
    told = heating(rated(ratings=brine), -10.0, source=2.0).decision.estimates.cycle
    assert told == Cycle(celsius(-4), celsius(37))


@pytest.mark.parametrize("bench", [lambda: heating(outdoor=None), cooling])
def test_and_of_no_other(bench: Callable[[], Bench]) -> None:
    assert bench().decision.estimates.cycle is None


def test_how_much_of_the_second_law_is_reached() -> None:
    told = heating().decision.estimates
    assert told.cycle is not None
    assert told.second_law_efficiency == pytest.approx(4.0 / told.cycle.carnot)


@pytest.mark.parametrize(
    "bench", [lambda: Bench(rated(), outdoor=MILD), cooling], ids=["at rest", "cooling"]
)
def test_which_is_told_of_heating_alone(bench: Callable[[], Bench]) -> None:
    assert bench().decision.estimates.second_law_efficiency is None


def test_a_machine_that_cools_has_an_eer() -> None:
    assert cooling().decision.estimates.eer == pytest.approx(3.0 / 0.29307, rel=1e-3)
    assert heating().decision.estimates.eer is None
    assert Bench(rated(), outdoor=MILD).decision.estimates.eer is None


@pytest.mark.parametrize(
    ("bench", "capacity"),
    [
        pytest.param(heating, 10.0, id="while it runs"),
        pytest.param(lambda: Bench(rated(), outdoor=MILD), 10.0, id="at rest"),
        pytest.param(lambda: heating(rated(ratings=BARE)), None, id="of no known size"),
        pytest.param(lambda: heating(outdoor=None), None, id="in unknown weather"),
    ],
)
def test_full_load_of_a_machine_of_known_size(
    bench: Callable[[], Bench], capacity: float | None
) -> None:
    assert bench().decision.estimates.capacity == (
        capacity and pytest.approx(capacity, rel=1e-3)
    )


# --- All heat by all electricity -----------------------------------------------------


def test_alone_the_heat_pump_is_the_system() -> None:
    assert heating().decision.estimates.system_cop == pytest.approx(4.0, rel=1e-3)


def test_backup_drags_the_system_down() -> None:
    told = heating(aux_power=5.0).decision.estimates.system_cop
    assert told == pytest.approx((10 + 5) / (2.5 + 5), rel=1e-3)


def test_backup_alone_gives_what_it_takes() -> None:
    assert emergency().decision.estimates.system_cop == pytest.approx(1.0)


HEATS = Cycle(celsius(-6), celsius(36))


def system(cycle: Cycle | None = HEATS, **flows: Any) -> Any:
    """Return the COP of a system of such flows."""
    outlook = Outlook(house=House(0.25, kelvin(3), 0.0, 0))
    powers = Flows(**{"power": 2.0, "heat": 6.0, **flows})
    return Estimates(outlook=outlook, flows=powers, cycle=cycle).system_cop


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"power": None}, id="unknown power"),
        pytest.param({"heat": None}, id="unknown heat"),
        pytest.param({"aux_power": None}, id="unknown backup"),
        pytest.param({"backup_heat": None}, id="unknown backup heat"),
        pytest.param({"fuel": 9.0}, id="a furnace"),
        pytest.param({"cycle": None}, id="cooling"),
        pytest.param({"power": 0.0, "heat": 0.0}, id="idle"),
        pytest.param({"power": 0.05, "heat": 0.0}, id="standby"),
        pytest.param({"heat": -3.0}, id="a defrost"),
        pytest.param({"power": 0.1}, id="against the second law"),
    ],
)
def test_a_system_has_no_cop(told: dict[str, Any]) -> None:
    assert system() == 3.0
    assert system(**told) is None


# --- Nothing that sensors say breaks it ----------------------------------------------


temperatures = st.none() | st.floats(-60, 150).map(celsius)
outdoors = st.none() | st.floats(-60, 60).map(celsius)
powers = st.none() | st.just(0.0) | st.floats(-20, 50)
tariffs = st.none() | st.builds(
    Prices,
    electricity=st.floats(-0.5, 2),
    fuel=st.none() | st.floats(0, 2),
    efficiency=st.floats(0.5, 1.5),
)
emissions = st.none() | st.builds(
    Prices, electricity=st.floats(0, 1), fuel=st.none() | st.floats(0, 0.5)
)
words: dict[str, st.SearchStrategy[Any]] = {
    "room": st.none() | st.floats(-40, 60).map(celsius),
    "outdoor": outdoors,
    "supply": temperatures,
    "back": temperatures,
    "coil": temperatures,
    "source": temperatures,
    "humidity": st.none() | st.floats(0, 100),
    "power": powers,
    "aux_power": powers,
    "heat": powers,
    "prices": tariffs,
    "carbon": emissions,
    "is_window_open": st.booleans(),
    "is_defrosting": st.none() | st.booleans(),
}
moments = st.tuples(
    st.sampled_from([1.0, 10.0, 60.0, 400.0, 3600.0, 9000.0]),
    st.fixed_dictionaries(words),
    st.fixed_dictionaries(
        dict.fromkeys(Terminal, st.sampled_from([Relay.ON, Relay.OFF, Relay.UNKNOWN]))
    ),
)
ratings = st.builds(
    Ratings,
    heating=st.lists(
        st.builds(
            Rating,
            outdoor=st.sampled_from([-15.0, -8.3, 1.7, 8.3]).map(celsius),
            capacity=st.floats(0.5, 60),
            cop=st.floats(1, 8),
        ),
        max_size=4,
    ).map(tuple),
    source=st.sampled_from(Source),
    machine_type=st.sampled_from(MachineType),
    cooling_capacity=st.none() | st.floats(0.5, 60),
    cooling_eer=st.none() | st.floats(3, 40),
    aux_power=st.none() | st.floats(0.5, 50),
)


@st.composite
def machines(draw: st.DrawFn) -> Settings:
    """Draw a machine of some wiring and some datasheet."""
    wiring = draw(st.sampled_from([TWO_STAGE, NO_BACKUP, DUAL_FUEL]))
    flow = draw(st.none() | st.floats(0.05, 3))
    machine = replace(wiring, ratings=draw(ratings), airflow=flow)
    design = draw(st.none() | st.just(celsius(-20)))
    return replace(settings_for(machine), upkeep=Upkeep(design_outdoor=design))


type Moment = tuple[float, dict[str, Any], dict[Terminal, Relay]]


def observed(
    settings: Settings, now: datetime, words: dict[str, Any], relays: dict[Any, Relay]
) -> Observation:
    """Return what is observed at a moment."""
    today = now.date()
    midnight = datetime.combine(today, time(), now.tzinfo)
    wired = settings.machine.wired
    reports = {
        name: None if words[name] is None else Reading(words[name], now)
        for name in ("room", "outdoor")
    }
    return Observation(
        now=now,
        today=today,
        midnight=midnight,
        next_midnight=midnight + DAY,
        season=SEASON if today < date(2026, 1, 16) else date(2026, 1, 16),
        relays={terminal: relays[terminal] for terminal in sorted(wired)},
        **{**words, **reports},
    )


def is_sane(settings: Settings, decision: Decision) -> bool:
    """Return whether a COP is one that the second law allows, or none is told."""
    now, told = decision.estimates.now, decision.estimates.cycle
    if now is None:
        return True
    highest = 8.0 if settings.machine.ratings.source is Source.AIR else 12.0
    limit = min(highest, told.carnot) if told else highest
    # Estimates are worked out for a tenth of a degree, which Carnot's COP tells apart.
    return 1 <= now.cop <= limit * 1.01 and now.capacity > 0 and now.power > 0


def has_grown(before: Meter, after: Meter) -> bool:
    """Return whether every sum is a number, and none fell that must not."""
    return all(
        isfinite(total.ever) and (count in MAY_FALL or total.ever >= was)
        for count, total in after.totals.items()
        for was in (before.total(count).ever,)
    )


@pytest.mark.slow
@examples(max_examples=150, derandomize=True, deadline=None)
@given(
    machines(),
    st.sampled_from([Mode.HEAT, Mode.COOL, Mode.HEAT_COOL, Mode.OFF]),
    st.lists(moments, min_size=2, max_size=8),
)
def test_no_sensor_breaks_it(
    settings: Settings, mode: Mode, story: list[Moment]
) -> None:
    state = State(wishes=Wishes().with_mode(mode))
    now = NOON
    for pause, words, relays in story:
        now += seconds(pause)
        before = state.meter
        decision = step(settings, state, observed(settings, now, words, relays))
        state = decision.state
        assert is_sane(settings, decision)
        assert has_grown(before, state.meter)
        system_cop = decision.estimates.system_cop
        assert system_cop is None or 0 < system_cop <= 32
        assert 0.6 <= state.learned.scale.power.value <= 1.5
        assert 0.6 <= state.learned.scale.capacity.value <= 1.5


@pytest.mark.slow
@examples(max_examples=60, derandomize=True, deadline=None)
@given(
    machines(), st.fixed_dictionaries(words), st.sampled_from([Mode.HEAT, Mode.COOL])
)
def test_nor_while_it_runs_on_and_on(
    settings: Settings, words: dict[str, Any], mode: Mode
) -> None:
    """The relays stand as the mode has them, so that what needs a steady run is met."""
    state, now = State(wishes=Wishes().with_mode(mode)), NOON
    on = {Terminal.Y1, Terminal.G} | ({Terminal.O} if mode is Mode.COOL else set())
    relays = {t: Relay.ON if t in on else Relay.OFF for t in Terminal}
    room = celsius(19.5 if mode is Mode.HEAT else 25.0)
    for _ in range(12):
        now += timedelta(minutes=4)
        before = state.meter
        seen = observed(settings, now, {**words, "room": room}, relays)
        decision = step(settings, state, seen)
        state = decision.state
        assert is_sane(settings, decision)
        assert has_grown(before, state.meter)


# --- With the frost that is on the coil at this moment --------------------------------


def blowing(
    settings: Settings | None = None, outdoor: float = MILD, **more: Any
) -> Bench:
    """Return a bench whose clear coil has warmed the air by 10 K for half an hour."""
    warmed = {"supply": 30.0, "back": 20.0, **more}
    return heating(settings, outdoor=outdoor, ran=HOUR / 2, **warmed)


LONG_KNOWN = Factor(0.935, 40 * HOUR.total_seconds())
"""What a clear coil was seen to do for days: 9.35 K of 10 kW, and the fan's 0.65 K."""


def frosting(bench: Bench, share: float) -> Bench:
    """Return the bench after its air has slowly got to be warmed by less."""
    for turn in range(1, 21):
        less = 1 - (1 - share) * turn / 20
        bench.measure(supply=20 + 0.65 + 9.35 * less, back=20).run(minutes(2))
    return bench


@pytest.mark.parametrize("share", [1.0, 0.9, 0.75])
def test_a_frosting_coil_shows_in_the_cop(share: float) -> None:
    bench = blowing().learn(air=LONG_KNOWN)
    assert cop(bench) == pytest.approx(4.0, rel=0.01)
    assert cop(frosting(bench, share)) == pytest.approx(share * 4.0, rel=0.02)


def test_a_meter_of_its_power_counts_at_once() -> None:
    """10 kW of heat of 2.8 kW, not of the datasheet's 2.5."""
    assert cop(blowing(power=2.8)) == pytest.approx(10 / 2.8, rel=0.02)


def test_what_backup_warms_the_air_by_tells_its_heat() -> None:
    """5 kW warmed it by 8 K: what warms it by 12.8 K, and the fan, are 8 kW."""
    machine = replace(wired(Y1, G, W2), backup=Backup.ELECTRIC)
    bench = heating(rated(machine), supply=20 + 0.65 + 12.8, back=20)
    frost = bench.state.frost
    rise = Normal(0.65 + 12.8, 0.2, bench.now, lift=8)
    normals = replace(frost.normals, rise=rise)
    bench.state = replace(bench.state, frost=replace(frost, normals=normals))
    assert cop(bench.run(minutes(1))) == pytest.approx(8 / 2.5, rel=0.02)


INVERTING = rated(ratings=replace(DATASHEET, machine_type=INVERTER))


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("settings", "share"),
    [
        pytest.param(rated(TWO_STAGE), 0.8, id="two stages blow as they like"),
        pytest.param(INVERTING, 0.8, id="an inverter does so too"),
        pytest.param(rated(), 0.3, id="hardly any air: a sensor's fault"),
    ],
)
def test_else_the_mean_of_the_model_is_told(settings: Settings, share: float) -> None:
    told = cop(frosting(blowing(settings).learn(air=LONG_KNOWN), share))
    assert told == cop(heating(settings, ran=HOUR / 2).run(minutes(40)))


@pytest.mark.slow
def test_only_a_clear_coil_tells_what_the_air_is_warmed_by() -> None:
    """K per kW of rated heat: in mild air, and for minutes after a defrost."""
    known = blowing(outdoor=MILD).state.learned.air
    assert known.value == pytest.approx(0.935)
    frosting = blowing(outdoor=0.0)
    assert frosting.state.learned.air.seconds == 0
    frosting.see(defrost=True).run(minutes(5)).see(defrost=False).run(HOUR)
    assert 0 < frosting.state.learned.air.seconds < HOUR.total_seconds() / 2
