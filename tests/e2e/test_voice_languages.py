"""Home Assistant's own assistant answers for a thermostat in each language."""

from collections.abc import AsyncIterator, Mapping
import json
import logging
from pathlib import Path
import re
from typing import Any, Final

import pytest
import pytest_asyncio

from .client import HomeAssistant, running
from .household import HOME
from .process import INTEGRATION, HomeAssistantProcess
from .sayings import ORDERS, QUESTIONS

pytestmark = pytest.mark.asyncio(loop_scope="session")

_LOGGER = logging.getLogger(__name__)
KEY: Final = re.compile(r"[a-z]+_[a-z]+")
UNTRANSLATED: Final = re.compile(r"Heat pump thermostat|COP|°C")
"""Names and units, which are the same in every script."""
DEGREES: Final = r"2[12](?:[.,]5)?(?=度| (?:डिग्री|[Gg]ra|degr|stop))"
OTHER_SCRIPTS: Final = frozenset({"hi", "ja"})
EFFECTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "off": {"state": "off"},
    "on": {"state": "heat"},
    "mode.heat": {"state": "heat"},
    "mode.heat_cool": {"state": "heat_cool"},
    "fan.circulate": {"fan_mode": "circulate"},
    "preset.away": {"preset_mode": "away"},
    "emergency_heat.on": {"preset_mode": "emergency_heat"},
    "emergency_heat.off": {"preset_mode": "none"},
    "hold": {"is_held": True},
    "resume": {"is_held": False},
}
"""What the card shows once an order was given."""
SAME_WITH_REGION: Final = {"de": "de-AT", "fr": "fr-CA", "es": "es-MX", "nl": "nl-BE"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def spoken_to(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[HomeAssistant]:
    """A Home Assistant with one thermostat, which is asked to heat."""
    process = HomeAssistantProcess(tmp_path_factory.mktemp("tongues") / "config")
    async with running(process) as home_assistant:
        await home_assistant.add_thermostat(HOME)
        yield home_assistant
    assert process.complaints() == []


def translation(language: str) -> Mapping[str, Any]:
    """Return our translation into a language."""
    path: Path = INTEGRATION / f"translations/{language}.json"
    told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def answers(language: str) -> re.Pattern[str]:
    """Return whatever a thermostat may answer in a language, but for explanations."""
    common = translation(language)["common"].values()
    told = [re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for text in common]
    return re.compile("|".join(told))


def statuses(language: str) -> Mapping[str, str]:
    """Return what a status is called."""
    states: Mapping[str, str] = translation(language)["entity"]["sensor"]["status"][
        "state"
    ]
    return states


async def says(home_assistant: HomeAssistant, language: str, text: str) -> str:
    """Say something, and return what is answered: that it was understood is sure."""
    response = await home_assistant.say(text, language=language)
    speech = str(response["speech"]["plain"]["speech"])
    _LOGGER.info("%s: %s: %s", language, text, speech)
    assert response["response_type"] == "action_done", (text, speech)
    assert not KEY.search(speech), (text, speech)
    if language in OTHER_SCRIPTS:
        assert not re.search("[A-Za-z]", UNTRANSLATED.sub("", speech)), (text, speech)
    return speech


@pytest.mark.parametrize("language", QUESTIONS)
async def test_each_question_is_answered_in_the_language_it_is_asked_in(
    spoken_to: HomeAssistant, language: str
) -> None:
    await spoken_to.act("climate.set_hvac_mode", HOME.climate, hvac_mode="heat")
    await spoken_to.act("climate.set_temperature", HOME.climate, temperature=23)
    for topic, texts in QUESTIONS[language].items():
        for text in texts:
            speech = await says(spoken_to, language, text)
            if topic == "why":
                status = await spoken_to.state(HOME.status)
                assert statuses(language)[status] in speech, (text, speech)
            else:
                assert answers(language).fullmatch(speech), (text, speech)


@pytest.mark.parametrize("language", ORDERS)
async def test_each_order_is_obeyed_in_the_language_it_is_given_in(
    spoken_to: HomeAssistant, language: str
) -> None:
    for meaning, texts in ORDERS[language].items():
        for text in texts:
            before = await spoken_to.get(f"/api/states/{HOME.climate}")
            speech = await says(spoken_to, language, text)
            assert answers(language).fullmatch(speech), (text, speech)
            card = await spoken_to.get(f"/api/states/{HOME.climate}")
            shown = {"state": card["state"], **card["attributes"]}
            effect = EFFECTS.get(meaning, {})
            assert {key: shown[key] for key in effect} == effect, (text, speech)
            if degrees := re.search(DEGREES, text):
                said = float(degrees[0].replace(",", "."))
                assert shown["temperature"] == said, (text, speech)
            if meaning in ("warmer", "cooler"):
                moved = shown["temperature"] - before["attributes"]["temperature"]
                assert moved == (1 if meaning == "warmer" else -1), (text, speech)
        if meaning == "mode.heat_cool":
            await says(spoken_to, language, ORDERS[language]["mode.heat"][0])


@pytest.mark.parametrize(("language", "tag"), SAME_WITH_REGION.items())
async def test_a_language_is_the_same_in_any_country(
    spoken_to: HomeAssistant, language: str, tag: str
) -> None:
    speech = await says(spoken_to, tag, QUESTIONS[language]["defrosting"][0])

    assert answers(language).fullmatch(speech)
