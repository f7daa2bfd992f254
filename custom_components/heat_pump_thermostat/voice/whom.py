"""Which thermostat is meant by what is said."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import CARD
from ..controller import ThermostatConfigEntry
from ..devices import area_of
from ..remembered import card_of
from .language import LANGUAGES
from .text import in_words, spoken

SHARED = frozenset(
    spoken(name) for language in LANGUAGES.values() for name in language.names[CARD]
)
"""What any thermostat is called."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A thermostat that may be spoken to."""

    entry: ThermostatConfigEntry
    card: er.RegistryEntry
    names: tuple[str, ...]
    """What it alone is called, the name to call it by first."""
    area: str | None


def exposed_thermostats(
    hass: HomeAssistant, entries: Iterable[ThermostatConfigEntry], assistant: str
) -> list[Spoken]:
    """Return those of the thermostats that a voice assistant may know."""
    return [
        Spoken(entry, card, _names_of(hass, card), area_of(hass, card))
        for entry, card in _cards_of(hass, entries)
        if async_should_expose(hass, assistant, card.entity_id)
    ]


def is_exposed_card(
    hass: HomeAssistant,
    entries: Iterable[ThermostatConfigEntry],
    assistant: str,
    changed: Container[str],
) -> bool:
    """Return whether something is the card of one of them, or its device."""
    return any(
        async_should_expose(hass, assistant, card.entity_id)
        for _, card in _cards_of(hass, entries)
        if card.entity_id in changed or card.device_id in changed
    )


def _cards_of(
    hass: HomeAssistant, entries: Iterable[ThermostatConfigEntry]
) -> Iterator[tuple[ThermostatConfigEntry, er.RegistryEntry]]:
    """Return the thermostats that have cards, and these."""
    registry = er.async_get(hass)
    for entry in entries:
        card_id = card_of(hass, entry)
        if card_id and (card := registry.async_get(card_id)):
            yield entry, card


def _names_of(hass: HomeAssistant, card: er.RegistryEntry) -> tuple[str, ...]:
    first, *more = er.async_get_entity_aliases(hass, card, allow_empty=False)
    return (first, *(name for name in more if spoken(name) not in SHARED))


def is_known(everyone: list[Spoken], name: str) -> bool:
    """Return whether one of the thermostats, or any, is called like that."""
    own = {spoken(own) for each in everyone for own in each.names}
    words = in_words(spoken(name))
    return any(in_words(known) in words for known in own | SHARED)


def meant(everyone: list[Spoken], said: str, area: str | None) -> list[Spoken]:
    """Return the thermostat that is meant, or those that may be.

    The one that is named, else the one where it was said, else all.
    """
    words = in_words(spoken(said))
    named = {
        len(name): each
        for each in everyone
        for name in map(spoken, each.names)
        if in_words(name) in words
    }
    if named:
        return [named[max(named)]]
    return [each for each in everyone if area and each.area == area] or everyone
