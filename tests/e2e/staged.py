"""The card on a stage: in the real frontend, in a house where time stands still."""

from collections.abc import Mapping
import os
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page
import pytest

from .browser import RENDERING
from .client import Json
from .conftest import House
from .household import DASHBOARD, DOWNSTAIRS

HERE: Final = Path(__file__).parent
STAGE: Final = (HERE / "card_stage.js").read_text(encoding="utf-8")
AXE: Final = HERE.parents[1] / "card/node_modules/axe-core/axe.min.js"
NOW: Final = 1768485600000
"""Two in the afternoon of a winter's day."""
SOON: Final = "2026-01-15T14:07:00+00:00"
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


def camera(scheme: str) -> dict[str, Any]:
    """Return a device of which pictures are compared: nothing on it moves by itself."""
    return {
        "color_scheme": scheme,
        "viewport": {"width": 420, "height": 1100},
        "timezone_id": "UTC",
        "reduced_motion": "reduce",
    }


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


async def ready(page: Page, house: House) -> Page:
    """Return a page on which the card can be put."""
    await page.goto(f"{house.home_assistant.process.url}/{DASHBOARD}")
    await page.locator("hui-thermostat-card").wait_for(timeout=RENDERING)
    return page


async def stage(page: Page, shown: Picture, width: int = 390, **config: Json) -> None:
    """Put the card on the page, in a state."""
    how = {"entity": DOWNSTAIRS.climate, "width": width, "now": NOW, "config": config}
    await page.evaluate(STAGE, {**shown, **how})


async def serious(page: Page) -> Json:
    """Return what axe holds against the card, where it is serious."""
    if not AXE.exists() and os.environ.get("CI") != "true":
        pytest.skip("scripts/setup card brings axe-core")
    await page.evaluate(
        "stage.card.shadowRoot.querySelectorAll('details')"
        ".forEach((each) => each.open = true)"
    )
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(stage.card)")
    return {
        violation["id"]: [node["html"] for node in violation["nodes"]]
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    }


async def hanging_over(page: Page) -> Json:
    """Return what the card has to the left or the right of itself."""
    return await page.evaluate(
        """() => {
          const card = stage.card.getBoundingClientRect();
          return [...stage.card.shadowRoot.querySelectorAll("*")]
            .filter((each) => !each.closest("svg") && !each.matches("option"))
            .filter((each) => {
              const { left, right } = each.getBoundingClientRect();
              return left < card.left - 1 || right > card.right + 1;
            })
            .map((each) => each.outerHTML.slice(0, 80));
        }"""
    )


async def smallest_target(page: Page) -> float:
    """Return how small the smallest thing is that can be touched, in pixels."""
    return float(
        await page.evaluate(
            """() => Math.min(...[...stage.card.shadowRoot
              .querySelectorAll("button, select, summary")]
              .map((each) => each.getBoundingClientRect())
              .flatMap(({ width, height }) => [width, height]))"""
        )
    )
