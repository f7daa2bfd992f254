"""What sensors and relays say, taken in: believed or not, and what adds up by it."""

from dataclasses import replace

from .board import ELECTRIC, FAN, Board, Side, Terminal
from .clock import Clock, since
from .defrost import defrost
from .defrost.evidence import Signs
from .defrost.outdoor_coil import FROSTLESS, Frost, defrost_began
from .heat_pump.full_load import HeatPump, at_running_stage
from .heat_pump.ratings import Output
from .meter import Count
from .observation import Observation
from .relays import corrections
from .rules import compressor, trust
from .settings import Machine, Settings
from .state import Senses, State
from .units import Celsius


def taken_in(
    settings: Settings, state: State, seen: Observation, clock: Clock
) -> tuple[State, Celsius | None]:
    """Return the state with what sensors and relays say, and what adds up by it.

    And the outdoor temperature that is believed.
    """
    now, machine = clock.now, settings.machine
    senses, wires = state.senses, state.wires
    outdoor = trust.sampled(senses.outdoor, seen.outdoor, now)
    median = trust.outdoor_median(outdoor, clock)
    before, board = wires.board, wires.board.confirmed(seen.relays, now)
    side = valve_side(machine, state, board)
    frost = frosted(machine, state, board, side, seen, median, clock)
    sums = state.meter.with_time(
        state.at, now, seen.midnight, day=seen.today, season=seen.season
    )
    taken = replace(
        state,
        at=now,
        senses=Senses(
            room=trust.watched(
                senses.room, seen.room, clock, is_restored=seen.is_room_restored
            ),
            fallback=trust.watched(
                senses.fallback,
                seen.fallback,
                clock,
                is_restored=seen.is_fallback_restored,
            ),
            outdoor=outdoor,
            window_since=since(senses.window_since, now, holds=seen.is_window_open),
        ),
        wires=replace(
            wires,
            board=board,
            corrections=corrections.recent_corrections(
                wires.corrections, before, board, wires.goal, wires.pending, now
            ),
        ),
        guards=replace(
            state.guards,
            starts=compressor.counted_starts(state.guards.starts, before, board, now),
        ),
        frost=frost,
        meter=sums.with_events(
            {
                Count.STARTS: board.has_started(before),
                Count.DEFROSTS: defrost_began(state.frost, frost),
            }
        ),
    )
    return taken, median


def valve_side(machine: Machine, state: State, board: Board) -> Side:
    """Return which way a compressor moves heat, as the valve was last told."""
    if board.is_wired(Terminal.O):
        cools = state.wires.goal.get(Terminal.O, board.is_on(Terminal.O))
    elif board.is_wired(Terminal.B):
        cools = not state.wires.goal.get(Terminal.B, board.is_on(Terminal.B))
    else:
        return machine.without_valve
    return Side.COOL if cools else Side.HEAT


BESIDE_THE_COMPRESSOR = (Terminal.Y2, *FAN, *ELECTRIC)


def frosted(
    machine: Machine,
    state: State,
    board: Board,
    side: Side,
    seen: Observation,
    outdoor: Celsius | None,
    clock: Clock,
) -> Frost:
    """Return what is known of the coil now; only one in outdoor air ever frosts."""
    if not machine.frosts():
        return FROSTLESS
    heat_pump = HeatPump(machine.ratings, state.learned.scale)
    output = heat_pump.full_load(side, outdoor, seen.humidity)
    changes = [board.since(terminal) for terminal in BESIDE_THE_COMPRESSOR]
    signs = Signs(
        running_since=board.running_since,
        is_heating=side is Side.HEAT,
        calls_changed_at=max(filter(None, changes), default=None),
        is_backup_on=board.is_backup_on,
        outdoor=outdoor if seen.outdoor is None else seen.outdoor.value,
        humidity=seen.humidity,
        signal=seen.is_defrosting,
        coil=seen.coil,
        supply=seen.supply,
        back=seen.back,
        power=seen.power,
        expected_power=_expected_power(output, board),
    )
    return defrost.advance(state.frost, signs, clock)


def _expected_power(output: Output | None, board: Board) -> float | None:
    """Return what this machine should draw; a typical one's power tells nothing."""
    return at_running_stage(output, board).power if output and output.is_sized else None
