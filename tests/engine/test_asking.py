"""Temperatures that somebody sets: which side they move, from where, and how far."""

from datetime import datetime

import pytest

from custom_components.heat_pump_thermostat.engine.asking import (
    with_preset_held,
    with_temperatures,
    with_temperatures_held,
)
from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.perception import perceive
from custom_components.heat_pump_thermostat.engine.setpoints import Asked
from custom_components.heat_pump_thermostat.engine.settings import Preset, Targets
from custom_components.heat_pump_thermostat.engine.situation import Situation
from custom_components.heat_pump_thermostat.engine.wishes import (
    Block,
    Hold,
    Mode,
    Wishes,
)

from .rig import NOON, Bench, celsius, kelvin, minutes, targets
from .rules.test_recovery import evening, recovery_of

OFF, HEAT, COOL, HEAT_COOL, FAN_ONLY = Mode
NIGHT = Block(NOON + minutes(60), heat=celsius(17), cool=celsius(27))
COLD, HOT = 18.0, 27.0
"""Rooms in which heat/cool heats, and cools."""


def ask(
    single: float | None = None, heat: float | None = None, cool: float | None = None
) -> Asked:
    """Return temperatures that somebody sets."""
    numbers = (single, heat, cool)
    return Asked(*(None if number is None else celsius(number) for number in numbers))


def perceived(bench: Bench) -> Situation:
    """Return the situation in which somebody asks."""
    return perceive(bench.settings, bench.state, bench.observation())


def wishes_of(bench: Bench, asked: Asked, mode: Mode | None = None) -> Wishes:
    """Return what the household wants once it has set these."""
    return with_temperatures(perceived(bench), asked, mode)


@pytest.mark.parametrize(
    ("mode", "room", "asked", "pair"),
    [
        pytest.param(HEAT, COLD, ask(21), (21, 24), id="heat"),
        pytest.param(HEAT, HOT, ask(21), (21, 24), id="heat in a hot room"),
        pytest.param(COOL, COLD, ask(23), (20, 23), id="cool in a cold room"),
        pytest.param(FAN_ONLY, HOT, ask(21), (21, 24), id="fan only: heat"),
        pytest.param(HEAT, COLD, ask(heat=19, cool=27), (19, 27), id="a range ahead"),
        pytest.param(HEAT, COLD, ask(cool=27), (20, 27), id="the other side alone"),
        pytest.param(
            HEAT, COLD, ask(21, heat=18, cool=28), (21, 28), id="both in heat: the one"
        ),
        pytest.param(HEAT_COOL, COLD, ask(22), (22, 24), id="heat/cool that heats"),
        pytest.param(HEAT_COOL, HOT, ask(23), (20, 23), id="heat/cool that cools"),
        pytest.param(HEAT_COOL, COLD, ask(heat=19, cool=25), (19, 25), id="a range"),
        pytest.param(HEAT_COOL, HOT, ask(heat=21), (21, 24), id="half a range"),
        pytest.param(
            HEAT_COOL, COLD, ask(21, heat=18, cool=28), (18, 28), id="both: the range"
        ),
        pytest.param(
            HEAT_COOL, HOT, ask(25, heat=18, cool=28), (18, 28), id="also in the heat"
        ),
        pytest.param(
            HEAT_COOL, COLD, ask(heat=22, cool=23), (22, 22 + 3 / 1.8), id="too close"
        ),
        pytest.param(
            HEAT_COOL, HOT, ask(heat=22, cool=23), (23 - 3 / 1.8, 23), id="and cools"
        ),
    ],
)
def test_what_a_mode_makes_of_temperatures(
    mode: Mode, room: float, asked: Asked, pair: tuple[float, float]
) -> None:
    now = wishes_of(Bench(mode=mode, room=room), asked)
    assert now.hold is None
    assert (now.base.heat, now.base.cool) == pytest.approx(pair)


@pytest.mark.parametrize(
    ("last", "room", "pair"),
    [
        pytest.param(HEAT, HOT, (22, 24), id="heat"),
        pytest.param(COOL, COLD, (20, 22), id="cool"),
        pytest.param(FAN_ONLY, HOT, (22, 24), id="fan only: heat"),
    ],
)
def test_off_moves_the_side_of_the_last_mode(
    last: Mode, room: float, pair: tuple[float, float]
) -> None:
    now = wishes_of(Bench(mode=last, room=room).choose(OFF), ask(22))
    assert (now.mode, now.last_mode) == (OFF, last)
    assert (now.base.heat, now.base.cool) == pytest.approx(pair)


@pytest.mark.parametrize(
    ("before", "mode", "room", "pair"),
    [
        pytest.param(OFF, HEAT, HOT, (22, 24), id="heat"),
        pytest.param(HEAT, COOL, COLD, (20, 22), id="cool"),
        pytest.param(OFF, HEAT_COOL, COLD, (22, 24), id="heat/cool that will heat"),
        pytest.param(HEAT, HEAT_COOL, HOT, (20, 22), id="heat/cool that will cool"),
        pytest.param(COOL, OFF, COLD, (20, 22), id="off"),
        pytest.param(HEAT, HEAT, HOT, (22, 24), id="the mode that it is in"),
    ],
)
def test_a_mode_that_comes_along_tells_the_side(
    before: Mode, mode: Mode, room: float, pair: tuple[float, float]
) -> None:
    now = wishes_of(Bench(mode=before, room=room), ask(22), mode)
    assert now.mode is mode
    assert (now.base.heat, now.base.cool) == pytest.approx(pair)


@pytest.mark.parametrize(
    ("asked", "pair"),
    [
        pytest.param(ask(40), (35, 35), id="too hot"),
        pytest.param(ask(0), (7, 24), id="too cold"),
        pytest.param(ask(cool=2), (7, 7), id="the other side is pushed out of it"),
    ],
)
def test_no_temperature_leaves_the_range(
    asked: Asked, pair: tuple[float, float]
) -> None:
    now = wishes_of(Bench(mode=HEAT), asked)
    assert now.base == targets(*pair)


def test_over_a_preset_they_hold_until_the_next_one() -> None:
    bench = Bench(mode=HEAT_COOL).wish(lambda w: w.with_preset(Preset.AWAY))
    now = wishes_of(bench, ask(19))
    assert now.preset is Preset.AWAY
    assert now.hold == Hold(targets(19, 28), None)


def test_over_a_schedule_they_hold_until_its_next_block() -> None:
    now = wishes_of(Bench(mode=HEAT, schedule=NIGHT), ask(19))
    assert now.hold == Hold(targets(19, 27), NIGHT.until, over=NIGHT.said)


LATE = NOON + minutes(600)


@pytest.mark.parametrize(
    ("schedule", "until", "hold"),
    [
        pytest.param(
            None, None, Hold(targets(21, 24), None), id="over nothing: for good"
        ),
        pytest.param(None, LATE, Hold(targets(21, 24), LATE), id="until then"),
        pytest.param(
            NIGHT,
            None,
            Hold(targets(21, 27), NIGHT.until, over=NIGHT.said),
            id="over a block: with it",
        ),
        pytest.param(
            NIGHT, LATE, Hold(targets(21, 27), LATE), id="over blocks, until then"
        ),
    ],
)
def test_temperatures_can_be_held_also_where_nothing_else_rules(
    schedule: Block | None, until: datetime | None, hold: Hold
) -> None:
    now = perceived(Bench(mode=HEAT, schedule=schedule))
    after = with_temperatures_held(now, ask(21), until)
    assert (after.hold, after.base) == (hold, targets())


def test_a_preset_can_be_held() -> None:
    now = perceived(Bench(mode=HEAT, schedule=NIGHT))
    after = with_preset_held(now, Preset.AWAY, LATE)
    assert after.hold == Hold(targets(16, 28), LATE, Preset.AWAY)
    assert after.chosen_preset is Preset.AWAY
    assert after.preset is None


def test_a_preset_that_was_chosen_can_be_held_and_ends() -> None:
    bench = Bench(mode=HEAT, schedule=NIGHT).wish(lambda w: w.with_preset(Preset.AWAY))
    after = with_preset_held(perceived(bench), Preset.AWAY, LATE)
    assert after.hold == Hold(targets(16, 28), LATE, Preset.AWAY)
    assert after.without_expired_hold(Clock(LATE)).chosen_preset is None


@pytest.mark.parametrize(
    "mode", [pytest.param(None, id="alone"), pytest.param(HEAT, id="with the mode")]
)
def test_they_move_a_setback_that_is_kept_shallower_from_where_it_is_kept(
    mode: Mode | None,
) -> None:
    bench = evening()
    kept = recovery_of(bench).setback
    assert kept is not None
    assert kept > celsius(17)

    now = wishes_of(bench, ask(cool=26), mode)

    assert now.hold is not None
    assert now.hold.targets == Targets(kept, celsius(26))


def test_a_mode_that_does_not_heat_keeps_no_setback_shallower() -> None:
    now = wishes_of(evening(), ask(26), COOL)
    assert now.hold is not None
    assert now.hold.targets == targets(17, 26)


@pytest.mark.parametrize("side", Side)
def test_nothing_asked_moves_nothing(side: Side) -> None:
    assert ask().moving(targets(), side, kelvin(2)) == targets()
