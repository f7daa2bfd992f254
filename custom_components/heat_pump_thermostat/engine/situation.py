"""What a step knows before it decides: what is seen, believed and remembered."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from .board import Board, Side
from .clock import Clock
from .heat_pump.full_load import HeatPump
from .house.home import Home, home_of
from .observation import Observation
from .perception import taken_in, valve_side
from .plausible import plausible
from .rules import freeze, trust
from .rules.lockout import lockouts
from .settings import Settings, Targets
from .state import Rise, State
from .units import Celsius, Delta
from .vocabulary import Lockout
from .wishes import SIDE_OF, Block, Mode, Wishes, targets

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
        return self.state.wires.board

    @property
    def is_room_sensor_lost(self) -> bool:
        """Whether the room's own sensor is not believed, though another may serve."""
        sensors = self.settings.sensors
        return trust.believed(self.state.senses.room, sensors, self.clock) is None

    @property
    def side(self) -> Side:
        """The side that a single temperature means."""
        mode = self.wishes.mode
        if mode not in SIDE_OF:
            mode = self.wishes.last_mode or mode
        return self.state.need.side or SIDE_OF.get(mode, Side.HEAT)

    def asked(self, block: Block | None) -> Targets:
        """Return the temperatures that are asked for while a schedule says this."""
        return targets(self.wishes, self.settings, block, self.side)

    @property
    def scheduled(self) -> Targets:
        """The temperatures that are asked for now."""
        return self.asked(self.seen.schedule)

    @property
    def is_heat_pump_heating(self) -> bool:
        """Whether it is the heat pump that heats when the room asks for heat."""
        is_heating = self.side is Side.HEAT and self.wishes.mode in HEATING_MODES
        is_out = Lockout.COMPRESSOR in self.state.guards.lockouts
        is_able = self.settings.machine.can(Side.HEAT)
        return is_heating and is_able and not is_out and not self.wishes.emergency

    @property
    def targets(self) -> Targets:
        """The temperatures in force."""
        pair = self.scheduled
        rise = self.state.rise
        if rise is None or rise.setback is None:
            return pair
        return Targets(max(pair.heat, rise.setback), pair.cool)

    @property
    def lockouts(self) -> frozenset[Lockout]:
        """What the outdoor temperature forbids.

        Nothing while pipes may freeze, and not backup heat once the heat pump has
        let the house grow cold, for whatever reason.
        """
        if self.state.guards.is_freezing:
            return frozenset()
        cold_since = self.state.course.cold_since
        if cold_since and self.clock.expired(cold_since, COLD_FOR):
            return self.state.guards.lockouts - {Lockout.AUXILIARY, Lockout.FURNACE}
        return self.state.guards.lockouts

    @property
    def aim(self) -> Targets:
        """The temperatures to reach: in advance of a block those to come.

        Against frost also in modes that do not heat.
        """
        if self.preheating:
            return self.preheating.targets
        if not self.state.guards.is_freezing or self.wishes.mode in HEATING_MODES:
            return self.targets
        return Targets(freeze.UNTIL, self.targets.cool)

    @property
    def preheating(self) -> Rise | None:
        """What the compressor makes in advance, once it has begun."""
        planned = self.state.rise
        return planned if planned and planned.is_on else None

    @property
    def backed(self) -> Targets:
        """The temperatures that backup heat stands for: in advance not at once."""
        planned = self.preheating
        is_early = planned and not self.clock.expired(planned.helped_from, timedelta())
        return self.targets if is_early else self.aim

    @property
    def heat_pump(self) -> HeatPump:
        """The heat pump as it is known."""
        ratings, scale = self.settings.machine.ratings, self.state.learned.scale
        return HeatPump(ratings, scale, self.seen.source)

    @property
    def home(self) -> Home:
        """The house as it is known, and its heat pump."""
        return home_of(self.state.learned.envelope, self.heat_pump)

    @property
    def is_defrosting(self) -> bool:
        """Whether a running heat pump is to be left alone while it defrosts."""
        return self.state.frost.is_sensed and not self.wishes.emergency

    @property
    def running_side(self) -> Side:
        """Which way a running compressor moves heat, as the valve was last told."""
        return valve_side(self.settings.machine, self.state, self.board)


def perceive(settings: Settings, state: State, seen: Observation) -> Situation:
    """Take in what the relays and sensors say, and what is believed of it."""
    seen = plausible(settings.machine, seen)
    clock = Clock(seen.now)
    elapsed = (clock.now - state.at).total_seconds() if state.at else 0.0
    state, outdoor = taken_in(settings, state, seen, clock)
    believed = tuple(
        temperature
        for sensor in (state.senses.room, state.senses.fallback)
        if (temperature := trust.believed(sensor, settings.sensors, clock)) is not None
    )
    state = _limited(settings, state, seen, believed, outdoor, clock)
    room = believed[0] if believed else None
    return Situation(settings, state, seen, clock, room, outdoor, max(0.0, elapsed))


def _limited(
    settings: Settings,
    state: State,
    seen: Observation,
    believed: tuple[Celsius, ...],
    outdoor: Celsius | None,
    clock: Clock,
) -> State:
    """Return the state with the wishes that still stand, and what limits them."""
    wishes = (
        state.wishes.with_hold_until(seen.schedule)
        .without_expired_hold(clock)
        .fitting(settings.machine)
    )
    out = lockouts(settings, outdoor, state.guards.lockouts)
    is_freezing = freeze.guards(
        state.guards.is_freezing, believed, wishes.mode, settings.freeze_guard
    )
    guards = replace(state.guards, lockouts=out, is_freezing=is_freezing)
    return replace(state, wishes=wishes, guards=guards)
