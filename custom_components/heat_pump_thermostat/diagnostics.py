"""What a person who helps needs to see: settings, state, and the last decision."""

from typing import Any

from homeassistant.core import HomeAssistant

from .controller import ThermostatConfigEntry
from .engine.decision import Decision
from .records import encoded


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: ThermostatConfigEntry
) -> dict[str, Any]:
    """Return what the thermostat is set to, saw and decided; none of it is private."""
    controller = entry.runtime_data
    return {
        "data": dict(entry.data),
        "options": dict(entry.options),
        "settings": encoded(controller.settings),
        "house": _learned_of_house(controller.decision),
        "ahead": encoded(controller.seen.ahead),
        "decision": encoded(controller.decision),
        "decisions": [
            {
                "at": encoded(decision.state.at),
                "call": decision.call,
                "reason": decision.reason,
                "aux": decision.state.course.aux,
                "action": decision.action,
                "orders": encoded(decision.orders),
                "relays": encoded(decision.state.wires.board.contacts),
                "room": decision.room,
                "outdoor": decision.outdoor,
                "problems": encoded(decision.problems),
            }
            for decision in controller.decisions
        ],
    }


def _learned_of_house(decision: Decision) -> dict[str, float | None]:
    """Return what was learned of the house, and of the machine's size."""
    house = decision.estimates.outlook.house
    return {
        "heat_loss": house.loss,
        "offset": house.offset,
        "confidence": house.confidence,
        "days": house.days,
        "thermal_mass": decision.estimates.outlook.thermal_mass,
        "capacity_scale": decision.state.learned.scale.capacity.value,
    }
