"""Emergency heat as a switch: what voice assistants and automations can reach."""

from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .controller import ThermostatConfigEntry
from .entity import ThermostatEntity

PARALLEL_UPDATES = 1


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switch where there is a backup to heat with."""
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
        self._set(on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Return to the heat pump, and to the mode before."""
        self._set(on=False)

    def _set(self, *, on: bool) -> None:
        self._controller.async_wish(
            lambda now: now.wishes.with_emergency(on=on), self._context
        )
