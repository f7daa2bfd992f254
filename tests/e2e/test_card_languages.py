"""The card, and what a browser offers with it, in the language of the user."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import re
import subprocess
from typing import Final

from playwright.async_api import Page
import pytest
import pytest_asyncio

from .browser import browsing
from .client import HomeAssistant
from .conftest import House
from .process import INTEGRATION
from .staged import PICTURES, camera, hanging_over, ready, stage
from .test_card import CARD
from .test_card_pictures import MOST_DIFFERENT, differs

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

BY_LANGUAGE: Final = ("number_format", "time_format", "date_format", "first_weekday")
FEATURES: Final = ("heat_source", "hold_hours", "emergency_start")
NOT_WORDS: Final = frozenset(
    {"Downstairs", "COP", "CO", "kW", "kWh", "min", "h"}
    | {"Y1", "Y2", "G", "O", "B", "W1", "W2", "E", "EUR", "C", "F"}
)
"""What is written the same in every language: names, units, terminals."""


@asynccontextmanager
async def speaking(home_assistant: HomeAssistant, language: str) -> AsyncIterator[None]:
    """Let the owner read a language for a while."""
    for chosen in (language, "en"):
        value = {**dict.fromkeys(BY_LANGUAGE, "language"), "time_zone": "local"}
        await home_assistant.command(
            "frontend/set_user_data", key="language", value=value | {"language": chosen}
        )
        if chosen == language:
            yield


def card_words(language: str) -> dict[str, str]:
    path: Path = INTEGRATION / f"translations/{language}.json"
    texts = json.loads(path.read_text(encoding="utf-8"))
    words: dict[str, str] = texts["selector"]["card"]["options"]
    return words


def written_here(language: str) -> bool:
    """Return whether this machine has a font for a language."""
    fonts = subprocess.run(
        ["fc-list", f":lang={language}"],  # noqa: S607
        capture_output=True,
        check=False,
    )
    return bool(fonts.stdout)


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["de", "hi"])
async def tongue(
    house: House, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[str, Page]]:
    """A page of the frontend, on a phone, in a language."""
    async with (
        speaking(house.home_assistant, request.param),
        browsing(house.home_assistant, **camera("light")) as context,
    ):
        yield request.param, await ready(await context.new_page(), house)


async def test_it_looks_as_it_did(tongue: tuple[str, Page]) -> None:
    language, page = tongue
    if not written_here(language):
        pytest.skip(f"no font has the letters of {language}")
    await stage(page, PICTURES["auxiliary"])
    taken = await page.locator(f"#stage {CARD}").screenshot(animations="disabled")
    assert differs(taken, f"auxiliary_{language}") <= MOST_DIFFERENT


async def test_nothing_hangs_over_in_a_longer_language(
    tongue: tuple[str, Page],
) -> None:
    _, page = tongue
    for shown in PICTURES.values():
        await stage(page, shown, 304)
        assert await hanging_over(page) == []


async def test_features_are_offered_in_the_language_of_the_user(
    tongue: tuple[str, Page],
) -> None:
    language, page = tongue
    await stage(page, PICTURES["idle"])
    words = card_words(language)
    offered = await page.evaluate("customCardFeatures.map(({ name }) => name)")
    assert {words[key] for key in FEATURES} <= {*offered}
    about = await page.evaluate("customCards.map(({ description }) => description)")
    assert words["purpose"] in about


PSEUDO: Final = """() => {
  const { card } = stage;
  const base = card.hass;
  const strange = (text) => text?.replace(/[A-Za-z]/g, (letter) =>
    String.fromCodePoint(letter.charCodeAt(0) + 0x5d0 - 0x41));
  const from = (name) => (...all) => strange(base[name](...all));
  card.hass = Object.assign(Object.create(base), base, {
    localize: from("localize"),
    formatEntityState: from("formatEntityState"),
    formatEntityAttributeValue: from("formatEntityAttributeValue"),
    locale: { ...base.locale, language: "he" },
  });
}"""
"""Has everything that is translated said in letters of another script.

What was filled in is said so, too: a word in ours that is left was never translated.
"""
TEXTS: Final = """() => {
  const { shadowRoot } = stage.card;
  shadowRoot.querySelector("details").open = true;
  const said = [...shadowRoot.querySelectorAll("*")].flatMap((each) => [
    each.ariaLabel, each.title,
    ...(["STYLE", "SCRIPT"].includes(each.tagName) ? [] :
      [...each.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data)),
  ]);
  return said.filter((text) => typeof text === "string");
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def phone(house: House) -> AsyncIterator[Page]:
    """A page of the frontend, on a phone."""
    async with browsing(house.home_assistant, **camera("light")) as context:
        yield await ready(await context.new_page(), house)


@pytest.mark.parametrize("state", PICTURES)
async def test_whatever_the_card_says_is_translated(phone: Page, state: str) -> None:
    await stage(phone, PICTURES[state])
    await phone.evaluate(PSEUDO)
    await phone.wait_for_timeout(300)
    texts = " ".join(await phone.evaluate(TEXTS))
    words = {"".join(filter(str.isalnum, word)) for word in texts.split()}
    ours = {word for word in words if re.search("[A-Za-z]", word)}
    assert ours - NOT_WORDS == set()
