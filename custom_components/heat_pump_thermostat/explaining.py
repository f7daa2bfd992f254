"""Why the thermostat does what it does: in the words of a household, and as data."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    ATTR_PRESET_MODE,
    ATTR_TARGET_TEMP_HIGH,
    ATTR_TARGET_TEMP_LOW,
    PRESET_NONE,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .const import CARD, DOMAIN
from .controller import Controller
from .engine.explanation import Explanation, Turn, explanation_of
from .engine.settings import Targets
from .engine.wishes import SIDE_OF, Asker, Hold, Mode
from .issues import PROBLEMS
from .quantity import clock_text, household, limits_told, local_text

SENTENCES: Final = "selector.explanation.options"
STATUS_TEXTS: Final = "entity.sensor.status.state"
PRESETS: Final = f"entity.climate.{CARD}.state_attributes.preset_mode.state"


async def async_explained(
    hass: HomeAssistant, controller: Controller, language: str | None = None
) -> dict[str, Any]:
    """Return why the machine does what it does, until when, and what comes next.

    The text is in that language, or else in the house's.
    """
    why = explanation_of(controller.settings, controller.decision, controller.seen)
    texts: dict[str, str] = {}
    for category in ("entity", "selector"):
        texts |= await async_get_translations(
            hass, language or hass.config.language, category, [DOMAIN]
        )
    teller = _Teller(hass, texts, why)
    return {"text": teller.text, **teller.data}


class _Teller:
    """Tells an explanation in a household's units, times and words."""

    def __init__(
        self, hass: HomeAssistant, texts: Mapping[str, str], why: Explanation
    ) -> None:
        self._units = hass.config.units
        self._texts = texts
        self._why = why

    @property
    def data(self) -> dict[str, Any]:
        """What is to be told, as numbers, keys and moments."""
        why = self._why
        return {
            "status": why.reason,
            "status_text": self._text(STATUS_TEXTS, why.reason),
            "until": local_text(why.until),
            ATTR_HVAC_MODE: why.mode,
            "asked_by": why.asker,
            ATTR_PRESET_MODE: why.preset,
            **self._pair(why.targets),
            "next": why.next and self._turn(why.next),
            "preheats_at": local_text(why.preheats_at),
            "vacation": why.vacation and self._vacation(why.vacation),
            "emergency_heat_until": local_text(why.emergency_until),
            "limits": limits_told(why.curtailments, self._units),
            "backup_heat": why.backup,
            "lockouts": sorted(why.lockouts),
            "not_cooled": why.is_uncooled,
            "problems": sorted(why.problems),
            "problem_texts": [
                self._text(PROBLEMS, problem) for problem in sorted(why.problems)
            ],
        }

    @property
    def text(self) -> str:
        """The same in a few sentences."""
        why = self._why
        told = [
            self._sentence("status", why.until),
            self._sentence("not_cooled", None) if why.is_uncooled else "",
            self._timed("emergency_heat", why.emergency_until),
            *(self._asked() if why.mode in ASKING else ()),
            *(
                self._sentence("limit", asked.until, source=source)
                for source, asked in why.curtailments.items()
            ),
            self._timed(
                "vacation_planned", why.vacation.begins if why.vacation else None
            ),
        ]
        return " ".join(filter(None, told))

    def _asked(self) -> Iterator[str]:
        """Return which temperatures are asked for, until when, and what then."""
        why, turn = self._why, self._why.next
        yield self._sentence(why.asker, turn.at if turn else None)
        if turn and turn.targets:
            yield self._sentence("next", turn.at, turn.targets)
        yield self._timed("preheating", why.preheats_at)

    def _timed(self, key: str, at: datetime | None) -> str:
        """Return a sentence about a moment, where there is one."""
        return self._sentence(key, at) if at else ""

    def _sentence(
        self,
        key: str,
        at: datetime | None,
        pair: Targets | None = None,
        *,
        source: str = "",
    ) -> str:
        """Return a sentence: that with a time in it, where there is one."""
        why = self._why
        timed = f"{key}_until" if at and key in TIMED else key
        return self._text(SENTENCES, timed).format(
            status=self._text(STATUS_TEXTS, why.reason),
            preset=self._text(PRESETS, why.preset or PRESET_NONE),
            temperatures=self._degrees(pair or why.targets),
            time=self._time(at) if at else "",
            source=source,
        )

    def _text(self, group: str, key: str) -> str:
        return self._texts.get(f"component.{DOMAIN}.{group}.{key}", key)

    def _degrees(self, pair: Targets) -> str:
        """Return the setpoint of the mode's side, or both."""
        side = SIDE_OF.get(self._why.mode)
        unit = self._units.temperature_unit
        shown = [pair.of(side)] if side else [pair.heat, pair.cool]
        return "–".join(f"{household(at, unit):.3g}" for at in shown) + f" {unit}"

    def _time(self, moment: datetime) -> str:
        """Return the time of the day as the household reads it, of today or with it."""
        at, today = dt_util.as_local(moment), dt_util.now().date()
        clock = clock_text(moment, self._units.temperature_unit)
        return clock if at.date() == today else f"{at:%Y-%m-%d} {clock}"

    def _pair(self, pair: Targets) -> dict[str, float]:
        unit = self._units.temperature_unit
        return {
            ATTR_TARGET_TEMP_LOW: round(household(pair.heat, unit), 1),
            ATTR_TARGET_TEMP_HIGH: round(household(pair.cool, unit), 1),
        }

    def _turn(self, turn: Turn) -> dict[str, Any]:
        known = self._pair(turn.targets) if turn.targets else {}
        return {"at": local_text(turn.at), "asked_by": turn.asker, **known}

    def _vacation(self, vacation: Hold) -> dict[str, Any]:
        return {
            "from": local_text(vacation.begins),
            "to": local_text(vacation.until),
            ATTR_PRESET_MODE: vacation.preset,
        }


ASKING: Final = (Mode.HEAT, Mode.COOL, Mode.HEAT_COOL)
"""The modes in which temperatures are asked for."""
TIMED: Final = ("status", *Asker)
"""The sentences that are others where they name a time."""
