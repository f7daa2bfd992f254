"""Serves the card's module, and has every dashboard load it.

Dashboards wait for what is stored among their resources, and for nothing else. Where
resources are kept in YAML they are their owner's, and the module is loaded by the page.
"""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Final, assert_never

from homeassistant.components.frontend import (
    DATA_EXTRA_MODULE_URL,
    DOMAIN as FRONTEND,
    add_extra_js_url,
    remove_extra_js_url,
)
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .resources import MODULE, Create, Delete, Update, changes

FILE: Final = Path(__file__).parent / "heat-pump-thermostat-card.js"
URL_PATH: Final = f"/{DOMAIN}/{FILE.name}"
HASH_DIGITS: Final = 12
"""Of the file's hash, in its URL: another file is another URL."""
ONE_AT_A_TIME: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_resources")


async def async_serve(hass: HomeAssistant) -> None:
    """Serve the module, where there is a frontend to load it."""
    if FRONTEND in hass.config.components:
        await hass.http.async_register_static_paths(
            [StaticPathConfig(URL_PATH, str(FILE), cache_headers=True)]
        )


async def async_load(hass: HomeAssistant) -> None:
    """Have every dashboard load the module as it is now, once."""
    if FRONTEND in hass.config.components:
        digest = await hass.async_add_executor_job(_digest)
        await _async_load_from(hass, f"{URL_PATH}?v={digest}")


async def async_withdraw(hass: HomeAssistant) -> None:
    """Have no dashboard load the module any more."""
    if FRONTEND in hass.config.components:
        await _async_load_from(hass, None)


def _digest() -> str:
    return sha256(FILE.read_bytes()).hexdigest()[:HASH_DIGITS]


async def _async_load_from(hass: HomeAssistant, url: str | None) -> None:
    resources = hass.data[LOVELACE_DATA].resources
    if not isinstance(resources, ResourceStorageCollection):
        _load_with_page(hass, url)
        return
    # Several thermostats are set up at once, and must not each add it.
    async with hass.data.setdefault(ONE_AT_A_TIME, asyncio.Lock()):
        await resources.async_get_info()  # what is stored is loaded now
        for change in list(changes(resources.async_items(), URL_PATH, url)):
            match change:
                case Create():
                    item = {"res_type": MODULE, "url": change.url}
                    await resources.async_create_item(item)
                case Update():
                    item = {"res_type": MODULE, "url": change.url}
                    await resources.async_update_item(change.item, item)
                case Delete():
                    await resources.async_delete_item(change.item)
                case _ as never:
                    assert_never(never)


def _load_with_page(hass: HomeAssistant, url: str | None) -> None:
    """Have the page itself load the module, before any dashboard."""
    loaded = [
        each
        for each in hass.data[DATA_EXTRA_MODULE_URL].urls
        if each.partition("?")[0] == URL_PATH
    ]
    for each in loaded:
        remove_extra_js_url(hass, each)
    if url is not None:
        add_extra_js_url(hass, url)
