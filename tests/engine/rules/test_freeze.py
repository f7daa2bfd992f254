"""What keeps pipes from freezing, whatever else is wished."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.rules import freeze
from custom_components.heat_pump_thermostat.engine.settings import FreezeGuard
from custom_components.heat_pump_thermostat.engine.vocabulary import Call, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, Y1
from ..rig import DUAL_FUEL, Bench, minutes, seconds, settings_for
from ..situations import situation

NOT_OFF = [mode for mode in Mode if mode is not Mode.OFF]


@pytest.mark.parametrize(
    ("rooms", "was_freezing", "is_freezing"),
    [
        pytest.param((5.0,), False, False, id="5 °C is enough"),
        pytest.param((4.9,), False, True, id="less is not"),
        pytest.param((6.9,), False, False, id="no start above it"),
        pytest.param((6.9,), True, True, id="once begun, until 7 °C"),
        pytest.param((7.0,), True, False, id="then it ends"),
        pytest.param((14.9, 4.9), False, True, id="the coldest sensor counts"),
        pytest.param((15.0, 4.9), False, False, id="unless the house is warm"),
        pytest.param((4.9, 20.0), True, False, id="whichever says so"),
        pytest.param((), True, False, id="not without a sensor"),
    ],
)
def test_when_it_guards(
    rooms: tuple[float, ...], *, was_freezing: bool, is_freezing: bool
) -> None:
    for mode in NOT_OFF:
        after = freeze.advance(was_freezing, situation(mode=mode, shows=rooms))
        assert after is is_freezing


def test_off_is_guarded_only_if_chosen() -> None:
    chosen = replace(settings_for(), freeze_guard=FreezeGuard(guards_off=True))
    assert not freeze.advance(False, situation(mode=Mode.OFF, shows=(1,)))
    assert freeze.advance(False, situation(chosen, mode=Mode.OFF, shows=(1,)))


def _cold(mode: Mode = Mode.HEAT, outdoor: float = -12) -> Bench:
    return Bench(settings_for(DUAL_FUEL), mode=mode, room=4, outdoor=outdoor)


def test_it_ignores_lockouts() -> None:
    bench = _cold(Mode.COOL)
    assert bench.state.guards.lockouts
    assert bench.call in (Call.HEAT_1, Call.HEAT_2)


@pytest.mark.slow
def test_a_furnace_takes_over_where_the_heat_pump_fails_and_stays() -> None:
    bench = _cold(Mode.FAN_ONLY).run(minutes(10) - seconds(1))
    assert Y1 in bench.on
    bench.run(minutes(2))
    assert bench.call is Call.FURNACE
    assert bench.on >= {W1}
    bench.forget().run(minutes(120))
    assert bench.moves == []


def _furnace_rests() -> Bench:
    """Let a furnace that was called have had its fill, in a long rest of its own."""
    settings = settings_for(DUAL_FUEL)
    fuel = replace(settings.dual_fuel, minimum_off=minutes(20))
    settings = replace(settings, dual_fuel=fuel)
    bench = Bench(settings, room=19, outdoor=-12, fallback=20).run(minutes(10))
    assert bench.on == {W1}
    bench.sense(room=21)
    assert bench.on == set()
    return bench


def test_a_heat_pump_stands_in_for_a_furnace_that_must_rest() -> None:
    bench = _furnace_rests().sense(room=14, fallback=4)
    bench.run(bench.settings.dual_fuel.to_heat_pump + minutes(1))
    assert bench.on >= {Y1}
    assert bench.reason is Reason.FREEZE_GUARD


@pytest.mark.slow
def test_a_heat_pump_that_fails_goes_on_until_the_furnace_may_burn() -> None:
    bench = _furnace_rests().sense(room=14, fallback=4).run(minutes(5)).forget()
    bench.run(minutes(15) - seconds(1))
    assert bench.moves == []
    assert Y1 in bench.on
    bench.run(minutes(2))
    assert bench.on >= {W1}
    bench.forget().run(minutes(60))
    assert bench.moves == []


@pytest.mark.parametrize(
    "prevent",
    [
        pytest.param(lambda bench: bench.emergency(on=True), id="chosen"),
        pytest.param(lambda bench: bench.lose(Y1).run(minutes(3)), id="lost"),
    ],
)
def test_a_heat_pump_that_must_not_run_stands_in_for_nothing(
    prevent: Callable[[Bench], Bench],
) -> None:
    bench = _furnace_rests()
    bench.adjust(
        lambda settings: replace(
            settings,
            dual_fuel=replace(settings.dual_fuel, minimum_off=minutes(120)),
        )
    )
    prevent(bench.sense(fallback=4)).forget().run(minutes(15))
    assert "Y1 on" not in bench.moves


def test_without_frost_a_house_waits_for_its_furnace() -> None:
    bench = _furnace_rests().sense(room=19).run(minutes(15))
    assert (bench.on, bench.reason) == (set(), Reason.BACKUP_MINIMUM_OFF)


def test_a_furnace_burns_where_the_compressor_cannot_be_reached() -> None:
    bench = _cold().lose(Y1).run(minutes(3))
    assert W1 in bench.on


def test_without_frost_it_does_not() -> None:
    bench = Bench(settings_for(DUAL_FUEL)).lose(Y1).sense(room=17).run(minutes(9))
    assert (bench.call, W1 in bench.on) == (Call.FURNACE, False)


def test_a_cooling_compressor_is_stopped_within_its_minimum_on() -> None:
    bench = Bench(mode=Mode.COOL, room=25).run(minutes(1)).sense(room=4.5)
    bench.run(seconds(5))
    assert Y1 not in bench.on
