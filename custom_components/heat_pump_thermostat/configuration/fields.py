"""The kinds of form fields: how each is shown, checked and kept."""

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
import math
from typing import Any, ClassVar, Final, override

from homeassistant.helpers.selector import (
    BooleanSelector,
    DurationSelector,
    DurationSelectorConfig,
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
from ..engine.units import Extent
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
        self.low = low
        self.high = high


class _NumberBox(NumberSelector):
    """A number input that shows its range, and leaves refusing to the form.

    Home Assistant's own refuses in one language, and would be the first to be asked.
    """

    @override
    def __call__(self, data: Any) -> float:
        """Return the number."""
        return float(vol.Coerce(float)(data))


TOO_LONG: Final = {"hours": float(timedelta.max // timedelta(hours=1))}


class _DurationBox(DurationSelector):
    """A duration input that leaves refusing what no calendar holds to the form."""

    @override
    def __call__(self, data: Any) -> dict[str, float]:
        """Return the parts of the duration."""
        try:
            return super().__call__(data)
        except OverflowError:
            return TOO_LONG


def _digits(step: float) -> int:
    """Return how many decimals a number of whole steps has."""
    return max(0, -math.floor(math.log10(step)))


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
        return Extent(*self._bounds).holds(kept)

    def selector(self, system: UnitSystem) -> NumberSelector:
        """Return the input; `kept` checks the range and explains a refusal."""
        unit = self.quantity.unit(system)
        low, high = (unit.shown(bound) / unit.step for bound in self._bounds)
        digits = _digits(unit.step)
        config = NumberSelectorConfig(
            mode=NumberSelectorMode.BOX,
            step=unit.step,
            # Outwards, so that what is just within its range can be entered.
            min=round(math.floor(round(low, 6)) * unit.step, digits),
            max=round(math.ceil(round(high, 6)) * unit.step, digits),
        )
        if unit.symbol:
            config["unit_of_measurement"] = unit.symbol
        return _NumberBox(config)

    def shown(self, kept: Any, system: UnitSystem) -> Any:
        """Return a kept value as the household reads it."""
        unit = self.quantity.unit(system)
        return round(unit.shown(kept), _digits(unit.step))

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


PARTS_OF_DURATIONS: Mapping[str, timedelta] = {
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
    "seconds": timedelta(seconds=1),
}
"""As Home Assistant names them, the largest first."""
SYMBOLS: Mapping[str, str] = {"hours": "h", "minutes": "min", "seconds": "s"}


def number_within(
    extent: Extent,
    quantity: Quantity,
    key: str,
    *,
    can_be_empty: bool = False,
    applies: Callable[[Machine], bool] = always,
) -> Number:
    """Return a number between what its subject may be, as the entry keeps it."""
    shown = quantity.metric.shown
    low, high = (round(shown(bound), 6) for bound in (extent.low, extent.high))
    return Number(quantity, key, low, high, can_be_empty, applies)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration within a range, told in a unit and kept in seconds."""

    unit: timedelta
    key: str
    low: float
    high: float
    applies: Callable[[Machine], bool] = always
    can_be_empty: ClassVar[bool] = False

    def accepts(self, kept: Any) -> bool:
        """Return whether the config entry may have kept this."""
        if isinstance(kept, bool) or not isinstance(kept, int | float):
            return False
        worth = self.unit.total_seconds()
        return self.low * worth <= kept <= self.high * worth

    def selector(self, _system: UnitSystem) -> DurationSelector:
        """Return the input; `kept` checks the range and explains a refusal."""
        is_fine = self.unit < PARTS_OF_DURATIONS["minutes"]
        return _DurationBox(DurationSelectorConfig(enable_second=is_fine))

    def shown(self, kept: Any, _system: UnitSystem) -> Any:
        """Return a kept value by hours, minutes and seconds."""
        rest, parts = timedelta(seconds=kept), {}
        for name, worth in PARTS_OF_DURATIONS.items():
            parts[name], rest = divmod(rest, worth)
        return parts

    def kept(self, shown: Any, before: Any, system: UnitSystem) -> Kept:
        """Return a value as it is to be kept; what was not touched stays exact.

        Raises:
            OutOfRangeError: The value is not within the range.

        """
        if before is not None and shown == self.shown(before, system):
            return float(before)
        value = timedelta(**shown).total_seconds()
        if not self.accepts(value):
            texts = (self._text(bound, system) for bound in (self.low, self.high))
            raise OutOfRangeError(self.key, *texts)
        return value

    def _text(self, bound: float, system: UnitSystem) -> str:
        parts = self.shown((bound * self.unit).total_seconds(), system)
        told = [f"{parts[name]} {SYMBOLS[name]}" for name in parts if parts[name]]
        return " ".join(told) or f"0 {SYMBOLS['seconds']}"


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
    is_role: bool = True
    """Whether it is given a role here; else it is named by one that it has."""
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


type Field = Number | Duration | Flag | Choice | Entity | Time


def schema(
    fields: Sequence[Field],
    kept: Mapping[str, Any],
    system: UnitSystem,
    entered: Mapping[str, Any] | None = None,
) -> vol.Schema:
    """Return the form of some fields, filled with what is kept.

    What may be emptied is suggested; anything else left out stays as it is. A form that
    is shown again shows what was `entered`, and what was emptied empty.
    """
    markers: dict[vol.Optional, Any] = {}
    for field in fields:
        value = kept.get(field.key)
        shown = None if value is None else field.shown(value, system)
        if entered is not None:
            shown = entered.get(field.key, None if field.can_be_empty else shown)
        if shown is None:
            marker = vol.Optional(field.key)
        elif field.can_be_empty:
            marker = vol.Optional(field.key, description={"suggested_value": shown})
        else:
            marker = vol.Optional(field.key, default=shown)
        markers[marker] = field.selector(system)
    return vol.Schema(markers)


def opened(form: vol.Schema) -> vol.Schema:
    """Return a form to which more may be sent than it asks."""
    return vol.Schema(form.schema, extra=vol.ALLOW_EXTRA)


def concerned_fields(
    fields: Sequence[Field], machine: Machine, told: Container[str]
) -> tuple[Field, ...]:
    """Return the fields that concern a machine, and those that are told anyway."""
    return tuple(
        field for field in fields if field.applies(machine) or field.key in told
    )


def sent_values(
    fields: Sequence[Field], sent: Mapping[str, Any], system: UnitSystem
) -> dict[str, Any]:
    """Return what was sent of some fields, asked or not, as their inputs take it.

    A form checks what it asks. Anything else is left out where it makes no sense.
    """
    taken = {}
    for field in fields:
        if field.key in sent:
            with suppress(vol.Invalid):
                taken[field.key] = field.selector(system)(sent[field.key])
    return taken


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
