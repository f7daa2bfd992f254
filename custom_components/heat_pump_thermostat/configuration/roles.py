"""What each entity is for: one role, in the whole house."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from homeassistant.components.weather import DOMAIN as WEATHER
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers import entity_registry as er

from ..const import (
    CONF_OUTDOOR_TEMPERATURE,
    CONF_ROOM_TEMPERATURE,
    CONF_SENSORS,
    CONF_TERMINALS,
    DOMAIN,
)
from ..engine.accounts.costs import FuelUnit
from ..reading.readings import is_misread, unit_of
from ..reading.units import Measure
from .entry import data_of
from .fields import Entity, Field
from .forms import SENSOR_FIELDS
from .options import SECTIONS, chosen_of

type Chosen = Mapping[str, Any]
"""Data or options, as a config entry keeps them or a form has them so far."""

OF_USER: Final = "config.step.user"
OF_TERMINALS: Final = "config.step.terminals"
OF_SENSORS: Final = "config.step.sensors"
CONFIG: Final = frozenset({OF_USER, OF_TERMINALS, OF_SENSORS})
OPTIONS: Final[Mapping[str, str]] = {
    section.key: f"options.step.{section.key}" for section in SECTIONS
}
"""The forms, by where their texts stand; of the options each section."""
EVERYWHERE: Final = CONFIG.union(OPTIONS.values())


class Refused(StrEnum):
    """Why an entity cannot have a role: the keys of what a form says."""

    RELAY_TWICE = "relay_twice"
    RELAY_TAKEN = "relay_taken"
    ROLE_TAKEN = "role_taken"
    OWN_ENTITY = "own_entity"
    NO_SUCH_ENTITY = "no_such_entity"
    UNKNOWN_UNIT = "unknown_unit"


@dataclass(frozen=True, slots=True)
class Role:
    """What an entity is for in one thermostat, as it was chosen in a form."""

    entity: str
    form: str
    key: str
    """Of the form's field."""
    thermostat: str
    """The title of the config entry."""
    measures: Measure | None = None
    is_switched: bool = False

    def is_same(self, other: Role) -> bool:
        """Return whether two are one role, maybe of two thermostats."""
        return (self.form, self.key) == (other.form, other.key)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an entity cannot have a role, and what to tell of it."""

    role: Role
    why: StrEnum
    """The key of what a form says."""
    unit: str = ""
    taken_by: Role | None = None
    is_elsewhere: bool = False
    """Whether it is another thermostat's that has it."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What each entity is for, in all thermostats of the house."""

    by_entity: Mapping[str, list[tuple[str, Role]]]
    """By the entity: the id of a thermostat's entry, and the role it has there."""

    @classmethod
    def of(cls, hass: HomeAssistant) -> Roles:
        """Return the roles that all thermostats give to entities now."""
        roles: dict[str, list[tuple[str, Role]]] = {}
        for entry in hass.config_entries.async_entries(DOMAIN):
            for role in _roles_of(entry):
                roles.setdefault(role.entity, []).append((entry.entry_id, role))
        return cls(roles)

    def elsewhere(self, entity: str, entry: ConfigEntry[Any] | None) -> list[Role]:
        """Return what an entity is for in other thermostats."""
        here = entry.entry_id if entry else None
        return [role for owner, role in self.by_entity.get(entity, ()) if owner != here]

    def sharing_entries(self, entry: ConfigEntry[Any]) -> frozenset[str]:
        """Return which thermostats name an entity that this one names; itself as well.

        Of one that is being removed only the others are left.
        """
        return frozenset(
            owner
            for role in _roles_of(entry)
            for owner, _ in self.by_entity.get(role.entity, ())
        )


def refusals(
    hass: HomeAssistant,
    forms: Container[str],
    data: Chosen,
    options: Chosen,
    entry: ConfigEntry[Any] | None,
    roles: Roles | None = None,
) -> list[Refusal]:
    """Return which entities cannot be what they were chosen for in some forms.

    `data` and `options` are all that is chosen for the thermostat so far; `entry` is
    its own, where it has one. What all others chose counts as well: `roles`, where
    they are known already.
    """
    roles = roles or Roles.of(hass)
    here = list(_roles("", data, options))
    prices = chosen_of(options)["prices"]
    bought = FuelUnit(prices.get("fuel_unit", FuelUnit.GAS_KWH))
    found = (
        _clash(role, here, roles.elsewhere(role.entity, entry))
        or _unfit(hass, role, bought)
        for role in here
        if role.form in forms
    )
    return [refusal for refusal in found if refusal]


def measuring_entities(data: Chosen, options: Chosen) -> frozenset[tuple[str, Measure]]:
    """Return the entities that measure something in a unit, and what it is."""
    return frozenset(
        (role.entity, role.measures)
        for role in _roles("", data, options)
        if role.measures
    )


def may_beat(hass: HomeAssistant, entity: str) -> bool:
    """Return whether a heartbeat switches no terminal, and nothing of ours."""
    relays = (
        relay
        for entry in hass.config_entries.async_entries(DOMAIN)
        for relay in data_of(entry)[CONF_TERMINALS].values()
    )
    return entity not in relays and not _is_ours(hass, entity)


def _roles_of(entry: ConfigEntry[Any]) -> Iterator[Role]:
    return _roles(entry.title, data_of(entry), entry.options)


def _roles(thermostat: str, data: Chosen, options: Chosen) -> Iterator[Role]:
    """Return the roles of all entities that are chosen for one thermostat."""
    for key in (CONF_ROOM_TEMPERATURE, CONF_OUTDOOR_TEMPERATURE):
        if data.get(key):
            yield Role(data[key], OF_USER, key, thermostat, Measure.TEMPERATURE)
    for key, entity in data.get(CONF_TERMINALS, {}).items():
        yield Role(entity, OF_TERMINALS, key, thermostat, is_switched=True)
    yield from _chosen_roles(
        thermostat, OF_SENSORS, SENSOR_FIELDS, data.get(CONF_SENSORS, {})
    )
    chosen = chosen_of(options)
    for section in SECTIONS:
        form, fields = OPTIONS[section.key], section.fields
        yield from _chosen_roles(thermostat, form, fields, chosen[section.key])


def _chosen_roles(
    thermostat: str, form: str, fields: Iterable[Field], chosen: Chosen
) -> Iterator[Role]:
    for field in fields:
        if not isinstance(field, Entity) or not field.is_role:
            continue
        if told := chosen.get(field.key):
            for entity in told if field.multiple else [told]:
                yield Role(
                    entity,
                    form,
                    field.key,
                    thermostat,
                    field.measures,
                    field.is_switched,
                )


def _clash(role: Role, here: list[Role], elsewhere: list[Role]) -> Refusal | None:
    """Return why an entity cannot have a role beside those that it has."""
    for is_elsewhere, others in ((False, here), (True, elsewhere)):
        for other in others:
            if other is not role and excludes(role, other):
                why = Refused.ROLE_TAKEN
                if role.form == other.form == OF_TERMINALS:
                    why = Refused.RELAY_TAKEN if is_elsewhere else Refused.RELAY_TWICE
                return Refusal(role, why, taken_by=other, is_elsewhere=is_elsewhere)
    return None


def excludes(one: Role, other: Role) -> bool:
    """Return whether an entity cannot have both roles.

    What is switched has one role in the whole house. A sensor measures one thing, but
    two thermostats may look at it for the same; the weather tells many.
    """
    if one.entity != other.entity:
        return False
    is_weather = split_entity_id(one.entity)[0] == WEATHER
    is_switched = one.is_switched or other.is_switched
    return is_switched or not (is_weather or one.is_same(other))


def _unfit(hass: HomeAssistant, role: Role, bought: FuelUnit) -> Refusal | None:
    """Return why an entity cannot have a role, whatever else it is for."""
    if _is_ours(hass, role.entity):
        return Refusal(role, Refused.OWN_ENTITY)
    if role.form in CONFIG and not _exists(hass, role.entity):
        return Refusal(role, Refused.NO_SUCH_ENTITY)
    state = hass.states.get(role.entity)
    if state and role.measures and is_misread(state, role.measures, bought):
        return Refusal(role, Refused.UNKNOWN_UNIT, unit=f"{unit_of(state)}")
    return None


def _is_ours(hass: HomeAssistant, entity: str) -> bool:
    known = er.async_get(hass).async_get(entity)
    return known is not None and known.platform == DOMAIN


def _exists(hass: HomeAssistant, entity: str) -> bool:
    """Return whether the entity has a state, or is registered and may get one."""
    registry = er.async_get(hass)
    return bool(hass.states.get(entity) or registry.async_is_registered(entity))
