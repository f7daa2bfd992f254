"""What follows where the house does not feel its compressor."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import RoomSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.intake import Ledger
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.response import (
    Phase,
    Response,
    Verdict,
)
from custom_components.heat_pump_thermostat.engine.house.tendency import Tendency
from custom_components.heat_pump_thermostat.engine.house.trend import Trend
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.rules import problems, response
from custom_components.heat_pump_thermostat.engine.settings import Machine
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Call,
    Lockout,
    Problem,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..invariants import W1, W2, Y1, E, G, O
from ..rated import DATASHEET, rated
from ..rig import (
    COOLING_ONLY,
    DUAL_FUEL,
    E_ONLY,
    NO_BACKUP,
    NOON,
    TWO_STAGE,
    Bench,
    celsius,
    kelvin,
    minutes,
    settings_for,
    wired,
)
from ..situations import HEATING, situation

HOUR = timedelta(hours=1)
ONE_STAGE = wired(Y1, G, O, W2)
LOSS, AIR, WALLS, COUPLING = 0.4, 1.8, 11.0, 1.7
"""Of a house: kW/K, twice kWh/K, and kW/K between air and walls."""
SHOWN = Envelope(Trend(LineSums().plus(5, 0.8, 20).plus(25, 8.8, 20), days=40))
"""What days have shown of it."""
UNKNOWN, WELL, DEAD, COOLS, NO_EFFECT, UNMOVED = Verdict
COMPARED = Reason.COMPRESSOR_COMPARED


@dataclass
class Lived:
    """A bench in a house that its heat pump heats, or does not."""

    bench: Bench
    is_dead: bool = False
    air: float = 20.0
    walls: float = 19.8

    def live(self, hours: float) -> Lived:
        """Let some hours pass; the sensor tells tenths."""
        for _ in range(round(hours * 30)):
            self._warm(2 / 60)
            self.bench.run(minutes(2)).sense(room=round(self.air, 1))
        return self

    def _warm(self, hours: float) -> None:
        bench = self.bench
        outdoor = bench.outdoor or 0.0
        heat = DATASHEET.heating[1].capacity - (8 - outdoor) / 4
        given = heat * (Y1 in bench.on and not self.is_dead)
        given += 5.0 * (W2 in bench.on) + 12.0 * (W1 in bench.on)
        inwards = COUPLING * (self.air - self.walls)
        lost = LOSS * (self.air - 3 - outdoor)
        self.air += (given - lost - inwards) / AIR * hours
        self.walls += inwards / WALLS * hours


def lived(machine: Machine = ONE_STAGE, outdoor: float = 5.0) -> Lived:
    """Return a house that is known, after half a day in it."""
    bench = Bench(rated(machine), room=20.0, outdoor=outdoor).learn(envelope=SHOWN)
    return Lived(bench).live(3)


# --- In a house ---


@pytest.mark.slow
def test_a_compressor_that_works_is_left_alone() -> None:
    house = lived().live(5)
    assert house.bench.state.response.verdict in (UNKNOWN, WELL)
    assert house.bench.decision.problems == {}
    assert not {"W2 on"} & {*house.bench.moves}


def test_one_that_died_is_compared_found_and_replaced_in_any_weather() -> None:
    house = lived()
    bench = house.bench
    assert Lockout.AUXILIARY in bench.state.guards.lockouts
    house.is_dead = True
    house.live(6)
    reasons = list(dict.fromkeys(each.reason for each in bench.decisions))
    assert reasons.index(Reason.COMPRESSOR_COMPARED) < reasons.index(
        Reason.COMPRESSOR_DEAD
    )
    assert bench.state.response.verdict is DEAD
    assert Problem.NO_ANSWER in bench.decision.repairs
    house.live(4)
    dead = [each for each in bench.decisions if each.reason is Reason.COMPRESSOR_DEAD]
    assert {each.call for each in dead} == {Call.LOCKED_OUT}
    assert house.air > 18.5


@pytest.mark.slow
def test_it_is_told_so_no_more_once_it_heats_again() -> None:
    house = lived()
    house.is_dead = True
    house.live(6)
    house.is_dead = False
    house.live(8)
    assert house.bench.state.response.verdict is WELL
    assert house.bench.decision.problems == {}


@pytest.mark.slow
def test_a_furnace_replaces_a_dead_one_where_it_is_too_mild_for_it() -> None:
    house = lived(DUAL_FUEL)
    assert Lockout.FURNACE in house.bench.state.guards.lockouts
    house.is_dead = True
    house.live(7)
    assert house.bench.state.response.verdict is DEAD
    assert "W1 on" in house.bench.moves
    assert house.air > 17


@pytest.mark.slow
def test_without_backup_a_dead_one_is_told_and_tried_for_ever() -> None:
    house = lived(NO_BACKUP)
    house.is_dead = True
    house.live(7)
    bench = house.bench
    assert Problem.NO_ANSWER in bench.decision.repairs
    bench.forget()
    house.live(4)
    assert Y1 in bench.on


# --- What follows ---


@pytest.mark.parametrize(
    ("machine", "phase", "is_held"),
    [
        (TWO_STAGE, Phase.WATCHING, False),
        (TWO_STAGE, Phase.RESTING, True),
        (TWO_STAGE, Phase.TRYING, False),
        (TWO_STAGE, Phase.WAITING, True),
        (NO_BACKUP, Phase.RESTING, True),
        (NO_BACKUP, Phase.WAITING, False),
    ],
)
def test_when_the_compressor_rests(
    machine: Machine, phase: Phase, *, is_held: bool
) -> None:
    moment = situation(settings_for(machine), response=Response(phase=phase))
    assert moment.is_compressor_held is is_held


@pytest.mark.parametrize("machine", [TWO_STAGE, NO_BACKUP])
def test_one_that_cools_the_house_is_no_help_even_where_nothing_else_heats(
    machine: Machine,
) -> None:
    found = Response(phase=Phase.WAITING, verdict=COOLS)
    assert situation(settings_for(machine), response=found).is_compressor_held


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [
        (UNKNOWN, None),
        (WELL, None),
        (DEAD, Problem.NO_ANSWER),
        (COOLS, Problem.WRONG_VALVE),
        (NO_EFFECT, Problem.NO_HEAT),
        pytest.param(UNMOVED, None, id="it is the sensor that is doubted"),
    ],
)
def test_what_is_told(verdict: Verdict, problem: Problem | None) -> None:
    moment = situation(response=Response(verdict=verdict))
    told = set() if problem is None else {problem}
    assert set(problems.advance({}, moment, {})) == told


def test_nothing_is_told_twice_a_silent_machine_and_a_dead_one_are_one_problem() -> (
    None
):
    bench = Bench(settings_for(NO_BACKUP), room=19.0)
    bench.measure(supply=20.0, back=20.0).run(minutes(73))
    assert bench.decision.repairs == {Problem.NO_ANSWER}


# --- Where nothing can be seen ---

RAN = Ledger(hours=1.0, load=15.0, compressor=30.0)
RESTING = Response(phase=Phase.RESTING, until=NOON + 6 * HOUR, running=RAN)
WAITING = Response(phase=Phase.WAITING, until=NOON + HOUR, verdict=DEAD)


@pytest.mark.parametrize(
    ("before", "later", "phase"),
    [
        pytest.param(RESTING, 0, Phase.WATCHING, id="a trial is given up"),
        pytest.param(WAITING, 0.9, Phase.WAITING, id="a dead one waits"),
        pytest.param(WAITING, 1, Phase.TRYING, id="and is tried"),
        pytest.param(Response(phase=Phase.TRYING), 9, Phase.TRYING, id="for long"),
        pytest.param(Response(), 9, Phase.WATCHING, id="nothing is suspected"),
    ],
)
@pytest.mark.parametrize(
    "unseen",
    [
        pytest.param({"outdoor": None}, id="no outdoors"),
        pytest.param({"outdoor": 0.0, "shows": ()}, id="no room"),
    ],
)
def test_who_sees_nothing_suspects_nobody(
    before: Response, later: float, phase: Phase, unseen: dict[str, Any]
) -> None:
    moment = situation(now=NOON + later * HOUR, need=HEATING, **unseen)
    after = response.advance(before, moment)
    assert (after.phase, after.verdict) == (phase, before.verdict)


@pytest.mark.parametrize(
    ("machine", "room", "on", "reason"),
    [
        pytest.param(ONE_STAGE, 19.2, {G, W2}, COMPARED, id="strips"),
        pytest.param(DUAL_FUEL, 19.2, set(), COMPARED, id="a rest has to be one"),
        pytest.param(DUAL_FUEL, 18.2, {W1}, Reason.FURNACE, id="a furnace when needed"),
        pytest.param(E_ONLY, 19.2, set(), COMPARED, id="E as well"),
        pytest.param(E_ONLY, 18.2, {G, E}, COMPARED, id="E when needed"),
    ],
)
def test_what_heats_while_a_compressor_is_compared(
    machine: Machine, room: float, on: set[Terminal], reason: Reason
) -> None:
    """Between the bursts of what takes turns no sensor tells one thing from another."""
    bench = Bench(settings_for(machine), room=room, outdoor=0.0)
    bench.state = replace(bench.state, response=replace(RESTING, since=bench.now))
    bench.run(minutes(31))  # After the dwell between heat pump and furnace.
    assert {each for each in bench.on if each is not O} == on
    assert bench.reason is reason


@pytest.mark.parametrize(
    ("room", "running", "heats"),
    [
        pytest.param(19.2, RAN, False, id="it has warmed the room already"),
        pytest.param(18.2, RAN, True, id="until the room droops"),
        pytest.param(19.2, replace(RAN, backup=3.0), True, id="it helped before too"),
    ],
)
def test_a_rest_is_like_the_run_before_it(
    room: float, running: Ledger, *, heats: bool
) -> None:
    bench = Bench(settings_for(ONE_STAGE), room=room, outdoor=8.0)
    rested = Ledger(hours=0.2, load=2.0)
    trial = replace(RESTING, running=running, resting=rested, since=bench.now)
    bench.state = replace(bench.state, response=trial)
    bench.run(minutes(21))
    assert bench.state.response.phase is Phase.RESTING
    assert (W2 in bench.on) is heats
    assert bench.reason is COMPARED


def test_a_house_is_heated_again_when_its_outdoor_sensor_is_lost_in_a_trial() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=17.0, outdoor=0.0)
    bench.state = replace(bench.state, response=replace(RESTING, since=bench.now))
    bench.run(minutes(30))
    assert bench.reason is Reason.COMPRESSOR_COMPARED
    assert Y1 not in bench.on
    bench.outdoor = None
    bench.run(4 * HOUR)
    assert Y1 in bench.on


def test_a_machine_that_cannot_heat_is_not_asked_to() -> None:
    moment = situation(settings_for(COOLING_ONLY), mode=Mode.COOL, outdoor=0.0)
    assert response.advance(RESTING, moment) is RESTING


@pytest.mark.parametrize(
    ("risen", "going", "is_stirred"),
    [
        pytest.param(2.4, (-0.5, 0.5), False, id="as rooms do"),
        pytest.param(2.6, (-0.5, 0.5), True, id="the sun finds the sensor"),
        pytest.param(-2.6, (-0.5, 0.5), True, id="a draught"),
        pytest.param(4.9, (1.0, 5.0), False, id="a furnace in a light house"),
        pytest.param(5.1, (1.0, 5.0), True, id="and the sun"),
        pytest.param(-3.9, (-4.0, -1.0), False, id="a light house in deep cold"),
    ],
)
def test_a_room_that_goes_further_than_its_machine_moves_it_tells_nothing(
    risen: float, going: tuple[float, float], *, is_stirred: bool
) -> None:
    before = Reading(celsius(20), NOON - minutes(25))
    sensor = RoomSensor(
        reading=Reading(celsius(20 + risen), NOON),
        pace=before,
        paced=Tendency(*map(kelvin, going)),
    )
    now = situation(outdoor=0, shows=(20 + risen,))
    now = replace(now, state=replace(now.state, senses=Senses(room=sensor)))
    assert (response.advance(Response(), now).stirred_at is not None) is is_stirred
