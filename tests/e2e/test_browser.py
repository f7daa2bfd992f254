"""A person presses the buttons of the thermostat card, and tests a wire."""

from collections.abc import AsyncIterator
import re

from playwright.async_api import Page, expect
import pytest
import pytest_asyncio

from .browser import RENDERING
from .client import DOMAIN
from .conftest import House
from .household import ATTIC, DASHBOARD, DOWNSTAIRS, Thermostat

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

STEP = 0.5
"""What a press of a button changes, in °C."""


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
    await expect(dialog).to_contain_text("Watch and listen now.")

    await house.home_assistant.act("climate.turn_off", attic.climate)
    await house.history.until_state(attic.status, "off")
    await expect(dialog).to_contain_text("The test was stopped")
    await dialog.get_by_text("Test another terminal").click()
    await expect(dialog).to_contain_text(f"G: indoor fan ({relay})")
    await dialog.get_by_text("Finish").click()
    await expect(dialog).to_contain_text("Options successfully saved")
