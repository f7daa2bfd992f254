"""What a step knows before it decides: what is seen, believed and remembered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from . import (
    compressor,
    corrections,
    freeze,
    meter,
    trust,
)
from .board import Board, Side, Terminal
from .clock import Clock
from .coil import frosted
from .lockout import lockouts
from .model import Lockout, Observation, State
from .settings import Machine, Settings, Targets
from .units import Celsius, Delta
from .wishes import SIDE_OF, Mode, Wishes, targets

COLD_BY: Final = Delta(3.0)
COLD_FOR: Final = timedelta(hours=4)
"""A droop for so long overrides the outdoor limit of backup heat."""
HEATING_MODES: Final = (Mode.HEAT, Mode.HEAT_COOL)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules of one step share."""

    settings: Settings
    state: State
    seen: Observation
    clock: Clock
    room: Celsius | None
    """The room temperature, where it can be believed."""
    outdoor: Celsius | None
    """The outdoor temperature, where it can be believed."""
    elapsed: float
    """Seconds since the last step; none after a start, or where the clock was set."""

    @property
    def wishes(self) -> Wishes:
        """What the household chose."""
        return self.state.wishes

    @property
    def board(self) -> Board:
        """What the relays confirm."""
        return self.state.board

    @property
    def is_room_sensor_lost(self) -> bool:
        """Whether the room's own sensor is not believed, though another may serve."""
        sensors = self.settings.sensors
        return trust.believed(self.state.room, sensors, self.clock) is None

    @property
    def side(self) -> Side:
        """The side that a single temperature means."""
        mode = self.wishes.mode
        if mode not in SIDE_OF:
            mode = self.wishes.last_mode or mode
        return self.state.side or SIDE_OF.get(mode, Side.HEAT)

    @property
    def targets(self) -> Targets:
        """The temperatures in force."""
        return targets(self.wishes, self.settings, self.seen.schedule, self.side)

    @property
    def lockouts(self) -> frozenset[Lockout]:
        """What the outdoor temperature forbids.

        Nothing while pipes may freeze, and not backup heat once the heat pump has
        let the house grow cold, for whatever reason.
        """
        if self.state.is_freezing:
            return frozenset()
        cold_since = self.state.cold_since
        if cold_since and self.clock.expired(cold_since, COLD_FOR):
            return self.state.lockouts - {Lockout.AUXILIARY, Lockout.FURNACE}
        return self.state.lockouts

    @property
    def aim(self) -> Targets:
        """The temperatures to reach: against frost also in modes that do not heat."""
        if not self.state.is_freezing or self.wishes.mode in HEATING_MODES:
            return self.targets
        return Targets(freeze.UNTIL, self.targets.cool)

    @property
    def is_defrosting(self) -> bool:
        """Whether a running heat pump is to be left alone while it defrosts."""
        return self.state.frost.is_sensed and not self.wishes.emergency

    @property
    def running_side(self) -> Side:
        """Which way a running compressor moves heat, as the valve was last told."""
        return valve_side(self.settings.machine, self.state, self.board)


def valve_side(machine: Machine, state: State, board: Board) -> Side:
    """Return which way a compressor moves heat, as the valve was last told."""
    if board.is_wired(Terminal.O):
        cools = state.goal.get(Terminal.O, board.is_on(Terminal.O))
    elif board.is_wired(Terminal.B):
        cools = not state.goal.get(Terminal.B, board.is_on(Terminal.B))
    else:
        return machine.without_valve
    return Side.COOL if cools else Side.HEAT


def perceive(settings: Settings, state: State, seen: Observation) -> Situation:
    """Take in what the relays and sensors say, and what is believed of it."""
    clock = Clock(seen.now)
    elapsed = (clock.now - state.at).total_seconds() if state.at else 0.0
    state = _sensed(state, seen, clock)
    median = trust.outdoor_median(state.outdoor, clock)
    state = _watched(settings, state, seen, median, clock)
    believed = [
        temperature
        for sensor in (state.room, state.fallback)
        if (temperature := trust.believed(sensor, settings.sensors, clock)) is not None
    ]
    freezing = freeze.guards(
        state.is_freezing, tuple(believed), state.wishes.mode, settings.freeze_guard
    )
    state = replace(
        state,
        at=clock.now,
        wishes=state.wishes.with_hold_until(seen.schedule)
        .without_expired_hold(clock)
        .fitting(settings.machine),
        lockouts=lockouts(settings, median, state.lockouts),
        is_freezing=freezing,
    )
    first = believed[0] if believed else None
    return Situation(settings, state, seen, clock, first, median, max(0.0, elapsed))


def _sensed(state: State, seen: Observation, clock: Clock) -> State:
    """Return the state with what the sensors say."""
    return replace(
        state,
        room=trust.watched(
            state.room, seen.room, clock, is_restored=seen.is_room_restored
        ),
        fallback=trust.watched(state.fallback, seen.fallback, clock),
        outdoor=trust.sampled(state.outdoor, seen.outdoor, clock.now),
        window_since=since(state.window_since, clock.now, holds=seen.is_window_open),
    )


def _watched(
    settings: Settings,
    state: State,
    seen: Observation,
    outdoor: Celsius | None,
    clock: Clock,
) -> State:
    """Return the state with what the relays say, and what adds up by it."""
    before, board = state.board, state.board.confirmed(seen.relays, clock.now)
    side = valve_side(settings.machine, state, board)
    frost = frosted(settings.machine, state, board, side, seen, outdoor, clock)
    sums = state.meter.advanced(
        state.at, clock.now, seen.midnight, day=seen.today, season=seen.season
    )
    return replace(
        state,
        board=board,
        corrections=corrections.counted(
            state.corrections, before, board, state.goal, state.pending, clock.now
        ),
        starts=compressor.counted_starts(state.starts, before, board, clock.now),
        frost=frost,
        meter=sums.happened(meter.events(before, board, state.frost, frost)),
    )


def since(before: datetime | None, now: datetime, *, holds: bool) -> datetime | None:
    """Return since when something holds; None while it does not."""
    return (before or now) if holds else None
