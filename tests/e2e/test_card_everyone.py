"""The card for every machine, screen, reader and household."""

from collections.abc import Mapping
import re
from typing import Any, Final

from playwright.async_api import Page, expect
import pytest
import pytest_asyncio

from .browser import browsing
from .conftest import House
from .household import DOWNSTAIRS
from .staged import (
    LOST,
    PICTURES,
    REST,
    RUN,
    Picture,
    hanging_over,
    picture,
    ready,
    serious,
    smallest_target,
    stage,
)
from .test_card import CARD

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PHONE: Final = {"width": 360, "height": 780}
HEBREW: Final = "localStorage.setItem('selectedLanguage', '\"he\"')"

SCREENS: Final[Mapping[str, tuple[int, Mapping[str, Any]]]] = {
    "the smallest phone": (304, {"viewport": {"width": 320, "height": 568}}),
    "a phone at 200 %": (
        163,
        {"viewport": {"width": 195, "height": 422}, "device_scale_factor": 2},
    ),
    "a desk at 200 %": (
        608,
        {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    ),
    "a wall tablet": (1248, {"viewport": {"width": 1280, "height": 800}}),
    "right to left": (344, {"viewport": PHONE, "locale": "he-IL"}),
    "reduced motion": (344, {"viewport": PHONE, "reduced_motion": "reduce"}),
    "high contrast": (344, {"viewport": PHONE, "forced_colors": "active"}),
    "high contrast by night": (
        344,
        {"viewport": PHONE, "forced_colors": "active", "color_scheme": "dark"},
    ),
}
"""How wide the card is, and what the browser is told of its user."""

BUSY: Final = ("auxiliary", "cooling", "emergency", "held", "sensor_lost")
"""States that together show everything that the card has."""


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
async def test_everyone_can_use_it(house: House, screen: str) -> None:
    width, device = SCREENS[screen]
    is_hebrew = "locale" in device
    async with browsing(house.home_assistant, **device) as context:
        if is_hebrew:
            await context.add_init_script(HEBREW)
        page = await ready(await context.new_page(), house)
        for state in BUSY:
            await stage(page, PICTURES[state], width)
            direction = await page.evaluate("getComputedStyle(stage.card).direction")
            assert direction == ("rtl" if is_hebrew else "ltr")
            assert await serious(page) == {}, state
            assert await hanging_over(page) == [], state
            assert await smallest_target(page) >= 43.5, state


def machine(
    told: Mapping[str, Any],
    less: str = "",
    modes: tuple[str, ...] = ("off", "heat_cool", "heat", "cool", "fan_only"),
    mode: str = "heat",
    **household: Any,
) -> Picture:
    """Return a machine at work that has less than others."""
    shown = picture("heating", {"status": "heating", **RUN, **told}, mode)
    missing = less.split()
    shown["told"] = {k: v for k, v in shown["told"].items() if k not in missing}
    shown["climate"]["hvac_modes"] = modes
    return {**shown, "less": missing, "household": household}


NO_BACKUP: Final = "terminal_w2 aux_heat emergency_heat aux_heat_runtime_today"
ESTIMATES: Final = "cop estimated_power cost_today heating_capacity"
FAHRENHEIT: Final = {
    "current_temperature": 67,
    "temperature": 68,
    "min_temp": 45,
    "max_temp": 95,
    "target_temp_step": 1,
}
HOUSEHOLDS: Final[Mapping[str, Picture]] = {
    "heat only": machine({}, "terminal_o terminal_g", ("off", "heat")),
    "cool only": machine(
        {"status": "cooling"},
        f"{NO_BACKUP} terminal_o",
        ("off", "cool", "fan_only"),
        "cool",
    ),
    "two stages": machine({"status": "heating_stage_2", "terminal_y2": "on"}),
    "dual fuel": machine(
        {"status": "furnace_cheaper", "compressor": "off", "terminal_y1": "off"}
        | {"terminal_w1": "on", "aux_heat": ["on", {"because": "furnace_cheaper"}]},
        "terminal_w2 terminal_y2",
    ),
    "no backup": machine({}, NO_BACKUP),
    "no outdoor sensor": machine({}, "outdoor_temperature", knowsNothing=True),
    "no datasheet": machine({}, ESTIMATES, knowsNothing=True),
    "Fahrenheit": machine({"outdoor_temperature": "24.3"}, unit="°F"),
    "renamed": machine({}, renames=True),
    "hidden": machine({}, hides=True),
    "all but the thermostat unavailable": machine({}, lost=True),
    "all but the thermostat disabled": machine({}, " ".join(REST)),
    "unavailable": machine({}, mode="unavailable"),
    "not an administrator": machine({"problem": LOST}, isAdmin=False),
}
HOUSEHOLDS["Fahrenheit"]["climate"].update(FAHRENHEIT)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def staged(house: House) -> Any:
    """A page on which the card can be put."""
    async with browsing(
        house.home_assistant,
        viewport={"width": 420, "height": 1100},
        timezone_id="UTC",
    ) as context:
        yield await ready(await context.new_page(), house)


@pytest.mark.parametrize("household", HOUSEHOLDS)
async def test_every_household_has_its_card(staged: Page, household: str) -> None:
    errors: list[str] = []
    staged.on("pageerror", lambda error: errors.append(str(error)))
    await stage(staged, HOUSEHOLDS[household])
    card = staged.locator(f"#stage {CARD}")
    await expect(card).to_contain_text(DOWNSTAIRS.name)
    assert errors == []
    assert await serious(staged) == {}
    assert await hanging_over(staged) == []
    text = await card.inner_text()
    assert not re.search("undefined|NaN|null|unknown|[a-z]_[a-z]", text), text


@pytest.mark.parametrize(
    ("is_admin", "opens"),
    [(True, "hass-action"), (False, "hass-more-info")],
    ids=["the repair", "the entity, where repairs are not one's to see"],
)
async def test_a_problem_leads_to(staged: Page, is_admin: bool, opens: str) -> None:
    await stage(staged, machine({"problem": LOST}, isAdmin=is_admin))
    await staged.evaluate(
        """() => {
          window.opened = [];
          for (const kind of ["hass-action", "hass-more-info"]) {
            document.querySelector("home-assistant").shadowRoot
              .querySelector("#stage").addEventListener(kind, (event) => {
                event.stopPropagation();
                window.opened.push(kind);
              });
          }
        }"""
    )
    await staged.get_by_role("button", name="The room temperature is lost").click()
    assert await staged.evaluate("window.opened") == [opens]
