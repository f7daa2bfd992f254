"""What keeps pipes from freezing, whatever else is wished."""

import pytest

from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.rules import freeze
from custom_components.heat_pump_thermostat.engine.settings import FreezeGuard
from custom_components.heat_pump_thermostat.engine.state import Room
from custom_components.heat_pump_thermostat.engine.vocabulary import Call
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, Y1
from ..rig import DUAL_FUEL, NOON, Bench, celsius, minutes, seconds, settings_for

NOT_OFF = [mode for mode in Mode if mode is not Mode.OFF]
DEFAULT = FreezeGuard()
BLIND = FreezeGuard(heats_blindly=True)


@pytest.mark.parametrize(
    ("rooms", "was_freezing", "is_freezing"),
    [
        pytest.param((5.0,), False, False, id="5 °C is enough"),
        pytest.param((4.9,), False, True, id="less is not"),
        pytest.param((6.9,), False, False, id="no start above it"),
        pytest.param((6.9,), True, True, id="once begun, until 7 °C"),
        pytest.param((7.0,), True, False, id="then it ends"),
        pytest.param((20.0, 4.9), False, True, id="the coldest sensor counts"),
        pytest.param((), True, False, id="not without a sensor"),
    ],
)
def test_when_it_guards(
    rooms: tuple[float, ...], *, was_freezing: bool, is_freezing: bool
) -> None:
    believed = tuple(celsius(room) for room in rooms)
    for mode in NOT_OFF:
        assert freeze.guards(was_freezing, believed, mode, DEFAULT) is is_freezing


def test_off_is_guarded_only_if_chosen() -> None:
    cold = (celsius(1),)
    assert not freeze.guards(False, cold, Mode.OFF, DEFAULT)
    assert freeze.guards(False, cold, Mode.OFF, FreezeGuard(guards_off=True))


def _cold(mode: Mode = Mode.HEAT, outdoor: float = -12) -> Bench:
    return Bench(settings_for(DUAL_FUEL), mode=mode, room=4, outdoor=outdoor)


def test_it_ignores_lockouts() -> None:
    bench = _cold(Mode.COOL)
    assert bench.state.guards.lockouts
    assert bench.call in (Call.HEAT_1, Call.HEAT_2)


def test_a_furnace_takes_over_where_the_heat_pump_fails_and_stays() -> None:
    bench = _cold(Mode.FAN_ONLY).run(minutes(10) - seconds(1))
    assert Y1 in bench.on
    bench.run(minutes(2))
    assert bench.call is Call.FURNACE
    assert bench.on >= {W1}
    bench.forget().run(minutes(120))
    assert bench.moves == []


def test_blind_heat_runs_ten_minutes_of_every_hour() -> None:
    lost = Room(None, NOON)
    heating = [
        minute
        for minute in range(121)
        if freeze.heats_blindly(
            lost, celsius(0), Mode.HEAT, BLIND, Clock(NOON + minutes(minute))
        )
    ]
    assert heating == [*range(10), *range(60, 70), 120]


@pytest.mark.parametrize(
    ("at", "wake"),
    [pytest.param(3, 10, id="the end"), pytest.param(13, 60, id="the next time")],
)
def test_blind_heat_knows_when_it_changes(at: float, wake: float) -> None:
    clock = Clock(NOON + minutes(at))
    freeze.heats_blindly(Room(None, NOON), celsius(0), Mode.HEAT, BLIND, clock)
    assert clock.next_change == NOON + minutes(wake)


@pytest.mark.parametrize(
    "room",
    [
        pytest.param(Room(Reading(celsius(9), NOON)), id="since the last report"),
        pytest.param(Room(), id="nothing was ever heard"),
    ],
)
def test_since_when_it_is_blind(room: Room) -> None:
    clock = Clock(NOON)
    assert freeze.heats_blindly(room, celsius(0), Mode.HEAT, BLIND, clock)


@pytest.mark.parametrize(
    ("outdoor", "mode", "settings"),
    [
        pytest.param(0, Mode.HEAT, DEFAULT, id="not chosen"),
        pytest.param(0, Mode.OFF, BLIND, id="off"),
        pytest.param(5, Mode.HEAT, BLIND, id="mild"),
        pytest.param(None, Mode.HEAT, BLIND, id="outdoors unknown"),
    ],
)
def test_when_blind_heat_stays_off(
    outdoor: float | None, mode: Mode, settings: FreezeGuard
) -> None:
    outside = None if outdoor is None else celsius(outdoor)
    room = Room(None, NOON)
    assert not freeze.heats_blindly(room, outside, mode, settings, Clock(NOON))
