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
from custom_components.heat_pump_thermostat.voice.sentences import sayings
from custom_components.heat_pump_thermostat.voice.text import in_words, spoken

INTEGRATION = Path(__file__).parents[2] / "custom_components" / "heat_pump_thermostat"
TEXTS = json.loads((INTEGRATION / "translations/en.json").read_text())["common"]
SOURCE = "".join(p.read_text() for p in (INTEGRATION / "voice").glob("*.py"))
PLURAL = {"hours", "minutes"}
SWITCHED = {"emergency_heat"}
CHOICES = {
    "mode": {*Mode},
    "fan": {*FanMode},
    "preset": {"none", PRESET_EMERGENCY_HEAT, *Preset},
}
FILLING = {"emergency", "emergency_heat", "room", "temperature"}
"""What Assist itself understands in most languages: sentences fill in for the rest."""
EVERY_LANGUAGE = pytest.mark.parametrize(
    "language", LANGUAGES.values(), ids=list(LANGUAGES)
)


@EVERY_LANGUAGE
def test_every_question_is_asked_and_every_order_given(language: Language) -> None:
    assert {*language.sentences} - FILLING == {*ANSWERS, *ORDERS} - FILLING
    assert all(language.sentences.values())


@EVERY_LANGUAGE
def test_whatever_may_be_chosen_has_a_word(language: Language) -> None:
    choices = CHOICES | {key: {"on", "off"} for key in SWITCHED & {*language.sentences}}
    assert {key: {*words} for key, words in language.words.items()} == choices


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
        ("हीट पंप (ऊपर)", "हीट पंप ऊपर"),
        ("2階のヒートポンプ", "2階のヒートポンプ"),
        ("Poele\u0301", "poelé"),
    ],
)
def test_a_name_is_said_without_what_nobody_says(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("name", "said", "is_there"),
    [
        ("attic", "is the attic heating", True),
        ("attic", "are the attics heating", False),
        ("हीट", "हीटर क्यों बंद है", False),
        ("हीट", "हीट क्यों बंद है", True),
        ("二階", "二階は暖房中ですか", True),
        ("3号室", "3号室の状態は", True),
        ("13号", "113号の状態は", False),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own(
    name: str, said: str, is_there: bool
) -> None:
    assert (in_words(spoken(name)) in in_words(spoken(said))) is is_there


def test_nothing_is_left_to_be_filled_in() -> None:
    said = [text for each in sayings(["Upstairs", "(!)"]) for text in each.sentences]
    assert said
    assert [text for text in said if re.search(r"<\w*>|\(\)|\(\|", text)] == []
