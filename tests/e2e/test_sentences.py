"""Whatever may be said to a thermostat means one thing, and is nobody else's."""

from hassil import Intents, recognize_all
from hassil.intents import WildcardSlotList
from hassil.parse_expression import parse_sentence
import pytest

from custom_components.heat_pump_thermostat.voice.sentences import sayings

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


@pytest.fixture(scope="module")
def intents() -> Intents:
    """All sayings, as Assist knows sentences of triggers."""
    data = {
        meaning: {"data": [{"sentences": [*saying.sentences]}]}
        for saying in SAYINGS
        for meaning in [f"{saying.topic}.{saying.value}".removesuffix(".None")]
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


@pytest.mark.parametrize(("text", "meaning"), MEANT.items())
def test_what_is_said_means_one_thing(
    intents: Intents, text: str, meaning: str
) -> None:
    assert {found.intent.name for found in recognize_all(text, intents)} == {meaning}


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_is_said_to_others_is_left_alone(intents: Intents, text: str) -> None:
    assert [found.intent.name for found in recognize_all(text, intents)] == []
