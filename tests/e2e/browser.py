"""A real browser, in which the owner of the Home Assistant is signed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import os
import shutil
import time
from typing import Any

from playwright.async_api import BrowserContext, async_playwright
import pytest

from .client import HomeAssistant, Json

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


def browser_path() -> str:
    """Return a browser's path; without one the test is skipped, but not in CI."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    return path or give_up(f"none of {', '.join(BROWSERS)} is installed")


@asynccontextmanager
async def browsing(
    home_assistant: HomeAssistant, signed_in: dict[str, Json] | None = None, **more: Any
) -> AsyncIterator[BrowserContext]:
    """Browse with nothing cached, as the owner or as whose tokens are given.

    `more` tells of the device.
    """
    path = browser_path()
    tokens = json.dumps(_tokens(home_assistant, signed_in or home_assistant.tokens))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = await browser.new_context(**more)
        await context.add_init_script(
            f"localStorage.setItem('hassTokens', JSON.stringify({tokens}))"
        )
        yield context
        await browser.close()


def _tokens(
    home_assistant: HomeAssistant, tokens: dict[str, Json]
) -> dict[str, object]:
    """Return what the frontend itself stores after a login."""
    url = home_assistant.process.url
    return tokens | {
        "hassUrl": url,
        "clientId": home_assistant.client_id,
        "expires": int((time.time() + tokens["expires_in"]) * 1000),
    }
