"""What goes into a step: the moment, what sensors and relays say, what is forecast."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from .accounts.costs import Prices
from .board import Relay, Terminal
from .house.cheap_hours import Hour
from .units import Celsius, Delta, difference
from .wishes import Block


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured temperature and when it was reported."""

    value: Celsius
    at: datetime
    alive_at: datetime | None = None
    """When the rest of its device last showed that it lives, if it did later."""
    is_restored: bool = False
    """Whether it is what was remembered over a restart, and no report yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything that a step is told: the moment, the sensors, the relays."""

    now: datetime
    midnight: datetime
    """When the household's current day began."""
    today: date
    next_midnight: datetime
    season: date
    """The day on which the current heating season began."""
    relays: Mapping[Terminal, Relay]
    absent: frozenset[Terminal] = frozenset()
    """Relays that cannot be told anything now."""
    room: Reading | None = None
    """The room sensor's report; None while it gives no number within −40 … 60 °C."""
    room_humidity: float | None = None
    """The relative humidity of the room, in percent."""
    fallback: Reading | None = None
    """The report of the room sensor that serves while the first one is lost."""
    is_fallback_expected: bool = False
    """Whether there is such a sensor, though it may say nothing."""
    further: Mapping[str, Reading | None] = field(default_factory=dict)
    """Those of the others that serve, in order, by name."""
    beside: Reading | None = None
    """What the device that measures the room's humidity says of the temperature, where
    no room sensor is of that device: it serves as none, but is a witness."""
    presence: Mapping[str, bool] = field(default_factory=dict)
    """Whether somebody is seen in a room, by the name of its sensor; of those rooms of
    which anything tells."""
    outdoor: Reading | None = None
    weather: Reading | None = None
    """What others say of the outdoor air: the weather service, another sensor."""
    is_outdoor_expected: bool = False
    """Whether there is an outdoor sensor that should report."""
    unknown_units: frozenset[str] = frozenset()
    """The names of what measures in a unit that is not understood: no readings."""
    supply: Celsius | None = None
    back: Celsius | None = None
    """What leaves the machine for the house, and what comes back from it."""
    power: float | None = None
    """What the outdoor unit draws, in kW."""
    powered_since: datetime | None = None
    """Since when relay board or meter have had power without a break, if they tell."""
    aux_power: float | None = None
    """What the backup draws, in kW."""
    heat: float | None = None
    """What a heat meter says that the heat pump delivers, in kW."""
    water_flow: float | None = None
    """How much heating water goes through the machine, in m³/s."""
    humidity: float | None = None
    """The relative humidity outdoors, in percent."""
    coil: Celsius | None = None
    """The outdoor coil's temperature."""
    source: Celsius | None = None
    """The temperature of what the machine draws heat from, where that is not air."""
    prices: Prices | None = None
    """What electricity and fuel cost now, per kWh."""
    carbon: Prices | None = None
    """What they emit, in kg of CO₂ per kWh."""
    is_window_open: bool = False
    schedule: Block | None = None
    """The followed schedule's current block; None where none is followed."""
    upcoming: Block | None = None
    """What the schedule says from that block's end on; None while nobody knows."""
    ahead: tuple[Hour, ...] = ()
    """What is forecast for this hour and those to come, without a gap."""
    local: time | None = None
    """What the clocks of the household show."""
    is_defrosting: bool | None = None
    """Whether a wired signal says that the outdoor unit defrosts."""
    has_fault: bool | None = None
    """Whether the machine signals a fault; None where nothing tells."""
    is_closing: bool = False
    """Whether the thermostat is being shut down and must let go."""
    ends_at: datetime | None = None
    """By when it must have let go of the fan, too."""

    @classmethod
    def of_nothing(cls, now: datetime) -> Observation:
        """Return what is seen before anybody could look."""
        today = now.date()
        return cls(
            now=now,
            midnight=now,
            today=today,
            next_midnight=now,
            season=today,
            relays={},
        )

    @property
    def rise(self) -> Delta | None:
        """How much warmer the supply is than the return, in K."""
        if self.supply is None or self.back is None:
            return None
        return difference(self.supply, self.back)
