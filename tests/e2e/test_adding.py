"""From "Add integration" to a card that works, by a browser's clock."""

from collections.abc import AsyncIterator
import sys
import time
from typing import Final

from playwright.async_api import Locator, Page, expect
import pytest
import pytest_asyncio

from .browser import RENDERING
from .conftest import House
from .household import SHED
from .test_card import CARD

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.browser,
    pytest.mark.slow,
]

DOMAIN: Final = "heat_pump_thermostat"
MINUTES: Final = 3
"""What it may take, from one click to the other."""


class Clicks:
    """What a newcomer does, and after how many seconds each of it was done."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self.done: dict[str, float] = {}

    def note(self, step: str) -> None:
        self.done[step] = round(time.monotonic() - self._begun, 1)

    def tell(self) -> None:
        """Print them: `pytest -s` shows it."""
        for step, at in self.done.items():
            sys.stdout.write(f"{at:6.1f} s  {step}\n")


@pytest_asyncio.fixture(loop_scope="session")
async def newcomer(house: House) -> AsyncIterator[House]:
    """A household that has relays and sensors in its shed, and nothing else there."""
    yield house
    home_assistant = house.home_assistant
    for entry in await home_assistant.command("config_entries/get", domain=DOMAIN):
        if entry["title"] == SHED.name:
            await home_assistant.remove(entry["entry_id"])
    for dashboard in await home_assistant.command("lovelace/dashboards/list"):
        if dashboard["url_path"].startswith("heat-pump-"):
            await home_assistant.command(
                "lovelace/dashboards/delete", dashboard_id=dashboard["id"]
            )


async def choose(dialog: Locator, field: int, name: str) -> None:
    """Choose an entity in one of a form's fields, by its name."""
    picker = dialog.locator("ha-selector-entity").nth(field)
    await picker.locator("ha-combo-box-item").first.click()
    page = dialog.page
    search = page.locator("ha-picker-combo-box").get_by_role("textbox").last
    await search.fill(name)
    await page.locator("ha-picker-combo-box ha-combo-box-item").first.click()
    await expect(picker).to_contain_text(name)


async def submit(dialog: Locator, shows: str) -> None:
    """Submit a form, and wait for the title of the next."""
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog).to_contain_text(shows, timeout=RENDERING)


async def test_a_newcomer_has_a_working_card_within_three_minutes(
    newcomer: House, page: Page
) -> None:
    url = newcomer.home_assistant.process.url
    await page.goto(f"{url}/config/integrations/dashboard/add?domain={DOMAIN}")
    await page.get_by_role("button", name="OK").wait_for(timeout=RENDERING)
    clicks = Clicks()
    await page.get_by_role("button", name="OK").click()
    dialog = page.locator("dialog-data-entry-flow")
    await dialog.locator("ha-selector-text input").first.fill(SHED.name)
    await choose(dialog, 0, "shed room")
    await choose(dialog, 1, "shed outdoors")
    await dialog.get_by_text("None", exact=True).click()
    await submit(dialog, "Y1")
    clicks.note("the machine")
    await choose(dialog, 0, "shed_y1")
    await choose(dialog, 2, "shed_g")
    await submit(dialog, "Sensors")
    clicks.note("the terminals")
    for step, shows in (
        ("no sensors of the machine", "Performance"),
        ("no datasheet", "Dashboards and voice"),
        ("how it is seen", "Test the wiring"),
    ):
        await submit(dialog, shows)
        clicks.note(step)
    first = dialog.locator(
        "step-flow-menu ha-list-item, step-flow-menu ha-list-item-button"
    )
    await expect(first.first).to_contain_text("Test the wiring")

    await page.goto(f"{url}/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click(timeout=RENDERING)
    await page.get_by_text("Heat Pump Thermostat", exact=True).click()
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("button", name="Create")).to_be_hidden()
    clicks.note("a dashboard")
    dashboards = await newcomer.home_assistant.command("lovelace/dashboards/list")
    (made,) = [d for d in dashboards if d["url_path"].startswith("heat-pump-")]
    await page.goto(f"{url}/{made['url_path']}/{SHED.slug}")
    card = page.locator(CARD)
    await expect(card).to_contain_text(SHED.name, timeout=RENDERING)
    clicks.note("the card")
    await card.get_by_role("button", name="Heat", exact=True).click()
    await newcomer.history.until_state(SHED.climate, "heat")
    clicks.note("it obeys")

    clicks.tell()
    assert clicks.done["it obeys"] <= MINUTES * 60
