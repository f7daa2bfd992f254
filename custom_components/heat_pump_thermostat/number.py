"""Temperatures among the options, as numbers."""

import math
from typing import override

from homeassistant.components.number import (
    NumberDeviceClass,
    NumberEntity,
    NumberEntityDescription,
    NumberMode,
)
from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .adjustable import Adjustable, AdjustableEntity, adjustables
from .configuration.fields import Number
from .const import DOMAIN
from .controller import ThermostatConfigEntry

PARALLEL_UPDATES = 1


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the numbers that mean something for this machine."""
    async_add_entities(
        AdjustableNumber(entry, option, field)
        for option, field in adjustables(entry, Number)
    )


class AdjustableNumber(AdjustableEntity, NumberEntity):
    """A temperature among the options; the household reads it in its own unit."""

    _attr_device_class = NumberDeviceClass.TEMPERATURE
    _attr_native_unit_of_measurement = UnitOfTemperature.CELSIUS
    _attr_native_step = 0.5
    _attr_mode = NumberMode.BOX

    def __init__(
        self, entry: ThermostatConfigEntry, option: Adjustable, field: Number
    ) -> None:
        """Stand for a number among the options."""
        super().__init__(entry, option, NumberEntityDescription)
        self._attr_native_min_value = field.low
        self._attr_native_max_value = field.high

    @property
    @override
    def native_value(self) -> float:
        """The temperature in force, °C."""
        return float(self.kept)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Choose another; 30 °F comes as −1.1111 °C.

        Raises:
            ServiceValidationError: It is no number, which Home Assistant lets pass.

        """
        if not math.isfinite(value):
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="not_a_temperature"
            )
        self.keep(round(value, 4))
