"""The card in the real frontend: found, put on a dashboard, read and used."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise
import re

from playwright.async_api import Locator, Page, expect
import pytest
import pytest_asyncio

from .browser import RENDERING, browsing
from .client import HomeAssistant, Json
from .conftest import House
from .household import LOFT

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

CARD = "heat-pump-thermostat-card"
MODULE = "/heat_pump_thermostat/heat-pump-thermostat-card.js"
DASHBOARD = "card-tests"
STEP = 0.5


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def loft(house: House) -> AsyncIterator[House]:
    """The house with one more thermostat that heats, and a dashboard with its card."""
    home_assistant = house.home_assistant
    entry_id = await home_assistant.add_thermostat(LOFT)
    await home_assistant.act("climate.set_hvac_mode", LOFT.climate, hvac_mode="heat")
    await home_assistant.command(
        "lovelace/dashboards/create", url_path=DASHBOARD, title="Card", mode="storage"
    )
    card = {"type": f"custom:{CARD}", "entity": LOFT.climate}
    await fill(home_assistant, [card])
    yield house
    await home_assistant.remove(entry_id)


async def fill(home_assistant: HomeAssistant, cards: list[Json]) -> None:
    """Have the dashboard show these cards."""
    sections = [{"type": "grid", "cards": cards}]
    view = {"title": "Home", "type": "sections", "sections": sections}
    await home_assistant.command(
        "lovelace/config/save", url_path=DASHBOARD, config={"views": [view]}
    )


async def opened(page: Page, house: House) -> Locator:
    """Return the card, once it is shown on the dashboard."""
    await page.goto(f"{house.home_assistant.process.url}/{DASHBOARD}/0")
    card = page.locator(CARD)
    await expect(card).to_contain_text(LOFT.name, timeout=RENDERING)
    return card


def setpoints(house: House) -> list[float]:
    """Return the setpoints that the thermostat had, one after the other."""
    seen: list[float] = []
    for change in house.history.of(LOFT.climate):
        value = change.attributes.get("temperature")
        if value is not None and seen[-1:] != [value]:
            seen.append(value)
    return seen


async def test_it_tells_room_source_and_reason(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    await expect(card).to_contain_text("19.0°")
    await expect(card).to_contain_text("Resting")
    await expect(card).to_contain_text("Compressor resting")
    await expect(card).to_contain_text(re.compile(r"until [^(]*\(in \d+ min"))
    drawing = card.locator(".drawing")
    await expect(drawing).to_have_attribute("aria-label", "Resting. Outdoors 5.0°")
    await expect(card.locator("figure")).to_have_attribute(
        "aria-label", re.compile("^The last day")
    )


async def test_quick_taps_add_up_at_once_and_are_sent_once(
    loft: House, page: Page
) -> None:
    card = await opened(page, loft)
    before = setpoints(loft)
    higher = card.get_by_role("button", name="Higher, Heat to")
    for _ in range(3):
        await higher.click()
    await expect(card.locator("output")).to_have_text(f"{before[-1] + 3 * STEP:.1f}°")
    aim = before[-1] + 3 * STEP
    await loft.history.until(lambda: loft.setpoint(LOFT) == aim, 10, "it is raised")
    assert setpoints(loft) == [*before, aim]


async def test_the_dial_is_set_by_the_keyboard_alone(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    before = loft.setpoint(LOFT)
    dial = card.get_by_role("slider", name="Heat to")
    await card.get_by_role("button", name="More").focus()
    await page.keyboard.press("Tab")
    await expect(dial).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("PageDown")
    await expect(dial).to_have_attribute("aria-valuenow", f"{before - 5 * STEP:g}")
    await loft.history.until(
        lambda: loft.setpoint(LOFT) == before - 5 * STEP, 10, "it is lowered"
    )


async def test_the_wheel_sets_only_what_has_the_focus(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    dial = card.get_by_role("slider", name="Heat to")
    before = loft.setpoint(LOFT)
    await dial.hover()
    await page.mouse.wheel(0, -100)
    await expect(dial).to_have_attribute("aria-valuenow", f"{before:g}")
    await dial.focus()
    await page.mouse.wheel(0, -100)
    await loft.history.until(
        lambda: loft.setpoint(LOFT) == before + STEP, 10, "it is raised"
    )


async def test_emergency_heat_stands_behind_a_question_that_names_its_cost(
    loft: House, page: Page
) -> None:
    card = await opened(page, loft)
    await card.get_by_role("button", name="Emergency heat").click()
    await expect(page.get_by_text("Heat with the backup alone?")).to_be_visible()
    await expect(page.get_by_text(re.compile("compressor stays off"))).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    assert await loft.home_assistant.state(LOFT.emergency_heat) == "off"

    await card.get_by_role("button", name="Emergency heat").click()
    await page.get_by_role("button", name="Heat with the backup").click()
    await loft.history.until_state(LOFT.emergency_heat, "on")
    await expect(card.locator(".strip")).to_contain_text("Emergency heat")
    await card.get_by_role("button", name="End emergency heat").click()
    await loft.history.until_state(LOFT.emergency_heat, "off")


async def test_a_mode_is_chosen(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    await card.get_by_title("Off").click()
    await loft.history.until_state(LOFT.climate, "off")
    await expect(card.get_by_title("Off")).to_have_attribute("aria-pressed", "true")
    await expect(card.locator(".strip")).to_contain_text("Off")
    await card.get_by_title("Heat", exact=True).click()
    await loft.history.until_state(LOFT.climate, "heat")


async def test_who_is_no_administrator_uses_it_all_the_same(loft: House) -> None:
    tokens = await loft.home_assistant.sign_up("child")
    async with browsing(loft.home_assistant, tokens) as context:
        page = await context.new_page()
        card = await opened(page, loft)
        await expect(card.locator("figure .room").first).to_be_attached()
        before = loft.setpoint(LOFT)
        await card.get_by_role("button", name="Higher, Heat to").click()
        await loft.history.until(
            lambda: loft.setpoint(LOFT) == before + STEP, 10, "it is raised"
        )
        await card.get_by_role("button", name="Balance of house and machine").click()
        await expect(card.locator("figure")).to_contain_text("The house needs")


async def test_the_second_page_is_the_balance_chart(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    turn = card.get_by_role("button", name="Balance of house and machine")
    await turn.click()
    await expect(turn).to_have_attribute("aria-pressed", "true")
    await expect(card.locator("figure")).to_contain_text("The house needs")
    await expect(card.locator("figure")).to_contain_text("The heat pump gives")
    await turn.click()
    await expect(card.get_by_role("slider", name="Heat to")).to_be_visible()


@pytest.mark.parametrize("kind", ["tile", "thermostat"])
async def test_features_tell_the_source_and_hold_and_ask(
    loft: House, page: Page, kind: str
) -> None:
    names = ("source", "hold", "emergency-heat")
    features = [{"type": f"custom:heat-pump-thermostat-{name}"} for name in names]
    card = {"type": kind, "entity": LOFT.climate, "features": features}
    await fill(loft.home_assistant, [card])
    await page.goto(f"{loft.home_assistant.process.url}/{DASHBOARD}/0")
    source = page.locator("heat-pump-thermostat-source")
    await expect(source).to_contain_text("Resting", timeout=RENDERING)
    await expect(source).to_contain_text("until")

    hold = page.locator("heat-pump-thermostat-hold")
    await hold.get_by_role("button", name="Hold 2 h").click()
    await loft.history.until(lambda: is_held(loft), 10, "it is held")
    await hold.get_by_role("button", name=re.compile("Set by hand until")).click()
    await loft.history.until(lambda: not is_held(loft), 10, "it is held no more")

    emergency = page.locator("heat-pump-thermostat-emergency-heat")
    await emergency.get_by_role("button", name="Emergency heat").click()
    await expect(page.get_by_text("Heat with the backup alone?")).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    await fill(
        loft.home_assistant, [{"type": f"custom:{CARD}", "entity": LOFT.climate}]
    )


def is_held(house: House) -> bool:
    """Return whether a temperature is held."""
    return bool(house.history.now(LOFT.climate).attributes["is_held"])


async def test_a_hold_is_told_with_its_end_and_ended(loft: House, page: Page) -> None:
    await loft.home_assistant.act(
        "heat_pump_thermostat.hold",
        LOFT.climate,
        **{"temperature": 21, "for": {"hours": 2}},
    )
    card = await opened(page, loft)
    held = card.get_by_label("Set by hand").locator("option").first
    await expect(held).to_have_text(re.compile("^until [0-9]"))
    await card.get_by_role("button", name="Back to the schedule").click()
    await loft.history.until(lambda: not is_held(loft), 10, "it is held no more")
    await expect(card).not_to_contain_text("Set by hand")


def hours_left(house: House, attribute: str) -> float | None:
    """Return how long something still lasts; None: until somebody ends it."""
    until = house.history.now(LOFT.climate).attributes[attribute]
    if until is None:
        return None
    return (datetime.fromisoformat(until) - datetime.now(UTC)).total_seconds() / 3600


async def test_the_end_of_a_hold_is_chosen(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    await card.get_by_label("Hold").select_option("2 h")
    await loft.history.until(lambda: is_held(loft), 10, "it is held")
    assert hours_left(loft, "hold_until") == pytest.approx(2, abs=0.1)
    end = card.get_by_label("Set by hand")
    await expect(end.locator("option").first).to_have_text(re.compile("^until [0-9]"))

    await end.select_option("until I end it")
    await loft.history.until(
        lambda: is_held(loft) and hours_left(loft, "hold_until") is None, 10, "for good"
    )
    await expect(end.locator("option").first).to_have_text("until I end it")
    before = loft.setpoint(LOFT)
    await card.get_by_role("button", name="Higher, Heat to").click()
    await loft.history.until(
        lambda: loft.setpoint(LOFT) == before + STEP, 10, "it is raised"
    )
    assert is_held(loft)

    await card.get_by_role("button", name="Back to the schedule").click()
    await loft.history.until(lambda: not is_held(loft), 10, "it is held no more")
    await expect(card.get_by_label("Hold").locator("option").first).to_have_text("–")


async def test_the_end_of_a_hold_is_chosen_by_the_keyboard_and_sent_once(
    loft: House, page: Page
) -> None:
    card = await opened(page, loft)
    ends = len(holds(loft))
    await card.get_by_label("Hold").focus()
    for _ in range(3):
        await page.keyboard.press("ArrowDown")
    await loft.history.until(lambda: is_held(loft), 10, "it is held")
    assert hours_left(loft, "hold_until") == pytest.approx(4, abs=0.1)
    assert len(holds(loft)) == ends + 1
    await card.get_by_role("button", name="Back to the schedule").click()
    await loft.history.until(lambda: not is_held(loft), 10, "it is held no more")


def holds(house: House) -> list[str]:
    """Return the ends that holds had, one after the other."""
    ends = [
        change.attributes.get("hold_until") for change in house.history.of(LOFT.climate)
    ]
    return [after for before, after in pairwise(ends) if after and after != before]


async def test_emergency_heat_may_end_by_itself(loft: House, page: Page) -> None:
    card = await opened(page, loft)
    await card.get_by_label("For how long").select_option("4 h")
    await card.get_by_role("button", name="Emergency heat").click()
    await expect(
        page.get_by_text(re.compile("off until [0-9].*unless"))
    ).to_be_visible()
    await page.get_by_role("button", name="Heat with the backup").click()
    await loft.history.until_state(LOFT.emergency_heat, "on")
    assert hours_left(loft, "emergency_heat_until") == pytest.approx(4, abs=0.1)
    await card.get_by_role("button", name="End emergency heat").click()
    await loft.history.until_state(LOFT.emergency_heat, "off")


async def test_a_whole_page_takes_one_click(loft: House, page: Page) -> None:
    url = loft.home_assistant.process.url
    await page.goto(f"{url}/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click(timeout=RENDERING)
    await page.get_by_text("Heat Pump Thermostat", exact=True).click()
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("button", name="Create")).to_be_hidden()
    dashboards = await loft.home_assistant.command("lovelace/dashboards/list")
    made = [each for each in dashboards if each["url_path"].startswith("heat-pump-")]
    await page.goto(f"{url}/{made[0]['url_path']}/{LOFT.slug}")
    await expect(page.locator(CARD)).to_contain_text(LOFT.name, timeout=RENDERING)
    for part in ("Today", "Cost and energy", "Machine", "House", "Upkeep"):
        await expect(page.get_by_text(part, exact=True).first).to_be_visible()
    await expect(page.locator("heat-pump-thermostat-badge")).to_contain_text("Resting")


async def test_from_an_empty_dashboard_to_the_card_by_the_picker(
    loft: House, page: Page
) -> None:
    await fill(loft.home_assistant, [])
    url = loft.home_assistant.process.url
    await page.goto(f"{url}/{DASHBOARD}/0?edit=1")
    add = page.get_by_role("button", name="Add card").first
    await add.click(timeout=RENDERING)
    picker = page.locator("hui-dialog-create-card")
    await picker.get_by_placeholder("Search entities").fill(f"{LOFT.name} climate")
    await picker.get_by_text("Climate").first.click()
    suggestion = picker.locator(CARD)
    await expect(suggestion).to_contain_text(LOFT.name)
    await picker.get_by_text("Heat Pump Thermostat", exact=True).click()
    await expect(picker).to_be_hidden()
    placed = page.locator("#view").locator(CARD)
    await expect(placed).to_contain_text(LOFT.name)

    await page.locator("hui-card-edit-mode").first.click()
    editor = page.locator("hui-dialog-edit-card")
    await expect(editor).to_contain_text("Show the drawing")
    await editor.locator("ha-switch").first.click()
    await expect(editor.locator(CARD).locator(".drawing")).to_have_count(0)
    await editor.get_by_role("button", name="Save").click()
    await expect(placed.locator(".drawing")).to_have_count(0)


async def test_a_page_that_is_slow_to_start_has_the_card_all_the_same(
    loft: House,
) -> None:
    card = {"type": f"custom:{CARD}", "entity": LOFT.climate}
    await fill(loft.home_assistant, [card])
    async with browsing(loft.home_assistant) as context:
        page = await context.new_page()

        async def delay(route: Json) -> None:
            await page.wait_for_timeout(1500)
            await route.continue_()

        await page.route("**/frontend_latest/app.*.js", delay)
        # As a page would that loads the module itself, before anything else.
        await page.add_init_script(f"void import('{MODULE}')")
        await opened(page, loft)
