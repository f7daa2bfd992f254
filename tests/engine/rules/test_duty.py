"""Heat while nobody knows how warm the room is: for whom, by what, and how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.belief.room import RoomSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import (
    RETURN_AIR,
    Senses,
)
from custom_components.heat_pump_thermostat.engine.board import (
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.house.duty import (
    Duty,
    DutyHeater,
    Past,
)
from custom_components.heat_pump_thermostat.engine.house.response import (
    Phase,
    Response,
)
from custom_components.heat_pump_thermostat.engine.rules import duty
from custom_components.heat_pump_thermostat.engine.settings import (
    FreezeGuard,
    Machine,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import Guards, Outage
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Call,
    Lockout,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from ..invariants import W1, W2, Y1, E, G
from ..rig import (
    COOLING_ONLY,
    DUAL_FUEL,
    E_ONLY,
    FANLESS,
    MACHINES,
    NO_BACKUP,
    NOON,
    SINGLE_STAGE_B,
    TWO_STAGE,
    Bench,
    celsius,
    minutes,
    off_for_a_day,
    seconds,
    settings_for,
)
from ..situations import situation

HOUR = minutes(60)
NOTHING, COMPRESSOR, BACKUP, BOTH = DutyHeater
DEBT = Duty(owed=20.0)
"""So much that everything runs."""


def guarded(machine: Machine = TWO_STAGE, **chosen: Any) -> Settings:
    """Return settings with these choices of the freeze-guard."""
    return replace(settings_for(machine), freeze_guard=FreezeGuard(**chosen))


def after(
    settings: Settings | None = None,
    *,
    before: Duty = DEBT,
    outdoor: float | None = -12.0,
    shows: tuple[float, ...] = (),
    **more: Any,
) -> Duty:
    """Return the duty a minute later, in a house of which nobody knows the room."""
    moment = situation(settings, shows=shows, outdoor=outdoor, **more)
    return duty.advance(before, moment)


# --- For whom ---


@pytest.mark.parametrize(
    ("mode", "chosen", "outdoor", "is_heated"),
    [
        pytest.param(Mode.HEAT, {}, 12, True, id="to 16 °C where heat is chosen"),
        pytest.param(Mode.HEAT_COOL, {}, 12, True, id="or both"),
        pytest.param(Mode.HEAT, {}, 13, False, id="not where gains suffice"),
        pytest.param(Mode.HEAT, {"blind_temperature": celsius(10)}, 7, False, id="10"),
        pytest.param(Mode.HEAT, {"blind_temperature": celsius(20)}, 16, True, id="20"),
        pytest.param(Mode.COOL, {}, 3, True, id="else kept from frost"),
        pytest.param(Mode.COOL, {}, 4, False, id="where there is any"),
        pytest.param(Mode.FAN_ONLY, {}, 3, True, id="whatever is chosen"),
        pytest.param(Mode.OFF, {}, -20, False, id="but off"),
        pytest.param(Mode.OFF, {"guards_off": True}, 3, True, id="unless guarded"),
        pytest.param(Mode.HEAT, {"heats_blindly": False}, -20, False, id="or nobody"),
    ],
)
def test_whom_it_heats(
    mode: Mode, chosen: dict[str, Any], outdoor: float, *, is_heated: bool
) -> None:
    owed = after(guarded(**chosen), before=Duty(), mode=mode, outdoor=outdoor).owed
    assert (owed > 0) is is_heated


def test_nothing_is_owed_to_a_house_whose_room_is_known() -> None:
    assert after(shows=(12.0,)) == Duty()


def in_air(back: float, before: Duty, **more: Any) -> Duty:
    """Return the duty a minute later, where only the air that comes back is known."""
    moment = situation(shows=(), outdoor=-12.0, **more)
    believed = {RETURN_AIR: celsius(back)}
    return duty.advance(before, replace(moment, believed=believed))


def test_air_that_serves_as_the_room_keeps_an_account() -> None:
    begun = in_air(15.0, Duty())
    assert begun == Duty(air=celsius(15))
    later = in_air(15.2, begun)
    assert later.owed > 0
    assert replace(later, owed=0.0) == begun


def test_it_is_refuted_by_what_is_lacking_even_where_nobody_heats_blindly() -> None:
    settings = guarded(heats_blindly=False)
    refuted = in_air(15.0, Duty(owed=20.0, air=celsius(15)), settings=settings)
    assert refuted.refutes(celsius(15))
    assert after(settings, before=refuted).refutes(celsius(15))


def test_nothing_is_cooled_by_air_that_comes_back_alone() -> None:
    bench = Bench(settings_for(TWO_STAGE), Mode.COOL, room=26, outdoor=32)
    bench.measure(back=26).run(minutes(20))
    assert Y1 in bench.on
    bench.lose_room_sensor()
    reasons = {bench.run(minutes(1)).decision.reason for _ in range(60)}
    assert Y1 not in bench.on
    assert Reason.ROOM_SENSOR_LOST in reasons


def test_a_sensor_that_is_believed_again_ends_that() -> None:
    assert after(shows=(15.0,), before=Duty(air=celsius(15), is_refuted=True)) == Duty()


def test_a_sensor_that_starts_is_waited_for() -> None:
    starting = Senses(room=RoomSensor(lost_since=NOON - minutes(14)))
    lost = Senses(room=RoomSensor(lost_since=NOON - minutes(15)))
    for senses, owed in ((starting, 0.0), (lost, pytest.approx(0.05, abs=0.03))):
        moment = situation(shows=(), outdoor=0.0)
        state = replace(moment.state, senses=senses)
        assert duty.advance(Duty(), replace(moment, state=state)).owed == owed


def test_in_unknown_weather_it_is_taken_to_be_somewhat_colder_than_it_was() -> None:
    known = after(before=Duty(), outdoor=-7.0).owed
    learned = replace(situation().state.learned, past=Past(outdoor=celsius(-5)))
    assert after(before=Duty(), outdoor=None, learned=learned).owed == known


def test_where_nobody_ever_told_of_the_weather_it_gives_what_was_taken() -> None:
    learned = replace(situation().state.learned, past=Past(taken=3.0))
    owed = after(before=Duty(), outdoor=None, learned=learned).owed
    assert owed == pytest.approx(3.0 / 60)
    assert after(before=Duty(), outdoor=None).owed == 0


def test_the_debt_is_reckoned_each_minute() -> None:
    moment = situation(shows=(), outdoor=0.0)
    duty.advance(Duty(), moment)
    assert moment.clock.wake_at == NOON + minutes(1)


# --- By what ---

COLD = {"guards": Guards(lockouts=frozenset({Lockout.COMPRESSOR}))}
MILD = {"guards": Guards(lockouts=frozenset({Lockout.AUXILIARY, Lockout.FURNACE}))}
EMERGENCY = {"wishes": Wishes().with_mode(Mode.HEAT).with_emergency(on=True)}
DEAD = {"response": Response(phase=Phase.WAITING)}
COMPARED = {"response": Response(phase=Phase.RESTING)}
DARK = {"guards": Guards(outage=Outage(since=NOON - 9 * HOUR, until=NOON))}


@pytest.mark.parametrize(
    ("machine", "more", "heater", "call"),
    [
        pytest.param(TWO_STAGE, {}, BOTH, Call.HEAT_AUX, id="all that can"),
        pytest.param(NO_BACKUP, {}, COMPRESSOR, Call.HEAT_1, id="no backup"),
        pytest.param(DUAL_FUEL, {}, BACKUP, Call.FURNACE, id="never two machines"),
        pytest.param(COOLING_ONLY, {}, BACKUP, Call.LOCKED_OUT, id="it only cools"),
        pytest.param(TWO_STAGE, MILD, BOTH, Call.HEAT_AUX, id="backup in any weather"),
        pytest.param(TWO_STAGE, COLD, BACKUP, Call.LOCKED_OUT, id="locked out"),
        pytest.param(DUAL_FUEL, COLD, BACKUP, Call.FURNACE, id="locked out, fuel"),
        pytest.param(TWO_STAGE, EMERGENCY, BACKUP, Call.EMERGENCY, id="emergency"),
        pytest.param(TWO_STAGE, DEAD, BACKUP, Call.LOCKED_OUT, id="dead"),
        pytest.param(NO_BACKUP, DEAD, COMPRESSOR, Call.HEAT_1, id="dead, but alone"),
        pytest.param(TWO_STAGE, COMPARED, BACKUP, Call.LOCKED_OUT, id="compared"),
        pytest.param(TWO_STAGE, DARK, BACKUP, Call.LOCKED_OUT, id="cold crankcase"),
    ],
)
def test_what_heats(
    machine: Machine, more: dict[str, Any], heater: DutyHeater, call: Call
) -> None:
    settings = settings_for(machine)
    paying = after(settings, **more)
    assert paying.heater is heater
    moment = situation(settings, **{**more, "shows": (), "duty": paying})
    ruling = duty.duty_ruling(moment)
    assert ruling is not None
    assert (ruling.call, ruling.reason) == (call, Reason.BLIND_HEAT)


@pytest.mark.parametrize(
    ("machine", "heater", "call"),
    [
        (TWO_STAGE, NOTHING, None),
        (TWO_STAGE, COMPRESSOR, Call.HEAT_2),
        (SINGLE_STAGE_B, COMPRESSOR, Call.HEAT_1),
    ],
)
def test_a_compressor_runs_at_full_load(
    machine: Machine, heater: DutyHeater, call: Call | None
) -> None:
    moment = situation(settings_for(machine), duty=Duty(heater=heater))
    ruling = duty.duty_ruling(moment)
    assert (ruling and ruling.call) == call


@pytest.mark.parametrize(
    ("relays", "is_paid"),
    [
        pytest.param({}, False, id="at rest"),
        pytest.param({Y1: Relay.ON}, True, id="the compressor"),
        pytest.param({W2: Relay.ON}, True, id="the backup"),
        pytest.param({Y1: Relay.UNKNOWN}, False, id="nobody knows whether it runs"),
        pytest.param(
            {Y1: Relay.UNKNOWN, W2: Relay.ON}, True, id="the backup beside it"
        ),
        pytest.param({Y1: Relay.ON, W2: Relay.UNKNOWN}, True, id="and the reverse"),
    ],
)
def test_what_was_given_is_taken_off(
    relays: dict[Terminal, Relay], *, is_paid: bool
) -> None:
    rested = off_for_a_day(TWO_STAGE)
    contacts = {each: Contact(says, NOON - HOUR, says) for each, says in relays.items()}
    board = replace(rested, contacts={**rested.contacts, **contacts})
    moment = situation(shows=(), outdoor=0.0, before=board, board=board)
    later = duty.advance(Duty(owed=1.0), moment)
    assert (later.owed < 1.0) is is_paid


# --- On the bench ---


@pytest.mark.slow
@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize("mode", [Mode.HEAT, Mode.FAN_ONLY, Mode.OFF])
def test_nothing_breaks_in_any_house(name: str, mode: Mode) -> None:
    """The inspector looks on."""
    settings = guarded(MACHINES[name], guards_off=True)
    bench = Bench(settings, mode=mode, outdoor=-15.0).lose_room_sensor()
    bench.run(minutes(15)).forget().run(HOUR)
    heats = {Y1, W2, E, W1} - ({Y1} if MACHINES[name] is COOLING_ONLY else set())
    assert any(f"{each.name} on" in bench.moves for each in heats)
    assert not any("O on" in move for move in bench.moves)


def test_it_says_so_while_it_heats_and_what_is_lost_while_it_rests() -> None:
    bench = Bench(outdoor=0.0).lose_room_sensor().run(minutes(15))
    told = [bench.reason]
    bench.run_until(lambda bench: Y1 in bench.on, within=HOUR)
    told.append(bench.reason)
    bench.run_until(lambda bench: Y1 not in bench.on, within=HOUR)
    told.append(bench.reason)
    resting = Reason.ROOM_SENSOR_LOST
    assert told == [resting, Reason.BLIND_HEAT, resting]


def test_a_room_that_reports_ends_it_as_any_call() -> None:
    bench = Bench(outdoor=0.0).lose_room_sensor()
    bench.run_until(lambda bench: Y1 in bench.on, within=HOUR)
    bench.run(minutes(2)).sense(room=21.0)
    assert (bench.reason, Y1 in bench.on) == (Reason.MINIMUM_ON, True)
    bench.run(minutes(3))
    assert Y1 not in bench.on
    assert bench.state.duty == Duty()


def test_off_ends_it_at_once() -> None:
    bench = Bench(outdoor=0.0).lose_room_sensor()
    bench.run_until(lambda bench: Y1 in bench.on, within=HOUR)
    assert Y1 not in bench.choose(Mode.OFF).on


def test_the_debt_outlasts_a_restart() -> None:
    bench = Bench(outdoor=0.0).lose_room_sensor().run(minutes(20))
    owed = bench.state.duty.owed
    assert owed > 0
    assert bench.restart(seconds(30)).state.duty.owed >= owed


def test_a_window_that_is_open_does_not_keep_a_blind_house_from_heat() -> None:
    bench = Bench(outdoor=-8.0).lose_room_sensor().see(window=True)
    bench.run(minutes(15)).forget().run(HOUR)
    assert "Y1 on" in bench.moves


def test_without_a_fan_relay_it_heats_as_well() -> None:
    bench = Bench(settings_for(FANLESS), outdoor=-8.0).lose_room_sensor()
    bench.run_until(lambda bench: Y1 in bench.on, within=HOUR)
    assert G not in bench.on


def test_e_alone_pays_where_the_compressor_is_away() -> None:
    bench = Bench(settings_for(E_ONLY), outdoor=-8.0).lose(Y1).lose_room_sensor()
    bench.run_until(lambda bench: E in bench.on, within=HOUR)
    assert bench.run_until(lambda bench: E not in bench.on, within=HOUR) < timedelta(
        minutes=40
    )
