"""Simulated houses under a plain thermostat, and what the engine makes of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import cos, pi

from benchmarks.simulation.houses import HOUSES
from custom_components.heat_pump_thermostat.engine.house import assumed
from custom_components.heat_pump_thermostat.engine.house.duty import (
    Duty,
    DutyHeater,
    Means,
    Past,
    duty_after,
    house_as_lived_in,
    need,
    weather,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import (
    Envelope,
    House,
    Prior,
    envelope_after,
    house_of,
    prior_by_capacity,
)
from custom_components.heat_pump_thermostat.engine.house.intake import Sight, shell
from custom_components.heat_pump_thermostat.engine.house.response import (
    IS_FAULT,
    Phase,
    Response,
    Verdict,
)
from custom_components.heat_pump_thermostat.engine.house.span import Moment
from custom_components.heat_pump_thermostat.engine.house.trial import response_after
from custom_components.heat_pump_thermostat.engine.house.warming import Warming
from custom_components.heat_pump_thermostat.engine.units import Celsius
from tests.engine.plant import daily, physics

__all__ = ["HOUSES", "USES", "Inhabited", "Sensor", "daily"]

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = 1440
FURNACE_WATTS = 16_000.0
AUX_MAXIMUM = 4.4
"""°C outdoors, from which on strips are locked out."""
DIFFERENTIAL = 0.28

type Sensor = Callable[[float], float]
"""What it says of a room temperature."""


def tenths(room: float) -> float:
    """Return what most sensors say."""
    return round(room, 1)


def halves(room: float) -> float:
    """Return what a sensor says that knows half degrees."""
    return round(room * 2) / 2


@dataclass
class Lagging:
    """A sensor that follows ten minutes late."""

    at: float | None = None

    def __call__(self, room: float) -> float:
        """Return what it says a minute later."""
        self.at = room if self.at is None else self.at + (room - self.at) / 10
        return round(self.at, 1)


@dataclass
class Rare:
    """A sensor that says whole degrees Fahrenheit, every seven minutes."""

    shown: float = 20.0
    minute: int = 0

    def __call__(self, room: float) -> float:
        """Return what it says a minute later."""
        if self.minute % 7 == 0:
            self.shown = (round(room * 1.8 + 32) - 32) / 1.8
        self.minute += 1
        return self.shown


USES: Mapping[DutyHeater, tuple[bool, bool]] = {
    DutyHeater.NOTHING: (False, False),
    DutyHeater.COMPRESSOR: (True, False),
    DutyHeater.BACKUP: (False, True),
    DutyHeater.BOTH: (True, True),
}
"""Whether the compressor runs, and the backup."""


@dataclass
class Inhabited:
    """A house, its machine, its thermostat, and what is known of them."""

    design: physics.Design
    outdoors: Callable[[float], float]
    """By the hour."""
    sensor: Sensor = tenths
    sun: float = 0.0
    """The most that it brings through the windows, W."""
    is_fuel: bool = False
    is_rated: bool = True
    has_backup: bool = True
    setpoint: Callable[[float], float] = lambda _: 20.0
    window: float = 0.0
    """W/K that an open one loses."""
    is_dead: bool = False
    is_valve_stuck: bool = False
    """Whether the compressor cools, whatever is asked of it."""
    are_strips_dead: bool = False
    can_compressor: bool = True
    """Whether the duty may count on it."""
    is_room_lost: bool = False
    is_outdoor_lost: bool = False
    aim: float = 16.0

    house: physics.House = physics.House(air=20.0, structure=19.5)
    minute: int = 0
    calls: bool = False
    has_compressor: bool = False
    has_backup_on: bool = False
    turned: int = -60
    helped: int = -60
    past: Past = field(default_factory=Past)
    envelope: Envelope = field(default_factory=Envelope)
    response: Response = field(default_factory=Response)
    duty: Duty = field(default_factory=Duty)
    rooms: list[float] = field(default_factory=list)
    told: list[tuple[int, Verdict]] = field(default_factory=list)
    rests: int = 0
    moves: list[int] = field(default_factory=list)
    """The minutes in which the duty moved something."""

    def live(self, hours: float) -> Inhabited:
        """Let some hours pass."""
        for _ in range(round(hours * 60)):
            self._pass_minute()
        return self

    @property
    def now(self) -> datetime:
        """The time."""
        return NEW_YEAR + self.minute * MINUTE

    @property
    def outdoor(self) -> float:
        """How warm it is outdoors, °C."""
        return self.outdoors(self.minute / 60)

    @property
    def prior(self) -> Prior:
        """What is assumed of the house."""
        return prior_by_capacity(self._rating(-3.0) if self.is_rated else None)

    @property
    def house_known(self) -> House:
        """What is known of it."""
        return house_as_lived_in(self.past, house_of(self.envelope, self.prior))

    def told_after(self, minute: int) -> float | None:
        """Return after how many hours a fault of the compressor was told."""
        faults = (Verdict.DEAD, Verdict.COOLS, Verdict.NO_EFFECT)
        times = [at for at, verdict in self.told if verdict in faults and at >= minute]
        return (times[0] - minute) / 60 if times else None

    def _rating(self, outdoor: float) -> float:
        watts, _ = physics.rated(self.design.heating, outdoor)
        return float(watts) / 1000

    def _capacity(self, outdoor: float) -> float:
        if self.is_rated:
            return self._rating(outdoor)
        return assumed.capacity(self.prior, Celsius(outdoor))

    @property
    def _backup(self) -> float:
        if self.is_rated and not self.is_fuel:
            return float(self.design.strip_watts) / 1000
        return assumed.backup(self.prior, is_fuel=self.is_fuel)

    def _pass_minute(self) -> None:
        reading = self.sensor(self.house.air)
        if self.is_room_lost:
            self._do_duty()
        else:
            self._obey(reading)
        outdoor = self.outdoor
        self.house = physics.advance(
            self.house, self._wires, self._weather, 60.0, self._design
        )
        self.minute += 1
        self.rooms.append(self.house.air)
        self._learn(Celsius(self.sensor(self.house.air)), Celsius(round(outdoor, 1)))

    def _obey(self, room: float) -> None:
        """Do what a thermostat does that is told to rest by the response."""
        target = self.setpoint(self.minute / 60)
        self.calls = room < target + (DIFFERENTIAL if self.calls else -DIFFERENTIAL)
        is_faulty = IS_FAULT[self.response.verdict]
        may_help = self.outdoor < AUX_MAXIMUM or is_faulty
        is_low = room <= target - (0.3 if self.has_backup_on else 0.5)
        is_alone = self.response.is_held or (is_faulty and self.is_fuel)
        helps = self.calls and (is_alone or (may_help and is_low))
        helps = helps and self.has_backup and (may_help or not is_alone)
        if helps is not self.has_backup_on and self.minute - self.helped >= 5:
            self.has_backup_on, self.helped = helps, self.minute
        runs = self.calls and not self.response.is_held
        runs = runs and not (self.is_fuel and self.has_backup_on)
        if runs is not self.has_compressor and self.minute - self.turned >= 5:
            self.has_compressor, self.turned = runs, self.minute

    def _do_duty(self) -> None:
        """Pay what is owed to the house."""
        outdoor = weather(self.past, self._outdoor_seen)
        capacity = self._capacity(outdoor) if self.can_compressor else None
        backup = self._backup if self.has_backup else None
        given = (
            self.has_compressor * (capacity or 0) + self.has_backup_on * self._backup
        )
        before = self.duty
        self.duty = duty_after(
            before,
            Means(capacity, backup, together=not self.is_fuel),
            need=need(
                self.past,
                house_of(self.envelope, self.prior),
                outdoor,
                Celsius(self.aim),
            ),
            given=given,
            seconds=60,
        )
        if self.duty.heater is not before.heater:
            self.moves.append(self.minute)
        self.has_compressor, self.has_backup_on = USES[self.duty.heater]

    @property
    def _outdoor_seen(self) -> Celsius | None:
        return None if self.is_outdoor_lost else Celsius(round(self.outdoor, 1))

    @property
    def _wires(self) -> physics.Relays:
        runs = self.has_compressor and not self.is_dead
        strips, furnace = not self.is_fuel, self.is_fuel
        on = self.has_backup_on
        return physics.Relays(
            y1=runs,
            y2=runs,
            g=self.has_compressor or on,
            o=self.is_valve_stuck and runs,
            w2=on and strips,
            e=on and furnace,
        )

    @property
    def _weather(self) -> physics.Weather:
        hour = self.minute / 60
        return physics.Weather(
            temperature=self.outdoor,
            relative_humidity=75.0,
            solar_watts=self.sun * max(0.0, cos((hour - 12) * pi / 12)),
        )

    @property
    def _design(self) -> physics.Design:
        watts = FURNACE_WATTS if self.is_fuel else self.design.strip_watts
        heats = self.has_backup_on and not self.are_strips_dead
        return replace(
            self.design,
            air_loss=self.design.air_loss + self.window,
            strip_watts=watts if heats else 0.0,
        )

    def _learn(self, room: Celsius, outdoor: Celsius) -> None:
        """Take in what was seen."""
        capacity = self._capacity(outdoor)
        compressor = capacity * self.has_compressor
        backup = self._backup * self.has_backup_on
        is_unknown = self.is_fuel and self.has_backup_on
        before = self.response
        if not self.is_room_lost:
            self.response = response_after(
                before,
                Sight(
                    room=room,
                    outdoor=outdoor,
                    compressor=compressor,
                    backup=None if is_unknown else backup,
                ),
                shell(self.house_known, self.prior, Warming()),
                self.now,
            )
        if self.response.verdict is not before.verdict:
            self.told.append((self.minute, self.response.verdict))
        is_suspected = self.response.phase is Phase.RESTING
        self.rests += is_suspected and before.phase is not Phase.RESTING
        is_known = self.response.may_teach and not self.is_room_lost
        self.past = self.past.plus(
            room=None if self.is_room_lost else room,
            outdoor=None if self.is_outdoor_lost else outdoor,
            heat=compressor + backup if is_known else None,
            offset=house_of(self.envelope, self.prior).offset,
            seconds=60,
        )
        is_rated = is_known and self.is_rated and not is_unknown
        moment = Moment(room, outdoor, compressor + backup, compressor / capacity)
        self.envelope = envelope_after(
            self.envelope,
            moment if is_rated else None,
            self.prior,
            seconds=60,
            now=self.now,
            midnight=self.now.replace(hour=0, minute=0),
        )
