"""Leaving the house to a relay board that can look after it, and taking it back."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
import logging
import math
from typing import Any, Final

from homeassistant.components.button import DOMAIN as BUTTON
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import voluptuous as vol

from . import issues
from .configuration.entry import data_of
from .const import CONF_TERMINALS, DOMAIN
from .engine.plan import Account, Plan, Wish
from .engine.settings import Targets
from .engine.units import Celsius
from .engine.wishes import Mode
from .outputs import Outputs

_LOGGER = logging.getLogger(__name__)

ESPHOME: Final = "esphome"
BEATING: Final = "Heartbeat"
"""What a board calls its button that hears that we live, whatever it is renamed to."""
PLANS: Final = "plan_"
ACTION: Final = f"{PLANS}1"
"""The plan that this thermostat tells; what says anything else gets another number."""
LACKS_FOR: Final = timedelta(minutes=5)
"""How long a board that answers may be without an action for it."""
ACCOUNT: Final = "esphome.heat_pump_account"
"""The event in which a board tells what became of the house."""
KEPT: Final = f"{DOMAIN}_house_kept"
"""The event in which we tell that to the household."""
TOLD_EVERY: Final = timedelta(minutes=10)
"""How often a plan that has not changed is told: with it goes the weather."""
LOWEST: Final = 5.0
HIGHEST: Final = 40.0
"""Between these lie the setpoints that a board takes, in °C."""
FAILED: Final = "action_call_failed"
ALONE_AT_MOST: Final = timedelta(days=366)
"""No board keeps a house alone for longer."""
SHORTEST_CYCLE: Final = timedelta(minutes=1)
"""No compressor is started twice within this."""


def heartbeat_of(hass: HomeAssistant, relays: Iterable[str]) -> str | None:
    """Return the heartbeat of the ESPHome board that has all of these relays."""
    registry = er.async_get(hass)
    known = [registry.async_get(relay) for relay in relays]
    owners = {each.config_entry_id if each else None for each in known}
    owner = hass.config_entries.async_get_entry(next(iter(owners)) or "")
    if len(owners) > 1 or owner is None or owner.domain != ESPHOME:
        return None
    entities = er.async_entries_for_config_entry(registry, owner.entry_id)
    buttons = (
        entity.entity_id
        for entity in entities
        if entity.domain == BUTTON
        and entity.original_name == BEATING
        and not entity.disabled
    )
    return next(buttons, None)


class Handover:
    """What a relay board knows of us, and we of it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        adopt: Callable[[Account], None],
    ) -> None:
        """Tell nothing yet; what a board tells is given to `adopt`."""
        self._hass = hass
        self._entry = entry
        self._adopt = adopt
        self.listener: Callable[[Account], None] | None = None
        """Who else wants to hear what the board tells."""
        self._told: Plan | None = None
        self._told_at: datetime | None = None
        self._is_taken = False
        self._is_telling = False
        self._lacks_since: datetime | None = None
        """When the board was first seen without an action for our plan."""

    @callback
    def async_listen(self) -> CALLBACK_TYPE:
        """Hear what boards tell from now on; return how to stop that."""
        return self._hass.bus.async_listen(ACCOUNT, self._hear)

    def is_left_with(self, heartbeat: str | None, plan: Plan) -> bool:
        """Return whether a board that has every relay knows what to do alone."""
        known = self._entry_of(heartbeat)
        relays = data_of(self._entry)[CONF_TERMINALS].values()
        is_whole = known and all(self._entry_of(relay) == known for relay in relays)
        return bool(is_whole and self._is_taken and self._told == plan)

    @callback
    def tell(
        self, heartbeat: str | None, plan: Plan, now: datetime, outputs: Outputs
    ) -> None:
        """Tell the board whose heartbeat this is the plan, where it is due."""
        board = self._board_of(heartbeat)
        if board is None or self._is_telling:
            return
        action = f"{board}_{ACTION}"
        if not self._hass.services.has_service(ESPHOME, action):
            self._lack(board, now)
            return
        at = self._told_at
        if self._told == plan and at and timedelta() <= now - at < TOLD_EVERY:
            return
        self._is_telling = True
        self._entry.async_create_background_task(
            self._hass, self._async_tell(action, plan, now, outputs), "tell the plan"
        )

    @callback
    def forget(self) -> None:
        """Tell the plan anew: the board was away, and may have lost it."""
        self._told, self._told_at, self._is_taken = None, None, False
        self._lacks_since = None

    @callback
    def leave(self) -> None:
        """Have nothing to do with this board any more."""
        self.forget()
        issues.tell_plan(self._hass, self._entry, refused=None)

    def _lack(self, board: str, now: datetime) -> None:
        """Tell of a board that takes no plan of ours, once that is sure."""
        since = self._lacks_since or now
        self.forget()
        self._lacks_since = since
        if now - since < LACKS_FOR:
            return
        actions = self._hass.services.async_services_for_domain(ESPHOME)
        others = [action for action in actions if action.startswith(f"{board}_{PLANS}")]
        issues.tell_no_plan(self._hass, self._entry, takes_others=bool(others))

    async def _async_tell(
        self, action: str, plan: Plan, now: datetime, outputs: Outputs
    ) -> None:
        try:
            await outputs.async_act(ESPHOME, action, _told(plan, self._entry))
        except (HomeAssistantError, vol.Invalid) as error:
            _LOGGER.debug("%s: the plan was not taken: %s", self._entry.title, error)
            if reason := _refusal(error):
                self._told, self._told_at, self._is_taken = plan, now, False
                issues.tell_plan(self._hass, self._entry, refused=reason)
        except Exception as error:  # noqa: BLE001 - whatever a driver raises
            _LOGGER.debug("%s: the plan was not told: %r", self._entry.title, error)
        else:
            self._told, self._told_at, self._is_taken = plan, now, True
            issues.tell_plan(self._hass, self._entry, refused=None)
        finally:
            self._is_telling = False

    def _entry_of(self, entity: str | None) -> str | None:
        known = er.async_get(self._hass).async_get(entity) if entity else None
        return known.config_entry_id if known else None

    def _board_of(self, heartbeat: str | None) -> str | None:
        """Return what ESPHome calls the board behind a heartbeat; None for others."""
        entry = self._entry_of(heartbeat)
        owner = self._hass.config_entries.async_get_entry(entry) if entry else None
        if owner is None or owner.domain != ESPHOME:
            return None
        return str(owner.data.get("device_name", "")).replace("-", "_")

    @callback
    def _hear(self, event: Event) -> None:
        """Take over what our board tells us, and nobody else."""
        if event.data.get("thermostat") != self._entry.entry_id:
            return
        account = account_of(event.data)
        if account is None:
            _LOGGER.warning("%s: the board tells nonsense", self._entry.title)
            return
        minutes = round(account.alone / timedelta(minutes=1))
        at = "" if account.room is None else f" at {account.room:.1f} °C"
        _LOGGER.info(
            "%s: the board kept the house%s for %d h %d min",
            self._entry.title,
            at,
            *divmod(minutes, 60),
        )
        self._hass.bus.async_fire(
            KEPT,
            {
                "thermostat": self._entry.title,
                ATTR_DEVICE_ID: event.data.get(ATTR_DEVICE_ID),
                "hours": round(account.alone / timedelta(hours=1), 2),
                "room": account.room,
                "starts": account.starts,
            },
        )
        self._adopt(account)
        if self.listener is not None:
            self.listener(account)


def account_of(told: Mapping[str, Any]) -> Account | None:
    """Return what a board tells; None where it makes no sense."""
    with suppress(KeyError, TypeError, ValueError, OverflowError):
        room = float(told["room"])
        mode = Mode(told["mode"])
        targets = Targets(Celsius(float(told["heat"])), Celsius(float(told["cool"])))
        is_wish = told["by_hand"] == "yes" and _is_sane(targets)
        alone = _told_seconds(told["alone"])
        if alone > ALONE_AT_MOST:
            return None
        return Account(
            alone=alone,
            room=Celsius(round(room, 2)) if math.isfinite(room) else None,
            # A sum keeps for ever what it took: no more than there was time for.
            compressor=min(_told_seconds(told["compressor"]), alone),
            backup=min(_told_seconds(told["backup"]), alone),
            starts=min(max(0, int(told["starts"])), math.ceil(alone / SHORTEST_CYCLE)),
            wish=Wish(mode, targets) if is_wish else None,
        )
    return None


def _is_sane(targets: Targets) -> bool:
    """Return whether a board can have been set to these."""
    return all(LOWEST <= each <= HIGHEST for each in (targets.heat, targets.cool))


def _told_seconds(text: Any) -> timedelta:
    return timedelta(seconds=max(0.0, float(text)))


def _told(plan: Plan, entry: ConfigEntry[Any]) -> dict[str, Any]:
    """Return a plan as a board is told it: °C, K and seconds."""
    return {
        "mode": plan.mode.value,
        "emergency": plan.emergency,
        "heat": plan.targets.heat,
        "cool": plan.targets.cool,
        "heat_differential": plan.heat_differential,
        "cool_differential": plan.cool_differential,
        "can_heat": plan.can_heat,
        "can_cool": plan.can_cool,
        "backup": plan.backup.value,
        "compressor_above": plan.compressor_above,
        "cooling_above": plan.cooling_above,
        "backup_below": plan.backup_below,
        "minimum_off": plan.minimum_off.total_seconds(),
        "minimum_on": plan.minimum_on.total_seconds(),
        "starts_per_hour": float(plan.starts_per_hour),
        "outdoor": math.nan if plan.outdoor is None else plan.outdoor,
        "thermostat": entry.entry_id,
    }


def _refusal(error: Exception) -> str | None:
    """Return why the board itself refuses; a connection that failed has a cause."""
    if not isinstance(error, HomeAssistantError):
        return str(error)  # it takes something else by the same name
    if error.__cause__ is not None or error.translation_key != FAILED:
        return None
    return (error.translation_placeholders or {}).get("error")
