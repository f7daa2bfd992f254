"""What the automation editor offers for a thermostat.

The pictures of it are taken anew with UPDATE_PICTURES=1.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page
import pytest

from .browser import RENDERING
from .conftest import House
from .household import DOWNSTAIRS
from .process import INTEGRATION

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PICTURES: Final = Path(__file__).parent / "pictures"
SCREEN: Final = {"width": 1000, "height": 1400}
DIALOG: Final = {"x": 25, "y": 240, "width": 950, "height": 920}
"""Where it stands in the middle of the screen."""
TITLE: Final = "Heat Pump Thermostat"
OWN_TEXT: Final = """items => items.map((item) => [...item.childNodes]
  .filter(({ nodeType }) => nodeType === 3).map(({ data }) => data.trim()).join(""))"""
ENGLISH: Final[dict[str, Any]] = json.loads(
    (INTEGRATION / "translations/en.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("kind", ["trigger", "condition"])
async def test_the_editor_offers_all_of_ours_for_a_thermostats_device(
    house: House, page: Page, kind: str
) -> None:
    await page.set_viewport_size(SCREEN)
    await page.goto(f"{house.home_assistant.process.url}/config/automation/edit/new")
    await page.get_by_text(f"Add {kind}").first.click(timeout=RENDERING)
    await page.get_by_text("Devices", exact=True).last.click()
    await page.get_by_text(DOWNSTAIRS.name, exact=True).first.click()
    offered = page.locator("ha-automation-add-items")
    ours = offered.get_by_text(TITLE, exact=True)
    await ours.wait_for()

    names = await offered.locator(".item-headline").evaluate_all(OWN_TEXT)
    assert {told["name"] for told in ENGLISH[f"{kind}s"].values()} <= {*names}

    if os.environ.get("UPDATE_PICTURES"):
        await ours.evaluate("heading => heading.scrollIntoView()")
        await offered.hover()
        await page.mouse.wheel(0, -70)  # from under its own heading
        await page.mouse.move(1, 1)
        await page.wait_for_timeout(1000)
        await page.screenshot(path=PICTURES / f"editor_{kind}s.png", clip=DIALOG)
