"""What sensors and relays say, taken in: believed or not, and what adds up by it."""

from dataclasses import replace

from . import compressor, corrections, meter, trust
from .board import Board, Side, Terminal
from .clock import Clock, since
from .coil import frosted
from .model import Observation, State
from .settings import Machine, Settings
from .units import Celsius


def taken_in(
    settings: Settings, state: State, seen: Observation, clock: Clock
) -> tuple[State, Celsius | None]:
    """Return the state with what sensors and relays say, and what adds up by it.

    And the outdoor temperature that is believed.
    """
    now, machine = clock.now, settings.machine
    outdoor = trust.sampled(state.outdoor, seen.outdoor, now)
    median = trust.outdoor_median(outdoor, clock)
    before, board = state.board, state.board.confirmed(seen.relays, now)
    side = valve_side(machine, state, board)
    frost = frosted(machine, state, board, side, seen, median, clock)
    sums = state.meter.advanced(
        state.at, now, seen.midnight, day=seen.today, season=seen.season
    )
    taken = replace(
        state,
        at=now,
        room=trust.watched(
            state.room, seen.room, clock, is_restored=seen.is_room_restored
        ),
        fallback=trust.watched(state.fallback, seen.fallback, clock),
        outdoor=outdoor,
        window_since=since(state.window_since, now, holds=seen.is_window_open),
        board=board,
        corrections=corrections.counted(
            state.corrections, before, board, state.goal, state.pending, now
        ),
        starts=compressor.counted_starts(state.starts, before, board, now),
        frost=frost,
        meter=sums.happened(meter.events(before, board, state.frost, frost)),
    )
    return taken, median


def valve_side(machine: Machine, state: State, board: Board) -> Side:
    """Return which way a compressor moves heat, as the valve was last told."""
    if board.is_wired(Terminal.O):
        cools = state.goal.get(Terminal.O, board.is_on(Terminal.O))
    elif board.is_wired(Terminal.B):
        cools = not state.goal.get(Terminal.B, board.is_on(Terminal.B))
    else:
        return machine.without_valve
    return Side.COOL if cools else Side.HEAT
