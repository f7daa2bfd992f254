"""Whether the compressor can be asked for anything at all."""

from typing import Final

from ..board import COMPRESSOR, Relay, Side
from ..relays.conditions import UNREACHABLE
from ..situation import Situation
from ..units import Celsius

COLD_CRANKCASE: Final = Celsius(10.0)
"""After a long outage in such cold a compressor may have to warm up first."""


def is_unreachable(situation: Situation) -> bool:
    """Return whether a compressor relay has been silent for too long."""
    return any(
        contact.relay is Relay.UNKNOWN
        and situation.clock.expired(contact.since, UNREACHABLE)
        for terminal in COMPRESSOR
        if (contact := situation.board.contacts.get(terminal))
    )


def is_warming_up(situation: Situation) -> bool:
    """Return whether the crankcase heater still drives refrigerant out of the oil."""
    state, outdoor = situation.state, situation.outdoor
    delay = situation.settings.compressor.outage_delay
    return (
        state.guards.outage_until is not None
        and (outdoor is None or outdoor < COLD_CRANKCASE)
        and not situation.clock.passed(state.guards.outage_until, delay)
    )


def may_thaw(situation: Situation) -> bool:
    """Return whether the heat pump may heat against frost, whatever should do so."""
    return (
        situation.state.guards.is_freezing
        and not situation.wishes.emergency
        and situation.settings.machine.can(Side.HEAT)
        and not is_unreachable(situation)
        and not is_warming_up(situation)
    )
