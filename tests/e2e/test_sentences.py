"""Whatever may be said to a thermostat means one thing, and is nobody else's."""

from collections.abc import Iterator
import json
from pathlib import Path

from hassil import Intents, recognize_all
from hassil.intents import WildcardSlotList
from hassil.parse_expression import parse_sentence
import pytest

from custom_components.heat_pump_thermostat.voice.language import LANGUAGES
from custom_components.heat_pump_thermostat.voice.sentences import sayings
from custom_components.heat_pump_thermostat.voice.text import spoken

from .sayings import ORDERS, QUESTIONS

TRANSLATIONS = (
    Path(__file__).parents[2] / "custom_components/heat_pump_thermostat/translations"
)
SAYINGS = sayings(["Heat pump thermostat", "Upstairs"])
NOT_OURS = (
    "turn on the light",
    "turn on the heat in the bathroom",
    "turn off upstairs",
    "is the freezer defrosting",
    "is the washing machine running",
    "what is the temperature",
    "set bathroom to heat",
    "set the light to eco",
    "what is the status of the door",
    "how much did the pizza cost",
    "when will it rain",
    "make it brighter",
    "hold the line until ten",
    "schalte das Licht ein",
    "mach es heller",
    "läuft die Waschmaschine",
    "stell das Bad auf Heizen",
    "apaga la luz",
    "qué temperatura hace en el salón",
    "éteins la lumière",
    "quelle est la température",
    "est-ce que le lave-linge fonctionne",
    "बत्ती बंद करो",
    "पंखा चालू करो",
    "spegni la luce",
    "il frigorifero sta sbrinando",
    "電気を消して",
    "洗濯機は動いていますか",
    "zet het licht uit",
    "is de vriezer aan het ontdooien",
    "wyłącz światło",
    "czy pralka działa",
    "stäng av lampan",
    "går tvättmaskinen",
)
"""What belongs to others, or to Assist itself."""
MEANT = {
    "Is the heat pump defrosting?": "defrosting",
    "is upstairs heating": "heating",
    "Why is the heat off?": "why",
    "why isn't the heat pump running": "why",
    "whats the outside temperature": "outdoor",
    "what's the upstairs efficiency": "cop",
    "how long did the auxiliary heat run": "auxiliary_today",
    "how much did the heat pump cost us today": "cost_today",
    "turn the heating off": "off",
    "switch on the heat": "on",
    "set upstairs to auto": "mode.heat_cool",
    "set the heat pump mode to cooling": "mode.cool",
    "set the thermostat fan to automatic": "fan.auto",
    "set upstairs to away": "preset.away",
    "set the heat pump preset to emergency heat": "preset.emergency_heat",
    "make it a bit warmer": "warmer",
    "turn the heat down": "cooler",
    "does the filter need changing": "filter",
    "hold 22 until ten": "hold",
    "hold 22 degrees until ten": "hold",
    "hold the heat pump at 21.5 degrees until 10:30 pm": "hold",
    "hold upstairs at 70 for two hours": "hold",
    "resume the upstairs schedule": "resume",
    "go back to the schedule": "resume",
}


LABELS = ("mode", "preset", "fan")


def everything() -> Iterator[tuple[str, str]]:
    """Return all that is said in the tests, and what it means."""
    yield from MEANT.items()
    for table in (QUESTIONS, ORDERS):
        for meanings in table.values():
            for meaning, texts in meanings.items():
                yield from ((text, meaning) for text in texts)


@pytest.fixture(scope="module")
def intents() -> Intents:
    """All sayings of all languages, each a trigger of its own, as Assist knows them."""
    data = {
        f"{number} {saying.topic}.{saying.value}".removesuffix(".None"): {
            "data": [{"sentences": [*saying.sentences]}]
        }
        for number, saying in enumerate(SAYINGS)
    }
    intents = Intents.from_dict({"language": "en", "intents": data})
    for name in ("degrees", "time", "hours"):
        intents.slot_lists[name] = WildcardSlotList(name)
    return intents


@pytest.mark.parametrize(
    "sentence", [each for saying in SAYINGS for each in saying.sentences]
)
def test_every_sentence_can_be_parsed(sentence: str) -> None:
    assert parse_sentence(sentence)


@pytest.mark.parametrize(("text", "meaning"), list(everything()))
def test_what_is_said_means_one_thing_and_is_done_once(
    intents: Intents, text: str, meaning: str
) -> None:
    (found,) = {found.intent.name for found in recognize_all(text, intents)}
    assert found.partition(" ")[2] == meaning


@pytest.mark.parametrize("language", [*QUESTIONS])
def test_every_question_and_every_kind_of_order_is_tried(language: str) -> None:
    tried = {*QUESTIONS[language], *(told.split(".")[0] for told in ORDERS[language])}
    assert tried == {*LANGUAGES[language].sentences}
    assert {"en", *QUESTIONS} == {*LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", LABELS)
def test_what_is_shown_to_choose_from_can_be_said(language: str, topic: str) -> None:
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text(encoding="utf-8"))
    card = texts["entity"]["climate"]["thermostat"]
    shown = card if topic == "mode" else card["state_attributes"][f"{topic}_mode"]
    words = LANGUAGES[language].words[topic]
    data = {key: {"data": [{"sentences": [word]}]} for key, word in words.items()}
    choices = Intents.from_dict({"language": language, "intents": data})
    for key, label in shown["state"].items():
        said = {found.intent.name for found in recognize_all(spoken(label), choices)}
        assert said == {key}, label


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_is_said_to_others_is_left_alone(intents: Intents, text: str) -> None:
    assert [found.intent.name for found in recognize_all(text, intents)] == []
