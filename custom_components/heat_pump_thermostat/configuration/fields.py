"""The kinds of form fields: how each is shown, checked and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
import math
from typing import Any, ClassVar, override

from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    TimeSelector,
)
from homeassistant.util.unit_system import UnitSystem
import voluptuous as vol

from ..engine.settings import Machine
from ..engine.units import TOLERANCE
from ..quantity import Quantity
from ..reading.units import Measure

type Kept = float | str | bool | list[str]
"""A value as the config entry keeps it: °C, K, kW and seconds."""


def always(_machine: Machine) -> bool:
    """Offer a field whatever the machine."""
    return True


class OutOfRangeError(Exception):
    """A number is not within its range."""

    def __init__(self, key: str, low: str, high: str) -> None:
        """Tell which field, and the range in the household's unit."""
        super().__init__(key)
        self.key = key
        self.section: str | None = None
        self.low = low
        self.high = high


@dataclass(frozen=True, slots=True)
class Number:
    """A number within a range, which is told in the quantity's metric unit."""

    quantity: Quantity
    key: str
    low: float
    high: float
    can_be_empty: bool = False
    """Whether emptying it takes it back; otherwise it then stays as it is."""
    applies: Callable[[Machine], bool] = always

    def accepts(self, kept: Any) -> bool:
        """Return whether the config entry may have kept this."""
        if isinstance(kept, bool) or not isinstance(kept, int | float):
            return False
        low, high = self._bounds
        return low - TOLERANCE <= kept <= high + TOLERANCE

    def selector(self, system: UnitSystem) -> NumberSelector:
        """Return the input; `kept` checks the range and explains a refusal."""
        unit = self.quantity.unit(system)
        config = NumberSelectorConfig(mode=NumberSelectorMode.BOX, step=unit.step)
        if unit.symbol:
            config["unit_of_measurement"] = unit.symbol
        return NumberSelector(config)

    def shown(self, kept: Any, system: UnitSystem) -> Any:
        """Return a kept value as the household reads it."""
        unit = self.quantity.unit(system)
        digits = max(0, -math.floor(math.log10(unit.step)))
        return round(unit.shown(kept), digits)

    def kept(self, shown: Any, before: Any, system: UnitSystem) -> Kept:
        """Return a value as it is to be kept.

        What was not touched keeps its exact value: 0.5 °F is not 0.28 K.

        Raises:
            OutOfRangeError: The value is not within the range, or is no finite number.

        """
        if before is not None and shown == self.shown(before, system):
            return float(before)
        unit = self.quantity.unit(system)
        value = unit.kept(shown)
        if not self.accepts(value):
            texts = (self._text(bound, system) for bound in self._bounds)
            raise OutOfRangeError(self.key, *texts)
        return value

    @property
    def _bounds(self) -> tuple[float, float]:
        """The ends of the range as they would be kept."""
        metric = self.quantity.metric
        return metric.kept(self.low), metric.kept(self.high)

    def _text(self, kept: float, system: UnitSystem) -> str:
        symbol = self.quantity.unit(system).symbol
        number = f"{self.shown(kept, system):g}"
        return f"{number} {symbol}" if symbol else number


@dataclass(frozen=True, slots=True, kw_only=True)
class AsEntered:
    """What is kept as it is entered."""

    key: str
    can_be_empty: ClassVar[bool] = False
    applies: Callable[[Machine], bool] = always

    def shown(self, kept: Any, _system: UnitSystem) -> Any:
        """Return the value as it is."""
        return kept

    def kept(self, shown: Any, _before: Any, _system: UnitSystem) -> Kept:
        """Return the value as it is."""
        value: Kept = shown
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(AsEntered):
    """Something on or off."""

    def accepts(self, kept: Any) -> bool:
        """Return whether the config entry may have kept this."""
        return isinstance(kept, bool)

    def selector(self, _system: UnitSystem) -> BooleanSelector:
        """Return the input."""
        return BooleanSelector()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(AsEntered):
    """One of a few."""

    options: type[StrEnum]

    def accepts(self, kept: Any) -> bool:
        """Return whether the config entry may have kept this."""
        return kept in tuple(self.options)

    def selector(self, _system: UnitSystem) -> SelectSelector:
        """Return the input; its options are translated under the field's key."""
        return SelectSelector(
            SelectSelectorConfig(
                options=[option.value for option in self.options],
                translation_key=self.key,
            )
        )

    @override
    def shown(self, kept: Any, _system: UnitSystem) -> Any:
        """Return the value as plain text."""
        return str(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(AsEntered):
    """An entity, or several, that may be left empty."""

    filters: tuple[EntityWithDeviceFilterSelectorConfig, ...]
    multiple: bool = False
    measures: Measure | None = None
    """What it measures, where that takes a unit."""
    is_switched: bool = False
    """Whether the thermostat switches it, rather than look at it."""
    can_be_empty: ClassVar[bool] = True

    def accepts(self, kept: Any) -> bool:
        """Return whether the config entry may have kept this."""
        if not self.multiple:
            return isinstance(kept, str)
        return isinstance(kept, list) and all(isinstance(each, str) for each in kept)

    def selector(self, _system: UnitSystem) -> EntitySelector:
        """Return the input."""
        return EntitySelector(
            EntitySelectorConfig(filter=list(self.filters), multiple=self.multiple)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(AsEntered):
    """A time of the day, or none: hours, minutes and seconds, parted by colons."""

    can_be_empty: ClassVar[bool] = True

    def accepts(self, kept: Any) -> bool:
        """Return whether the config entry may have kept this."""
        try:
            time.fromisoformat(kept)
        except TypeError, ValueError:
            return False
        return True

    def selector(self, _system: UnitSystem) -> TimeSelector:
        """Return the input."""
        return TimeSelector()


type Field = Number | Flag | Choice | Entity | Time


def schema(
    fields: Sequence[Field], kept: Mapping[str, Any], system: UnitSystem
) -> vol.Schema:
    """Return the form of some fields, filled with what is kept.

    What may be emptied is suggested; anything else left out stays as it is.
    """
    markers: dict[vol.Optional, Any] = {}
    for field in fields:
        value = kept.get(field.key)
        if value is None:
            marker = vol.Optional(field.key)
        elif field.can_be_empty:
            shown = {"suggested_value": field.shown(value, system)}
            marker = vol.Optional(field.key, description=shown)
        else:
            marker = vol.Optional(field.key, default=field.shown(value, system))
        markers[marker] = field.selector(system)
    return vol.Schema(markers)


def understood_values(fields: Sequence[Field], kept: object) -> dict[str, Any]:
    """Return what the config entry has kept, without what makes no sense."""
    if not isinstance(kept, Mapping):
        return {}
    return {
        field.key: kept[field.key]
        for field in fields
        if field.key in kept and field.accepts(kept[field.key])
    }


def entered_values(
    fields: Sequence[Field],
    shown: Mapping[str, Any],
    before: Mapping[str, Any],
    system: UnitSystem,
) -> dict[str, Kept]:
    """Return what the household entered, as it is to be kept.

    Raises:
        OutOfRangeError: A number is not within its range.

    """
    return {
        field.key: field.kept(shown[field.key], before.get(field.key), system)
        for field in fields
        if shown.get(field.key) is not None
    }
