"""The week of a schedule helper: what it will say, where its state tells what is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.components.schedule.const import (
    CONF_DATA,
    CONF_FROM,
    CONF_TO,
    DOMAIN,
    WEEKDAY_TO_CONF,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..engine.settings import HIGHEST_SETPOINT, LOWEST_SETPOINT, Targets
from ..engine.units import Celsius
from ..engine.wishes import Block
from ..quantity import celsius
from .enquiry import Enquiry, Question
from .readings import number

WEEK: Final = Question(DOMAIN, "get_schedule")
"""Home Assistant's own name of the action moves from release to release."""
BETWEEN: Final[Mapping[str, Any] | None] = None
"""What a week says between its blocks."""


class Agenda:
    """The week of one schedule helper."""

    def __init__(self, hass: HomeAssistant, tell: Callable[[], None]) -> None:
        """Tell when the week is another."""
        self.enquiry = Enquiry(hass, WEEK, tell)

    @property
    def is_known(self) -> bool:
        """Whether the week has been told."""
        return self.enquiry.answer is not None

    def at(self, moment: datetime) -> Mapping[str, Any] | None:
        """Return the data of the block that holds at a moment; None between blocks.

        Blocks are times of the day on the wall, whatever the clock is set to.
        """
        local = dt_util.as_local(moment)
        week = self.enquiry.answer
        for block in week[WEEKDAY_TO_CONF[local.weekday()]] if week else []:
            if block[CONF_FROM] <= local.time() < block[CONF_TO]:
                data: Mapping[str, Any] = block.get(CONF_DATA) or {}
                return data
        return BETWEEN


def said(
    data: Mapping[str, Any] | None,
    setback: Targets,
    household: str,
    until: datetime | None = None,
) -> Block:
    """Return what a block's data say; without any, the setback holds.

    `household` is the unit of its temperatures.
    """
    if data is None:
        return Block(until, heat=setback.heat, cool=setback.cool)
    return Block(
        until,
        _setpoint(data.get("temperature"), household),
        _setpoint(data.get("target_temp_low"), household),
        _setpoint(data.get("target_temp_high"), household),
    )


def _setpoint(raw: object, household: str) -> Celsius | None:
    """Return a setpoint of a schedule; None where it is missing or impossible."""
    value = number(raw)
    if value is None:
        return None
    setpoint = celsius(value, household)
    return setpoint if LOWEST_SETPOINT <= setpoint <= HIGHEST_SETPOINT else None
