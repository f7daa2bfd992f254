"""What is said to a thermostat, and what it says, is complete in every language."""

import json
from pathlib import Path
import re

import pytest

from custom_components.heat_pump_thermostat.const import PRESET_EMERGENCY_HEAT
from custom_components.heat_pump_thermostat.engine.settings import Preset
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode
from custom_components.heat_pump_thermostat.voice.answers import ANSWERS
from custom_components.heat_pump_thermostat.voice.language import LANGUAGES, Language
from custom_components.heat_pump_thermostat.voice.names import EXPOSED
from custom_components.heat_pump_thermostat.voice.orders import ORDERS
from custom_components.heat_pump_thermostat.voice.sentences import sayings, spoken

INTEGRATION = Path(__file__).parents[2] / "custom_components" / "heat_pump_thermostat"
TEXTS = json.loads((INTEGRATION / "translations/en.json").read_text())["common"]
SOURCE = "".join(p.read_text() for p in (INTEGRATION / "voice").glob("*.py"))
PLURAL = {"hours", "minutes"}
CHOICES = {
    "mode": {*Mode},
    "fan": {*FanMode},
    "preset": {"none", PRESET_EMERGENCY_HEAT, *Preset},
}
EVERY_LANGUAGE = pytest.mark.parametrize(
    "language", LANGUAGES.values(), ids=list(LANGUAGES)
)


@EVERY_LANGUAGE
def test_every_question_is_asked_and_every_order_given(language: Language) -> None:
    assert {*language.sentences} == {*ANSWERS, *ORDERS}
    assert all(language.sentences.values())


@EVERY_LANGUAGE
def test_whatever_may_be_chosen_has_a_word(language: Language) -> None:
    assert {key: {*words} for key, words in language.words.items()} == CHOICES


@EVERY_LANGUAGE
def test_names_are_given_to_what_is_exposed(language: Language) -> None:
    assert {*language.names} <= EXPOSED


def test_every_text_that_is_spoken_is_there() -> None:
    said = set(re.findall(r'\b(?:say|told)\(\s*"(\w+)"', SOURCE))
    assert said
    assert {f"voice_{key}" for key in said} <= {*TEXTS}


def test_every_text_that_is_there_is_spoken() -> None:
    keys = {key.removeprefix("voice_") for key in TEXTS}
    singular = {key.removesuffix("s") if key in PLURAL else key for key in keys}
    assert [key for key in singular if f'"{key}"' not in SOURCE] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Upstairs", "upstairs"),
        ("Heat pump (attic)", "heat pump attic"),
        ("St. Mary's  wing", "st mary's wing"),
        ("Wärmepumpe_OG", "wärmepumpe og"),
        ("Zone {2} | <b>", "zone 2 b"),
    ],
)
def test_a_name_is_said_without_what_nobody_says(written: str, said: str) -> None:
    assert spoken(written) == said


def test_nothing_is_left_to_be_filled_in() -> None:
    said = [text for each in sayings(["Upstairs", "(!)"]) for text in each.sentences]
    assert said
    assert [text for text in said if re.search(r"<\w*>|\(\)|\(\|", text)] == []
