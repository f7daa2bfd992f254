"""What the card tells beside what every climate entity does: its attributes."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.util.unit_system import UnitSystem

from .const import (
    ATTR_BACKUP_HEAT,
    ATTR_BELOW_BALANCE_POINT,
    ATTR_DUE,
    ATTR_HELD,
    ATTR_LOCKOUTS,
    ATTR_PROBLEMS,
    ATTR_SET_BACK,
    ATTR_STATUS,
)
from .controller import Controller
from .engine.decision import Decision
from .engine.house.balance import Beyond
from .engine.wishes import Asker
from .quantity import limits_told, local_text

CROSSED_BY: Final = 0.5
"""K; by so much the weather has to be past a balance point to have crossed it."""


def attributes_of(
    controller: Controller, units: UnitSystem, before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return why the machine does what it does, and what was asked for until when.

    `before` is what was told last. Everything here changes seldom.
    """
    now, wishes = controller.decision, controller.wishes
    vacation = wishes.vacation
    asker = wishes.asker(controller.seen.schedule)
    return {
        ATTR_STATUS: now.reason,
        "asked_by": asker,
        ATTR_HELD: wishes.hold is not None,
        "hold_until": local_text(wishes.hold.until if wishes.hold else None),
        "vacation_from": local_text(vacation.begins if vacation else None),
        "vacation_until": local_text(vacation.until if vacation else None),
        "emergency_heat_until": local_text(wishes.emergency_until),
        "limits": limits_told(wishes.curtailments, units),
        ATTR_SET_BACK: _is_set_back(controller, asker),
        ATTR_BACKUP_HEAT: now.backup_reason,
        ATTR_LOCKOUTS: sorted(now.state.guards.lockouts),
        ATTR_PROBLEMS: sorted(now.problems),
        ATTR_DUE: sorted(now.due),
        "counting_rooms": controller.counting_rooms,
        ATTR_BELOW_BALANCE_POINT: _is_below_balance(
            now, was_below=before.get(ATTR_BELOW_BALANCE_POINT)
        ),
    }


def _is_set_back(controller: Controller, asker: Asker) -> bool:
    """Return whether the schedule is between its blocks, or nobody is at home."""
    setback = controller.settings.schedule.setback
    is_between = controller.decision.scheduled == setback
    return asker is Asker.VACATION or (asker is Asker.SCHEDULE and is_between)


def _is_below_balance(now: Decision, *, was_below: bool | None) -> bool | None:
    """Return whether it is colder than where the heat pump alone holds the room."""
    balance, outdoor = now.estimates.outlook.thermal_balance, now.outdoor
    if balance is None or isinstance(balance, Beyond) or outdoor is None:
        return None
    edge = {True: balance + CROSSED_BY, False: balance - CROSSED_BY, None: balance}[
        was_below
    ]
    return outdoor < edge
