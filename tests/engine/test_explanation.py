"""Why something is done, until when, and what comes next."""

from dataclasses import replace

import pytest

from custom_components.heat_pump_thermostat.engine.explanation import (
    Explanation,
    Turn,
    explanation_of,
)
from custom_components.heat_pump_thermostat.engine.settings import Preset
from custom_components.heat_pump_thermostat.engine.vocabulary import Lockout, Reason
from custom_components.heat_pump_thermostat.engine.wishes import (
    Asker,
    Block,
    Hold,
    Mode,
    Wishes,
)

from .rig import NO_VALVE, NOON, Bench, celsius, minutes, settings_for, targets

NIGHT = Block(NOON + minutes(60), heat=celsius(17), cool=celsius(27))
DAY = Block(heat=celsius(20), cool=celsius(25))
HELD = targets(22, 26)
AWAY = targets(16, 28)


def explained(bench: Bench) -> Explanation:
    """Return why the thermostat did what it did last."""
    return explanation_of(bench.settings, bench.decision, bench.observation())


def at(number: float) -> Hold:
    """Return a hold that ends so many minutes after noon."""
    return Hold(HELD, NOON + minutes(number))


@pytest.mark.parametrize(
    ("wishes", "asker", "turn"),
    [
        pytest.param(
            Wishes(),
            Asker.SCHEDULE,
            Turn(NOON + minutes(60), Asker.SCHEDULE, targets(20, 25)),
            id="a schedule: its next block",
        ),
        pytest.param(
            Wishes(hold=at(30)),
            Asker.HOLD,
            Turn(NOON + minutes(30), Asker.SCHEDULE, targets(17, 27)),
            id="a hold that ends within the block",
        ),
        pytest.param(
            Wishes(hold=at(60)),
            Asker.HOLD,
            Turn(NOON + minutes(60), Asker.SCHEDULE, targets(20, 25)),
            id="a hold that ends with it",
        ),
        pytest.param(
            Wishes(hold=at(600)),
            Asker.HOLD,
            Turn(NOON + minutes(600), Asker.SCHEDULE),
            id="a hold over blocks that nobody knows",
        ),
        pytest.param(
            Wishes(hold=at(600), vacation=Hold(AWAY, None, Preset.AWAY, begins=NOON)),
            Asker.VACATION,
            None,
            id="a vacation without an end",
        ),
        pytest.param(
            Wishes(vacation=replace(at(600), begins=NOON + minutes(20))),
            Asker.SCHEDULE,
            Turn(NOON + minutes(20), Asker.VACATION, HELD),
            id="a vacation that begins within the block",
        ),
        pytest.param(
            Wishes(vacation=at(600), preset=Preset.AWAY),
            Asker.VACATION,
            Turn(NOON + minutes(600), Asker.PRESET, AWAY),
            id="a vacation over a preset",
        ),
        pytest.param(
            Wishes(preset=Preset.AWAY), Asker.PRESET, None, id="a preset has no end"
        ),
    ],
)
def test_who_asks_and_what_is_asked_for_after_that(
    wishes: Wishes, asker: Asker, turn: Turn | None
) -> None:
    bench = Bench(schedule=NIGHT).measure(upcoming=DAY)
    bench.wish(lambda w: replace(wishes, mode=w.mode, last_mode=w.last_mode))
    why = explained(bench)
    assert (why.asker, why.next) == (asker, turn)


@pytest.mark.parametrize("schedule", [None, Block(), Block(NOON)])
def test_nothing_comes_next_that_nobody_knows(schedule: Block | None) -> None:
    assert explained(Bench(schedule=schedule)).next is None


@pytest.mark.parametrize(
    ("mode", "outdoor", "lost", "is_told"),
    [
        pytest.param(Mode.COOL, 32, True, True, id="cooling"),
        pytest.param(Mode.HEAT_COOL, 32, True, True, id="either, in summer"),
        pytest.param(Mode.HEAT_COOL, 2, True, False, id="either, in winter"),
        pytest.param(Mode.HEAT, 32, True, False, id="heating"),
        pytest.param(Mode.OFF, 32, True, False, id="off"),
        pytest.param(Mode.COOL, 32, False, False, id="the room is known"),
    ],
)
def test_it_tells_that_nothing_is_cooled_without_a_room_sensor(
    mode: Mode, outdoor: float, *, lost: bool, is_told: bool
) -> None:
    bench = Bench(room=25, outdoor=outdoor).choose(mode)
    if lost:
        bench.measure(back=26.0).lose_room_sensor()
    bench.run(minutes(20))
    assert explained(bench).is_uncooled is is_told


def test_a_machine_that_only_heats_misses_no_cooling() -> None:
    bench = Bench(settings_for(NO_VALVE), room=25, outdoor=32).choose(Mode.COOL)
    bench.lose_room_sensor().run(minutes(20))
    assert not explained(bench).is_uncooled


def test_it_tells_what_stands_in_the_way() -> None:
    bench = Bench(room=18, outdoor=20)
    why = explained(bench)
    assert why.mode is Mode.HEAT
    assert why.reason is bench.reason is Reason.HEATING_STAGE_2
    assert Lockout.AUXILIARY in why.lockouts
    assert why.until == bench.decision.next_change
