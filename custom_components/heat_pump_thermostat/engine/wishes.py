"""What the household asked for, and what each of its actions changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from .board import Side
from .clock import Clock
from .curtailment import Curtailment
from .records import replace
from .setpoints import kept_apart
from .settings import DEFAULT_TARGETS, Machine, Preset, Settings, Targets
from .tables import Some
from .units import Celsius


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
    allowed: Mapping[Mode, bool] = {
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
COOLING_MODES = (Mode.COOL, Mode.HEAT_COOL)
"""The modes that may cool."""


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
    preset: Preset | None = None
    """Whose temperatures it means where it names none, and whose rooms."""

    @property
    def said(self) -> Block:
        """What it says, whenever it ends."""
        return replace(self, until=None)


@dataclass(frozen=True, slots=True)
class Hold:
    """Temperatures that stand over those that would rule otherwise."""

    targets: Targets
    until: datetime | None
    """When it ends by itself; None where it does not, or nobody knows yet."""
    preset: Preset | None = None
    """The preset whose temperatures they are, as its options have them now."""
    over: Block | None = None
    """What the block says with which it ends; None where it has an end of its own."""
    begins: datetime | None = None
    """When it begins; None once it has."""
    is_permanent: bool = False
    """Whether it has no end, whatever the schedule says."""

    @property
    def has_own_end(self) -> bool:
        """Whether the schedule has no say in when it ends."""
        return self.is_permanent or (self.until is not None and self.over is None)

    def beside(self, schedule: Block | None, now: datetime) -> Hold | None:
        """Return the hold as the schedule has it end now; None after its block.

        The schedule may be edited meanwhile: a block that says something else is
        another one. Of one that tells no end to come nothing is known.
        """
        if self.is_permanent or schedule is None or schedule.until is None:
            return self
        if schedule.until <= now:
            return self
        if self.until is None:
            return replace(self, until=schedule.until, over=schedule.said)
        if self.over is None or self.until == schedule.until:
            return self
        is_same = self.over == schedule.said
        return replace(self, until=schedule.until) if is_same else None


class Asker(StrEnum):
    """By what the temperatures in force were asked for, the strongest first."""

    HOLD = "hold"
    VACATION = "vacation"
    PRESET = "preset"
    SCHEDULE = "schedule"
    SETPOINT = "setpoint"
    """Nothing but the temperatures that were set last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Everything that the household chose, to be kept over restarts."""

    mode: Mode = Mode.OFF
    last_mode: Mode | None = None
    """The last mode that was not off."""
    before_emergency: Mode | None = None
    """The mode that emergency heat replaced and gives back."""
    emergency: bool = False
    emergency_until: datetime | None = None
    """When emergency heat ends by itself; None where it does not."""
    preset: Preset | None = None
    base: Targets = DEFAULT_TARGETS
    """The temperatures while nothing else says otherwise."""
    hold: Hold | None = None
    vacation: Hold | None = None
    """What a hold is while nobody is at home; one set by hand stands over it."""
    fan: FanMode = FanMode.AUTO
    curtailments: Mapping[str, Curtailment] = field(default_factory=dict)
    """What others ask to go without, by who does."""

    @property
    def away(self) -> Hold | None:
        """The vacation that has begun."""
        return self.vacation if self.vacation and not self.vacation.begins else None

    @property
    def held(self) -> Hold | None:
        """What stands over presets and schedules now."""
        return self.hold or self.away

    @property
    def chosen_preset(self) -> Preset | None:
        """The preset whose temperatures are in force."""
        return self.held.preset if self.held else self.preset

    @property
    def shown_preset(self) -> Preset | None:
        """The same for others to see: voice bridges take eco for a mode that is on."""
        is_hidden = self.mode is Mode.OFF and self.chosen_preset is Preset.ECO
        return None if is_hidden else self.chosen_preset

    def lived_preset(self, schedule: Block | None) -> Preset | None:
        """Return the preset by which the household lives, whoever set temperatures."""
        held = self.held.preset if self.held else None
        return held or self.preset or (schedule.preset if schedule else None)

    def asker(self, schedule: Block | None) -> Asker:
        """Return what the temperatures in force were asked for by."""
        claims: Mapping[Asker, object] = {
            Asker.HOLD: self.hold,
            Asker.VACATION: self.away,
            Asker.PRESET: self.preset,
            Asker.SCHEDULE: schedule,
            Asker.SETPOINT: self.base,
        }
        return next(asker for asker, claim in claims.items() if claim is not None)

    def standing(
        self, schedule: Block | None, machine: Machine, clock: Clock
    ) -> Wishes:
        """Return the wishes that still stand, as far as the machine can meet them."""
        return (
            self.without_expired_emergency(clock)
            .with_vacation_at(clock)
            .without_expired_hold(clock)
            .with_hold_beside(schedule, clock)
            .without_expired_curtailments(clock)
            .within_wiring(machine)
        )

    def within_wiring(self, machine: Machine) -> Wishes:
        """Return the wishes without what the wiring cannot do, or can no longer."""
        wishes = self
        if wishes.emergency and not machine.has_backup():
            wishes = wishes.with_emergency(on=False)
        return wishes if wishes.mode in modes(machine) else wishes.with_mode(Mode.OFF)

    def with_mode(self, mode: Mode) -> Wishes:
        """Choose a mode; a choice made during emergency heat stands after it.

        It leaves eco, which voice bridges take for a mode that knows no other way out.
        """
        is_eco = self.chosen_preset is Preset.ECO
        chosen = replace(self._in_mode(mode), before_emergency=None)
        return chosen.unheld(None) if is_eco else chosen

    def _in_mode(self, mode: Mode) -> Wishes:
        last = self.last_mode if mode is Mode.OFF else mode
        return replace(self, mode=mode, last_mode=last)

    def with_emergency(self, *, on: bool, until: datetime | None = None) -> Wishes:
        """Turn emergency heat on, which sets mode heat, or off, which restores it.

        It ends by itself where it is told until when.
        """
        if on and self.emergency:
            return replace(self, emergency_until=until)
        if on:
            before = None if self.mode is Mode.HEAT else self.mode
            return replace(
                self,
                mode=Mode.HEAT,
                emergency=True,
                emergency_until=until,
                before_emergency=before,
            )
        restored = self._in_mode(self.before_emergency or self.mode)
        return replace(
            restored, emergency=False, emergency_until=None, before_emergency=None
        )

    def with_preset(self, preset: Preset | None) -> Wishes:
        """Choose a preset, which ends what is held; none ends emergency heat as well.

        Whoever chooses one is no longer away.
        """
        chosen = self.unheld(preset)
        return chosen.with_emergency(on=False) if preset is None else chosen

    def with_curtailment(self, source: str, asked: Curtailment | None) -> Wishes:
        """Note what somebody asks to go without; None: nothing any more."""
        others = {
            name: one for name, one in self.curtailments.items() if name != source
        }
        mine = {} if asked is None else {source: asked}
        return replace(self, curtailments=others | mine)

    def without_expired_curtailments(self, clock: Clock) -> Wishes:
        """Return the wishes without what nobody asks any more."""
        asked = self.curtailments
        left = {
            name: one
            for name, one in asked.items()
            if not self._has_come(one.until, clock)
        }
        return self if left == asked else replace(self, curtailments=left)

    def with_fan(self, fan: FanMode) -> Wishes:
        """Choose when the fan runs."""
        return replace(self, fan=fan)

    def with_targets(self, targets: Targets, schedule: Block | None) -> Wishes:
        """Set temperatures: a hold over what else would rule them, or for good.

        Those of a hold with an end of its own change, and its end stands.
        """
        if self.asker(schedule) is Asker.SETPOINT:
            return replace(self, base=targets)
        if self.hold and self.hold.has_own_end:
            return replace(self, hold=replace(self.hold, targets=targets, preset=None))
        return self.with_hold(targets, schedule)

    def with_hold(
        self,
        targets: Targets,
        schedule: Block | None,
        *,
        preset: Preset | None = None,
        until: datetime | None = None,
    ) -> Wishes:
        """Hold temperatures: until then, or as long as what they are held over.

        That is a vacation, a preset, which has no end, or a block of the schedule.
        """
        end, over = until, None
        if until is None and self.away:
            end = self.away.until
        elif until is None and self.preset is None and schedule and schedule.until:
            end, over = schedule.until, schedule.said
        return replace(self, hold=Hold(targets, end, preset, over))

    def held_permanently(self) -> Wishes:
        """Return the wishes with what is held never ending by itself."""
        if self.hold is None:
            return self
        hold = replace(self.hold, until=None, over=None, is_permanent=True)
        return replace(self, hold=hold)

    def with_vacation(self, vacation: Hold | None) -> Wishes:
        """Plan a vacation, instead of any other; None: stay, or come home."""
        return replace(self, vacation=vacation)

    def resumed(self, schedule: Block | None) -> Wishes:
        """Let the schedule rule again; without one, the preset."""
        return self.unheld(self.preset if schedule is None else None)

    def unheld(self, preset: Preset | None) -> Wishes:
        """Return the wishes with a preset, over which nothing stands any more.

        A vacation that has yet to begin stays planned.
        """
        planned = None if self.away else self.vacation
        return replace(self, preset=preset, hold=None, vacation=planned)

    def without_expired_emergency(self, clock: Clock) -> Wishes:
        """Return the wishes with emergency heat off once its time is over."""
        until = self.emergency_until
        is_over = self.emergency and until is not None and clock.passed(until)
        return self.with_emergency(on=False) if is_over else self

    def with_vacation_at(self, clock: Clock) -> Wishes:
        """Return the wishes with the vacation begun, or over.

        What was held before it has no say while nobody is at home.
        """
        planned = self.vacation
        if planned is None:
            return self
        if planned.until and self._has_come(planned.until, clock):
            return replace(self, vacation=None)
        if planned.begins and self._has_come(planned.begins, clock):
            return replace(self, vacation=replace(planned, begins=None), hold=None)
        return self

    def with_hold_beside(self, schedule: Block | None, clock: Clock) -> Wishes:
        """Return the wishes with the hold ending as its block does."""
        if self.hold is None or self.preset or self.away:
            return self
        beside = self.hold.beside(schedule, clock.now)
        return self if beside is self.hold else replace(self, hold=beside)

    def without_expired_hold(self, clock: Clock) -> Wishes:
        """Return the wishes with the hold gone once its time is over."""
        if self.hold and self.hold.until and self._has_come(self.hold.until, clock):
            return replace(self, hold=None)
        return self

    def _has_come(self, moment: datetime, clock: Clock) -> bool:
        """Return whether it is that late; nobody waits for it where all is off."""
        if self.mode is Mode.OFF:
            return clock.expired(moment, timedelta())
        return clock.passed(moment)


def targets(
    wishes: Wishes, settings: Settings, schedule: Block | None, side: Side
) -> Targets:
    """Return the temperatures in force: what is held, else the preset, the schedule.

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
    if wishes.chosen_preset:
        return settings.presets[wishes.chosen_preset]
    if wishes.held:
        return wishes.held.targets
    if schedule is None:
        return wishes.base
    pair = settings.presets[schedule.preset] if schedule.preset else wishes.base
    separation = settings.comfort.separation
    if schedule.temperature is not None:
        pair = pair.moved(side, schedule.temperature, separation)
    if schedule.cool is not None:
        pair = pair.moved(Side.COOL, schedule.cool, separation)
    if schedule.heat is not None:
        pair = pair.moved(Side.HEAT, schedule.heat, separation)
    return pair
