"""The triggers: what a thermostat begins and ends to do."""

from collections.abc import Mapping
from typing import ClassVar, Final, override

from homeassistant.components.climate import DOMAIN as CLIMATE
from homeassistant.const import CONF_FOR, CONF_OPTIONS
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA_WITH_BEHAVIOR,
    EntityTriggerBase,
    NotTriggeredReasonReporter,
    Trigger,
)
import voluptuous as vol

from . import facts
from .const import ATTR_STATUS
from .facts import Fact, cards_among


class CardTrigger(EntityTriggerBase):
    """Fires where something comes to hold of a card, or holds no longer."""

    _domain_specs = {CLIMATE: DomainSpec(value_source=ATTR_STATUS)}
    fact: ClassVar[Fact]
    begins: ClassVar[bool]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Look at cards of ours only."""
        return cards_among(self._hass, super().entity_filter(entities))

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether it is now as it has to become."""
        return self._is_so(state)

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether it was not so before, and may have become so."""
        may_follow = self.fact.may_follow
        if may_follow and not may_follow(from_state, to_state):
            return False
        return not self._is_so(from_state)

    def _is_so(self, card: State) -> bool:
        return self.fact.holds(card, self._options) is self.begins


def _when(fact: Fact, *, begins: bool = True, lasts: bool = False) -> type[CardTrigger]:
    """Return the trigger of what comes to hold; where `lasts`, that is needed."""
    fields = fact.fields
    if lasts:
        fields = {**fields, vol.Required(CONF_FOR): cv.positive_time_period}
    schema = ENTITY_STATE_TRIGGER_SCHEMA_WITH_BEHAVIOR.extend(
        {vol.Required(CONF_OPTIONS, default={}): fields}
    )
    return type(
        "CardTriggerOf",
        (CardTrigger,),
        {"fact": fact, "begins": begins, "_schema": schema},
    )


TRIGGERS: Final[Mapping[str, type[Trigger]]] = {
    "defrost_started": _when(facts.DEFROSTING),
    "defrost_ended": _when(facts.DEFROSTING, begins=False),
    "auxiliary_heat_started": _when(facts.AUXILIARY),
    "auxiliary_heat_ended": _when(facts.AUXILIARY, begins=False),
    "auxiliary_heat_ran_long": _when(facts.AUXILIARY, lasts=True),
    "emergency_heat_turned_on": _when(facts.EMERGENCY),
    "emergency_heat_turned_off": _when(facts.EMERGENCY, begins=False),
    "locked_out": _when(facts.LOCKED_OUT),
    "released": _when(facts.LOCKED_OUT, begins=False),
    "short_cycle_prevented": _when(facts.KEPT_FROM_STARTING),
    "status_became": _when(facts.STATUS_IS),
    "problem_began": _when(facts.TROUBLED),
    "problem_ended": _when(facts.TROUBLED, begins=False),
    "setpoint_reached": _when(facts.REACHED),
    "setback_began": _when(facts.SET_BACK),
    "preheating_began": _when(facts.PREHEATING),
    "fell_below_balance_point": _when(facts.BELOW_BALANCE),
    "rose_above_balance_point": _when(facts.ABOVE_BALANCE),
    "service_due": _when(facts.SERVICE_DUE),
}


async def async_get_triggers(_hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return dict(TRIGGERS)
