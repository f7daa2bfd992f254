"""By which names voice assistants know the thermostat's entities."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..configuration.entry import data_of
from ..const import CONF_FINISH, CONF_VOICE, DOMAIN
from .language import language_of

EXPOSED: Final = frozenset(
    {
        "thermostat",
        "emergency_heat",
        "compressor",
        "aux_heat",
        "defrosting",
        "outdoor_temperature",
        "cop",
    }
)
"""The keys of the entities that a household asks for or switches by voice."""
ASSIST: Final = "conversation"
"""What Home Assistant's own voice assistant is called where entities are exposed."""
GIVEN_NAMES: Final = "named"
"""Under our domain in the registry entry of an entity: the names that it was given."""


@callback
def introduce(
    hass: HomeAssistant, entry: ConfigEntry[Any], view: er.RegistryEntry, key: str
) -> None:
    """Give an entity its names, and let Assist know it, once, where that was chosen.

    What a person has named or exposed otherwise stays as it is. What was given is
    taken back where it is no longer wanted.
    """
    if key not in EXPOSED:
        return
    before: Mapping[str, Any] = view.options.get(DOMAIN, {})
    given = before.get(GIVEN_NAMES)
    is_wanted = data_of(entry)[CONF_FINISH].get(CONF_VOICE, False)
    if is_wanted and given is None:
        _name(hass, view, key)
    elif given is not None and not is_wanted:
        _unname(hass, view, given)


def _name(hass: HomeAssistant, view: er.RegistryEntry, key: str) -> None:
    registry, view_id = er.async_get(hass), view.entity_id
    is_untouched = view.aliases == [er.COMPUTED_NAME]
    names = language_of(hass.config.language).names.get(key, ()) if is_untouched else ()
    registry.async_update_entity_options(view_id, DOMAIN, {GIVEN_NAMES: list(names)})
    if names:
        registry.async_update_entity(view_id, aliases=[er.COMPUTED_NAME, *names])
    if ASSIST not in view.options:
        async_expose_entity(hass, ASSIST, view_id, should_expose=True)


def _unname(hass: HomeAssistant, view: er.RegistryEntry, given: list[str]) -> None:
    registry, view_id = er.async_get(hass), view.entity_id
    registry.async_update_entity_options(view_id, DOMAIN, None)
    kept = [alias for alias in view.aliases if alias not in given]
    registry.async_update_entity(view_id, aliases=kept)
