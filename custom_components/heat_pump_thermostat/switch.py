"""What is switched: emergency heat, and options that automations change."""

from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .adjustable import AdjustableEntity, adjustables
from .configuration.fields import Flag
from .controller import ThermostatConfigEntry
from .engine.asking import with_emergency_heat
from .entity import ThermostatEntity

PARALLEL_UPDATES = 1


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add emergency heat where there is a backup, and what the options let switch."""
    async_add_entities(
        AdjustableSwitch(entry, option, SwitchEntityDescription)
        for option, _ in adjustables(entry, Flag)
    )
    if entry.runtime_data.settings.machine.has_backup():
        async_add_entities([EmergencyHeat(entry)])


EMERGENCY_HEAT: Final = SwitchEntityDescription(
    # So that no tap on a card of the room's area turns it on.
    key="emergency_heat",
    entity_category=EntityCategory.CONFIG,
)


class EmergencyHeat(ThermostatEntity, SwitchEntity):
    """Backup heat instead of the compressor, until it is turned off again."""

    def __init__(self, entry: ThermostatConfigEntry) -> None:
        """View the thermostat of a config entry."""
        super().__init__(entry, EMERGENCY_HEAT)

    @property
    @override
    def view(self) -> bool:
        """Whether emergency heat is chosen."""
        return self.is_on

    @property
    @override
    def is_on(self) -> bool:
        """Whether emergency heat is chosen."""
        return self._controller.wishes.emergency

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Heat with the backup alone."""
        self._controller.async_wish(with_emergency_heat, self._context)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Return to the heat pump, and to the mode before."""
        self._controller.async_wish(
            lambda now: now.wishes.with_emergency(on=False), self._context
        )


class AdjustableSwitch(AdjustableEntity, SwitchEntity):
    """Something on or off among the options."""

    @property
    @override
    def is_on(self) -> bool:
        """Whether it is on."""
        return bool(self.kept)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on."""
        self.keep(value=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        self.keep(value=False)
