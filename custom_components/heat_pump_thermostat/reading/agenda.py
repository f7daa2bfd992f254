"""The week of a schedule helper: what it will say, where its state tells what is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
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

from ..engine.settings import Preset, Targets, can_be_set
from ..engine.units import Celsius
from ..engine.wishes import Block
from ..quantity import celsius
from .enquiry import Enquiry, Question
from .readings import number

BETWEEN: Final[Mapping[str, Any] | None] = None
"""What a week says between its blocks."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A block of a day: from when to when it holds, and what it says."""

    begins: time
    ends: time
    data: Mapping[str, Any]


type Week = Mapping[str, tuple[Slot, ...]]


def week_of(answer: Any) -> Week | None:
    """Return the blocks of each day, as far as an answer tells them."""
    if not isinstance(answer, Mapping):
        return None
    return {day: tuple(_slots_of(answer.get(day))) for day in WEEKDAY_TO_CONF.values()}


def _slots_of(blocks: Any) -> Iterator[Slot]:
    for block in blocks if isinstance(blocks, list | tuple) else ():
        if not isinstance(block, Mapping):
            continue
        begins, ends, data = (block.get(k) for k in (CONF_FROM, CONF_TO, CONF_DATA))
        if isinstance(begins, time) and isinstance(ends, time):
            said_then = data if isinstance(data, Mapping) else {}
            yield Slot(
                begins.replace(tzinfo=None), ends.replace(tzinfo=None), said_then
            )


WEEK_QUESTION: Final = Question(DOMAIN, "get_schedule", kept=week_of)
"""Home Assistant's own name of the action moves from release to release."""


class Agenda:
    """The week of one schedule helper."""

    def __init__(self, hass: HomeAssistant, tell: Callable[[], None]) -> None:
        """Tell when the week is another."""
        self.enquiry = Enquiry(hass, WEEK_QUESTION, tell)

    @property
    def is_known(self) -> bool:
        """Whether the week has been told."""
        return self.enquiry.answer is not None

    def at(self, moment: datetime) -> Mapping[str, Any] | None:
        """Return the data of the block that holds at a moment; None between blocks.

        Blocks are times of the day on the wall, whatever the clock is set to.
        """
        local = dt_util.as_local(moment)
        week: Week = self.enquiry.answer or {}
        for span in week.get(WEEKDAY_TO_CONF[local.weekday()], ()):
            if span.begins <= local.time() < span.ends:
                return span.data
        return BETWEEN


def block_of(
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
        _preset(data.get("preset")),
    )


def _preset(raw: object) -> Preset | None:
    """Return the preset of a schedule's block; None where it names none of ours."""
    return next((preset for preset in Preset if preset == raw), None)


def _setpoint(raw: object, household: str) -> Celsius | None:
    """Return a setpoint of a schedule; None where it is missing or impossible."""
    value = number(raw)
    if value is None:
        return None
    setpoint = celsius(value, household)
    return setpoint if can_be_set(setpoint) else None
