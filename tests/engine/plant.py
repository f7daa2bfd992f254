"""A day in the demo's simulated house, with a thermostat on the bench."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from math import cos, pi
from pathlib import Path
import sys
from typing import TYPE_CHECKING, Any, Final

from .invariants import W2, Y1, Y2, E, G, O
from .rig import Bench, minutes

PHYSICS: Final = (
    Path(__file__).parents[2]
    / "demo/custom_components/simulated_house/physics/__init__.py"
)


def _load() -> Any:
    """Import the physics alone: the demo's integration around it needs no loading."""
    spec = spec_from_file_location("simulated_physics", PHYSICS)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from demo.custom_components.simulated_house import physics
else:
    physics = _load()

__all__ = ["Day", "daily", "physics"]

MINUTE: Final = minutes(1)
SETTLING: Final = 6 * 60
"""Minutes until house and thermostat have forgotten how they were found."""


def daily(mean: float, swing: float) -> Callable[[float], float]:
    """Return a day's outdoor temperature by the hour, warmest at three o'clock."""
    return lambda hour: mean + swing * cos((hour - 15) * pi / 12)


@dataclass(frozen=True)
class Minute:
    """What was measured in one minute of the day."""

    hour: float
    room: float
    outdoors: float
    has_aux: bool
    is_defrosting: bool


@dataclass
class Day:
    """A house that lives through a day, and what was measured."""

    bench: Bench
    outdoors: Callable[[float], float]
    house: physics.House
    sun: float = 0.0
    """The most that the sun brings through the windows, W."""
    log: list[Minute] = field(default_factory=list)

    def live(self, hours: float = 24) -> Day:
        """Let the day pass, after some hours to settle."""
        for minute in range(SETTLING + int(hours * 60)):
            self._advance((minute - SETTLING) / 60)
        del self.log[:SETTLING]
        return self

    def _advance(self, hour: float) -> None:
        outdoors = self.outdoors(hour)
        weather = physics.Weather(
            temperature=outdoors,
            relative_humidity=85.0,
            solar_watts=self.sun * max(0.0, cos((hour - 12) * pi / 12)),
        )
        self.house = physics.advance(self.house, self.wires, weather, 60.0)
        defrosts = self.house.unit.operation is physics.Operation.DEFROSTING
        has_aux = not self.bench.on.isdisjoint({W2, E})
        self.log.append(Minute(hour, self.house.air, outdoors, has_aux, defrosts))
        self.bench.is_defrosting = defrosts
        self.bench.sense(room=round(self.house.air, 1), outdoor=round(outdoors, 1))
        self.bench.run(MINUTE)

    @property
    def wires(self) -> physics.Relays:
        """What the machine sees; where Y2 is not wired, Y1 runs it at full stage."""
        on = self.bench.on
        second = Y2 if Y2 in self.bench.relays else Y1
        return physics.Relays(
            y1=Y1 in on, y2=second in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )

    @property
    def rooms(self) -> list[float]:
        """The room temperature of each minute."""
        return [minute.room for minute in self.log]

    @property
    def aux(self) -> list[Minute]:
        """The minutes in which backup heat ran."""
        return [minute for minute in self.log if minute.has_aux]

    @property
    def starts(self) -> list[float]:
        """When the compressor started, s."""
        return self.bench.times("Y1 on")

    @property
    def rests(self) -> list[float]:
        """How long the compressor rested between its runs, s."""
        stops = self.bench.times("Y1 off")
        return [
            start - max(before)
            for start in self.starts
            if (before := [stop for stop in stops if stop < start])
        ]

    @property
    def most_starts_per_hour(self) -> int:
        """The most compressor starts in any hour."""
        hour = timedelta(hours=1).total_seconds()
        return max(
            (sum(t <= s < t + hour for s in self.starts) for t in self.starts),
            default=0,
        )
