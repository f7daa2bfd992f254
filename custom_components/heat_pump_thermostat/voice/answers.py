"""What a thermostat answers to questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..engine.accounts.care import Task
from ..engine.arrival import warm_at
from ..engine.board import Board, Side, Terminal
from ..engine.clock import HOUR
from ..engine.decision import Decision
from ..engine.meter import Count
from ..engine.situation import Situation
from ..engine.vocabulary import Action, Reason
from ..engine.wishes import HEATING_MODES
from .speech import Speech

WAITING: Final = frozenset(
    {
        Reason.MINIMUM_OFF,
        Reason.MINIMUM_ON,
        Reason.STARTS_PER_HOUR,
        Reason.BACKUP_MINIMUM_OFF,
        Reason.CHANGEOVER,
        Reason.SWITCHING,
        Reason.OUTAGE,
        Reason.COMPRESSOR_COMPARED,
        Reason.SENSOR_COMPARED,
        Reason.TESTING,
    }
)
"""The reasons that end by themselves at the next change."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is known when a question is asked, and how to speak of it."""

    decision: Decision
    situation: Situation
    speech: Speech
    explanation: str
    """Why it does what it does, until when, and what comes next."""

    @property
    def board(self) -> Board:
        """What the relays confirm."""
        return self.decision.state.wires.board

    @property
    def status(self) -> str:
        """Why the machine does what it does, and until when, if that is known."""
        decision, speech = self.decision, self.speech
        status = speech.status(decision.reason)
        if decision.reason in WAITING and decision.next_change:
            until = speech.time(decision.next_change)
            return speech.say("until", status=status, time=until)
        if decision.reason is Reason.IDLE and decision.room is not None:
            return f"{status}. {self.room}"
        return status

    @property
    def room(self) -> str:
        """How warm the room is, and how warm it is set, where both are known."""
        room, speech = self.decision.room, self.speech
        if room is None:
            return speech.say("room_unknown")
        setpoint = self.decision.targets.of(self.decision.side)
        return speech.say(
            "room", room=speech.degrees(room), setpoint=speech.degrees(setpoint)
        )

    def since(self, moment: datetime | None) -> str:
        """Return since when something is so, where that is known."""
        if moment is None:
            return ""
        return self.speech.say("since", time=self.speech.time(moment))

    def yes_or_no(self, *, is_so: bool, how: str = "") -> str:
        """Return a yes with how, or a no with what is so instead."""
        if not is_so:
            return self.speech.say("no", status=self.status)
        return self.speech.say("yes_how", how=how) if how else self.speech.say("yes")


def _defrosting(asked: Inquiry) -> str:
    if asked.decision.action is not Action.DEFROSTING:
        return asked.speech.say("not_defrosting", status=asked.status)
    return asked.yes_or_no(
        is_so=True, how=asked.since(asked.decision.state.frost.since)
    )


def _heating(asked: Inquiry) -> str:
    is_so = asked.decision.action in (Action.HEATING, Action.PREHEATING)
    return asked.yes_or_no(is_so=is_so, how=_by_what(asked))


def _cooling(asked: Inquiry) -> str:
    is_so = asked.decision.action is Action.COOLING
    return asked.yes_or_no(is_so=is_so, how=_by_what(asked))


def _running(asked: Inquiry) -> str:
    is_so = asked.decision.action not in (Action.IDLE, Action.OFF)
    key = "yes_because" if is_so else "no"
    return asked.speech.say(key, reason=asked.status, status=asked.status)


def _by_what(asked: Inquiry) -> str:
    """Return what heats or cools."""
    board, is_furnace = asked.board, asked.board.is_on(Terminal.W1)
    runs = board.is_on(Terminal.Y1)
    if runs:
        return asked.speech.say("by_both" if board.is_backup_on else "by_compressor")
    return asked.speech.say("by_furnace" if is_furnace else "by_backup")


def _compressor(asked: Inquiry) -> str:
    if not (asked.board.is_on(Terminal.Y1) or asked.board.is_off(Terminal.Y1)):
        return asked.speech.say("silent")
    since = asked.board.running_since
    return asked.yes_or_no(is_so=since is not None, how=asked.since(since))


def _auxiliary(asked: Inquiry) -> str:
    because = asked.decision.backup_reason
    if because is None:
        return asked.speech.say("no_auxiliary")
    return asked.speech.say("yes_because", reason=asked.speech.because(because))


def _why(asked: Inquiry) -> str:
    return asked.explanation


def _emergency(asked: Inquiry) -> str:
    return asked.yes_or_no(is_so=asked.situation.wishes.emergency)


def _room(asked: Inquiry) -> str:
    if asked.decision.room is None:
        return asked.room
    return asked.speech.say("statement", text=asked.room)


def _outdoor(asked: Inquiry) -> str:
    outdoor = asked.decision.outdoor
    if outdoor is None:
        return asked.speech.say("outdoor_unknown")
    return asked.speech.say("outdoor", temperature=asked.speech.degrees(outdoor))


def _auxiliary_today(asked: Inquiry) -> str:
    meter, speech = asked.decision.state.meter, asked.speech
    ran = timedelta(seconds=meter.today(Count.AUX))
    if not ran:
        return speech.say("no_auxiliary_today")
    duration = speech.duration(ran)
    energy = meter.today(Count.AUX_ELECTRICITY)
    if not energy:
        return speech.say("auxiliary_today", duration=duration)
    return speech.say(
        "auxiliary_today_energy", duration=duration, energy=f"{energy:.1f}"
    )


def _cost_today(asked: Inquiry) -> str:
    meter, speech = asked.decision.state.meter, asked.speech
    if not meter.has_counted(Count.COST):
        return speech.say("cost_unknown")
    cost = f"{meter.today(Count.COST):.2f} {speech.currency}"
    return speech.say("cost_today", cost=cost)


def _cop_now(asked: Inquiry) -> str:
    now, speech = asked.decision.estimates.now, asked.speech
    if now:
        return speech.say("cop", cop=f"{now.cop:.1f}")
    season = asked.decision.state.meter.seasonal_performance()
    if season is None:
        return speech.say("no_cop")
    return speech.say("season", season=f"{season:.1f}")


def _warm(asked: Inquiry) -> str:
    decision, situation, speech = asked.decision, asked.situation, asked.speech
    if decision.room is None:
        return speech.say("room_unknown")
    if situation.wishes.mode not in HEATING_MODES or situation.side is Side.COOL:
        return speech.say("not_heating", status=asked.status)
    starts_at = decision.next_change if decision.reason in WAITING else None
    at = warm_at(situation, starts_at)
    if at is None:
        return speech.say("never_warm", room=asked.room)
    if at <= situation.clock.now:
        return speech.say("is_warm", room=asked.room)
    return speech.say("warm_at", time=speech.time(at))


def _filter(asked: Inquiry) -> str:
    decision, speech = asked.decision, asked.speech
    if Task.FILTER in decision.due:
        return speech.say("filter_due")
    done = decision.state.care.done[Task.FILTER]
    interval = asked.situation.settings.upkeep.intervals[Task.FILTER]
    ran = decision.state.meter.fan_time - done.run
    days = (done.at + interval.time - asked.situation.clock.now) / ONE_DAY
    if interval.run is None or Terminal.G not in asked.board.contacts:
        return speech.say("filter_days", days=round(days))
    hours = (interval.run - ran) / HOUR
    return speech.say("filter_left", hours=round(hours), days=round(days))


ANSWERS: Final[Mapping[str, Callable[[Inquiry], str]]] = {
    "defrosting": _defrosting,
    "heating": _heating,
    "cooling": _cooling,
    "running": _running,
    "auxiliary": _auxiliary,
    "compressor": _compressor,
    "emergency": _emergency,
    "why": _why,
    "room": _room,
    "outdoor": _outdoor,
    "auxiliary_today": _auxiliary_today,
    "cost_today": _cost_today,
    "cop": _cop_now,
    "warm": _warm,
    "filter": _filter,
}
"""By what is asked; the sentences that ask it stand in `languages`."""
