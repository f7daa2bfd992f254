"""A compressor that does nothing is told by the house; one that works is left alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import json
from random import Random
from typing import Any

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.house.comparison import (
    strikes_needed,
)
from custom_components.heat_pump_thermostat.engine.house.duty import Past
from custom_components.heat_pump_thermostat.engine.house.intake import (
    Ledger,
    Shell,
    Sight,
    Track,
)
from custom_components.heat_pump_thermostat.engine.house.response import (
    IS_FAULT,
    Phase,
    Response,
    Verdict,
)
from custom_components.heat_pump_thermostat.engine.house.trial import response_after
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta
from custom_components.heat_pump_thermostat.records import decoded, encoded

from .inhabited import (
    HOUSES,
    Inhabited,
    Lagging,
    Rare,
    Sensor,
    daily,
    halves,
    tenths,
)

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
MILD = daily(8, 2)
FREEZING = daily(0, 4)
COLD = daily(-8, 4)
SENSORS: dict[str, Callable[[], Sensor]] = {
    "tenths": lambda: tenths,
    "half degrees": lambda: halves,
    "whole °F": Rare,
    "lagging": Lagging,
}
LOSSES = {"typical": 0.28, "light": 0.28, "leaky": 0.36, "small machine": 0.28}
"""What days have shown of the houses, kW/K."""

EACH_HOUSE = pytest.mark.parametrize("house", HOUSES)
EACH_SENSOR = pytest.mark.parametrize("sensor", SENSORS)


def at_home(
    house: str = "typical",
    outdoors: Callable[[float], float] = FREEZING,
    sensor: str = "tenths",
    *,
    is_known: bool = True,
    **more: Any,
) -> Inhabited:
    """Return a house that was lived in for days, or is new."""
    apart = 1500.0 if is_known else 0.0
    past = Past(heat=LOSSES[house] * apart, apart=apart)
    return Inhabited(
        HOUSES[house], outdoors, sensor=SENSORS[sensor](), past=past, **more
    )


def broken(home: Inhabited, *, after: float = 5, watch: float = 9) -> float | None:
    """Return within how many hours it is told that the outdoor unit has died."""
    home.live(after)
    assert not home.told_after(0)
    home.is_dead = True
    died = home.minute
    return home.live(watch).told_after(died)


# A dead compressor is told.


@pytest.mark.slow
@EACH_HOUSE
@EACH_SENSOR
def test_in_mild_weather_within_four_hours(house: str, sensor: str) -> None:
    told = broken(at_home(house, MILD, sensor), watch=4)
    assert told is not None


def test_it_is_told_within_hours() -> None:
    for outdoors in (MILD, FREEZING):
        assert broken(at_home(outdoors=outdoors), watch=4) is not None


@pytest.mark.slow
@EACH_HOUSE
@EACH_SENSOR
def test_in_frost_that_strips_carry_within_six_hours(house: str, sensor: str) -> None:
    told = broken(at_home(house, FREEZING, sensor), watch=6)
    assert told is not None


@pytest.mark.slow
@pytest.mark.parametrize("outdoors", [MILD, FREEZING], ids=["mild", "frost"])
@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"is_fuel": True}, id="dual fuel"),
        pytest.param({"is_rated": False}, id="without datasheet"),
        pytest.param({"has_backup": False}, id="without backup"),
    ],
)
def test_in_other_installations(
    outdoors: Callable[[float], float], more: dict[str, Any]
) -> None:
    assert broken(at_home(outdoors=outdoors, **more), watch=10) is not None


@pytest.mark.slow_after(1)
@EACH_HOUSE
@EACH_SENSOR
def test_in_a_new_house_as_soon(house: str, sensor: str) -> None:
    """But for a quarter of an hour in frost: it is compared twice as often."""
    for outdoors, hours in ((MILD, 4), (FREEZING, 6.25)):
        home = at_home(house, outdoors, sensor, is_known=False)
        assert broken(home, after=0, watch=hours) is not None


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("house", "sensor"),
    [("typical", "tenths"), ("leaky", "half degrees"), ("light", "lagging")],
)
@pytest.mark.parametrize("outdoors", [MILD, FREEZING], ids=["mild", "frost"])
@pytest.mark.parametrize("has_backup", [True, False])
@pytest.mark.parametrize("is_known", [True, False])
def test_one_that_cools_the_house_is_told_apart_within_hours(
    house: str,
    sensor: str,
    outdoors: Callable[[float], float],
    *,
    has_backup: bool,
    is_known: bool,
) -> None:
    home = at_home(house, outdoors, sensor, is_known=is_known, has_backup=has_backup)
    home.live(5)
    home.is_valve_stuck = True
    stuck = home.minute
    assert home.live(5).told_after(stuck) is not None
    assert home.response.verdict is Verdict.COOLS


@pytest.mark.slow_after(1)
@EACH_SENSOR
@pytest.mark.parametrize("house", ["typical", "leaky"])
@pytest.mark.parametrize("fault", ["is_dead", "is_valve_stuck"])
def test_the_problem_ends_by_itself_whatever_the_sensor(
    house: str, sensor: str, fault: str
) -> None:
    home = at_home(house, MILD, sensor)
    home.live(5)
    setattr(home, fault, True)
    home.live(9)
    assert IS_FAULT[home.response.verdict]
    setattr(home, fault, False)
    home.live(14)
    assert home.response.verdict is Verdict.WELL


def test_it_holds_the_room_meanwhile() -> None:
    home = at_home("leaky", MILD)
    home.live(5)
    home.is_dead = True
    home.rooms.clear()
    home.live(24)
    assert min(home.rooms) >= 17.3
    assert home.response.verdict is Verdict.DEAD


@pytest.mark.slow
def test_it_is_tried_again_more_and_more_seldom_until_it_warms() -> None:
    home = at_home()
    broken(home)
    home.live(12)
    assert home.response.tries >= 3
    home.is_dead = False
    home.live(9)
    assert home.told[-1][1] is Verdict.WELL
    assert home.response.phase is Phase.WATCHING
    assert home.response.tries == 0


def test_a_backup_that_gives_nothing_either_is_told_apart() -> None:
    home = at_home(outdoors=COLD, are_strips_dead=True)
    assert broken(home, after=0, watch=8) is not None
    assert home.response.verdict is Verdict.NO_EFFECT


def test_a_reading_that_stands_is_no_proof() -> None:
    home = at_home(outdoors=MILD)
    home.live(5)
    stuck = home.rooms[-1] - 0.5
    home.sensor = lambda _: round(stuck, 1)
    home.live(8)
    assert home.response.verdict is Verdict.UNMOVED
    assert not home.response.is_held
    home.sensor = tenths
    home.live(1)
    assert not IS_FAULT[home.response.verdict]


@pytest.mark.slow
def test_what_a_dead_compressor_gives_is_not_learned_from() -> None:
    home = at_home()
    known = home.house_known
    broken(home)
    home.live(24)
    assert not home.response.may_teach
    assert home.house_known.loss == pytest.approx(known.loss, rel=0.15)


# A working one is left alone.


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("outdoors", [MILD, COLD], ids=["mild", "cold"])
def test_it_is_left_alone_for_a_day(outdoors: Callable[[float], float]) -> None:
    home = at_home(outdoors=outdoors, sun=2500.0).live(24)
    assert home.told_after(0) is None
    assert home.rests <= 1


@pytest.mark.slow
@EACH_HOUSE
@pytest.mark.parametrize("outdoors", [MILD, FREEZING, COLD, daily(-16, 4)])
def test_in_any_weather(house: str, outdoors: Callable[[float], float]) -> None:
    home = at_home(house, outdoors, sun=2500.0).live(48)
    assert home.told_after(0) is None
    assert home.rests <= 1
    assert home.response.verdict in (Verdict.WELL, Verdict.UNKNOWN)


@pytest.mark.slow
@EACH_SENSOR
def test_with_any_sensor_in_a_new_house(sensor: str) -> None:
    home = at_home("small machine", COLD, sensor, is_known=False).live(48)
    assert home.told_after(0) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("minutes", "window"),
    [
        pytest.param(60, 500.0, id="aired for an hour"),
        pytest.param(300, 350.0, id="wide open for hours"),
        pytest.param(540, 80.0, id="tilted all night"),
    ],
)
@pytest.mark.parametrize("outdoors", [MILD, FREEZING, COLD], ids=["8", "0", "-8"])
def test_while_a_window_is_open_that_nobody_told_of(
    minutes: float, window: float, outdoors: Callable[[float], float]
) -> None:
    home = at_home(outdoors=outdoors).live(8)
    home.window = window
    home.live(minutes / 60)
    home.window = 0.0
    home.live(8)
    assert home.told_after(0) is None


@pytest.mark.slow
def test_while_a_house_is_warmed_again_after_a_night_or_a_journey() -> None:
    home = at_home(outdoors=COLD)
    home.setpoint = lambda hour: 20.0 if 6 <= hour % 24 < 22 and hour > 24 else 13.0
    assert home.live(56).told_after(0) is None


@dataclass
class Draught:
    """A sensor that cold air reaches, more and more, and then less and less."""

    by: float
    """K at most."""
    rises: float
    """Minutes in which it comes, stays, and goes again."""
    begins: float
    minute: int = 0

    def __call__(self, room: float) -> float:
        """Return what it says twice a minute."""
        past = (self.minute / 2 - self.begins) / self.rises
        self.minute += 1
        return round(room - self.by * max(0.0, min(past, 1.0, 3 - past)), 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_while_a_draught_comes_and_goes(seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - a story, no secret
    for _ in range(10):
        home = at_home(outdoors=daily(5, 4), has_backup=draw.random() < 0.3)
        home.minute = draw.randrange(1440)
        draught = Draught(draw.uniform(1, 8), draw.uniform(15, 60), 300)
        home.sensor = draught
        home.live(14)
        assert home.told_after(0) is None, draught


@pytest.mark.slow
def test_a_weak_one_is_no_dead_one() -> None:
    home = at_home("small machine", FREEZING, window=0.0)
    weak = replace(home.design, frost_fade=0.6)
    home.design = weak
    assert home.live(36).told_after(0) is None


# How a trial goes on.

SHELL = Shell(loss=0.3, offset=Delta(3), doubt=0.12, air=4.5)
TRYING = Response(
    track=Track(
        at=NOON,
        room=Celsius(20),
        walls=Celsius(20),
        step=Delta(0.2),
        runs=True,
        turned=NOON,
    ),
    running=Ledger(hours=0.5, load=7.5, compressor=15.0),
    resting=Ledger(hours=1.0, load=15.0, stored=-9.9),
    phase=Phase.TRYING,
)
"""A compressor of which a third is felt: too little, or too much, to tell."""
RESTING = replace(
    TRYING,
    track=replace(TRYING.track, runs=False, turned=NOON - timedelta(hours=2)),
    resting=Ledger(hours=1.5, load=22.5, stored=-14.9),
    phase=Phase.RESTING,
    until=NOON + timedelta(hours=1),
    strikes=1,
)
"""The same, once it has failed and rested again."""
WARMED = replace(
    RESTING, resting=Ledger(hours=0.6, load=9.0, stored=9.0, backup=18.0), strikes=0
)
"""The same, in its first rest, while the backup makes up for it."""


@pytest.mark.parametrize(
    ("before", "phase"),
    [
        pytest.param(TRYING, Phase.TRYING, id="what leaves doubts goes on"),
        pytest.param(
            replace(TRYING, running=Ledger(hours=1.5, load=22.5, compressor=45.0)),
            Phase.WATCHING,
            id="but not for ever",
        ),
        pytest.param(
            replace(TRYING, until=NOON), Phase.WATCHING, id="nor beyond its time"
        ),
        pytest.param(RESTING, Phase.TRYING, id="a rest in vain is followed by a run"),
        pytest.param(WARMED, Phase.RESTING, id="a room that recovers is waited for"),
        pytest.param(
            replace(WARMED, running=Ledger(hours=0.5, stored=-30.0, compressor=15.0)),
            Phase.TRYING,
            id="but not where the compressor cooled it",
        ),
        pytest.param(
            replace(TRYING, resting=Ledger()), Phase.WATCHING, id="nor without a rest"
        ),
        pytest.param(
            Response(phase=Phase.RESTING), Phase.WATCHING, id="nor without a run"
        ),
    ],
)
def test_how_a_trial_goes_on(before: Response, phase: Phase) -> None:
    drawn = 9.0 if before.track.runs else 0.0
    sight = Sight(room=Celsius(20), outdoor=Celsius(2), compressor=drawn, backup=0.0)
    after = response_after(before, sight, SHELL, NOON)
    assert (after.phase, IS_FAULT[after.verdict]) == (phase, False)


@pytest.mark.parametrize(
    ("felt", "backup", "doubt", "strikes"),
    [
        pytest.param(0.3, 0.0, 0.12, 1, id="a house that is known"),
        pytest.param(0.3, 0.0, 0.35, 2, id="one that may be any"),
        pytest.param(0.1, 0.0, 0.35, 1, id="no house loses so much"),
        pytest.param(0.3, 5.0, 0.12, 2, id="a window may hide it where backup helps"),
        pytest.param(0.3, 5.0, 0.35, 4, id="neither house nor window are known"),
        pytest.param(-0.2, 5.0, 0.35, 2, id="a window may hide it in any house"),
    ],
)
def test_how_often_it_must_be_found_to_do_nothing(
    felt: float, backup: float, doubt: float, strikes: int
) -> None:
    heat = 15.0 * felt + backup
    run = Ledger(1.0, 15.0, heat - 15.0, backup, 15.0)
    assert strikes_needed(run, felt, replace(SHELL, doubt=doubt)) == strikes


def helped(before: Response, *, takes_turns: bool) -> Response:
    """Return the response after another minute, in which backup heats."""
    sight = Sight(
        room=before.track.room,
        outdoor=Celsius(2),
        compressor=9.0 if before.track.runs else 0.0,
        backup=9.0,
        takes_turns=takes_turns,
    )
    return response_after(before, sight, SHELL, NOON + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("low_for", "phase"), [(359, Phase.TRYING), (361, Phase.WATCHING)]
)
def test_a_try_begins_when_the_backup_has_warmed_the_room(
    low_for: float, phase: Phase
) -> None:
    began = NOON - timedelta(minutes=low_for)
    track = replace(TRYING.track, runs=False, turned=began, at=NOON, step=Delta(0.1))
    until = began + timedelta(hours=6)
    before = replace(TRYING, track=track, running=Ledger(), until=until)
    after = helped(before, takes_turns=True)
    assert after.phase is phase
    if phase is Phase.TRYING:
        assert after.resting == before.resting


@pytest.mark.parametrize(
    ("takes_turns", "rested", "low_for", "counts"),
    [
        pytest.param(True, Ledger(), 30, False, id="it warms a room that was low"),
        pytest.param(True, Ledger(), 61, True, id="that is not warm for an hour"),
        pytest.param(True, Ledger(0.2, 4.0), 30, True, id="that has been compared"),
        pytest.param(False, Ledger(), 30, True, id="it heats beside a compressor too"),
    ],
)
def test_a_rest_begins_when_the_backup_has_warmed_the_room(
    rested: Ledger, low_for: float, *, takes_turns: bool, counts: bool
) -> None:
    began = NOON - timedelta(minutes=low_for)
    track = replace(RESTING.track, turned=began, at=NOON, step=Delta(0.1))
    before = replace(RESTING, track=track, resting=rested)
    after = helped(before, takes_turns=takes_turns)
    assert (after.resting.hours > rested.hours) is counts


@pytest.mark.parametrize(
    ("held", "felt", "verdict", "phase"),
    [
        (Verdict.UNKNOWN, 0.5, Verdict.WELL, Phase.WATCHING),
        (Verdict.UNKNOWN, 0.15, Verdict.UNKNOWN, Phase.WATCHING),
        (Verdict.DEAD, 0.5, Verdict.WELL, Phase.WATCHING),
        (Verdict.DEAD, 0.15, Verdict.DEAD, Phase.WAITING),
    ],
)
def test_a_trial_that_ends_in_doubt_leaves_the_verdict_as_it_was(
    held: Verdict, felt: float, verdict: Verdict, phase: Phase
) -> None:
    before = replace(
        TRYING,
        verdict=held,
        track=replace(TRYING.track, step=Delta(1.0)),
        running=Ledger(hours=1.5, load=22.5, compressor=45.0),
        resting=Ledger(hours=1.0, load=15.0, stored=-30.0 * felt),
    )
    sight = Sight(room=Celsius(20), outdoor=Celsius(2), compressor=9.0, backup=0.0)
    after = response_after(before, sight, SHELL, NOON)
    assert (after.verdict, after.phase) == (verdict, phase)


def test_walls_that_cool_after_a_setback_are_not_held_against_a_compressor() -> None:
    before = Response(
        track=replace(TRYING.track, room=Celsius(17), walls=Celsius(18)),
        running=Ledger(hours=1.2, load=25.0, stored=50.0, compressor=30.0),
        resting=Ledger(hours=0.8, load=15.0, stored=-120.0),
    )
    sight = Sight(room=Celsius(17), outdoor=Celsius(-12), compressor=9.0, backup=0.0)
    later = NOON + timedelta(minutes=1)
    assert response_after(before, sight, SHELL, later).phase is Phase.WATCHING
    dead = replace(before, running=replace(before.running, stored=-24.0))
    assert response_after(dead, sight, SHELL, later).phase is Phase.RESTING


def suspected(**track: Any) -> Response:
    """Return a compressor that the house has not felt, by how the room goes."""
    return Response(
        track=replace(TRYING.track, room=Celsius(18), walls=Celsius(17), **track),
        running=Ledger(hours=1.2, load=25.0, backup=20.0, compressor=30.0),
    )


@pytest.mark.parametrize(
    ("moved", "fell", "takes_turns", "phase"),
    [
        pytest.param(18, None, False, Phase.WATCHING, id="it rises"),
        pytest.param(18, 40, False, Phase.WATCHING, id="it fell before"),
        pytest.param(20, 40, False, Phase.RESTING, id="it stands"),
        pytest.param(10, 10, False, Phase.RESTING, id="it falls"),
        pytest.param(18, None, True, Phase.RESTING, id="the compressor runs alone"),
    ],
)
def test_a_room_that_is_warmed_by_all_there_is_is_not_disturbed_by_a_trial(
    moved: float, fell: float | None, phase: Phase, *, takes_turns: bool
) -> None:
    before = suspected(
        moved=NOON - timedelta(minutes=moved),
        fell=None if fell is None else NOON - timedelta(minutes=fell),
    )
    assert helped(before, takes_turns=takes_turns).phase is phase


def test_a_rest_that_tells_nothing_for_hours_is_given_up() -> None:
    tired = replace(RESTING, until=NOON)
    after = helped(tired, takes_turns=False)
    assert (after.phase, after.strikes) == (Phase.WATCHING, 0)
    assert not after.ends(NOON + timedelta(minutes=59))


@pytest.mark.parametrize(
    ("step", "ran", "takes_turns", "phase"),
    [
        pytest.param(0.1, 0.6, True, Phase.RESTING, id="its turn, by a fine sensor"),
        pytest.param(0.1, 0.4, True, Phase.WATCHING, id="hardly half an hour of it"),
        pytest.param(0.5, 0.6, True, Phase.WATCHING, id="by a coarse one"),
        pytest.param(0.0, 0.6, True, Phase.WATCHING, id="by one that never moved"),
        pytest.param(0.1, 0.6, False, Phase.WATCHING, id="backup heats beside it"),
        pytest.param(0.1, 1.2, False, Phase.RESTING, id="backup did so for an hour"),
    ],
)
def test_a_turn_that_the_backup_ends_is_enough_to_suspect(
    step: float, ran: float, phase: Phase, *, takes_turns: bool
) -> None:
    before = replace(
        suspected(step=Delta(step), moved=NOON, fell=NOON),
        running=Ledger(ran, 20.0 * ran, -16.0 * ran, 0.0, 25.0 * ran),
    )
    sight = Sight(
        room=Celsius(18),
        outdoor=Celsius(2),
        compressor=9.0,
        backup=0.0,
        takes_turns=takes_turns,
    )
    after = response_after(before, sight, SHELL, NOON + timedelta(minutes=1))
    assert after.phase is phase


@pytest.mark.parametrize(
    ("changes", "excess"),
    [
        pytest.param({}, 4.0, id="it was given 20 where 12 are known, give or take 4"),
        pytest.param({"more": 0.5}, 8.0, id="as much again as a trial has shown"),
        pytest.param({"more": -0.2}, 1.0, id="or less"),
        pytest.param({"phase": Phase.TRYING}, 0.0, id="not while it is compared"),
        pytest.param(
            {"running": Ledger(hours=0.5, load=6.0, compressor=10.0)},
            0.0,
            id="not by half an hour",
        ),
        pytest.param(
            {"running": Ledger(hours=1.0, load=12.0, compressor=15.9)},
            0.0,
            id="never less than nothing",
        ),
    ],
)
def test_what_a_house_takes_beyond_what_is_known_of_it(
    changes: dict[str, Any], excess: float
) -> None:
    night = Ledger(hours=2.0, load=24.0, backup=10.0, compressor=30.0)
    given = Response(**{"running": night, **changes})
    assert given.excess == pytest.approx(excess)


# Whatever is seen.


def one_of(low: float, high: float) -> st.SearchStrategy[float | None]:
    return st.one_of(st.none(), st.floats(low, high))


SIGHTS = st.builds(
    Sight,
    room=one_of(-40, 60).map(lambda t: None if t is None else Celsius(t)),
    outdoor=one_of(-60, 60).map(lambda t: None if t is None else Celsius(t)),
    compressor=st.one_of(st.none(), st.just(0.0), st.floats(0.1, 100)),
    backup=one_of(0, 100),
    is_disturbed=st.booleans(),
)
PHASES = st.builds(
    Response,
    running=st.sampled_from((Ledger(1, 15, 0, 15, 30), Ledger())),
    resting=st.sampled_from((Ledger(1, 15, 0, 15, 0), Ledger())),
    phase=st.sampled_from(Phase),
    verdict=st.sampled_from(Verdict),
    strikes=st.integers(0, 3),
    tries=st.integers(0, 9),
    passed=st.integers(0, 9),
    until=st.one_of(st.none(), st.just(NOON + timedelta(hours=1))),
)


@examples(max_examples=200, deadline=None)
@given(PHASES, st.lists(st.tuples(SIGHTS, st.floats(-600, 7200)), max_size=40))
def test_it_never_fails_and_is_stored_as_it_is(
    response: Response, seen: list[tuple[Sight, float]]
) -> None:
    now = NOON
    for sight, seconds in seen:
        now += timedelta(seconds=seconds)
        response = response_after(response, sight, SHELL, now)
        assert isinstance(response.may_teach, bool)
        text = json.dumps(encoded(response), allow_nan=False)
        assert decoded(Response, json.loads(text)).value == response
