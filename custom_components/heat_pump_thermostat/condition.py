"""The conditions: what a thermostat does, or is kept from, now."""

from collections.abc import Mapping
from typing import ClassVar, Final, override

from homeassistant.components.climate import DOMAIN as CLIMATE
from homeassistant.const import CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
)
import voluptuous as vol

from . import facts
from .const import ATTR_STATUS
from .facts import Fact, cards_among


class CardCondition(EntityConditionBase):
    """Whether something holds of a card."""

    _domain_specs = {CLIMATE: DomainSpec(value_source=ATTR_STATUS)}
    fact: ClassVar[Fact]

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Ask it with these options."""
        super().__init__(hass, config)
        self._options = config.options or {}

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Look at cards of ours only."""
        return cards_among(self._hass, super().entity_filter(entities))

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether it holds."""
        return self.fact.holds(entity_state, self._options)


def _whether(fact: Fact) -> type[CardCondition]:
    """Return the condition that something holds."""
    schema = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {vol.Required(CONF_OPTIONS, default={}): fact.fields}
    )
    return type("CardConditionOf", (CardCondition,), {"fact": fact, "_schema": schema})


CONDITIONS: Final[Mapping[str, type[Condition]]] = {
    "is_defrosting": _whether(facts.DEFROSTING),
    "is_auxiliary_heat_on": _whether(facts.AUXILIARY),
    "is_emergency_heat_on": _whether(facts.EMERGENCY),
    "is_locked_out": _whether(facts.LOCKED_OUT),
    "is_held": _whether(facts.IS_HELD),
    "is_set_back": _whether(facts.SET_BACK),
    "has_problem": _whether(facts.TROUBLED),
    "is_below_balance_point": _whether(facts.BELOW_BALANCE),
    "status_is": _whether(facts.STATUS_IS),
}


async def async_get_conditions(_hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return dict(CONDITIONS)
