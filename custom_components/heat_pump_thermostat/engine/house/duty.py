"""Heat without a room sensor: what the house loses, given back run by run.

Nothing tells whether the room is warm, so the house is heated as a debt is paid: what
it loses at this outdoor temperature is owed, what is given is taken off, and a run
begins where enough is owed for it. What cannot be given at once stays owed for a while.

All heat is reckoned as the machine is rated, or assumed to be. A machine that gives
less than that gave less in the days before too: what was learned from those is heat of
the same kind, and the error cancels.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp
from typing import Final

from ..records import replace
from ..units import SECONDS_PER_HOUR, Celsius, Delta, clamp, difference, shifted
from .envelope import LEAST_APART, LOSS_BOUNDS, USUAL_BALANCE, House
from .home import SURE_CONFIDENCE, Home

PAST_LASTING: Final = 72.0
"""Hours of heating after which e times less is left of what they showed."""
TAKEN_LASTING: Final = 48.0
"""The same of what was given, whatever for."""
ASSUMED_PAST: Final = 120.0
"""What the assumed house counts beside them, K·h: half a day of mild winter."""
BEST: Final = 0.45
"""The confidence in a loss that only the last days have shown: never sure."""
CAUTION: Final = 0.8
"""Of the assumed loss: half the houses lose less than their machine was chosen for, and
one without a sensor may become cool, but not hot."""
LATELY: Final = 24.0
"""Hours over which the weather is remembered for when nobody tells it."""
COLDER: Final = Delta(2.0)
"""How much colder than that it is taken to be."""

QUANTUM: Final = 8 / 60
"""Hours of full heat that a run gives at least: longer than any machine must run."""
JOINING: Final = 0.5
"""Hours of the compressor's heat that are owed when backup helps it."""
OWED_AT_MOST: Final = 12.0
"""Hours of need that are remembered of what could not be given, or was too much."""

UNSHOWN: Final = 12.0
"""K·h beyond what the house needs, or short of it: so much heat shows in any room."""
SHOWN_BY: Final = Delta(1.5)
"""How far air has to go to have shown anything: more than a bad contact trembles."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the house took in the last days of heating, and the weather."""

    heat: float = 0.0
    """kWh, as rated or assumed."""
    apart: float = 0.0
    """K·h for which outdoors was colder than the house bears without heat."""
    outdoor: Celsius | None = None
    """The mean of the last day."""
    taken: float = 0.0
    """kW, the mean of the last days, whatever the weather was."""

    def plus(
        self,
        room: Celsius | None,
        outdoor: Celsius | None,
        heat: float | None,
        offset: Delta,
        seconds: float,
    ) -> Past:
        """Return the past after some seconds in which a believed room got some kW.

        Give no heat where it is not known, or not to be believed: while a window is
        open, the house is cooled, or the compressor is suspected to do nothing.
        """
        if not seconds:
            return self
        hours = seconds / SECONDS_PER_HOUR
        taken = self.taken
        if heat is not None:
            taken = heat + (taken - heat) * exp(-hours / TAKEN_LASTING)
        if outdoor is None:
            return replace(self, taken=taken)
        mean = outdoor if self.outdoor is None else self.outdoor
        mean = Celsius(outdoor + (mean - outdoor) * exp(-hours / LATELY))
        apart = 0.0 if room is None else difference(room, outdoor) - offset
        if heat is None or apart < LEAST_APART:
            return replace(self, outdoor=mean, taken=taken)
        kept = exp(-hours / PAST_LASTING)
        return Past(
            heat=self.heat * kept + heat * hours,
            apart=self.apart * kept + apart * hours,
            outdoor=mean,
            taken=taken,
        )


def weather(past: Past, outdoor: Celsius | None) -> Celsius:
    """Return the outdoor temperature, or what it is taken to be while unknown.

    That is the last day that was known, and somewhat colder; without one, the cold for
    which a machine is chosen.
    """
    if outdoor is not None:
        return outdoor
    if past.outdoor is None:
        return USUAL_BALANCE
    return shifted(past.outdoor, Delta(-COLDER))


def house_as_lived_in(past: Past, house: House) -> House:
    """Return the house as the last days have shown it, where it was not learned."""
    if house.confidence >= SURE_CONFIDENCE:
        return house
    weight = past.apart / (past.apart + ASSUMED_PAST)
    loss = (past.heat + house.loss * ASSUMED_PAST) / (past.apart + ASSUMED_PAST)
    loss = clamp(loss, *LOSS_BOUNDS)
    return replace(house, loss=loss, confidence=max(house.confidence, BEST * weight))


def home_as_lived_in(past: Past, home: Home) -> Home:
    """Return the home, with the house as the last days have shown it."""
    return Home(house_as_lived_in(past, home.house), home.heat_pump)


def need(past: Past, house: House, outdoor: Celsius | None, aim: Celsius) -> float:
    """Return the heat, kW, that keeps a room at `aim` as far as is known.

    Where nobody ever told of the weather it is what was taken of late.
    """
    if outdoor is None and past.outdoor is None:
        return past.taken
    outdoor = weather(past, outdoor)
    if house.confidence < SURE_CONFIDENCE:
        house = replace(house, loss=CAUTION * house.loss)
    return house_as_lived_in(past, house).load(outdoor, aim)


class DutyHeater(StrEnum):
    """What heats."""

    NOTHING = "nothing"
    COMPRESSOR = "compressor"
    BACKUP = "backup"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Means:
    """What can heat now."""

    compressor: float | None
    """kW at full load; None where it may not run, or is not to be relied on."""
    backup: float | None
    """kW; None where there is none, or it may not run."""
    together: bool
    """Whether they may run at the same time: no furnace may."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed to the house, and what pays it now."""

    owed: float = 0.0
    """kWh; below zero where more was given than was lost."""
    heater: DutyHeater = DutyHeater.NOTHING
    air: Celsius | None = None
    """What the air said that serves as the room, when it was last seen to move."""
    is_refuted: bool = False
    """Whether heat was given, or was lacking, that this air did not show."""

    @property
    def forgiven(self) -> Duty:
        """The duty of a house that is not to be heated: what is known of the air."""
        return Duty(air=self.air, is_refuted=self.is_refuted)

    def refutes(self, air: Celsius) -> bool:
        """Return whether air is not that of the rooms, as far as heat is owed."""
        return self.is_refuted and not self._has_moved(air)

    def with_air_heard(self, air: Celsius, unshown: float) -> Duty:
        """Return the duty after air said this, that has to show so many kWh.

        What moves is a room, whatever the account says: it is begun anew.
        """
        if self.air is None or self._has_moved(air):
            return Duty(air=air)
        is_refuted = abs(self.owed) > unshown
        return replace(self, heater=DutyHeater.NOTHING, is_refuted=is_refuted)

    def _has_moved(self, air: Celsius) -> bool:
        return self.air is not None and abs(difference(air, self.air)) >= SHOWN_BY


def kwh_unshown(past: Past, house: House) -> float:
    """Return how many kWh too much or too little show in the air of any room."""
    return UNSHOWN * house_as_lived_in(past, house).loss


def duty_after(
    duty: Duty, means: Means, need: float, given: float, seconds: float
) -> Duty:
    """Return the duty after some seconds in which so many kW were needed and given."""
    most = OWED_AT_MOST * need
    owed = duty.owed + (need - given) * seconds / SECONDS_PER_HOUR
    owed = max(-most, min(most, owed))
    return replace(duty, owed=owed, heater=_heater(duty.heater, owed, means, need))


def _heater(before: DutyHeater, owed: float, means: Means, need: float) -> DutyHeater:
    """Return what is to run, so that no run or rest is shorter than a quantum."""
    main = means.backup if means.compressor is None else means.compressor
    if main is None:
        return DutyHeater.NOTHING
    is_resting = before is DutyHeater.NOTHING
    if owed < QUANTUM * max(main, need) if is_resting else owed <= 0:
        return DutyHeater.NOTHING
    if means.compressor is None:
        return DutyHeater.BACKUP
    if means.backup is None:
        return DutyHeater.COMPRESSOR
    enough = QUANTUM * main if means.together else 0.0
    is_helped = before in (DutyHeater.BACKUP, DutyHeater.BOTH)
    if owed <= enough if is_helped else owed < JOINING * main:
        return DutyHeater.COMPRESSOR
    return DutyHeater.BOTH if means.together else DutyHeater.BACKUP
