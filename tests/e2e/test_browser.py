"""A person presses the buttons of the thermostat card, and tests a wire."""

from collections.abc import AsyncIterator
import json
import os
from pathlib import Path
import re
import shutil
import time

from playwright.async_api import Page, async_playwright, expect
import pytest
import pytest_asyncio

from .client import DOMAIN, HomeAssistant
from .conftest import House
from .household import ATTIC, DASHBOARD, DOWNSTAIRS, Thermostat

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RENDERING = 60_000
"""Milliseconds for the first page; about ten seconds on a quiet machine."""
STEP = 0.5
"""What a press of a button changes, in °C."""


@pytest.fixture
def browser_path() -> str:
    """A browser's path; without one the test is skipped, but not in CI."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    return path or give_up(f"none of {', '.join(BROWSERS)} is installed")


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser_path: str, house: House, tmp_path: Path) -> AsyncIterator[Page]:
    """A browser in which the owner is signed in; its last picture is kept."""
    tokens = json.dumps(_tokens(house.home_assistant))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browser_path, args=ARGUMENTS
        )
        page = await browser.new_page()
        await page.add_init_script(
            f"localStorage.setItem('hassTokens', JSON.stringify({tokens}))"
        )
        yield page
        await page.screenshot(path=tmp_path / "page.png")
        await browser.close()


def _tokens(home_assistant: HomeAssistant) -> dict[str, object]:
    """Return what the frontend itself stores after a login."""
    tokens = home_assistant.tokens
    url = home_assistant.process.url
    return tokens | {
        "hassUrl": url,
        "clientId": home_assistant.client_id,
        "expires": int((time.time() + tokens["expires_in"]) * 1000),
    }


async def test_the_card_shows_and_sets_the_temperature(
    house: House, page: Page
) -> None:
    before = house.setpoint(DOWNSTAIRS)
    await page.goto(f"{house.home_assistant.process.url}/{DASHBOARD}")
    card = page.locator("hui-thermostat-card")
    await expect(card).to_contain_text(DOWNSTAIRS.name, timeout=RENDERING)
    await expect(card).to_contain_text(re.compile(rf"{DOWNSTAIRS.room}\s*°C"))
    await card.get_by_role("button", name="Increase temperature").click()
    await house.history.until(
        lambda: house.setpoint(DOWNSTAIRS) == before + STEP, 10, "it is raised"
    )
    await card.get_by_role("button", name="Decrease temperature").click()
    await house.history.until(
        lambda: house.setpoint(DOWNSTAIRS) == before, 10, "it is lowered"
    )


@pytest_asyncio.fixture(loop_scope="session")
async def attic(house: House) -> AsyncIterator[Thermostat]:
    """A thermostat that nobody has asked for anything yet."""
    entry_id = await house.home_assistant.add_thermostat(ATTIC)
    yield ATTIC
    await house.home_assistant.remove(entry_id)


async def test_a_wire_is_tested_until_the_thermostat_is_turned_off(
    house: House, attic: Thermostat, page: Page
) -> None:
    relay = attic.relay("g")
    url = house.home_assistant.process.url
    await page.goto(f"{url}/config/integrations/integration/{DOMAIN}")
    entry = page.locator("ha-config-entry-row").filter(has_text=attic.name)
    await entry.get_by_role("button", name="Configure").click(timeout=RENDERING)
    dialog = page.locator("dialog-data-entry-flow")
    await dialog.get_by_text("Test the wiring").click()
    await dialog.get_by_text(f"G: indoor fan ({relay})").click()
    await expect(dialog).to_contain_text(f"{relay} goes on for a minute")
    await dialog.get_by_role("button", name="Submit").click()
    await house.history.until_state(relay, "on")
    await house.history.until_state(attic.status, "testing")
    await expect(dialog).to_contain_text("Look and listen now.")

    await house.home_assistant.act("climate.turn_off", attic.climate)
    await house.history.until_state(attic.status, "off")
    await expect(dialog).to_contain_text("The test was ended")
    await dialog.get_by_text("Test another terminal").click()
    await expect(dialog).to_contain_text(f"G: indoor fan ({relay})")
    await dialog.get_by_text("Finish").click()
    await expect(dialog).to_contain_text("Options successfully saved")
