"""How the card looks in ten states, that everyone can use it, and what it costs.

The pictures are made anew with UPDATE_PICTURES=1.
"""

from collections.abc import AsyncIterator, Mapping
from io import BytesIO
import os
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageChops
from playwright.async_api import Page
import pytest
import pytest_asyncio

from .browser import RENDERING, browsing
from .client import Json
from .conftest import House
from .household import DASHBOARD, DOWNSTAIRS
from .test_card import CARD

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

HERE: Final = Path(__file__).parent
STAGE: Final = (HERE / "card_stage.js").read_text(encoding="utf-8")
AXE: Final = HERE.parents[1] / "card/node_modules/axe-core/axe.min.js"
NOW: Final = 1768485600000
"""Two in the afternoon of a winter's day."""
SOON: Final = "2026-01-15T14:07:00+00:00"
MOST_DIFFERENT: Final = 0.01
"""Of a picture's points: text is smoothed differently from build to build."""

REST: Final[Mapping[str, Any]] = {
    "status": "idle",
    "next_change": "unknown",
    "outdoor_temperature": "-4.3",
    "cop": "unknown",
    "compressor": "off",
    "aux_heat": ["off", {"because": None}],
    "defrosting": "off",
    "emergency_heat": "off",
    "problem": ["off", {"problems": []}],
    "estimated_power": "0.05",
    "aux_heat_runtime_today": "12",
    "compressor_starts_today": "5",
    "cost_today": "3.2",
    **{f"terminal_{wire}": "off" for wire in ("y1", "y2", "g", "o", "w2")},
}
RUN: Final = {"compressor": "on", "terminal_y1": "on", "terminal_g": "on", "cop": "2.9"}
LOST: Final = ["on", {"problems": ["room_sensor_lost"]}]

type Picture = dict[str, Any]


def picture(
    action: str, told: Mapping[str, Any], mode: str = "heat", **climate: Any
) -> Picture:
    """Return what the card is told in a state."""
    shown = {
        "hvac_action": action,
        "status": told.get("status", "idle"),
        "current_temperature": 19.4,
        "temperature": 20,
        "target_temp_low": None,
        "target_temp_high": None,
        "preset_mode": "none",
        "fan_mode": "auto",
        "is_held": False,
        "hold_until": None,
    }
    return {"told": {**REST, **told}, "mode": mode, "climate": {**shown, **climate}}


PICTURES: Final[Mapping[str, Picture]] = {
    "idle": picture("idle", {}, current_temperature=20.2),
    "heating": picture("heating", {**RUN, "status": "heating", "next_change": SOON}),
    "heating_2": picture(
        "heating", {**RUN, "status": "heating_stage_2", "terminal_y2": "on"}
    ),
    "auxiliary": picture(
        "heating",
        {
            **RUN,
            "status": "auxiliary_heat",
            "terminal_y2": "on",
            "terminal_w2": "on",
            "aux_heat": ["on", {"because": "droop"}],
        },
    ),
    "defrosting": picture(
        "defrosting", {**RUN, "status": "defrosting", "cop": "unknown"}
    ),
    "locked_out": picture(
        "heating",
        {
            "status": "compressor_locked_out",
            "terminal_w2": "on",
            "terminal_g": "on",
            "aux_heat": ["on", {"because": "compressor_locked_out"}],
        },
    ),
    "emergency": picture(
        "heating",
        {
            "status": "emergency_heat",
            "emergency_heat": "on",
            "terminal_w2": "on",
            "terminal_g": "on",
            "aux_heat": ["on", {"because": "emergency_heat"}],
        },
        preset_mode="emergency_heat",
    ),
    "cooling": picture(
        "cooling",
        {**RUN, "status": "cooling", "terminal_o": "on", "outdoor_temperature": "31"},
        mode="heat_cool",
        current_temperature=24.6,
        temperature=None,
        target_temp_low=20,
        target_temp_high=24,
    ),
    "held": picture(
        "idle",
        {"status": "minimum_off", "next_change": SOON},
        is_held=True,
        hold_until="2026-01-15T17:00:00+00:00",
    ),
    "sensor_lost": picture(
        "idle",
        {"status": "room_sensor_lost", "problem": LOST},
        current_temperature=None,
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["light", "dark"])
async def themed(
    house: House, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[str, Page]]:
    """A page of the frontend, in light or dark."""
    scheme = request.param
    device = {
        "color_scheme": scheme,
        "viewport": {"width": 420, "height": 1100},
        "timezone_id": "UTC",
        "reduced_motion": "reduce",
    }
    async with browsing(house.home_assistant, **device) as context:
        yield scheme, await ready(await context.new_page(), house)


async def ready(page: Page, house: House) -> Page:
    """Return a page on which the card can be put."""
    await page.goto(f"{house.home_assistant.process.url}/{DASHBOARD}")
    await page.locator("hui-thermostat-card").wait_for(timeout=RENDERING)
    return page


async def stage(page: Page, shown: Picture, width: int = 390, **config: Json) -> None:
    """Put the card on the page, in a state."""
    how = {"entity": DOWNSTAIRS.climate, "width": width, "now": NOW, "config": config}
    await page.evaluate(STAGE, {**shown, **how})


@pytest.mark.parametrize("state", PICTURES)
async def test_it_looks_as_it_did(themed: tuple[str, Page], state: str) -> None:
    scheme, page = themed
    await stage(page, PICTURES[state])
    taken = await page.locator(f"#stage {CARD}").screenshot(animations="disabled")
    assert differs(taken, f"{state}_{scheme}") <= MOST_DIFFERENT


def differs(taken: bytes, name: str) -> float:
    """Return which part of a picture is not as it was kept."""
    kept = HERE / "pictures" / f"{name}.png"
    if os.environ.get("UPDATE_PICTURES"):
        kept.write_bytes(taken)
    seen = Image.open(BytesIO(taken)).convert("L")
    known = Image.open(kept).convert("L")
    if seen.size != known.size:
        return 1
    histogram = ImageChops.difference(seen, known).histogram()
    return sum(histogram[48:]) / sum(histogram)


@pytest.mark.parametrize("state", PICTURES)
async def test_axe_finds_nothing_serious(themed: tuple[str, Page], state: str) -> None:
    if not AXE.exists() and os.environ.get("CI") != "true":
        pytest.skip("scripts/setup card brings axe-core")
    _, page = themed
    await stage(page, PICTURES[state])
    await page.evaluate("stage.card.shadowRoot.querySelector('details').open = true")
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(stage.card)")
    wrong = {
        violation["id"]: [node["html"] for node in violation["nodes"]]
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    }
    assert wrong == {}


@pytest.mark.parametrize("width", [304, 390, 600])
async def test_nothing_hangs_over_on_any_screen(
    themed: tuple[str, Page], width: int
) -> None:
    _, page = themed
    await stage(page, PICTURES["cooling"], width)
    over = await page.evaluate(
        """() => [...stage.card.shadowRoot.querySelectorAll("*")]
          .filter((each) => !each.closest("svg") &&
            each.getBoundingClientRect().right >
              stage.card.getBoundingClientRect().right + 1)
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert over == []


@pytest.mark.parametrize("width", [304, 390])
async def test_what_is_touched_is_large_enough(
    themed: tuple[str, Page], width: int
) -> None:
    _, page = themed
    await stage(page, PICTURES["held"], width)
    sizes = await page.evaluate(
        """() => [...stage.card.shadowRoot.querySelectorAll("button, select, summary")]
          .map((each) => [each.getBoundingClientRect().width,
                          each.getBoundingClientRect().height])"""
    )
    assert min(min(size) for size in sizes) >= 43.5


@pytest_asyncio.fixture(loop_scope="session")
async def lively(house: House) -> AsyncIterator[Page]:
    """A page on which things may move."""
    async with browsing(house.home_assistant) as context:
        yield await ready(await context.new_page(), house)


async def test_nothing_moves_while_nothing_flows(lively: Page) -> None:
    moving = "stage.card.shadowRoot.getAnimations().length"
    await stage(lively, PICTURES["heating"])
    assert await lively.evaluate(moving) > 0
    await stage(lively, PICTURES["idle"])
    assert await lively.evaluate(moving) == 0
    await lively.emulate_media(reduced_motion="reduce")
    await stage(lively, PICTURES["heating"])
    assert await lively.evaluate(moving) == 0


CHANGES: Final = """() => {
  const { card } = stage;
  const seen = { changes: 0 };
  new MutationObserver((list) => { seen.changes += list.length; }).observe(
    card.shadowRoot,
    { subtree: true, childList: true, characterData: true, attributes: true });
  const own = Object.values(card.hass.entities).find((each) =>
    each.translation_key === "estimated_power" && card.hass.states[each.entity_id]);
  window.change = async (id, times, isHidden = false) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    seen.changes = 0;
    for (let i = 0; i < times; i += 1) {
      const old = card.hass;
      const entity = id ?? own.entity_id;
      const changed = { ...old.states[entity], entity_id: entity, state: `${i}` };
      card.hass = Object.assign(Object.create(Object.getPrototypeOf(old)), old, {
        states: { ...old.states, [entity]: changed } });
      await Promise.resolve();
    }
    await new Promise((done) => setTimeout(done));
    return seen.changes;
  };
  window.look = async () => {
    delete document.hidden;
    seen.changes = 0;
    document.dispatchEvent(new Event("visibilitychange"));
    await new Promise((done) => setTimeout(done));
    return seen.changes;
  };
}"""


async def test_it_works_only_for_changes_of_its_own_that_somebody_sees(
    lively: Page,
) -> None:
    await stage(lively, PICTURES["heating"])
    await lively.evaluate(CHANGES)
    assert await lively.evaluate("change(undefined, 10)") >= 10
    assert await lively.evaluate("change('sensor.foreign', 100)") == 0
    assert await lively.evaluate("change(undefined, 100, true)") == 0
    assert await lively.evaluate("look()") > 0


async def test_a_change_costs_a_millisecond_at_most(lively: Page) -> None:
    await stage(lively, PICTURES["heating"])
    await lively.evaluate(CHANGES)
    browser = await lively.context.new_cdp_session(lively)
    # The time that the processor worked for it, whoever else works on the machine.
    await browser.send("Performance.enable", {"timeDomain": "threadTicks"})

    async def worked() -> float:
        metrics = (await browser.send("Performance.getMetrics"))["metrics"]
        named = {metric["name"]: metric["value"] for metric in metrics}
        return 1000 * float(named["ScriptDuration"])

    costs = []
    for _ in range(21):
        before = await worked()
        await lively.evaluate("change(undefined, 20)")
        costs.append((await worked() - before) / 20)
    assert sorted(costs[1:])[10] <= 1
