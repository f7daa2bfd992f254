"""What sensors and relays say, taken in: believed or not, and what adds up by it."""

from datetime import timedelta
from typing import Final

from .belief.outdoor import taken_to_be, warmest
from .belief.senses import (
    RETURN_AIR,
    ROOM,
    Air,
    believed_rooms,
    with_returning_air,
    with_rooms,
    with_weather,
)
from .board import ELECTRIC, FAN, FURNACE, HEATING, Board, Side, Terminal
from .clock import Clock
from .defrost import defrost
from .defrost.outdoor_coil import FROSTLESS, Frost, defrost_began
from .defrost.signs import Signs
from .heat_pump.full_load import at_running_stage
from .house.duty import home_as_lived_in
from .house.home import Home
from .house.tendency import NOTHING_MOVED, Giving, Tendency, tendency
from .meter import Count, Meter
from .observation import Observation
from .observer.observer import LONGEST_GAP
from .plausible import plausible
from .records import replace
from .relays import corrections
from .settings import Settings
from .situation import Situation, home_as_known, running_side
from .state import State, Wires
from .units import Celsius, Delta

TREATED_FOR: Final = timedelta(minutes=15)
"""So long after a run, what comes out of the machine is not the rooms' air."""
FALLING_FOR: Final = timedelta(minutes=90)
FALLEN: Final = Delta(0.8)
MILD: Final = Delta(6.5)
"""A house that is colder outdoors by less falls more slowly, without any heat."""
BLOWN_BY: Final = (*FAN, *FURNACE)
"""What moves the air of the rooms: a furnace runs the fan by itself."""
MIXED_AFTER: Final = timedelta(minutes=5)
"""So soon after the fan started, the air that comes back tells of the duct alone."""
METER_LAGS: Final = timedelta(minutes=3)
"""So long may a meter still tell of our own backup."""
BESIDE_THE_COMPRESSOR = (Terminal.Y2, *FAN, *ELECTRIC)


def perceive(settings: Settings, state: State, seen: Observation) -> Situation:
    """Return the situation after sensors and relays had their say."""
    seen = plausible(settings.machine, seen)
    clock = Clock(seen.now)
    elapsed = (clock.now - state.at).total_seconds() if state.at else 0.0
    elapsed = max(0.0, elapsed)
    senses, outdoor = with_weather(
        state.senses,
        seen,
        elapsed,
        clock,
        is_refuted=_does_house_refute(settings, state, seen),
    )
    home = home_as_known(settings, state, seen)
    going = _movement_since(settings, state, seen, home, outdoor, elapsed)
    moved = going if state.response.is_calm else NOTHING_MOVED
    senses = with_rooms(
        senses,
        seen,
        outdoor,
        moved,
        clock,
        can_cool=settings.machine.cools(),
        air=_air_of(state, outdoor, going, clock, elapsed),
    )
    rooms = believed_rooms(senses, settings.sensors.stale, clock)
    senses, air = with_returning_air(
        senses,
        seen,
        moved,
        clock,
        is_mixed=not rooms and _is_air_mixed(state.wires.board, clock),
    )
    if air is not None and not state.duty.refutes(air):
        rooms = {RETURN_AIR: air}
    situation = Situation(
        settings=settings,
        state=replace(
            state,
            at=clock.now,
            senses=senses,
            wires=_confirmed_wires(state.wires, seen, clock),
        ),
        seen=seen,
        clock=clock,
        before=state.wires.board,
        believed=rooms,
        is_room_sensor_lost=ROOM not in rooms,
        outdoor=outdoor,
        elapsed=elapsed,
        home=home,
    )
    frost = _frost_on_coil(state.frost, situation)
    return situation.after(frost=frost, meter=_meter_now(state, frost, situation))


def _is_air_mixed(board: Board, clock: Clock) -> bool:
    """Return whether the fan has long drawn on the rooms, and not just on the duct."""
    since = [board.contacts[each].since for each in BLOWN_BY if board.is_on(each)]
    return bool(since) and clock.expired(min(since), MIXED_AFTER)


def _air_of(
    state: State,
    outdoor: Celsius | None,
    going: Tendency,
    clock: Clock,
    seconds: float,
) -> Air:
    """Return what works on the air of the rooms, or did a moment ago."""
    board = state.wires.board
    may_be_treated = board.is_any_possibly_on(HEATING)
    is_known = seconds <= LONGEST_GAP.total_seconds() and not may_be_treated
    until = board.last_on(HEATING)
    was_treated = until is not None and clock.now - until < TREATED_FOR
    return Air(
        is_moving=board.is_any_on(BLOWN_BY),
        is_treated=board.is_any_on(HEATING) or was_treated,
        going=going,
        rested=timedelta(seconds=seconds if is_known else 0),
        unmoved_since=state.response.unmoved_since,
        is_heedless=state.heeding.heedless_since is not None,
        warmest=warmest(
            state.senses.outdoor_sensor, outdoor, state.learned.past.outdoor, clock.now
        ),
    )


def _does_house_refute(settings: Settings, state: State, seen: Observation) -> bool:
    """Return whether the room falls under a compressor in weather that is told mild.

    So far it would not fall in such weather had it no heat at all.
    """
    run, board = state.course.progress, state.wires.board
    is_running = board.is_on(Terminal.Y1) and not board.is_backup_on
    is_running = is_running and state.response.is_calm and not seen.is_window_open
    has_run = is_running and run is not None and seen.now - run.at >= FALLING_FOR
    room = state.rooms.view(settings.rooms.neediest_on(Side.HEAT)) if has_run else None
    if run is None or room is None or seen.outdoor is None:
        return False
    is_mild = room.air - seen.outdoor.value <= MILD
    return is_mild and run.warmest - room.air >= FALLEN


def _movement_since(
    settings: Settings,
    state: State,
    seen: Observation,
    home: Home,
    outdoor: Celsius | None,
    seconds: float,
) -> Tendency:
    """Return by how much the room went since the last step, by what worked on it.

    As if all were well with the machine.
    """
    board, last = state.wires.board, state.senses.room.reading
    if last is None or seconds <= 0:
        return NOTHING_MOVED
    home = home_as_lived_in(state.learned.past, home)
    side = running_side(settings.machine, state.wires)
    weather, unsure = taken_to_be(
        state.senses.outdoor_sensor, outdoor, state.learned.past.outdoor, seen.now
    )
    return tendency(
        home,
        state.learned.warming,
        Giving(
            side if board.is_on(Terminal.Y1) else None,
            board.is_backup_on,
            settings.machine.has_furnace(),
        ),
        weather,
        last.value,
        seconds,
        unsure,
    )


def _confirmed_wires(wires: Wires, seen: Observation, clock: Clock) -> Wires:
    """Return the wires as their relays confirm them."""
    board = wires.board.confirmed(seen.relays, clock.now)
    moved = corrections.moved_by_others(wires.board, board, wires.goal, wires.pending)
    disputes = corrections.recent_corrections(wires.corrections, moved, clock.now)
    slips = corrections.recent_slips(
        wires.slips, moved, wires.board, board, wires.goal, clock
    )
    known = disputes, slips
    if board is wires.board and known == (wires.corrections, wires.slips):
        return wires
    return replace(wires, board=board, corrections=disputes, slips=slips)


def _meter_now(before: State, frost: Frost, situation: Situation) -> Meter:
    """Return what adds up: at the rates that stood, and by what has just happened."""
    seen = situation.seen
    sums = before.meter.with_time(
        before.at, seen.now, seen.midnight, day=seen.today, season=seen.season
    )
    return sums.with_events(
        {
            Count.STARTS: situation.board.has_started(situation.before),
            Count.DEFROSTS: defrost_began(before.frost, frost),
        }
    )


def _frost_on_coil(frost: Frost, situation: Situation) -> Frost:
    """Return what is known of the coil now; only one in outdoor air ever frosts."""
    if not situation.settings.machine.frosts():
        return FROSTLESS
    seen, board, outdoor = situation.seen, situation.board, situation.outdoor
    rest, runs = situation.state.learned.rest, board.is_on(Terminal.Y1)
    changes = [board.since(terminal) for terminal in BESIDE_THE_COMPRESSOR]
    signs = Signs(
        running_since=board.running_since,
        is_heating=situation.running_side is Side.HEAT,
        calls_changed_at=max(filter(None, changes), default=None),
        is_backup_on=board.is_backup_on,
        outdoor=outdoor if seen.outdoor is None else seen.outdoor.value,
        humidity=seen.humidity,
        signal=seen.is_defrosting,
        coil=seen.coil,
        supply=seen.supply,
        back=seen.back,
        heat=rest.own_heat(seen.heat, runs=runs),
        aux_power=_aux_power_of_others(situation),
        power=rest.own_power(seen.power, runs=runs),
        modulates=situation.settings.machine.modulates(),
        expected_power=None if seen.power is None else _expected_power(situation),
    )
    return defrost.advance(frost, signs, situation.clock)


def _aux_power_of_others(situation: Situation) -> float | None:
    """Return what electric heat draws, kW; None while that may be ours."""
    board, clock = situation.board, situation.clock
    may_be_ours = any(
        board.is_possibly_on(terminal)
        or ((since := board.since(terminal)) and not clock.expired(since, METER_LAGS))
        for terminal in ELECTRIC
    )
    return None if may_be_ours else situation.seen.aux_power


def _expected_power(situation: Situation) -> float | None:
    """Return what this machine should draw; a typical one's power tells nothing."""
    # Of the outdoor air itself, whatever else the machine may draw heat from.
    heat_pump = replace(situation.heat_pump, source=None)
    output = heat_pump.steady(situation.running_side, situation.outdoor)
    if output is None or not output.is_sized:
        return None
    return at_running_stage(output, situation.board).power
