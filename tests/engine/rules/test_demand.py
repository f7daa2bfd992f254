"""What the room asks for: from one differential before the setpoint to one past it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.house.response import Phase, Response
from custom_components.heat_pump_thermostat.engine.observer.manner import Manner
from custom_components.heat_pump_thermostat.engine.observer.observer import (
    Observer,
    RoomView,
)
from custom_components.heat_pump_thermostat.engine.observer.rooms import Rooms
from custom_components.heat_pump_thermostat.engine.rules import changeover, demand
from custom_components.heat_pump_thermostat.engine.settings import (
    Comfort,
    Machine,
    Targets,
)
from custom_components.heat_pump_thermostat.engine.state import Demand, Need, Steady
from custom_components.heat_pump_thermostat.engine.vocabulary import Call
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from ..rig import (
    DUAL_FUEL,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    kelvin,
    minutes,
    seconds,
    settings_for,
    targets,
)
from ..situations import situation, with_strength, with_view

HALF = Comfort(heat_differential=kelvin(0.5), cool_differential=kelvin(0.5))


def _asked(
    before: Demand | None,
    side: Side,
    room: float,
    pair: Targets,
    comfort: Comfort = HALF,
    low_for: float = 0,
    *,
    steady: Steady | None = None,
    strength: float | None = None,
) -> Demand | None:
    """Return what a room asks for that has been at the edge for some seconds."""
    now = NOON + minutes(9)
    moment = situation(
        replace(settings_for(), comfort=comfort),
        shows=(room,),
        now=now,
        wishes=replace(Wishes(), mode=Mode(side), base=pair),
    )
    need = Need(
        demand=before,
        steady=steady,
        low_since=now - seconds(low_for) if low_for else None,
    )
    return demand.advance(need, with_strength(moment, strength)).demand


HEATING = Demand(Side.HEAT, NOON)
COOLING = Demand(Side.COOL, NOON)


@pytest.mark.parametrize(
    ("side", "before", "room", "asks"),
    [
        pytest.param(Side.HEAT, None, 19.511, False, id="heat: short of the edge"),
        pytest.param(Side.HEAT, None, 19.509, True, id="heat: rounding forgiven"),
        pytest.param(Side.HEAT, None, 19.5, True, id="heat: on the edge"),
        pytest.param(Side.HEAT, HEATING, 20.489, True, id="heat: goes on past it"),
        pytest.param(Side.HEAT, HEATING, 20.491, False, id="heat: ends, forgiven"),
        pytest.param(Side.HEAT, HEATING, 20.5, False, id="heat: ends on the edge"),
        pytest.param(Side.COOL, None, 24.489, False, id="cool: short of the edge"),
        pytest.param(Side.COOL, None, 24.5, True, id="cool: on the edge"),
        pytest.param(Side.COOL, COOLING, 23.511, True, id="cool: goes on past it"),
        pytest.param(Side.COOL, COOLING, 23.5, False, id="cool: ends on the edge"),
        pytest.param(Side.COOL, HEATING, 24, False, id="the other side's demand ends"),
        pytest.param(Side.COOL, HEATING, 24.5, True, id="the other side asks anew"),
    ],
)
def test_the_edges(
    side: Side, before: Demand | None, room: float, *, asks: bool
) -> None:
    assert (_asked(before, side, room, targets(20, 24)) is not None) is asks


@pytest.mark.parametrize(
    ("phase", "machine", "side", "end"),
    [
        (Phase.RESTING, DUAL_FUEL, Side.HEAT, 1.0),
        (Phase.TRYING, DUAL_FUEL, Side.HEAT, 1.0),
        pytest.param(Phase.WATCHING, DUAL_FUEL, Side.HEAT, 0.5, id="no trial"),
        pytest.param(Phase.WAITING, DUAL_FUEL, Side.HEAT, 0.5, id="it is over"),
        pytest.param(Phase.RESTING, DUAL_FUEL, Side.COOL, 0.5, id="nor by cooling"),
        pytest.param(Phase.RESTING, TWO_STAGE, Side.HEAT, 0.5, id="strips help it"),
    ],
)
def test_a_furnace_heats_further_to_compare_a_compressor(
    phase: Phase, machine: Machine, side: Side, end: float
) -> None:
    settings = replace(settings_for(machine), comfort=HALF)
    moment = situation(settings, response=Response(phase=phase))
    assert demand.edges(side, None, moment) == demand.Edges(kelvin(0.5), kelvin(end))


@pytest.mark.parametrize(
    ("setpoint", "room", "asks"),
    [
        pytest.param(0, 0, False, id="0 °C is a temperature: reached"),
        pytest.param(0, -0.5, True, id="below zero"),
        pytest.param(0.5, 0, True, id="0 °C is a temperature: cold"),
        pytest.param(-5, -4.9, False, id="both below zero"),
    ],
)
def test_around_zero(setpoint: float, room: float, *, asks: bool) -> None:
    pair = targets(setpoint, 24)
    assert (_asked(None, Side.HEAT, room, pair) is not None) is asks


def test_a_demand_remembers_since_when() -> None:
    for room in (19, 19.9, 20.3):
        assert _asked(HEATING, Side.HEAT, room, targets()) == HEATING


def test_heat_cool_has_no_side_before_the_room_is_known() -> None:
    bench = Bench(room=None).choose(Mode.HEAT_COOL)
    assert bench.state.need.side is None
    assert bench.sense(room=27).state.need.side is Side.COOL


def test_while_the_room_is_unknown_nothing_contends() -> None:
    moment = situation(mode=Mode.HEAT_COOL, shows=())
    for side in (Side.HEAT, Side.COOL, None):
        after = changeover.advance(Need(side=side, contender_since=NOON), moment)
        assert (after.side, after.contender_since) == (side, None)


STEADY = Steady(celsius(20), NOON - minutes(60))


def _edges(
    strength: float | None = None,
    calm: Steady | None = STEADY,
    comfort: Comfort | None = None,
    side: Side = Side.HEAT,
) -> demand.Edges:
    moment = situation(replace(settings_for(), comfort=comfort or Comfort()))
    return demand.edges(side, calm, with_strength(moment, strength))


PLAIN = demand.Edges(Comfort().heat_differential, Comfort().heat_differential)


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param(_edges(1.15), (0.5, 0.4), id="ample: a step lower"),
        pytest.param(_edges(1.14), (0.0, 0.8), id="scarce: it stores heat"),
        pytest.param(
            _edges(), (0.4, 0.5), id="not known: earlier, and as warm as may be"
        ),
        pytest.param(
            _edges(comfort=Comfort(heat_differential=kelvin(1.5))),
            (1.5, 1.5),
            id="never narrower than chosen",
        ),
    ],
)
def test_a_steady_house_is_heated_in_a_wide_swing(
    edges: demand.Edges, expected: tuple[float, float]
) -> None:
    assert (edges.begin, edges.end) == pytest.approx(expected)


HEAT = replace(Wishes(), mode=Mode.HEAT)


def _swing(
    sigma: float, strength: float | None, wishes: Wishes = HEAT, step: float = 0.5
) -> tuple[float, float]:
    """Return the edges of a room that is known so well, by a sensor of such steps."""
    view = RoomView(20.0, 15.0, 1.0, sigma**2, 0.0, 1.0)
    sensor = Observer(manner=Manner(changes=(kelvin(step),)))
    rooms = Rooms(observers={"room": sensor}, counting=frozenset({"room"}))
    moment = situation(wishes=wishes, rooms=rooms)
    moment = with_strength(with_view(moment, view), strength)
    edges = demand.edges(Side.HEAT, STEADY, moment)
    return edges.begin, edges.end


@pytest.mark.parametrize(
    ("strength", "known"),
    [pytest.param(1.5, (0.5, 0.4), id="ample"), pytest.param(None, (0.4, 0.5))],
)
def test_a_room_that_is_less_well_known_swings_wider(
    strength: float | None, known: tuple[float, float]
) -> None:
    swings = [_swing(sigma, strength) for sigma in (0.0, 0.05, 0.1, 0.2, 0.25, 1.0)]
    assert swings[0] == swings[1] == pytest.approx(known)
    assert swings == sorted(swings)
    assert swings[1] < swings[2] < swings[3] < swings[4] == swings[5]
    for begin, end in swings[2:]:
        assert 0 < begin - known[0] < end - known[1] < 0.5


@pytest.mark.parametrize("step", [0.01, 0.1, 0.2, 0.3])
def test_the_room_of_a_good_sensor_swings_as_usual_while_the_house_is_learned(
    step: float,
) -> None:
    assert _swing(1.0, 1.5, step=step) == pytest.approx((0.5, 0.4))


def test_what_is_no_compressor_needs_no_wider_swing() -> None:
    emergency = replace(HEAT, emergency=True)
    assert _swing(0.2, 1.5, emergency) == pytest.approx((0.5, 0.4))


def test_a_machine_that_is_short_stores_heat_however_well_the_room_is_known() -> None:
    assert _swing(0.2, 1.0) == (0.0, 0.8)


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param(_edges(calm=None), id="not near the setpoint"),
        pytest.param(
            _edges(calm=Steady(celsius(20), NOON - minutes(59))), id="not for an hour"
        ),
        pytest.param(_edges(comfort=Comfort(widens=False)), id="switched off"),
        pytest.param(_edges(side=Side.COOL), id="cooling"),
    ],
)
def test_else_the_swing_is_as_chosen(edges: demand.Edges) -> None:
    assert edges == PLAIN


@pytest.mark.parametrize(
    ("room", "setpoint", "since"),
    [
        pytest.param(19.0, 20, STEADY.since, id="near, below"),
        pytest.param(21.0, 20, STEADY.since, id="near, above"),
        pytest.param(20.0, 20.3, NOON, id="a new setpoint begins anew"),
        pytest.param(18.9, 20, None, id="far below"),
        pytest.param(21.1, 20, None, id="far above"),
    ],
)
def test_since_when_a_house_is_steady(
    room: float, setpoint: float, since: datetime | None
) -> None:
    wishes = replace(Wishes(), mode=Mode.HEAT, base=targets(setpoint))
    moment = situation(shows=(room,), wishes=wishes)
    after = demand.advance(Need(steady=STEADY), moment).steady
    assert (after and after.since) == since


def test_an_hour_in_the_swing_widens_it() -> None:
    bench = Bench().run(minutes(59)).sense(room=19.7)
    calls = [bench.call]
    bench.sense(room=20.28).run(minutes(12))
    calls += [bench.sense(room=room).call for room in (19.7, 19.5, 20.4)]
    calls.append(bench.run(minutes(5)).sense(room=20.8).call)
    on, off = Call.HEAT_1, Call.IDLE
    assert calls == [on, off, on, on, off]


def test_an_ample_machine_waits_until_the_room_is_as_cold_as_it_shows() -> None:
    assert _edges(1.15).dwell == demand.DWELL
    assert _edges(1.14).dwell == _edges(calm=None).dwell == timedelta()

    def asked(before: Demand | None, room: float, low_for: float = 0) -> Demand | None:
        return _asked(
            before,
            Side.HEAT,
            room,
            targets(),
            Comfort(),
            low_for,
            steady=STEADY,
            strength=1.15,
        )

    assert asked(None, 19.5) is None
    assert asked(None, 19.5, low_for=59) is None
    assert asked(None, 19.5, low_for=60)
    assert asked(None, 19.6, low_for=60) is None
    assert asked(HEATING, 19.6) == HEATING


def test_a_mode_that_does_not_heat_is_not_steady() -> None:
    bench = Bench().run(minutes(61)).choose(Mode.COOL)
    assert bench.state.need.steady is None


def test_an_unknown_room_is_not_steady() -> None:
    assert Bench(room=None).run(minutes(61)).state.need.steady is None
