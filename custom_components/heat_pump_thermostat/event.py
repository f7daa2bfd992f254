"""What a household should hear of, as an event."""

from collections.abc import Mapping
from typing import override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .controller import ThermostatConfigEntry
from .engine.accounts.alerts import Alert, Alerts
from .engine.settings import Machine
from .entity import ThermostatEntity
from .sensors.existence import where

PARALLEL_UPDATES = 0

ALERT = EventEntityDescription(key="alert", event_types=[*Alert])


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: ThermostatConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the alerts, where there is backup heat of which they tell."""
    if where(Machine.has_backup)(entry):
        async_add_entities([AlertEvent(entry, ALERT)])


class AlertEvent(ThermostatEntity, EventEntity):
    """The alerts of the engine: each is shown once whenever it is raised."""

    @property
    @override
    def view(self) -> Mapping[Alert, int]:
        """How often each alert was raised, ever."""
        raised = self.decision.state.alerts.raised
        return {alert: each.times for alert, each in raised.items()}

    @override
    async def async_added_to_hass(self) -> None:
        """Show what is raised from now on."""
        await super().async_added_to_hass()
        self._times = self.view

    @callback
    @override
    def _follow(self) -> None:
        before, self._times = self._times, self.view
        for alert, times in self._times.items():
            if times != before.get(alert):
                self._trigger_event(alert, _facts(self.decision.state.alerts, alert))
                self.async_write_ha_state()


def _facts(alerts: Alerts, alert: Alert) -> dict[str, float]:
    """Return what is told beside an alert: its cost only where it is known."""
    raised = alerts.raised[alert]
    hours = {"hours": round(raised.hours, 1)}
    return hours if raised.cost is None else {**hours, "cost": round(raised.cost, 2)}
