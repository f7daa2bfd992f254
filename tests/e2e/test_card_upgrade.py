"""A browser that knows an older card, and one that knows none, after an update."""

from collections.abc import AsyncIterator
from pathlib import Path
import shutil
from typing import Final

from playwright.async_api import BrowserContext, expect
import pytest
import pytest_asyncio

from .browser import RENDERING, browsing
from .client import HomeAssistant, Json, running
from .household import DOWNSTAIRS
from .process import INTEGRATION, HomeAssistantProcess
from .test_card import CARD, MODULE

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.browser,
    pytest.mark.slow,
]

OWN: Final = "card-of-its-own"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def installed(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[HomeAssistant, Path]]:
    """A Home Assistant with the integration's files, and where its card is."""
    process = HomeAssistantProcess(tmp_path_factory.mktemp("upgrade") / "config")
    place = process.folder / "custom_components" / INTEGRATION.name
    place.unlink()
    shutil.copytree(INTEGRATION, place, ignore=shutil.ignore_patterns("__pycache__"))
    file = place / "frontend" / Path(MODULE).name
    release(file, "old")
    async with running(process) as home_assistant:
        await home_assistant.add_thermostat(DOWNSTAIRS)
        await home_assistant.command(
            "lovelace/dashboards/create", url_path=OWN, title="Card", mode="storage"
        )
        card = {"type": f"custom:{CARD}", "entity": DOWNSTAIRS.climate}
        views = [{"title": "Home", "cards": [card]}]
        await home_assistant.command(
            "lovelace/config/save", url_path=OWN, config={"views": views}
        )
        yield home_assistant, file
    assert process.complaints() == []


def release(file: Path, version: str) -> None:
    """Put a version of the card in place of the one that is there."""
    built = (INTEGRATION / "frontend" / file.name).read_text(encoding="utf-8")
    file.write_text(f"window.released = '{version}';\n{built}", encoding="utf-8")


async def loaded(context: BrowserContext, home_assistant: HomeAssistant) -> str:
    """Return which version a new page has, once it shows the card."""
    page = await context.new_page()
    await page.goto(f"{home_assistant.process.url}/{OWN}/0")
    await expect(page.locator(CARD)).to_contain_text(DOWNSTAIRS.name, timeout=RENDERING)
    version: str = await page.evaluate("window.released")
    await page.close()
    return version


async def resources(home_assistant: HomeAssistant) -> list[Json]:
    """Return the resources that are ours."""
    every = await home_assistant.command("lovelace/resources")
    return [each for each in every if each["url"].startswith(MODULE)]


async def test_an_update_reaches_every_browser(
    installed: tuple[HomeAssistant, Path],
) -> None:
    home_assistant, file = installed
    async with browsing(home_assistant) as context:
        assert await loaded(context, home_assistant) == "old"
        assert await loaded(context, home_assistant) == "old"
        (before,) = await resources(home_assistant)

        await home_assistant.stop()
        release(file, "new")
        await home_assistant.process.start()
        await home_assistant.until_running()
        await home_assistant.connect()

        (after,) = await resources(home_assistant)
        assert after["id"] == before["id"]
        assert after["url"] != before["url"]
        assert await loaded(context, home_assistant) == "new"
    async with browsing(home_assistant) as cold:
        assert await loaded(cold, home_assistant) == "new"
