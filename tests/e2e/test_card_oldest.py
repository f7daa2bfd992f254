"""The card in the oldest Home Assistant that it is for, with that one's frontend."""

from collections.abc import AsyncIterator
import os
from pathlib import Path
from typing import Final

from playwright.async_api import Page, expect
import pytest
import pytest_asyncio

from .browser import RENDERING, browsing
from .client import HomeAssistant, Json, running
from .household import DASHBOARD, DOWNSTAIRS
from .process import HomeAssistantProcess
from .staged import PICTURES, camera, serious, stage
from .test_card import CARD, MODULE
from .test_card_pictures import MOST_DIFFERENT, differs

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.browser,
    pytest.mark.slow,
]

PYTHON: Final = Path(__file__).parents[2] / ".venv-e2e-oldest/bin/python"
OWN: Final = "card-of-old"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def oldest(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[HomeAssistant]:
    """The oldest Home Assistant, with a thermostat and a dashboard with its card."""
    if not PYTHON.exists() and os.environ.get("CI") != "true":
        pytest.skip("scripts/setup e2e brings it")
    folder = tmp_path_factory.mktemp("oldest") / "config"
    process = HomeAssistantProcess(folder, python=str(PYTHON))
    async with running(process) as home_assistant:
        await home_assistant.add_thermostat(DOWNSTAIRS)
        await home_assistant.command(
            "lovelace/dashboards/create", url_path=OWN, title="Card", mode="storage"
        )
        card = {"type": f"custom:{CARD}", "entity": DOWNSTAIRS.climate}
        await home_assistant.command(
            "lovelace/config/save",
            url_path=OWN,
            config={"views": [{"title": "Home", "cards": [card]}]},
        )
        yield home_assistant
    assert process.complaints() == []


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["light", "dark"])
async def page(
    oldest: HomeAssistant, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[str, Page]]:
    """A page of its frontend, in light or dark."""
    async with browsing(oldest, **camera(request.param)) as context:
        page = await context.new_page()
        await page.goto(f"{oldest.process.url}/{DASHBOARD}")
        await page.locator("hui-thermostat-card").wait_for(timeout=RENDERING)
        yield request.param, page


async def test_it_is_the_oldest(oldest: HomeAssistant) -> None:
    assert (await oldest.get("/api/config"))["version"].startswith("2026.10.")


@pytest.mark.parametrize("state", PICTURES)
async def test_it_looks_as_in_the_newest(page: tuple[str, Page], state: str) -> None:
    scheme, shown = page
    await stage(shown, PICTURES[state])
    taken = await shown.locator(f"#stage {CARD}").screenshot(animations="disabled")
    assert differs(taken, f"{state}_{scheme}") <= MOST_DIFFERENT


@pytest.mark.parametrize("state", PICTURES)
async def test_axe_finds_nothing_serious(page: tuple[str, Page], state: str) -> None:
    _, shown = page
    await stage(shown, PICTURES[state])
    assert await serious(shown) == {}


@pytest.mark.parametrize("is_early", [False, True], ids=["in time", "early"])
async def test_the_card_is_there_on_every_load(
    oldest: HomeAssistant, *, is_early: bool
) -> None:
    async with browsing(oldest) as context:
        page = await context.new_page()

        async def delay(route: Json) -> None:
            await page.wait_for_timeout(1500)
            await route.continue_()

        if is_early:
            # As a page that loads the module itself, before anything else.
            await page.route("**/frontend_latest/app.*.js", delay)
            await page.add_init_script(f"void import('{MODULE}')")
        await page.goto(f"{oldest.process.url}/{OWN}/0")
        card = page.locator(CARD)
        await expect(card).to_contain_text(DOWNSTAIRS.name, timeout=RENDERING)
        await card.get_by_role("button", name="Higher, Heat to").wait_for()
