"""What is done when the thermostat itself fails: the least code that is safe.

It knows neither wishes nor weather nor what was before. It lets go of everything, in
order, and holds the valve; a house that may freeze it heats with the backup, or, where
there is none, with the compressor as the valve stands. It looks only at what the relays
confirm, and is asked again and again until the thermostat works.
"""

from collections.abc import Collection, Mapping, Set as AbstractSet
from datetime import timedelta
from typing import Final

from .board import Relay, Side, Terminal
from .decision import Order
from .settings import FaultStops, Machine
from .units import Celsius

HEAT_BELOW: Final = Celsius(5.0)
HEAT_UNTIL: Final = Celsius(7.0)
"""A room that is colder than the first is heated until the second, …"""
WARM_HOUSE: Final = Celsius(15.0)
"""… in a house in which no room is said to be as warm as this."""
REST: Final = timedelta(minutes=10)
"""Nobody knows when the compressor stopped: it rests for longer than any needs."""

RELEASED: Final = (Terminal.W1, Terminal.E, Terminal.W2, Terminal.Y2, Terminal.Y1)
"""In this order they let go; the fan follows once all of them have confirmed."""
STOPPED: Mapping[FaultStops, frozenset[Terminal]] = {
    FaultStops.NOTHING: frozenset(),
    FaultStops.COOLING: frozenset(),
    FaultStops.COMPRESSOR: frozenset({Terminal.Y1, Terminal.Y2}),
    FaultStops.EVERYTHING: frozenset(Terminal),
}
"""What does not heat, not even against frost, while the machine signals a fault."""
WITH_THE_FAN: Final = (Terminal.W2, Terminal.E, Terminal.Y1)
"""What heats only with the fan."""


def orders(
    machine: Machine,
    relays: Mapping[Terminal, Relay],
    *,
    failing_for: timedelta,
    is_freezing: bool,
    forbidden: AbstractSet[Terminal] = frozenset(),
    are_elements_hot: bool = False,
) -> tuple[Order, ...]:
    """Return what the relays are to be told now.

    `failing_for` is how long the thermostat has not decided anything: so long nothing
    that it did not confirm before can have been started by it. What is `forbidden` does
    not heat even then. While the elements of electric heat are hot, the fan is not let
    go.
    """
    wanted = _heaters(machine, relays, failing_for) if is_freezing else frozenset()
    wanted -= forbidden
    releases = tuple(
        Order(terminal, on=False)
        for terminal in RELEASED
        if terminal in relays
        and terminal not in wanted
        and relays[terminal] is not Relay.OFF
    )
    if releases:
        return releases
    return _fan_and_heat(relays, wanted, are_elements_hot=are_elements_hot)


def is_freezing(rooms: Collection[Celsius], *, was_freezing: bool) -> bool:
    """Return whether a room that somebody measures may freeze.

    Nothing tells here which of two sensors lies: a warm room is in favour of the house.
    """
    if not rooms or max(rooms) >= WARM_HOUSE:
        return False
    return min(rooms) < (HEAT_UNTIL if was_freezing else HEAT_BELOW)


def _heaters(
    machine: Machine, relays: Mapping[Terminal, Relay], failing_for: timedelta
) -> frozenset[Terminal]:
    """Return what heats against frost: never two machines, never a valve that moves."""
    backup = {Terminal.W2, Terminal.E, Terminal.W1} & machine.wired
    if backup:
        return frozenset(backup)
    runs, rests = (relays[Terminal.Y1] is each for each in (Relay.ON, Relay.OFF))
    may_run = runs or (rests and failing_for >= REST)
    return frozenset({Terminal.Y1} if may_run and _would_heat(machine, relays) else ())


def _would_heat(machine: Machine, relays: Mapping[Terminal, Relay]) -> bool:
    """Return whether the valve is known to stand for heating."""
    if Terminal.O in relays:
        return relays[Terminal.O] is Relay.OFF
    if Terminal.B in relays:
        return relays[Terminal.B] is Relay.ON
    return machine.without_valve is Side.HEAT


def _fan_and_heat(
    relays: Mapping[Terminal, Relay],
    wanted: frozenset[Terminal],
    *,
    are_elements_hot: bool,
) -> tuple[Order, ...]:
    """Return the fan's order, and those of what heats once the fan has confirmed."""
    needs_fan = not wanted.isdisjoint(WITH_THE_FAN)
    fan = relays.get(Terminal.G)
    is_kept = are_elements_hot and not needs_fan
    is_right = is_kept or fan is (Relay.ON if needs_fan else Relay.OFF)
    if fan is not None and not is_right:
        return (Order(Terminal.G, on=needs_fan),)
    return tuple(
        Order(terminal, on=True)
        for terminal in reversed(RELEASED)
        if terminal in wanted and relays[terminal] is not Relay.ON
    )
