"""What survives a restart: the engine's State, and what windows said last."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
import logging
from pathlib import Path
import shutil
import sys
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.storage import Store

from . import issues, torn
from .const import DOMAIN
from .engine.state import State
from .layouts import STORE, STORE_VERSION, is_new, migrated
from .records import NO_VALUE, Decoded, Leftover, decoded, encoded, with_leftovers
from .remembered import card_of

_LOGGER = logging.getLogger(__name__)

WAS_OPEN: Final = "was_open"
DELAY: Final = 30
"""Seconds for which counters may wait to be written."""
MOVED: Final = ".corrupt."
"""What Home Assistant adds to the name of a file that it cannot read, before a time."""
ASIDE: Final = ".damaged"
"""What is added to the name of a damaged file that is kept."""
REFUSALS: Final = (
    HomeAssistantError,
    OSError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What Home Assistant raises over a file that is not as it should be."""
NAMED: Final = 30
"""How many lost parts are named at most."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """The state as it was stored, and the paths of what is not known of it."""

    state: State
    lost: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    """Those of `lost` that the version that wrote it must have known."""
    is_new: bool = False
    """Whether nothing was ever stored."""


@dataclass(frozen=True, slots=True)
class Windows:
    """What is stored beside the state."""

    was_open: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What was stored, by which version, and what is wrong with it as a whole."""

    data: Any
    version: int = STORE_VERSION
    complaint: str = ""


class File(Store[dict[str, Any]]):
    """The file of one thermostat, whatever version wrote it."""

    def __init__(self, hass: HomeAssistant, key: str) -> None:
        """Take over what older versions wrote, and newer ones."""
        super().__init__(hass, STORE_VERSION, key, max_readable_version=sys.maxsize)
        self.was_of = STORE_VERSION
        """The version that wrote what was loaded."""
        self._migrated: Any = NO_VALUE

    @override
    async def _async_migrate_func(
        self, old_major_version: int, old_minor_version: int, old_data: Any
    ) -> Any:
        """Return what another version wrote, each part where it is kept now."""
        self.was_of = old_major_version
        self._migrated = migrated(old_data, old_major_version, STORE)
        return self._migrated

    @override
    async def async_save(self, data: dict[str, Any]) -> None:
        """Write it, unless it was only migrated.

        Home Assistant would do so at once: what another version wrote is to be looked
        at first, and what is damaged of it kept as it was.
        """
        if data is not self._migrated:
            await super().async_save(data)

    def text(self) -> bytes | None:
        """Return what the file holds, or the one that was moved away because of that.

        None where there is neither.

        Raises:
            OSError: It cannot be read.

        """
        path = Path(self.path)
        moved = sorted(path.parent.glob(f"{path.name}{MOVED}*"))
        for each in (path, *moved[-1:]):
            with suppress(FileNotFoundError):
                return each.read_bytes()
        return None

    def keep_aside(self) -> None:
        """Keep the file as it is under another name, unless one is kept already."""
        path, aside = Path(self.path), Path(f"{self.path}{ASIDE}")
        if aside.exists() or not path.exists():
            return  # What was damaged first is worth the most.
        try:
            shutil.copyfile(path, aside)
        except OSError:
            path.rename(aside)

    def forget_aside(self) -> None:
        """Remove what was kept under another name."""
        with suppress(OSError):
            Path(f"{self.path}{ASIDE}").unlink()


class Storage:
    """The stored state of one thermostat."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Keep the state of a config entry."""
        self._hass = hass
        self._entry = entry
        self._file = File(hass, f"{DOMAIN}.{entry.entry_id}")
        self._state = State()
        self.was_open: dict[str, bool] = {}
        """What each window said last; whoever asks the windows keeps it up to date."""
        self._leftovers: tuple[Leftover, ...] = ()
        self._due: CALLBACK_TYPE | None = None
        """Calls off the writing that is due in a while."""
        self._writing = asyncio.Lock()
        self._asked = self._stored = 0
        """How often something was to be written at once, and up to which it was."""

    async def async_load(self) -> Recalled:
        """Return the stored state as far as it can be read, and what is lost of it.

        That is told in the log, and kept: the file as it is, under another name, and
        each part where it was, until there is something else to be kept there.
        """
        found = await self._async_found()
        if found is None:
            return Recalled(self._state, is_new=True)
        state, windows = _state_and_windows(found.data)
        self._state = State() if state.value is NO_VALUE else state.value
        self.was_open = dict(windows.value.was_open)
        self._leftovers = (*state.leftovers, *windows.leftovers)
        lost = (*state.lost, *windows.lost)
        missing = (*state.missing, *windows.missing)
        known = [path for path in missing if not is_new(path, found.version, STORE)]
        damaged = (*lost, *known)
        told = [
            found.complaint,
            _listed_paths("lost: ", damaged),
            _listed_paths(
                "carried along, as this version does not know it: ", state.unknown
            ),
        ]
        if any(told):
            _LOGGER.warning(
                "%s: what was stored is not as it should be; %s",
                self._entry.title,
                "; ".join(filter(None, told)),
            )
        if damaged:
            await self._async_keep_aside()
        return Recalled(self._state, (*lost, *missing), damaged)

    async def _async_found(self) -> Found | None:
        """Return what was stored, by whatever means; None before anything was."""
        with suppress(*REFUSALS):
            if (stored := await self._file.async_load()) is not None:
                version = self._file.was_of
                is_newer = version > STORE_VERSION
                complaint = f"it is of the newer version {version}" if is_newer else ""
                return Found(stored, version, complaint)
        return await self._hass.async_add_executor_job(self._unpacked)

    def _unpacked(self) -> Found | None:
        """Return what there is in a file of which Home Assistant makes nothing."""
        try:
            text = self._file.text()
        except OSError as error:
            return Found(NO_VALUE, complaint=f"it cannot be read ({error})")
        if text is not None:
            return unpacked(text)
        is_known = card_of(self._hass, self._entry) is not None
        return Found(NO_VALUE, complaint="it is gone") if is_known else None

    async def _async_keep_aside(self) -> None:
        try:
            await self._hass.async_add_executor_job(self._file.keep_aside)
        except OSError as error:
            _LOGGER.warning(
                "%s: what was stored could not be kept aside (%s)",
                self._entry.title,
                error,
            )

    @callback
    def save(self, state: State) -> None:
        """Store a state: at once where a relay or a wish has changed, else soon."""
        before, self._state = self._state, state
        is_urgent = (
            before.wishes != state.wishes
            or before.wires.board is not state.wires.board
            or before.wires.goal != state.wires.goal
        )
        if is_urgent:
            self._hass.async_create_task(self.async_save(), f"{DOMAIN} save")
        elif self._due is None:
            self._due = async_call_later(self._hass, DELAY, self._async_save_due)

    async def async_save(self) -> None:
        """Store the last state now, and see that it is stored.

        Home Assistant tells nobody that it could not write, so it is read back: an off
        that is not on the disk would heat again after a crash. However many wait for a
        slow disk, they are written together.
        """
        self._asked += 1
        mine = self._asked
        async with self._writing:
            if self._stored >= mine:
                return
            asked = self._asked
            self._call_off()
            try:
                plain = encoded(self._state) | {WAS_OPEN: dict(self.was_open)}
                plain = with_leftovers(plain, self._leftovers)
                await self._file.async_save(plain)
                is_saved = await self._file.async_load() == plain
            except Exception as error:  # noqa: BLE001 - it is told, whatever it is
                _LOGGER.debug("%s: not stored (%r)", self._entry.title, error)
                is_saved = False
            if is_saved:
                self._stored = asked
        issues.tell_saved(self._hass, self._entry, is_saved=is_saved)

    async def async_remove(self) -> None:
        """Forget the state."""
        self._call_off()
        await self._file.async_remove()
        await self._hass.async_add_executor_job(self._file.forget_aside)
        issues.forget_store(self._hass, self._entry)

    async def _async_save_due(self, _now: datetime) -> None:
        await self.async_save()

    def _call_off(self) -> None:
        if self._due:
            self._due()
        self._due = None


def _state_and_windows(data: Any) -> tuple[Decoded, Decoded]:
    """Return the state that was stored, and the windows beside it."""
    if not isinstance(data, dict):
        return decoded(State, data), decoded(Windows, {})
    windows = {WAS_OPEN: data[WAS_OPEN]} if WAS_OPEN in data else {}
    rest = {key: part for key, part in data.items() if key != WAS_OPEN}
    return decoded(State, rest), decoded(Windows, windows)


def unpacked(text: bytes) -> Found:
    """Return what there is of a store that is damaged as a whole."""
    envelope, is_whole = torn.salvaged_json(text)
    stored = envelope if isinstance(envelope, dict) else {}
    match stored.get("version"):
        case int() as version if version > 0:
            complaint = "it is damaged"
        case _:
            version, complaint = 1, "it does not tell its version"
    if not is_whole:
        complaint = "it makes no sense from somewhere on"
    return Found(migrated(stored.get("data"), version, STORE), version, complaint)


def _listed_paths(told: str, paths: Sequence[str]) -> str:
    """Return a phrase with the paths it is about; nothing where there are none."""
    if not paths:
        return ""
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return told + ", ".join(path or "all of it" for path in paths[:NAMED]) + more
