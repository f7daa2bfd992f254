"""What the rules of one step share: what is seen, what is remembered, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import fmean
from typing import Final, TypedDict, Unpack, assert_never

from .belief.senses import RETURN_AIR, disputed_rooms
from .board import Board, Side, Terminal
from .clock import Clock
from .curtailment import COLDEST, Curtailment, strictest
from .defrost.outdoor_coil import Frost
from .heat_pump.calibration import Factor
from .heat_pump.full_load import HeatPump
from .house.duty import Duty
from .house.heeding import Heeding
from .house.home import Home, home_of
from .house.response import Phase, Response, Verdict
from .meter import Meter
from .observation import Observation
from .observer.observer import RoomView
from .observer.rooms import Rooms
from .records import replace
from .settings import (
    FAULTY_SIDES,
    FREEZE_UNTIL,
    FaultStops,
    Machine,
    Settings,
    Targets,
)
from .state import (
    Course,
    Effort,
    Fuel,
    Guards,
    Learned,
    Need,
    Rise,
    State,
    Trial,
    Wires,
)
from .units import Celsius, Delta, shifted
from .vocabulary import Lockout
from .wishes import HEATING_MODES, SIDE_OF, Block, Wishes, targets

AMPLE: Final = 1.15
"""Full load as a multiple of what holds the room, from which on it cannot fall behind
in the first minutes of a cycle."""


class Memory(TypedDict, total=False):
    """The parts of the state that rules advance, each by its own."""

    wishes: Wishes
    rooms: Rooms
    guards: Guards
    need: Need
    course: Course
    fuel: Fuel | None
    response: Response
    effort: Effort | None
    heeding: Heeding
    duty: Duty
    rise: Rise | None
    is_circulating: bool
    frost: Frost
    trial: Trial
    learned: Learned
    meter: Meter


@dataclass(frozen=True, slots=True)
class Setpoints:
    """The temperatures that count: each as the one before, but where it says so."""

    asked: Targets
    """A hold's, else the preset's, else those of the schedule's block."""
    kept: Targets
    """Those in force: no colder than an adaptive setback lets the room become."""
    aim: Targets
    """What is worked towards: in advance of a block what that one asks for, and 7 °C
    against frost in the modes that do not heat; less where others ask to go without."""
    backed: Targets
    """What backup heat stands for: in advance not what is worked towards at once, nor
    in rooms that are colder only because others count now."""
    upcoming: Targets | None
    """What is asked for from the schedule's next block on; None while nobody knows."""


@dataclass(frozen=True)
class Situation:
    """What the rules of one step share. What follows from it is worked out once."""

    settings: Settings
    state: State
    seen: Observation
    clock: Clock
    before: Board
    """What the relays confirmed at the last step."""
    believed: Mapping[str, Celsius]
    """What the room sensors say that are believed, the room's own first, by name."""
    is_room_sensor_lost: bool
    """Whether the room's own sensor is not believed, though another may serve."""
    outdoor: Celsius | None
    """The outdoor temperature, where it can be believed."""
    elapsed: float
    """Seconds since the last step; none after a start, or where the clock was set."""
    home: Home
    """The house as it is known, and its heat pump: what a step teaches counts from the
    next one on."""

    def after(self, **memory: Unpack[Memory]) -> Situation:
        """Return the situation after rules have advanced parts of its memory."""
        for name, part in memory.items():
            if getattr(self.state, name) is not part:
                return self._with_state(replace(self.state, **memory))
        return self

    def _with_state(self, state: State) -> Situation:
        """Return the situation with another state: what follows is yet to be told."""
        return Situation(
            settings=self.settings,
            state=state,
            seen=self.seen,
            clock=self.clock,
            before=self.before,
            believed=self.believed,
            is_room_sensor_lost=self.is_room_sensor_lost,
            outdoor=self.outdoor,
            elapsed=self.elapsed,
            home=self.home,
        )

    @property
    def wishes(self) -> Wishes:
        """What the household chose."""
        return self.state.wishes

    @property
    def board(self) -> Board:
        """What the relays confirm."""
        return self.state.wires.board

    @property
    def disputed(self) -> tuple[Celsius, ...]:
        """What room sensors say that came there step by step, and others contradict."""
        stale = self.settings.sensors.stale
        return disputed_rooms(self.state.senses, stale, self.clock)

    @property
    def is_air_the_room(self) -> bool:
        """Whether the air that comes back from the rooms is all that tells of them."""
        return RETURN_AIR in self.believed

    @property
    def first(self) -> Celsius | None:
        """What the first room sensor says that is believed."""
        return next(iter(self.believed.values()), None)

    @property
    def first_measured_at(self) -> datetime | None:
        """When that was measured; None where nobody looks at that room."""
        observer = self.state.rooms.observers.get(next(iter(self.believed), ""))
        return observer.measured_at if observer else None

    @property
    def shown(self) -> Celsius | None:
        """What the sensors say of the rooms that count, as far as they are believed."""
        return self._shown_on(self.side)

    def _shown_on(self, side: Side) -> Celsius | None:
        counting, believed = self.state.rooms.counting, self.believed
        told = [believed[name] for name in believed if name in counting]
        if len(told) < 2:  # noqa: PLR2004 - one is what it is
            return told[0] if told else self.first
        match self.settings.rooms.neediest_on(side):
            case None:
                return Celsius(fmean(told))
            case Side.HEAT:
                return min(told)
            case Side.COOL:
                return max(told)
            case _ as never:
                assert_never(never)

    def _view_on(self, side: Side) -> RoomView | None:
        neediest_on = self.settings.rooms.neediest_on(side)
        return self.state.rooms.view(neediest_on) if self.believed else None

    @cached_property
    def view(self) -> RoomView | None:
        """The rooms that count, behind their sensors; None where none is believed."""
        return self._view_on(self.side)

    @cached_property
    def room(self) -> Celsius | None:
        """How warm the room is, where that can be told: what all rules go by."""
        return Celsius(self.view.air) if self.view else self.shown

    def are_same_rooms_since(self, moment: datetime) -> bool:
        """Return whether no others have come to count since then."""
        changed_at = self.state.rooms.changed_at
        return changed_at is None or changed_at <= moment

    def room_on(self, side: Side) -> Celsius | None:
        """Return how warm it is where that is to be heated, or cooled."""
        view = self._view_on(side)
        return Celsius(view.air) if view else self._shown_on(side)

    @cached_property
    def side(self) -> Side:
        """The side that a single temperature means."""
        mode = self.wishes.mode
        if mode not in SIDE_OF:
            mode = self.wishes.last_mode or mode
        return self.state.need.side or SIDE_OF.get(mode, Side.HEAT)

    @cached_property
    def setpoints(self) -> Setpoints:
        """The temperatures that count."""
        state, upcoming = self.state, self.seen.upcoming
        asked = aim = self._asked(self.seen.schedule)
        if state.rise and state.rise.setback is not None:
            aim = Targets(max(asked.heat, state.rise.setback), asked.cool)
        kept = backed = aim
        if self.preheating:
            aim = self.preheating.targets
            is_early = self.clock.now < self.preheating.helped_from
            backed = kept if is_early else aim
        elif state.guards.is_freezing and self.wishes.mode not in HEATING_MODES:
            aim = backed = Targets(FREEZE_UNTIL, kept.cool)
        if state.rooms.grace and not state.guards.is_freezing:
            owed = shifted(backed.heat, Delta(-state.rooms.grace))
            backed = Targets(owed, backed.cool)
        if self.curtailment:
            aim, backed = self.curtailment.of(aim), self.curtailment.of(backed)
        return Setpoints(
            asked, kept, aim, backed, self._asked(upcoming) if upcoming else None
        )

    def _asked(self, block: Block | None) -> Targets:
        return targets(self.wishes, self.settings, block, self.side)

    @cached_property
    def curtailment(self) -> Curtailment | None:
        """What others ask to go without; frost and emergency heat stand above it."""
        if self.state.guards.is_freezing or self.wishes.emergency:
            return None
        return strictest(self.wishes.curtailments.values())

    @property
    def is_backup_curtailed(self) -> bool:
        """Whether electric backup heat is to stay off, though the room may want it.

        A room that has become cold is not let become colder.
        """
        machine, asked = self.settings.machine, self.curtailment
        is_needed = self.state.guards.is_freezing or self.wishes.emergency
        is_warm = self.room is not None and self.room >= COLDEST
        if is_needed or not is_warm or not machine.has_electric_backup():
            return False
        if not self.settings.auxiliary.is_allowed:
            return True
        return asked is not None and asked.forbids_backup(machine.ratings.aux_power)

    @property
    def preheating(self) -> Rise | None:
        """What the compressor makes in advance, once it has begun."""
        rise = self.state.rise
        return rise if rise and rise.is_on else None

    @cached_property
    def droop(self) -> Delta | None:
        """How far the room is from what backup heat stands for; None without a call."""
        demand, room = self.state.need.demand, self.room
        if demand is None or room is None:
            return None
        return self.setpoints.backed.shortfall(demand.side, room)

    @cached_property
    def strength(self) -> float | None:
        """Full load as a multiple of what holds the aim, where that is known."""
        if self.outdoor is None:
            return None
        return self.home.margin(self.outdoor, self.setpoints.aim.heat)

    @property
    def is_short(self) -> bool:
        """Whether it is known that full load hardly holds the aim, or does not."""
        return self.strength is not None and self.strength < AMPLE

    @property
    def heat_pump(self) -> HeatPump:
        """The heat pump as it is known."""
        return self.home.heat_pump

    @property
    def is_outdoor_sensor_lost(self) -> bool:
        """Whether the outdoor sensor is not believed, though another may serve."""
        return self.state.senses.outdoor_sensor.known_at != self.clock.now

    @property
    def lockouts(self) -> frozenset[Lockout]:
        """What the outdoor temperature forbids: nothing while pipes may freeze."""
        guards = self.state.guards
        return frozenset() if guards.is_freezing else guards.lockouts

    @property
    def is_heat_pump_heating(self) -> bool:
        """Whether it is the heat pump that heats when the room asks for heat."""
        is_heating = self.side is Side.HEAT and self.wishes.mode in HEATING_MODES
        is_out = Lockout.COMPRESSOR in self.state.guards.lockouts
        is_able = self.settings.machine.can(Side.HEAT)
        return is_heating and is_able and not is_out and not self.wishes.emergency

    @property
    def is_compressor_dead(self) -> bool:
        """Whether the compressor is believed not to heat, whatever its relay says."""
        return self.state.response.verdict in (Verdict.DEAD, Verdict.COOLS)

    @property
    def is_compressor_held(self) -> bool:
        """Whether the compressor is to rest, so that it shows what it does.

        One that does nothing is tried for ever where nothing else can heat.
        """
        response, machine = self.state.response, self.settings.machine
        harms = response.verdict is Verdict.COOLS
        return response.is_held and (
            machine.has_backup() or harms or response.phase is Phase.RESTING
        )

    @property
    def is_compressor_compared(self) -> bool:
        """Whether it rests to be compared: nothing is held against it yet."""
        return self.state.response.phase is Phase.RESTING

    @property
    def faulty_sides(self) -> frozenset[Side]:
        """The sides on which a fault that is signalled keeps the compressor off."""
        stops = self.settings.sensors.fault_stops
        return FAULTY_SIDES[stops] if self.seen.has_fault else frozenset()

    @property
    def is_everything_stopped(self) -> bool:
        """Whether a fault is signalled that stops everything, the fan too."""
        stops = self.settings.sensors.fault_stops
        return bool(self.seen.has_fault) and stops is FaultStops.EVERYTHING

    @property
    def is_defrosting(self) -> bool:
        """Whether a running heat pump is to be left alone while it defrosts."""
        return self.state.frost.is_sensed and not self.wishes.emergency

    @cached_property
    def running_side(self) -> Side:
        """Which way a running compressor moves heat, as the valve was last told."""
        return running_side(self.settings.machine, self.state.wires)


def home_as_known(settings: Settings, state: State, seen: Observation) -> Home:
    """Return the house as it is known, and its heat pump.

    How large one is that chooses its speed, no meter tells: it may always do more.
    """
    known, machine = state.learned, settings.machine
    size = Factor() if machine.modulates() else known.size
    ratings = machine.ratings
    heat_pump = HeatPump(ratings, known.scale, seen.source, seen.humidity, size)
    return home_of(known.envelope, heat_pump)


def running_side(machine: Machine, wires: Wires) -> Side:
    """Return which way a running compressor moves heat, as the valve was last told."""
    board, goal = wires.board, wires.goal
    if board.is_wired(Terminal.O):
        cools = goal.get(Terminal.O, board.is_on(Terminal.O))
    elif board.is_wired(Terminal.B):
        cools = not goal.get(Terminal.B, board.is_on(Terminal.B))
    else:
        return machine.without_valve
    return Side.COOL if cools else Side.HEAT
