"""How warm the room is: by its sensor and what heats it, for as long as that holds."""

from dataclasses import replace
from typing import Unpack

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import RoomSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Side,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    DefrostState,
    Frost,
)
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.observer.rooms import Rooms
from custom_components.heat_pump_thermostat.engine.rules import (
    changeover,
    means,
    progress,
    room,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    Counting,
    CountingRooms,
)
from custom_components.heat_pump_thermostat.engine.situation import Memory, Situation
from custom_components.heat_pump_thermostat.engine.state import (
    Guards,
    Need,
    Progress,
    State,
    Wires,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from ..invariants import W2, Y1, Y2, O
from ..rated import DATASHEET
from ..rig import (
    NOON,
    Bench,
    celsius,
    kelvin,
    minutes,
    off_for_a_day,
    settings_for,
)
from ..situations import HEATING, situation

RATED = replace(
    settings_for(), machine=replace(settings_for().machine, ratings=DATASHEET)
)
OUTDOOR = celsius(0)


def told(before: Rooms | None = None, **rooms: float) -> Rooms:
    """Return what is known of the rooms after their sensors said so at noon."""
    moment = saying(**rooms)
    return room.advance(before or Rooms(), moment)


def saying(**rooms: float) -> Situation:
    """Return a moment in which sensors say so that are believed."""
    believed = {name: celsius(value) for name, value in rooms.items()}
    further = {
        name: RoomSensor(reading=Reading(value, NOON))
        for name, value in believed.items()
    }
    board = off_for_a_day(RATED.machine)
    state = State(senses=Senses(further=further), wires=Wires(board=board))
    moment = situation(RATED, before=board, outdoor=OUTDOOR, state=state)
    return replace(moment, believed=believed)


def air(rooms: Rooms) -> float:
    """Return how warm the rooms that count are together."""
    view = rooms.view()
    assert view is not None
    return view.air


def test_it_begins_where_the_sensor_says() -> None:
    assert air(told(hall=19.3)) == pytest.approx(19.3)


def test_another_sensor_is_another_room() -> None:
    hall = told(hall=19.3)
    assert told(hall, hall=19.3) is hall
    assert air(told(hall, bedroom=17.1)) == pytest.approx(17.1)


def test_a_room_that_nobody_believes_is_not_known() -> None:
    hall = told(hall=19.3)
    assert room.advance(hall, situation(shows=())).view() is None
    assert situation(shows=(), rooms=hall).room is None


def test_a_sensor_that_has_not_spoken_yet_tells_nothing() -> None:
    moment = saying(hall=19.3)
    silent = Senses(further={"hall": RoomSensor()})
    rooms = room.advance(
        Rooms(), replace(moment, state=replace(moment.state, senses=silent))
    )
    assert rooms.view() is None


def test_rules_go_by_the_observer_and_entities_by_the_sensor() -> None:
    hall = told(hall=19.3)
    moment = saying(hall=19.5).after(rooms=hall)
    assert moment.room == pytest.approx(19.3)
    assert moment.shown == pytest.approx(19.5)
    assert Bench(room=19.3).decision.room == pytest.approx(19.3)


def test_a_room_that_comes_to_count_is_given_grace_and_not_for_ever() -> None:
    before = told(hall=20.0)
    moved = told(before, bedroom=18.0)
    assert moved.grace == pytest.approx(2.0)
    assert told(moved, bedroom=18.0).grace < 2.0, "it fades"
    assert told(moved, hall=20.0).grace == pytest.approx(0), (
        "and goes with the way back"
    )
    assert told(told(hall=18.0), bedroom=20.0).grace == pytest.approx(0), (
        "none is needed upwards"
    )
    assert told(bedroom=18.0).grace == pytest.approx(0), "nor where nobody moved"


@pytest.mark.parametrize(("grace", "droop"), [(0.0, 2.0), (1.5, 0.5)])
def test_backup_heat_does_not_take_a_move_for_a_fall(
    grace: float, droop: float
) -> None:
    rooms = replace(told(bedroom=18.0), grace=kelvin(grace))
    moment = saying(bedroom=18.0).after(rooms=rooms, need=HEATING)
    assert moment.droop == pytest.approx(droop)
    assert moment.setpoints.aim.heat == pytest.approx(20), (
        "the compressor warms it all the same"
    )


def test_frost_knows_no_grace() -> None:
    rooms = replace(told(bedroom=4.0), grace=kelvin(1.5))
    moment = saying(bedroom=4.0).after(
        rooms=rooms, need=HEATING, guards=Guards(is_freezing=True)
    )
    assert moment.droop == pytest.approx(3.0)


def test_a_move_is_no_progress_of_a_run() -> None:
    run = Progress(celsius(21.0), NOON - minutes(30))
    moved = replace(told(bedroom=18.0), changed_at=NOON)
    moment = _running(Y1, rooms=moved)
    assert progress.advance(run, moment) == Progress(celsius(moment.room or 0), NOON)


def test_each_side_has_its_own_neediest_room_and_waits_for_the_other() -> None:
    counting = CountingRooms(counting=Counting.NEEDIEST)
    settings = replace(RATED, rooms=counting)
    moment = replace(saying(north=18.0, south=25.0), settings=settings)
    moment = moment.after(rooms=room.advance(Rooms(), moment))
    assert moment.room_on(Side.HEAT) == pytest.approx(18.0)
    assert moment.room_on(Side.COOL) == pytest.approx(25.0)
    for side, shown in ((Side.HEAT, 18.0), (Side.COOL, 25.0)):
        assert moment.after(need=Need(side=side)).shown == pytest.approx(shown)

    both = moment.after(wishes=Wishes().with_mode(Mode.HEAT_COOL))
    begun = changeover.advance(Need(), both)
    assert begun.side is Side.HEAT
    cooling = Need(side=Side.COOL)
    assert changeover.advance(cooling, both).contender_since is None


def _running(*terminals: Terminal, **memory: Unpack[Memory]) -> Situation:
    """Return a moment in which these have been on for half an hour."""
    off = Contact(Relay.OFF, NOON - minutes(600))
    on = Contact(Relay.ON, NOON - minutes(30))
    wired = RATED.machine.wired
    board = Board({each: on if each in terminals else off for each in wired})
    state = State(wires=Wires(board=board))
    moment = situation(RATED, before=board, outdoor=OUTDOOR, state=state)
    return moment.after(**memory)


def test_what_heats_and_cools_the_air() -> None:
    compressor = means.compressor_heat(_running(), OUTDOOR)
    backup = means.backup_heat(_running())
    assert means.into_air(_running(), OUTDOOR) == 0
    assert means.into_air(_running(Y1, Y2), OUTDOOR) == pytest.approx(compressor)
    assert 0 < means.into_air(_running(Y1), OUTDOOR) < compressor
    assert means.into_air(_running(W2), OUTDOOR) == pytest.approx(backup)
    both = means.into_air(_running(Y1, Y2, W2), OUTDOOR)
    assert both == pytest.approx(compressor + backup)
    assert -compressor * 2 < means.into_air(_running(Y1, O), OUTDOOR) < 0


def test_a_defrost_takes_heat_from_the_room() -> None:
    frost = Frost(state=DefrostState.DEFROSTING)
    assert means.into_air(_running(Y1, frost=frost), OUTDOOR) < 0


def test_a_room_left_alone_is_looked_at_before_it_can_be_cold() -> None:
    bench = Bench(room=20.0, outdoor=-15.0, settings=RATED, is_reporting=False)
    wake_at = bench.decision.wake_at
    assert wake_at is not None
    assert minutes(1) <= wake_at - bench.now <= minutes(10)


def test_a_silent_sensor_does_not_leave_a_house_cold() -> None:
    bench = Bench(room=20.0, outdoor=-15.0, settings=RATED, is_reporting=False)
    assert bench.run(minutes(115)).times("Y1 on")
