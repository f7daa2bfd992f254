"""What a person has to put right, as repair issues."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.translation import async_get_cached_translations

from .concerned import Troubles, doubts_of
from .configuration.entry import data_of, ignored_paths
from .configuration.roles import EVERYWHERE, Refused, Roles, refusals
from .configuration.settings import machine_of
from .const import CONF_ROOM_TEMPERATURE, DOMAIN
from .engine.board import BACKUP, COMPRESSOR, FAN
from .engine.decision import OF_RELAYS, Decision
from .engine.resume import is_lost
from .engine.rules.withheld import is_heating_weather
from .engine.tables import Some
from .engine.vocabulary import Problem, Reason
from .remembered import card_of

_LOGGER = logging.getLogger(__name__)

REMOVED: Final = "entity_removed"
ROLE_TAKEN: Final = "role_taken"
DISABLED: Final = "thermostat_disabled"
NOT_SAVED: Final = "not_saved"
PLAN_REFUSED: Final = "plan_refused"
IGNORED: Final = "entry_not_understood"
FORGOTTEN: Final = "emergency_heat_forgotten"
LOSSES_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "mode_lost": ("wishes.mode", "wishes.emergency"),
    "setpoints_lost": (
        "wishes.base",
        "wishes.hold.targets",
        "wishes.preset",
        "wishes.vacation",
    ),
    "house_lost": (
        "learned.envelope.by_day.sums",
        "learned.envelope.by_night.sums",
        "learned.warming.sums",
    ),
}
"""What a person has to know of that was lost from the store, and where it stood."""
NO_PLAN: Final = "plan_unknown"
OTHER_PLAN: Final = "plan_of_other_version"
"""What a refusal of the plan is called where the board has no action for it."""
NO_BACKUP: Final = "no_answer_without_backup"
"""What a machine that does not answer is called where nothing else heats."""
BESIDE: Final = "own_fault_beside"
"""What a fault of our own is called that keeps nothing from being decided."""
OTHER_ROOM: Final = "other_room_sensor_doubted"
"""What a doubted sensor is called that only stands in for the room's own."""
OF_A_RELAY: Final = "relay"
"""What every trouble of a relay is called: one text, with one way to put it right."""
PROBLEMS: Final = "entity.binary_sensor.problem.state_attributes.problems.state"
"""Where the names of problems stand in the translations."""
WHY_DOUBTED: Final = "entity.binary_sensor.problem.state_attributes.doubts.state"
"""Where it stands why a sensor is not believed."""
RELAY_ADVICE: Final = "selector.relay_advice.options"
"""Where it stands what to do about a relay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How a person is told of something."""

    text: str | None = None
    """What it is called in the translations, where that is not its key."""
    is_severe: bool = True
    is_fixable: bool = False
    is_persistent: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    """What that tells beside the thermostat's name."""


class Repairs:
    """The issues of one thermostat's problems."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Raise issues for a config entry."""
        self._hass = hass
        self._entry = entry
        self._told: object = None

    def publish(self, decision: Decision, troubles: Troubles) -> None:
        """Raise an issue for each problem that bothers, and withdraw what is over."""
        told: dict[str, Notice] = {
            problem: self._notice(problem, decision, entities)
            for problem, entities in troubles.items()
            if problem in decision.repairs
        }
        if forgotten := decision.state.alerts.forgotten_emergency:
            hours = f"{forgotten.hours:.0f}"
            told[FORGOTTEN] = Notice(
                is_severe=False, is_fixable=True, facts={"hours": hours}
            )
        if told == self._told:
            return
        self._told = told
        for key in (*Problem, FORGOTTEN):
            if notice := told.get(key):
                _tell(self._hass, self._entry, key, notice)
            else:
                _withdraw(self._hass, self._entry, key)

    def _notice(
        self, problem: Problem, decision: Decision, entities: Collection[str]
    ) -> Notice:
        """Return what to tell of a problem that concerns these entities."""
        asked = OTHERWISE.get(problem)
        otherwise = asked(self._entry, decision, entities) if asked else None
        facts = {"entities": _listed(entities)}
        if doubts := doubts_of(decision).get(problem):
            facts["because"] = " ".join(
                self._text(WHY_DOUBTED, doubt) for doubt in doubts
            )
        if problem in OF_RELAYS:
            facts["trouble"] = self._text(PROBLEMS, problem)
            facts["advice"] = self._text(RELAY_ADVICE, problem).format(**facts)
        return Notice(
            text=OF_A_RELAY if problem in OF_RELAYS else otherwise,
            is_severe=IS_SEVERE[problem](problem, decision),
            is_fixable=problem in FIXABLE and not otherwise,
            facts=facts,
        )

    def _text(self, place: str, key: str) -> str:
        """Return a text in the household's language; its key where there is none."""
        language, category = self._hass.config.language, place.split(".", maxsplit=1)[0]
        texts = async_get_cached_translations(self._hass, language, category, DOMAIN)
        return texts.get(f"component.{DOMAIN}.{place}.{key}", key)


def clear(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw all issues of a thermostat that is unloaded."""
    told = (REMOVED, ROLE_TAKEN, IGNORED, DISABLED, PLAN_REFUSED, FORGOTTEN)
    _withdraw(hass, entry, *Problem, *told)


def tell_removed(hass: HomeAssistant, entry: ConfigEntry[Any], entity: str) -> None:
    """Raise an issue for a wired entity that was removed."""
    _tell(hass, entry, REMOVED, Notice(facts={"entities": _listed([entity])}))


def forget_removed(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw that issue: the entity is back, or another one was chosen."""
    _withdraw(hass, entry, REMOVED)


def tell_roles(hass: HomeAssistant, changed: ConfigEntry[Any]) -> None:
    """Raise an issue for entities that cannot be what they were chosen for, or not.

    For a thermostat that changed, those that name what it names, and those that were
    told of already: it may have been its fault.
    """
    roles = Roles.of(hass)
    concerned = roles.sharing_entries(changed)
    for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False):
        is_told = ir.async_get(hass).async_get_issue(DOMAIN, _id(entry, ROLE_TAKEN))
        if is_told or entry.entry_id in concerned:
            _tell_roles(hass, roles, entry)


def _tell_roles(hass: HomeAssistant, roles: Roles, entry: ConfigEntry[Any]) -> None:
    data, options = data_of(entry), entry.options
    refused = refusals(hass, EVERYWHERE, data, options, entry, roles)
    entities = sorted({each.role.entity for each in refused if each.why in OF_ROLES})
    if entities:
        _tell(hass, entry, ROLE_TAKEN, Notice(facts={"entities": _listed(entities)}))
    else:
        _withdraw(hass, entry, ROLE_TAKEN)


def tell_disabled(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise an issue while the card of a thermostat that runs is disabled."""
    card = card_of(hass, entry)
    known = er.async_get(hass).async_get(card) if card else None
    if known and known.disabled:
        facts = {"entities": _listed([known.entity_id])}
        _tell(hass, entry, DISABLED, Notice(is_severe=False, facts=facts))
    else:
        _withdraw(hass, entry, DISABLED)


OF_ROLES = frozenset(Refused) - {Refused.NO_SUCH_ENTITY, Refused.UNKNOWN_UNIT}


def tell_ignored(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise an issue for what of the config entry is not understood."""
    if not (paths := ignored_paths(entry)):
        _withdraw(hass, entry, IGNORED)
        return
    parts = _listed(paths)
    _LOGGER.warning(
        "%s: of its settings, this is not understood: %s", entry.title, parts
    )
    _tell(hass, entry, IGNORED, Notice(is_severe=False, facts={"parts": parts}))


def tell_lost(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    lost: Collection[str],
    regained: Collection[str],
) -> None:
    """Raise an issue for what is lost from the store, until somebody confirms it.

    Not for what was regained elsewhere. It stays over a restart: the store is whole
    again by then, and nobody may have seen it.
    """
    for key, paths in LOSSES_TOLD.items():
        if any(is_lost(path, lost) and path not in regained for path in paths):
            notice = Notice(is_severe=False, is_fixable=True, is_persistent=True)
            _tell(hass, entry, key, notice)


def tell_saved(hass: HomeAssistant, entry: ConfigEntry[Any], *, is_saved: bool) -> None:
    """Raise an issue while the state cannot be stored, and withdraw it once it can."""
    if is_saved:
        _withdraw(hass, entry, NOT_SAVED)
    else:
        _tell(hass, entry, NOT_SAVED, Notice())


def tell_plan(
    hass: HomeAssistant, entry: ConfigEntry[Any], *, refused: str | None
) -> None:
    """Raise an issue while the relay board refuses the plan it was told."""
    if refused is None:
        _withdraw(hass, entry, PLAN_REFUSED)
    else:
        notice = Notice(is_severe=False, facts={"because": refused})
        _tell(hass, entry, PLAN_REFUSED, notice)


def tell_no_plan(
    hass: HomeAssistant, entry: ConfigEntry[Any], *, takes_others: bool
) -> None:
    """Raise an issue while the relay board takes no plan, or only others than ours."""
    text = OTHER_PLAN if takes_others else NO_PLAN
    _tell(hass, entry, PLAN_REFUSED, Notice(text=text, is_severe=False))


def forget_store(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Withdraw the issues about the store of a thermostat that is removed."""
    _withdraw(hass, entry, NOT_SAVED, *LOSSES_TOLD)


HEATERS: Final = frozenset({*COMPRESSOR, *BACKUP})
"""The terminals whose relays make heat, or cold."""


def _is_error(_problem: Problem, _decision: Decision) -> bool:
    return True


def _is_warning(_problem: Problem, _decision: Decision) -> bool:
    return False


def _in_heating_weather(_problem: Problem, decision: Decision) -> bool:
    return is_heating_weather(decision.outdoor, decision.side)


def _of_only_room(_problem: Problem, decision: Decision) -> bool:
    """Return whether no other room sensor serves, where a house may need heat."""
    is_heating = is_heating_weather(decision.outdoor, decision.side)
    return decision.room is None and is_heating


def _of_heater(problem: Problem, decision: Decision) -> bool:
    """Return whether a relay of what heats has it, or one that keeps it waiting."""
    is_heater = bool(decision.afflicted[problem] & HEATERS)
    return is_heater or decision.reason is Reason.RELAY_LOST


def _of_heat(problem: Problem, decision: Decision) -> bool:
    """Return the same; where a house needs heat also of the fan that all wait for."""
    is_fan = not decision.afflicted[problem].isdisjoint(FAN)
    return _of_heater(problem, decision) or (
        is_fan and is_heating_weather(decision.outdoor, decision.side)
    )


IS_SEVERE: Mapping[Problem, Callable[[Problem, Decision], bool]] = {
    Problem.ROOM_SENSOR_LOST: _in_heating_weather,
    Problem.ROOM_SENSOR_DOUBTED: _of_only_room,
    Problem.OTHER_ROOM_SENSOR_LOST: _is_warning,
    Problem.OUTDOOR_SENSOR_LOST: _is_warning,
    Problem.OUTDOOR_SENSOR_DOUBTED: _is_warning,
    Problem.FREEZING: _is_error,
    Problem.UNKNOWN_UNIT: _is_warning,
    Problem.RELAY_LOST: _of_heater,
    Problem.RELAY_STUCK: _of_heater,
    Problem.RELAY_DISPUTED: _of_heat,
    Problem.WRONG_VALVE: _is_error,
    Problem.FAULT_SIGNAL: _is_error,
    Problem.NO_ANSWER: _is_error,
    Problem.NO_HEAT: _is_error,
    Problem.OWN_FAULT: _is_error,
}
"""Whether a problem is an error, and not only a warning."""
OF_ROOM = frozenset({Problem.ROOM_SENSOR_LOST, Problem.ROOM_SENSOR_DOUBTED})
FIXABLE = OF_RELAYS | OF_ROOM | {Problem.NO_ANSWER}


type Otherwise = Callable[[ConfigEntry[Any], Decision, Collection[str]], str | None]
"""What a problem is called where its usual text does not fit, nor the way to put it
right from its issue; None where both do: by the thermostat, what it decided, and the
entities concerned."""


def _without_backup(
    entry: ConfigEntry[Any], _decision: Decision, _entities: Collection[str]
) -> str | None:
    return None if machine_of(entry).has_backup() else NO_BACKUP


def _beside_decision(
    _entry: ConfigEntry[Any], decision: Decision, _entities: Collection[str]
) -> str | None:
    return None if decision.reason is Reason.OWN_FAULT else BESIDE


def _of_other_room(
    entry: ConfigEntry[Any], _decision: Decision, entities: Collection[str]
) -> str | None:
    return None if data_of(entry)[CONF_ROOM_TEMPERATURE] in entities else OTHER_ROOM


OTHERWISE: Some[Problem, Otherwise] = {
    Problem.NO_ANSWER: _without_backup,
    Problem.ROOM_SENSOR_DOUBTED: _of_other_room,
    Problem.OWN_FAULT: _beside_decision,
}


def _listed(entities: Iterable[object]) -> str:
    return ", ".join(f"`{entity}`" for entity in entities)


def _tell(
    hass: HomeAssistant, entry: ConfigEntry[Any], key: str, notice: Notice
) -> None:
    """Raise an issue of a thermostat."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, key),
        data={"entry_id": entry.entry_id, "problem": str(key)},
        is_fixable=notice.is_fixable,
        is_persistent=notice.is_persistent,
        severity=(
            ir.IssueSeverity.ERROR if notice.is_severe else ir.IssueSeverity.WARNING
        ),
        translation_key=notice.text or key,
        translation_placeholders={"name": entry.title, **notice.facts},
    )


def _withdraw(hass: HomeAssistant, entry: ConfigEntry[Any], *keys: str) -> None:
    for key in keys:
        ir.async_delete_issue(hass, DOMAIN, _id(entry, key))


def _id(entry: ConfigEntry[Any], problem: str) -> str:
    return f"{entry.entry_id}_{problem}"
