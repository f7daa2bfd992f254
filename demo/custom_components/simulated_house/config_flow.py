"""Adding the house asks nothing."""

from typing import Any, override

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult

from .const import DOMAIN


class SimulatedHouseConfigFlow(ConfigFlow, domain=DOMAIN):
    """Add the one house there is."""

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Create the entry."""
        return self.async_create_entry(title="Simulated house", data={})
