"""Words for what a thermostat tells, in a language and in the household's units."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import CARD, DOMAIN
from ..engine.units import Celsius
from ..engine.vocabulary import AuxReason, Reason
from ..quantity import clock_text, household

COMMON: Final = f"component.{DOMAIN}.common.voice_"
SPOKEN_STATUS: Final = f"component.{DOMAIN}.entity.sensor.status.state."
BECAUSE: Final = (
    f"component.{DOMAIN}.entity.binary_sensor.aux_heat.state_attributes.because.state."
)
CARD_TEXTS: Final = f"component.{DOMAIN}.entity.climate.{CARD}."
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Speech:
    """How a household is spoken to."""

    texts: Mapping[str, str]
    unit: str
    """Of temperatures."""
    currency: str

    def say(self, key: str, **facts: object) -> str:
        """Return a text with facts in it."""
        return self.texts[f"{COMMON}{key}"].format(**facts)

    def status(self, reason: Reason) -> str:
        """Return a reason in words, as the status shows it."""
        return self.texts[f"{SPOKEN_STATUS}{reason}"]

    def because(self, reason: AuxReason | Reason) -> str:
        """Return in words why backup heat is on."""
        return (
            self.texts.get(f"{BECAUSE}{reason}")
            or self.texts[f"{SPOKEN_STATUS}{reason}"]
        )

    def mode(self, mode: str) -> str:
        """Return what a mode is called."""
        return self.texts[f"{CARD_TEXTS}state.{mode}"]

    def fan(self, mode: str) -> str:
        """Return what a fan mode is called."""
        return self.texts[f"{CARD_TEXTS}state_attributes.fan_mode.state.{mode}"]

    def preset(self, preset: str) -> str:
        """Return what a preset is called."""
        return self.texts[f"{CARD_TEXTS}state_attributes.preset_mode.state.{preset}"]

    def degrees(self, temperature: Celsius) -> str:
        """Return a temperature in the household's degrees."""
        return self.degrees_shown(household(temperature, self.unit))

    def degrees_shown(self, degrees: float) -> str:
        """Return a temperature that is in the household's degrees already."""
        return f"{round(degrees, 1):g} {self.unit}"

    def time(self, moment: datetime) -> str:
        """Return a time of the day as the household reads it from a clock."""
        return clock_text(moment, self.unit)

    def duration(self, duration: timedelta) -> str:
        """Return a duration in hours and minutes."""
        hours, minutes = divmod(round(duration / MINUTE), 60)
        told = {"hour": hours, "minute": minutes}
        words = [self._count(unit, count) for unit, count in told.items() if count]
        if not words:
            return self.say("moments")
        return self.say("and", one=words[0], other=words[1]) if words[1:] else words[0]

    def _count(self, unit: str, count: int) -> str:
        return self.say(unit if count == 1 else f"{unit}s", count=count)


async def async_speech(hass: HomeAssistant, language: str) -> Speech:
    """Return how to speak in a language; English where there are no words of it."""
    texts = [
        await async_get_translations(hass, language, category, {DOMAIN})
        for category in ("common", "entity")
    ]
    unit, currency = hass.config.units.temperature_unit, hass.config.currency
    return Speech(ChainMap(*texts), unit, currency)
