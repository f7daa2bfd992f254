"""Which weather entity tells the weather of the home."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from homeassistant.components.weather import DOMAIN as WEATHER
from homeassistant.const import CONF_LATITUDE, CONF_LONGITUDE, CONF_ZONE
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import slugify
from homeassistant.util.location import distance

HOMES_ZONE: Final = "zone.home"

FOREIGN: Final = 50_000.0
"""Weather that is told from farther away than this is another place's, m."""
UNTOLD: Final = FOREIGN / 2
"""Where one that tells no place is taken to be."""
SAID_BEFORE: Final = ("forecast_", "met_")
"""What integrations write before the name of a place."""


def homes_weather(hass: HomeAssistant) -> str | None:
    """Return the weather entity of the home: named so, or else the nearest."""
    places = (
        (_away_from_home(hass, state), state)
        for state in hass.states.async_all(WEATHER)
    )
    near = sorted((away, state.entity_id) for away, state in places if away <= FOREIGN)
    return near[0][1] if near else None


def _away_from_home(hass: HomeAssistant, state: State) -> float:
    """Return how far from home a weather entity looks at the sky, in metres."""
    place = _told_place(hass, state.entity_id)
    follows = place.get("track_home"), place.get(CONF_ZONE) == HOMES_ZONE
    home = {"home", slugify(hass.config.location_name)}
    if any(follows) or not home.isdisjoint(_place_names(state)):
        return 0.0
    at = place.get(CONF_LATITUDE), place.get(CONF_LONGITUDE)
    if not all(isinstance(degrees, int | float) for degrees in at):
        return UNTOLD
    away = distance(hass.config.latitude, hass.config.longitude, *at)
    return UNTOLD if away is None else away


def _place_names(state: State) -> Iterator[str]:
    """Return what a weather entity calls its place."""
    for name in (state.object_id, slugify(state.name)):
        yield name
        yield from (name.removeprefix(said) for said in SAID_BEFORE)


def _told_place(hass: HomeAssistant, entity: str) -> Mapping[str, Any]:
    """Return what the configuration of an entity tells, its place among it."""
    known = er.async_get(hass).async_get(entity)
    entry = known and hass.config_entries.async_get_entry(known.config_entry_id or "")
    return {**entry.data, **entry.options} if entry else {}
