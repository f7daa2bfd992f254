"""The thermostats that are held against each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    RatedWithDefrost,
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Backup,
    Machine,
    Settings,
    Strategy,
)
from custom_components.heat_pump_thermostat.engine.units import Delta
from tests.engine.invariants import W2, Y1, Y2, E, G, O
from tests.engine.plant import physics
from tests.engine.rig import Bench, celsius, targets

from .houses import has_two_stages
from .programme import BEGINNING, DAY, Programme

MINUTE: Final = timedelta(minutes=1)
MOMENT: Final = timedelta(seconds=1)
PROTECTION: Final = timedelta(minutes=5)
"""The compressor's minimum on and off times of the plain thermostats."""
UPSTAGE, UPSTAGE_AFTER = 0.6, timedelta(minutes=15)
"""How far from the setpoint, K, and after which time their second stage joins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensed:
    """What the sensors say: °C in steps of 0.1, %, kW."""

    room: float
    """In whatever steps its sensor has."""
    room_at: timedelta
    """When that was last reported."""
    back: float
    outdoor: float
    humidity: float
    supply: float
    coil: float
    power: float


class Thermostat(Protocol):
    """Something that switches the wires of a heat pump."""

    def step(self, since: timedelta, sensed: Sensed) -> physics.Relays:
        """Return the wires for the next minute."""


class Ours:
    """This integration's engine, on the bench of its tests, with all its sensors.

    The bench's inspector watches the machine's protection at every step.
    """

    def __init__(
        self,
        design: physics.Design,
        programme: Programme,
        strategy: Strategy = Strategy.BALANCED,
        droop: float | None = None,
    ) -> None:
        self._programme = programme
        self._heard: tuple[Sensed, float] | None = None
        self._has_stage_2 = has_two_stages(design)
        self._bench = Bench(
            settings_of(design, strategy, droop),
            outdoor=0.0,
            now=BEGINNING - MINUTE,
            is_reporting=False,
            believes_leaps=False,
        )

    def step(self, since: timedelta, sensed: Sensed) -> physics.Relays:
        """Pass a minute, waking as asked, and report what is new."""
        heard = (sensed, self._programme.setpoint(since))
        if heard == self._heard:
            self._bench.doze(MINUTE)
        else:
            self._bench.doze(MINUTE - MOMENT)
            self._bench.now += MOMENT
            self._report(since, sensed)
            self._heard = heard
        self._forget()
        on = self._bench.on
        top = Y2 if self._has_stage_2 else Y1
        return physics.Relays(
            y1=Y1 in on, y2=top in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )

    def _report(self, since: timedelta, sensed: Sensed) -> None:
        bench = self._bench
        bench.supply, bench.back, bench.power = sensed.supply, sensed.back, sensed.power
        bench.more = {"humidity": sensed.humidity, "coil": celsius(sensed.coil)}
        self._ask(since)
        is_reported = self._heard is None or self._heard[0].room_at != sensed.room_at
        bench.sense(
            room=sensed.room if is_reported else None,
            outdoor=sensed.outdoor if sensed.outdoor != bench.outdoor else None,
        )

    def _ask(self, since: timedelta) -> None:
        """Let the schedule speak, or somebody set the temperature when it changes."""
        if self._programme.is_schedule:
            self._bench.schedule = self._programme.block(since)
            self._bench.more["upcoming"] = self._programme.upcoming(since)
            return
        setpoint = self._programme.setpoint(since)
        if self._heard is None or setpoint != self._heard[1]:
            self._bench.wish(lambda w: w.with_targets(targets(heat=setpoint), None))

    def _forget(self) -> None:
        """Keep the bench's memory short: a month has tens of thousands of steps."""
        del self._bench.decisions[:-1]
        self._bench.trace.clear()


def settings_of(
    design: physics.Design,
    strategy: Strategy = Strategy.BALANCED,
    droop: float | None = None,
) -> Settings:
    """Return the default settings, with the wires and datasheet of this machine.

    `droop` is how far the room may fall, in K, where that is not the strategy's.
    """
    heating = tuple(
        Rating(celsius(point.outdoors), point.capacity_watts / 1000, point.cop)
        for point in design.heating
    )
    ratings = Ratings(
        heating=heating,
        with_defrost=RatedWithDefrost.NO,
        aux_power=design.strip_watts / 1000,
    )
    wired = {Y1, G, O, W2, E} | ({Y2} if has_two_stages(design) else set())
    machine = Machine(wired=frozenset(wired), backup=Backup.ELECTRIC, ratings=ratings)
    low = None if droop is None else Delta(droop)
    return Settings(machine=machine, auxiliary=Auxiliary(strategy=strategy, droop=low))


@dataclass(slots=True)
class Call:
    """A call for heat, as what decides about auxiliary heat sees it."""

    since: timedelta
    ran: timedelta = timedelta()
    droop: float = 0.0
    has_aux: bool = False


type Joins = Callable[[Call], bool]
"""Whether auxiliary heat is to run beside the compressor."""


def never(_call: Call) -> bool:
    """Leave auxiliary heat alone."""
    return False


def by_droop(call: Call, joins_at: float = 1.1) -> bool:
    """Join 1.1 K below the setpoint, until 0.28 K below it (2 °F and 0.5 °F)."""
    return call.droop > (0.28 if call.has_aux else joins_at)


@dataclass(slots=True)
class ByRunTime:
    """Join after 30 minutes of a call; after that, at once until midnight.

    As dual_smart_thermostat 0.13 does with its `secondary_heater_timeout`.
    """

    timeout: timedelta = timedelta(minutes=30)
    joined_on: int | None = None
    """The day on which it last joined."""

    def __call__(self, call: Call) -> bool:
        """Return whether auxiliary heat is to run."""
        day = call.since // DAY
        joins = call.has_aux or call.ran >= self.timeout or self.joined_on == day
        self.joined_on = day if joins else self.joined_on
        return joins


@dataclass
class Hysteresis:
    """On below the setpoint by a band, off above it by the same, and auxiliary heat.

    A second stage joins 0.6 K below the setpoint, or after 15 minutes, until the end.
    """

    design: physics.Design
    programme: Programme
    band: float
    joins: Joins = never
    is_on: bool = False
    moved_at: timedelta = -DAY
    is_full: bool = False
    has_aux: bool = False

    def step(self, since: timedelta, sensed: Sensed) -> physics.Relays:
        """Return the wires for the next minute."""
        droop = self.programme.setpoint(since) - sensed.room
        is_wanted = droop > (-self.band if self.is_on else self.band)
        passed = since - self.moved_at
        if is_wanted is not self.is_on and passed >= PROTECTION:
            self.is_on, self.moved_at, passed = is_wanted, since, timedelta()
        call = Call(since, passed, droop, self.has_aux)
        self.has_aux = self.is_on and self.joins(call)
        is_called = self.is_full or droop > UPSTAGE or passed >= UPSTAGE_AFTER
        on = self.is_on
        self.is_full = on and (is_called or not has_two_stages(self.design))
        return physics.Relays(y1=on, y2=self.is_full, g=on, w2=self.has_aux)


type Install = Callable[[physics.Design, Programme], Thermostat]

OURS: Final[Mapping[str, Install]] = {
    "ours": Ours,
    "economy": partial(Ours, strategy=Strategy.ECONOMY),
    "comfort": partial(Ours, strategy=Strategy.COMFORT),
}
"""Those that follow a schedule: by the strategies of auxiliary heat."""
THERMOSTATS: Final[Mapping[str, Install]] = {
    **OURS,
    "rule": partial(Hysteresis, band=0.28, joins=by_droop),
    "run time": lambda design, programme: Hysteresis(
        design, programme, 0.3, ByRunTime()
    ),
    "no aux": partial(Hysteresis, band=0.3),
}
DROOPS: Final = (0.3, 0.4, 0.5, 0.65, 0.8, 1.1)
"""How far below the setpoint, K, auxiliary heat joins in a sweep of it."""
SWEPT: Final[Mapping[str, Callable[[float], Install]]] = {
    "ours": lambda droop: partial(Ours, droop=droop),
    "rule": lambda droop: partial(
        Hysteresis, band=0.28, joins=partial(by_droop, joins_at=droop)
    ),
}
"""Those that can be told where auxiliary heat joins."""
