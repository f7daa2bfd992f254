"""What is wrong with sensors, relays and machine, and when it is worth a word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import RoomSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.house.response import (
    Phase,
    Response,
    Verdict,
)
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.perception import perceive
from custom_components.heat_pump_thermostat.engine.rules import problems
from custom_components.heat_pump_thermostat.engine.vocabulary import Problem, Reason
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import Y1, G
from ..rig import NO_BACKUP, NOON, Bench, celsius, minutes, seconds, settings_for
from ..situations import situation


@pytest.mark.parametrize(
    ("problem", "after"),
    [
        pytest.param(Problem.ROOM_SENSOR_LOST, minutes(45), id="room"),
        pytest.param(Problem.ROOM_SENSOR_DOUBTED, minutes(10), id="a doubted room"),
        pytest.param(Problem.OTHER_ROOM_SENSOR_LOST, minutes(45), id="another room"),
        pytest.param(Problem.OUTDOOR_SENSOR_DOUBTED, minutes(10), id="doubted air"),
        pytest.param(Problem.FREEZING, minutes(5), id="frost"),
        pytest.param(Problem.OUTDOOR_SENSOR_LOST, minutes(60), id="outdoors"),
        pytest.param(Problem.UNKNOWN_UNIT, minutes(5), id="a unit"),
        pytest.param(Problem.RELAY_LOST, minutes(2), id="lost"),
        pytest.param(Problem.RELAY_STUCK, minutes(2), id="stuck"),
    ],
)
def test_when_it_is_worth_a_word(problem: Problem, after: timedelta) -> None:
    early = situation(now=NOON + after - seconds(1))
    assert problems.lasting_problems({problem: NOON}, early) == set()
    assert early.clock.wake_at == NOON + after
    due = situation(now=NOON + after)
    assert problems.lasting_problems({problem: NOON}, due) == {problem}


@pytest.mark.parametrize("outdoor", [-20.0, 4.9])
@pytest.mark.parametrize(
    "problem", [Problem.ROOM_SENSOR_LOST, Problem.OTHER_ROOM_SENSOR_LOST]
)
def test_a_lost_room_is_worth_a_word_sooner_in_the_cold(
    problem: Problem, outdoor: float
) -> None:
    cold = situation(now=NOON + minutes(4), outdoor=outdoor)
    lost = {problem: NOON}
    assert problems.lasting_problems(lost, cold) == set(lost)


@pytest.mark.parametrize(
    "problem", [Problem.RELAY_DISPUTED, Problem.WRONG_VALVE, Problem.NO_ANSWER]
)
def test_what_is_worth_a_word_at_once(problem: Problem) -> None:
    assert problems.lasting_problems({problem: NOON}, situation()) == {problem}


def test_every_problem_is_worth_a_word_some_time() -> None:
    assert set(problems.BOTHERS_AFTER) == set(Problem)


def test_an_expected_outdoor_sensor_is_missed() -> None:
    bench = Bench()
    seen = bench.observation()
    for is_expected in (False, True):
        observed = replace(seen, is_outdoor_expected=is_expected)
        situation = perceive(bench.settings, bench.state, observed)
        present = problems.advance({}, situation, {})
        assert (Problem.OUTDOOR_SENSOR_LOST in present) is is_expected


@pytest.mark.parametrize("mode", list(Mode))
def test_a_unit_that_is_not_understood_is_told_in_every_mode(mode: Mode) -> None:
    bench = Bench(mode=mode, more={"unknown_units": frozenset({"sensor.room"})})
    bench.run(minutes(5))
    assert Problem.UNKNOWN_UNIT in bench.decision.repairs

    bench.more["unknown_units"] = frozenset()
    bench.run(minutes(1))
    assert Problem.UNKNOWN_UNIT not in bench.decision.problems


def test_a_room_sensor_is_missed_though_another_one_serves() -> None:
    bench = Bench(room=19, fallback=19).run(minutes(1)).lose_room_sensor()
    bench.run(minutes(10) - seconds(1))
    assert Problem.ROOM_SENSOR_LOST not in bench.decision.problems
    bench.run(seconds(1))
    assert bench.decision.problems == {Problem.ROOM_SENSOR_LOST: bench.now}
    assert bench.decision.room == celsius(19)
    assert bench.reason is Reason.HEATING_STAGE_2
    bench.run(minutes(45) - seconds(1))
    assert bench.decision.repairs == set()
    bench.run(seconds(1))
    assert bench.decision.repairs == {Problem.ROOM_SENSOR_LOST}
    assert bench.sense(room=19).decision.problems == {}


NEVER = RoomSensor(lost_since=NOON)
SPOKE = RoomSensor(reading=Reading(celsius(20), NOON), lost_since=NOON)
BABBLED = RoomSensor(suspect=Reading(celsius(-4), NOON), doubted_since=NOON)


@pytest.mark.parametrize(
    ("sensor", "is_lost", "after", "is_missed"),
    [
        pytest.param(NEVER, True, 9.9, False, id="it may be starting"),
        pytest.param(NEVER, True, 10, True, id="for ten minutes"),
        pytest.param(SPOKE, False, 9.9, False, id="what it said still counts"),
        pytest.param(SPOKE, False, 10, True, id="though it is gone"),
        pytest.param(SPOKE, True, 1, True, id="it does not any more"),
        pytest.param(BABBLED, True, 1, True, id="it never said what is believed"),
    ],
)
def test_when_a_room_sensor_is_missed(
    sensor: RoomSensor, after: float, *, is_lost: bool, is_missed: bool
) -> None:
    now = situation(now=NOON + minutes(after), shows=() if is_lost else (20.0,))
    now = replace(now, state=replace(now.state, senses=Senses(room=sensor)))
    assert (Problem.ROOM_SENSOR_LOST in problems.advance({}, now, {})) is is_missed


def _stuck() -> Bench:
    bench = Bench(settings_for(NO_BACKUP), room=19.5).run(minutes(6))
    bench.relays[Y1].is_silent = True
    return bench.choose(Mode.OFF)


@pytest.mark.parametrize(
    ("bench", "problem"),
    [
        pytest.param(_stuck, Problem.RELAY_STUCK, id="stays on"),
        pytest.param(lambda: Bench().lose(Y1), Problem.RELAY_LOST, id="is lost"),
    ],
)
def test_which_relay_is_behind_it(bench: Callable[[], Bench], problem: Problem) -> None:
    now = bench().run(seconds(30))
    assert now.decision.afflicted[problem] == {Y1}
    since = now.now
    assert now.run(minutes(1)).decision.problems == {problem: since}


@pytest.mark.parametrize("sensor", ["room", "outdoor"])
@pytest.mark.parametrize("mode", [Mode.OFF, Mode.HEAT])
def test_a_sensor_that_lies_every_other_minute_is_told_within_a_quarter(
    sensor: str, mode: Mode
) -> None:
    problem = Problem(f"{sensor}_sensor_doubted")
    bench = Bench(mode=mode, outdoor=20.0, believes_leaps=False).run(minutes(5))

    def lie() -> None:
        bench.sense(**{sensor: 45.0}).run(minutes(1))
        bench.sense(**{sensor: 20.0}).run(minutes(1))

    for _ in range(8):
        lie()
    assert problem in bench.decision.repairs
    for _ in range(5):
        lie()
        assert problem in bench.decision.repairs, "and stays so"
    bench.run(minutes(10))
    assert problem not in bench.decision.problems


@pytest.mark.parametrize(
    ("phase", "verdict", "was_seen", "ran", "is_told"),
    [
        pytest.param(Phase.RESTING, Verdict.UNKNOWN, True, None, True, id="compared"),
        pytest.param(Phase.TRYING, Verdict.UNKNOWN, True, 59, True, id="soon to show"),
        pytest.param(Phase.TRYING, Verdict.UNKNOWN, True, 60, False, id="it answers"),
        pytest.param(Phase.WATCHING, Verdict.UNKNOWN, True, None, False, id="no trial"),
        pytest.param(Phase.RESTING, Verdict.UNKNOWN, False, None, False, id="unseen"),
        pytest.param(Phase.WAITING, Verdict.DEAD, False, None, True, id="found dead"),
    ],
)
def test_a_machine_that_did_not_answer_is_told_while_it_is_on_trial(
    phase: Phase, verdict: Verdict, ran: float | None, *, was_seen: bool, is_told: bool
) -> None:
    since = NOON - minutes(ran or 0)
    contact = Contact(Relay.ON if ran else Relay.OFF, since, Relay.OFF)
    moment = situation(
        board=Board({Y1: contact}), response=Response(phase=phase, verdict=verdict)
    )
    signs = {Problem.NO_ANSWER: NOON} if was_seen else {}
    assert (Problem.NO_ANSWER in problems.advance(signs, moment, {})) is is_told


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (Problem.RELAY_LOST, Reason.RELAY_LOST),
        (Problem.RELAY_DISPUTED, Reason.RELAY_LOST),
    ],
)
def test_no_rest_hides_a_relay_that_a_call_takes(
    problem: Problem, reason: Reason
) -> None:
    bench = Bench(room=19.5, outdoor=0).run(minutes(6))
    trouble = {
        Problem.RELAY_LOST: lambda: bench.lose(G),
        Problem.RELAY_DISPUTED: lambda: _pressed(bench, G, 4),
    }
    trouble[problem]()
    bench.run_until(lambda b: Y1 not in b.on, minutes(3))
    bench.run(seconds(40))
    assert bench.decision.afflicted[problem] == {G}
    assert bench.reason is reason


def _pressed(bench: Bench, terminal: Terminal, times: int) -> Bench:
    """Return a house in which somebody opens a relay again and again."""
    for _ in range(times):
        bench.press(terminal, on=False).run(seconds(10))
    return bench


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [
        (Verdict.DEAD, Problem.NO_ANSWER),
        (Verdict.COOLS, Problem.WRONG_VALVE),
    ],
)
def test_what_the_house_has_shown_in_hours_is_told_at_once(
    verdict: Verdict, problem: Problem
) -> None:
    signs = {problem: NOON}
    seen = situation(now=NOON)
    assert not problems.proven_problems(signs, seen)
    later = situation(now=NOON + minutes(12))
    assert problems.proven_problems(signs, later) == signs

    felt = situation(now=NOON, response=Response(verdict=verdict))
    assert problem in problems.advance({}, felt, {})
    assert problems.proven_problems(signs, felt) == signs
