"""What goes into a step and what comes out of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from .air import saturation
from .design import Design


class Operation(StrEnum):
    """What the outdoor unit does; tripped is stopped until Y1 lets go."""

    OFF = "off"
    HEATING = "heating"
    COOLING = "cooling"
    DEFROSTING = "defrosting"
    TRIPPED = "tripped"


RESTING: frozenset[Operation] = frozenset({Operation.OFF, Operation.TRIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relays:
    """The thermostat wires: true where 24 V are on."""

    y1: bool = False
    y2: bool = False
    g: bool = False
    o: bool = False
    w2: bool = False
    e: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The air outside, and the sun's heat through the windows."""

    temperature: float
    relative_humidity: float = 70.0  # %
    solar_watts: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdoorUnit:
    """The compressor, the outdoor coil, and the frost on it."""

    operation: Operation = Operation.OFF
    seconds: float = 0.0  # of this operation
    coil: float = 0.0
    frost: float = 0.0  # kg
    heated_seconds: float = 0.0  # since the last defrost
    airless_seconds: float = 0.0  # of compressor without indoor air


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The house at one moment, and what its machine draws and delivers.

    `heat_pump_watts` is the outdoor unit's electric power with fan and crankcase
    heater; `heat_watts` is what the heat pump brings indoors, negative while it
    cools or defrosts; the supply air is measured behind coil and strip.
    """

    air: float = 20.0
    structure: float = 20.0
    humidity_ratio: float = 0.0055  # kg of water in a kg of room air
    supply: float = 20.0
    unit: OutdoorUnit = field(default_factory=OutdoorUnit)
    heat_pump_watts: float = 0.0
    aux_watts: float = 0.0
    fan_watts: float = 0.0
    heat_watts: float = 0.0
    heat_pump_kwh: float = 0.0
    aux_kwh: float = 0.0

    @property
    def relative_humidity(self) -> float:
        """The humidity of the room air in %."""
        return min(100.0, 100.0 * self.humidity_ratio / saturation(self.air))


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that one short step depends on."""

    house: House
    relays: Relays
    weather: Weather
    seconds: float
    design: Design

    @property
    def stage(self) -> float:
        """The share of the full stage's capacity that the compressor gives."""
        return 1.0 if self.relays.y2 else self.design.low_stage

    @property
    def stage_power(self) -> float:
        """The share of the full stage's power that it draws."""
        return 1.0 if self.relays.y2 else self.design.low_stage_power

    @property
    def frosted(self) -> float:
        """How full of frost the outdoor coil is, 0 … 1."""
        return min(1.0, self.house.unit.frost / self.design.full_frost)

    @property
    def vapour_outdoors(self) -> float:
        """The humidity ratio of the outdoor air, kg/kg."""
        share = self.weather.relative_humidity / 100.0
        return share * saturation(self.weather.temperature)


@dataclass(frozen=True, slots=True)
class AirHandler:
    """What runs indoors."""

    airflow: float  # kg/s
    fan_watts: float
    strip_watts: float


@dataclass(frozen=True, slots=True)
class Duty:
    """What the outdoor unit does to the indoor coil, and what it draws."""

    heat_watts: float
    power_watts: float
    dried: float = 0.0  # kg/s that drip off the indoor coil
