"""What the household asked for, and what each of its actions changes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .board import OPPOSITE, Side
from .clock import Clock
from .settings import (
    DEFAULT_TARGETS,
    HIGHEST_SETPOINT,
    LOWEST_SETPOINT,
    Machine,
    Preset,
    Settings,
    Targets,
)
from .tables import Some
from .units import Celsius, Delta, clamp, shifted


class Mode(StrEnum):
    """What the thermostat may do."""

    OFF = "off"
    HEAT = "heat"
    COOL = "cool"
    HEAT_COOL = "heat_cool"
    FAN_ONLY = "fan_only"


def modes(machine: Machine) -> list[Mode]:
    """Return the modes that the wiring allows, the most capable first after off."""
    heats = machine.can(Side.HEAT) or machine.has_backup()
    cools = machine.cools()
    allowed = {
        Mode.OFF: True,
        Mode.HEAT_COOL: heats and cools,
        Mode.HEAT: heats,
        Mode.COOL: cools,
        Mode.FAN_ONLY: machine.has_fan(),
    }
    return [mode for mode, is_allowed in allowed.items() if is_allowed]


SIDE_OF: Some[Mode, Side] = {Mode.HEAT: Side.HEAT, Mode.COOL: Side.COOL}
"""The side of the modes that have just one."""

HEATING_MODES = (Mode.HEAT, Mode.HEAT_COOL)
"""The modes that may heat."""


class FanMode(StrEnum):
    """When the indoor fan runs beyond the calls."""

    AUTO = "auto"
    ON = "on"
    CIRCULATE = "circulate"


@dataclass(frozen=True, slots=True)
class Block:
    """What a followed schedule says now, and until when; None says nothing."""

    until: datetime | None = None
    temperature: Celsius | None = None
    heat: Celsius | None = None
    cool: Celsius | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Temperatures that somebody sets in one go; None is left as it is."""

    single: Celsius | None = None
    """For whichever side a single temperature means."""
    heat: Celsius | None = None
    cool: Celsius | None = None

    def moving(self, pair: Targets, side: Side, separation: Delta) -> Targets:
        """Return the pair with what is asked moved in it, within what may be chosen.

        `side` is the one that a single temperature means. What comes last stands where
        two are too close: that side's, and the single one over a range.
        """
        other = OPPOSITE[side]
        ranged = {Side.HEAT: self.heat, Side.COOL: self.cool}
        moves = ((other, ranged[other]), (side, ranged[side]), (side, self.single))
        for moved, to in moves:
            if to is not None:
                pair = pair.moved(moved, to, separation)
        return within_range(pair)


@dataclass(frozen=True, slots=True)
class Hold:
    """Temperatures set by hand over a preset or a schedule, until its next block."""

    targets: Targets
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Everything that the household chose, to be kept over restarts."""

    mode: Mode = Mode.OFF
    last_mode: Mode | None = None
    """The last mode that was not off."""
    before_emergency: Mode | None = None
    """The mode that emergency heat replaced and gives back."""
    emergency: bool = False
    preset: Preset | None = None
    base: Targets = DEFAULT_TARGETS
    """The temperatures while neither hold, preset nor schedule says otherwise."""
    hold: Hold | None = None
    fan: FanMode = FanMode.AUTO

    def standing(
        self, schedule: Block | None, machine: Machine, clock: Clock
    ) -> Wishes:
        """Return the wishes that still stand, as far as the machine can meet them."""
        held = self.with_hold_until(schedule).without_expired_hold(clock)
        return held.within_wiring(machine)

    def within_wiring(self, machine: Machine) -> Wishes:
        """Return the wishes without what the wiring cannot do, or can no longer."""
        wishes = self
        if wishes.emergency and not machine.has_backup():
            wishes = wishes.with_emergency(on=False)
        return wishes if wishes.mode in modes(machine) else wishes.with_mode(Mode.OFF)

    def with_mode(self, mode: Mode) -> Wishes:
        """Choose a mode; a choice made during emergency heat stands after it."""
        last = self.last_mode if mode is Mode.OFF else mode
        return replace(self, mode=mode, last_mode=last, before_emergency=None)

    def with_emergency(self, *, on: bool) -> Wishes:
        """Turn emergency heat on, which sets mode heat, or off, which restores it."""
        if on == self.emergency:
            return self
        if on:
            before = None if self.mode is Mode.HEAT else self.mode
            return replace(
                self, mode=Mode.HEAT, emergency=True, before_emergency=before
            )
        restored = self.with_mode(self.before_emergency or self.mode)
        return replace(restored, emergency=False)

    def with_preset(self, preset: Preset | None) -> Wishes:
        """Choose a preset, which ends a hold; none ends emergency heat as well."""
        chosen = replace(self, preset=preset, hold=None)
        return chosen.with_emergency(on=False) if preset is None else chosen

    def with_fan(self, fan: FanMode) -> Wishes:
        """Choose when the fan runs."""
        return replace(self, fan=fan)

    def with_targets(self, targets: Targets, schedule: Block | None) -> Wishes:
        """Set temperatures: a hold over a preset or schedule, else for good."""
        if schedule is None and self.preset is None:
            return replace(self, base=targets, hold=None)
        until = schedule.until if schedule else None
        return replace(self, hold=Hold(targets, until))

    def with_hold_until(self, schedule: Block | None) -> Wishes:
        """Return the wishes with an end for a hold whose schedule could not tell it."""
        if not self.hold or self.hold.until or self.preset or not schedule:
            return self
        return replace(self, hold=replace(self.hold, until=schedule.until))

    def without_expired_hold(self, clock: Clock) -> Wishes:
        """Return the wishes with the hold gone once its block has ended."""
        if self.hold and self.hold.until and clock.passed(self.hold.until):
            return replace(self, hold=None)
        return self


def targets(
    wishes: Wishes, settings: Settings, schedule: Block | None, side: Side
) -> Targets:
    """Return the temperatures in force: a hold, else the preset, else the schedule.

    `side` is the one that a schedule's single temperature is meant for. In mode
    heat/cool they are kept apart, whoever set them.
    """
    pair = _chosen_targets(wishes, settings, schedule, side)
    if wishes.mode is Mode.HEAT_COOL:
        return kept_apart(pair, settings.comfort.separation)
    return pair


def _chosen_targets(
    wishes: Wishes, settings: Settings, schedule: Block | None, side: Side
) -> Targets:
    if wishes.hold:
        return wishes.hold.targets
    if wishes.preset:
        return settings.presets[wishes.preset]
    if schedule is None:
        return wishes.base
    pair = wishes.base
    separation = settings.comfort.separation
    if schedule.temperature is not None:
        pair = pair.moved(side, schedule.temperature, separation)
    if schedule.cool is not None:
        pair = pair.moved(Side.COOL, schedule.cool, separation)
    if schedule.heat is not None:
        pair = pair.moved(Side.HEAT, schedule.heat, separation)
    return pair


def within_range(pair: Targets) -> Targets:
    """Return the nearest pair of setpoints that may be chosen at all."""
    return Targets(
        clamp(pair.heat, LOWEST_SETPOINT, HIGHEST_SETPOINT),
        clamp(pair.cool, LOWEST_SETPOINT, HIGHEST_SETPOINT),
    )


def kept_apart(pair: Targets, separation: Delta) -> Targets:
    """Return the nearest allowed pair: inside the range and as far apart as chosen."""
    heat = clamp(
        pair.heat, LOWEST_SETPOINT, shifted(HIGHEST_SETPOINT, Delta(-separation))
    )
    cool = clamp(pair.cool, shifted(LOWEST_SETPOINT, separation), HIGHEST_SETPOINT)
    return Targets(heat, max(cool, shifted(heat, separation)))
