"""What goes wrong: with what is measured, with the machine, and with the house."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, tau
from typing import Final

from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.units import Celsius
from tests.engine.plant import physics

MINUTE: Final = timedelta(minutes=1)
LOWEST, HIGHEST = -40.0, 60.0
"""The integration takes no number beyond these, °C, for a temperature at all."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a sensor: what is so, what it said before, how long it is at fault."""

    truth: float
    last: Reading | None
    now: datetime
    since: timedelta

    def says(self, value: float, step: float = 0.1) -> Reading | None:
        """Return a report of now, in steps of so many kelvin."""
        if not LOWEST <= value <= HIGHEST:
            return None
        return Reading(Celsius(round(round(value / step) * step, 1)), self.now)


type Sensor = Callable[[Look], Reading | None]
"""What a sensor says; None while it is unavailable."""


def healthy(look: Look) -> Reading | None:
    """Report every minute, in steps of 0.1 K."""
    return look.says(look.truth)


def dead(_look: Look) -> None:
    """Be unavailable."""


def silent(look: Look) -> Reading | None:
    """Report nothing more: what was said last still stands there."""
    return look.last


def stuck(value: float) -> Sensor:
    """Return a sensor that says the same every minute, °C."""
    return lambda look: look.says(value)


def frozen(look: Look) -> Reading | None:
    """Say every minute what was said last."""
    return look.last and look.says(look.last.value)


def stuck_once(value: float) -> Sensor:
    """Return a sensor that says something once, °C, and then no more."""
    return lambda look: silent(look) if look.since else look.says(value)


def of_two_minds(value: float) -> Sensor:
    """Return a sensor that says one thing, °C, every other minute: two speak for it."""
    return lambda look: look.says(look.truth if look.since // MINUTE % 2 else value)


def wandering(mean: float, swing: float, hours: float) -> Sensor:
    """Return a sensor in another place, °C, that swings once in so many hours.

    A refrigerator, a garden: it starts at its warmest.
    """

    def says(look: Look) -> Reading | None:
        turns = look.since / timedelta(hours=hours)
        return look.says(mean + swing * cos(turns * tau))

    return says


def off_by(kelvin: float) -> Sensor:
    """Return a sensor in a place that is so much warmer, K."""
    return lambda look: look.says(look.truth + kelvin)


def drifting(kelvin: float) -> Sensor:
    """Return a sensor that shows so much more each hour, K."""
    return lambda look: look.says(look.truth + kelvin * (look.since / MINUTE) / 60)


def creeping(kelvin: float) -> Sensor:
    """Return a sensor that goes its own way from 20 °C, so many kelvins an hour.

    It trembles by 0.1 K, as air does.
    """

    def says(look: Look) -> Reading | None:
        minutes = look.since // MINUTE
        trembling = (0.0, 0.1, 0.0, -0.1)[minutes % 4]
        return look.says(20.0 + kelvin * minutes / 60 + trembling)

    return says


def in_a_draught(look: Look) -> Reading | None:
    """Fall to 5 °C within 20 minutes, stay there until the hour, be back in 30 more."""
    past = look.since / MINUTE
    share = max(0.0, min(past / 20, 1.0, (90 - past) / 30))
    return look.says(look.truth + share * (5.0 - look.truth))


def in_the_sun(look: Look) -> Reading | None:
    """Rise by 8 K within an hour, and fall again for another."""
    hours = look.since / MINUTE / 60
    return look.says(look.truth + 8.0 * max(0.0, min(hours, 2.0 - hours)))


def coarse(look: Look) -> Reading | None:
    """Report every 10 minutes, in steps of 0.5 K."""
    is_due = look.last is None or look.now - look.last.at >= 10 * MINUTE
    return look.says(look.truth, 0.5) if is_due else look.last


type Wires = physics.Relays
type Design = physics.Design


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What differs from a house in order."""

    room: Sensor | None = None
    """None where it is the household's own."""
    fallback: Sensor = healthy
    back: Sensor = healthy
    outdoor: Sensor = healthy
    wires: Callable[[Wires], Wires] = lambda wires: wires
    """What the machine heeds of its wires."""
    design: Callable[[Design], Design] = lambda design: design
    """What house and machine are like."""
    has_relays: bool = True
    """Whether the relays have current: without it they open, and say nothing."""
    has_thermostat: bool = True
    """Whether Home Assistant runs: where it does not, the relays are open."""
    restarts: bool = False
    """Whether Home Assistant is started anew as it begins."""


NONE: Final = Fault()


def room(says: Sensor) -> Fault:
    """Return a fault of the room sensor alone."""
    return Fault(room=says)


def second(says: Sensor) -> Fault:
    """Return a fault of the second room sensor alone."""
    return Fault(fallback=says)


def outdoors(says: Sensor) -> Fault:
    """Return a fault of the outdoor sensor alone."""
    return Fault(outdoor=says)


def without_compressor(wires: Wires) -> Wires:
    """Return the wires as an outdoor unit heeds them that is dead."""
    return replace(wires, y1=False, y2=False)


def with_the_valve_stuck(wires: Wires) -> Wires:
    """Return the wires as a machine heeds them that only cools."""
    return replace(wires, o=True)


def without_strips(wires: Wires) -> Wires:
    """Return the wires as they are heeded where the strips' breaker has tripped."""
    return replace(wires, w2=False, e=False)


def gaining(watts: float) -> Callable[[Design], Design]:
    """Return what heats a house besides the machine: a stove, guests, the sun."""
    return lambda design: replace(design, internal_gain=design.internal_gain + watts)


def aired(design: Design) -> Design:
    """Return a house with its windows open."""
    return replace(design, air_loss=design.air_loss + 600.0)


DEAD_UNIT: Final = Fault(wires=without_compressor)
VALVE_STUCK: Final = Fault(wires=with_the_valve_stuck)
STRIPS_DEAD: Final = Fault(wires=without_strips)
