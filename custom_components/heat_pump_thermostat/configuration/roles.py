"""What each entity is for: one role, in the whole house."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from homeassistant.components.weather import DOMAIN as WEATHER
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID
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
    members: frozenset[str] = frozenset()
    """What it moves as well, where the entity is a group of others, or wraps one."""

    @property
    def moved(self) -> frozenset[str]:
        """All that moves with the entity."""
        return self.members | {self.entity}

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
    """By the entity, or one that moves with it: the id of a thermostat's entry, and the
    role it has there."""

    @classmethod
    def of(cls, hass: HomeAssistant) -> Roles:
        """Return the roles that all thermostats give to entities now."""
        roles: dict[str, list[tuple[str, Role]]] = {}
        for entry in hass.config_entries.async_entries(DOMAIN):
            for role in _roles_of(entry):
                whole = _with_members(hass, role)
                for entity in whole.moved:
                    roles.setdefault(entity, []).append((entry.entry_id, whole))
        return cls(roles)

    def elsewhere(self, role: Role, entry: ConfigEntry[Any] | None) -> list[Role]:
        """Return what an entity and its members are for in other thermostats."""
        here = entry.entry_id if entry else None
        return [
            other
            for entity in sorted(role.moved)
            for owner, other in self.by_entity.get(entity, ())
            if owner != here
        ]

    def sharing_entries(self, entry: ConfigEntry[Any]) -> frozenset[str]:
        """Return which thermostats name an entity that this one names; itself as well.

        Of one that is being removed only the others are left.
        """
        named = {role.entity for role in _roles_of(entry)}
        named |= {
            entity
            for entity, given in self.by_entity.items()
            if any(owner == entry.entry_id for owner, _ in given)
        }
        return frozenset(
            owner for entity in named for owner, _ in self.by_entity.get(entity, ())
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
    here = [_with_members(hass, role) for role in _roles("", data, options)]
    prices = chosen_of(options)["prices"]
    bought = FuelUnit(prices.get("fuel_unit", FuelUnit.GAS_KWH))
    found = (
        _clash(role, here, roles.elsewhere(role, entry)) or _unfit(hass, role, bought)
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
    beaten = {entity} | members_of(hass, entity)
    moved = (beaten & ({relay} | members_of(hass, relay)) for relay in relays)
    return not any(moved) and not any(_is_ours(hass, each) for each in beaten)


def members_of(hass: HomeAssistant, entity: str) -> frozenset[str]:
    """Return what an entity moves as well: a group's members, and theirs.

    What wraps another entity names it in its registry entry.
    """
    found: set[str] = set()
    waiting = [entity]
    while waiting:
        named = _named_by(hass, waiting.pop()) - found
        found |= named
        waiting += named
    return frozenset(found - {entity})


def _named_by(hass: HomeAssistant, entity: str) -> set[str]:
    state, known = hass.states.get(entity), er.async_get(hass).async_get(entity)
    told = [state.attributes.get(ATTR_ENTITY_ID)] if state else []
    if known:
        wrapping = known.options.get(known.platform)
        told.append(wrapping.get(ATTR_ENTITY_ID) if wrapping else None)
    each = chain.from_iterable(
        [one] if isinstance(one, str) else one or () for one in told
    )
    return {name for name in each if isinstance(name, str)}


def _with_members(hass: HomeAssistant, role: Role) -> Role:
    members = members_of(hass, role.entity)
    return replace(role, members=members) if members else role


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

    What is switched has one role in the whole house, and so has what moves with it. A
    sensor measures one thing, but two thermostats may look at it for the same; the
    weather tells many.
    """
    if one.is_switched or other.is_switched:
        return not one.moved.isdisjoint(other.moved)
    if one.entity != other.entity:
        return False
    is_weather = split_entity_id(one.entity)[0] == WEATHER
    return not (is_weather or one.is_same(other))


def _unfit(hass: HomeAssistant, role: Role, bought: FuelUnit) -> Refusal | None:
    """Return why an entity cannot have a role, whatever else it is for."""
    moved = role.moved if role.is_switched else [role.entity]
    if any(_is_ours(hass, entity) for entity in moved):
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
