"""Optimal start: the compressor begins early enough to arrive with the schedule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..board import Terminal
from ..clock import HOUR
from ..house import warming
from ..house.setback import Night, best_depth
from ..house.warming import Warming
from ..records import replace
from ..settings import Targets
from ..situation import Situation
from ..state import Learned, Rise
from ..units import Celsius, Delta, difference, shifted
from ..vocabulary import Heater, Purpose

EARLIEST: Final = timedelta(hours=6)
"""The most that the compressor begins before the block: a night stays a night."""
SPARE: Final = timedelta(minutes=20)
"""How much sooner the compressor begins than is computed."""
TELLING_RISE: Final = Delta(1.0)
"""A shorter rise teaches nothing: most of it is the swing about a setpoint."""
BLOCK_TOLD_WITHIN: Final = timedelta(minutes=2)
"""How much later than its block a schedule may tell of it."""


def advance(rise: Rise | None, situation: Situation) -> Rise | None:
    """Return the rise to the schedule's next block, and whether that has begun.

    Once begun it goes on until the block, unless the household or the schedule change
    their minds. A compressor that cannot arrive alone begins as early as it may.
    """
    schedule, room, now = situation.seen.schedule, situation.room, situation.clock.now
    arrival, pair = schedule.until if schedule else None, _warmer_targets(situation)
    if pair is None or arrival is None or room is None:
        return None
    if rise and (rise.arrival, rise.purpose) != (arrival, Purpose.BLOCK):
        rise = None
    way = _Way(situation, pair, arrival, room)
    if rise and rise.is_on:
        return way.rise_under_way(rise) if now < arrival + BLOCK_TOLD_WITHIN else None
    return way.rise_to_come(rise) if now < arrival else None


@dataclass(frozen=True, slots=True)
class _Way:
    """The way to what the next block asks for."""

    situation: Situation
    targets: Targets
    arrival: datetime
    room: Celsius

    @property
    def goal(self) -> Celsius:
        """How warm the room is to be when the block begins."""
        differential = self.situation.settings.comfort.heat_differential
        return shifted(self.targets.heat, Delta(-differential))

    @property
    def plan(self) -> Rise:
        """The rise, if it began with the block."""
        helped_from = self.arrival - self.lead(self.room, is_helped=True)
        return Rise(self.targets, self.arrival, self.arrival, helped_from)

    def rise_under_way(self, before: Rise) -> Rise:
        """Return the rise that has begun; help that is due stays due: no flicker."""
        plan, helped_from = self.plan, before.helped_from
        if not self.situation.clock.expired(helped_from, timedelta()):
            helped_from = plan.helped_from
        return replace(plan, begins=before.begins, helped_from=helped_from, is_on=True)

    def rise_to_come(self, before: Rise | None) -> Rise:
        """Return the rise that begins now or later; the room may cool till then."""
        clock, begins = self.situation.clock, self.arrival - self.lead(self.room)
        if clock.passed(begins):
            is_on = begins < self.arrival
            return replace(self.plan, begins=clock.now, is_on=is_on)
        setback = self.setback(before)
        coldest = max(self.situation.setpoints.asked.heat, setback or Celsius(0))
        latest = self.arrival - self.lead(min(self.room, coldest))
        begins = latest if latest > clock.now else begins
        return replace(self.plan, begins=begins, setback=setback)

    def setback(self, before: Rise | None) -> Celsius | None:
        """Return how warm the room is kept, where a setback as asked would cost more.

        Judged once, as it begins, by the learned house: a room that has cooled is best
        left cool.
        """
        situation, settings = self.situation, self.situation.settings
        if not settings.schedule.is_adaptive:
            return None
        if before:
            return before.setback
        home = situation.home.rounded
        known = home.at(situation.outdoor, self.targets.heat)
        if not home.is_learned or known is None:
            return None
        loss, warm = home.house.loss, self.targets.heat
        night = Night(
            hours=(self.arrival - situation.clock.now) / HOUR,
            longest=EARLIEST / HOUR,
            load=known.load / loss,
            surplus=known.surplus / loss,
            cop=known.cop,
        )
        deepest = difference(warm, situation.setpoints.asked.heat)
        depth = best_depth(night, deepest, situation.state.learned.warming)
        return Celsius(round(warm - depth, 1)) if depth < deepest else None

    def lead(self, start: Celsius, *, is_helped: bool = False) -> timedelta:
        """Return how long before the block a room of such a temperature needs heat."""
        mean = Celsius((start + self.goal) / 2)
        home, response = self.situation.home, self.situation.state.response
        heat = home.surplus(self.situation.outdoor, mean)[is_helped]
        if home.is_learned:
            # Of one that is not, it would tell how wrong the guess is, not this night.
            heat -= response.excess
        rise = difference(self.goal, start)
        needed = warming.time_to_rise(self.situation.state.learned.warming, rise, heat)
        spare = timedelta() if is_helped or not needed else SPARE
        return min(needed, EARLIEST - spare) + spare


def _warmer_targets(situation: Situation) -> Targets | None:
    """Return what the compressor shall reach by the next block, where it rises to it.

    What is held and a preset stand over blocks.
    """
    wishes, state = situation.wishes, situation.state
    follows = not (wishes.held or wishes.preset or wishes.emergency)
    upcoming = situation.setpoints.upcoming
    if not situation.is_heat_pump_heating or not follows or upcoming is None:
        return None
    burns = state.fuel is not None and state.fuel.heater is Heater.FURNACE
    is_warmer = upcoming.heat > situation.setpoints.asked.heat
    return upcoming if is_warmer and not burns else None


def learn(learned: Learned, situation: Situation) -> Learned:
    """Return what recoveries have shown so far: the compressor, at full load."""
    shown = _warming_after(learned.warming, situation)
    return learned if shown is learned.warming else replace(learned, warming=shown)


def _warming_after(shown: Warming, situation: Situation) -> Warming:
    seen, board = situation.seen, situation.board
    room, outdoor = situation.room, situation.outdoor
    is_other = shown.run and not situation.are_same_rooms_since(shown.run.begun)
    if room is None or outdoor is None or seen.is_window_open or is_other:
        return replace(shown, run=None) if shown.run else shown
    is_full = not board.is_wired(Terminal.Y2) or board.is_on(Terminal.Y2)
    heat: float | None = None
    if board.is_on(Terminal.Y1) and is_full and _is_rising(situation, room):
        heat = situation.home.surplus(outdoor, room)[board.is_backup_on]
    return warming.warming_after(shown, room, heat, situation.clock.now)


def _is_rising(situation: Situation, room: Celsius) -> bool:
    """Return whether a recovery is on its way: from far away until it is near."""
    rise = situation.state.rise
    if rise is None or not rise.is_on or rise.purpose is not Purpose.BLOCK:
        return False
    rest = difference(rise.targets.heat, room)
    near = situation.settings.comfort.heat_differential
    return rest > near if situation.state.learned.warming.run else rest >= TELLING_RISE
