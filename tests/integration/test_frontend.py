"""The card's module: served, loaded by every dashboard once, and withdrawn."""

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from random import Random
from typing import Any, Final

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceYAMLCollection
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.frontend.registration import FILE, URL_PATH
from custom_components.heat_pump_thermostat.frontend.resources import (
    Create,
    Delete,
    Update,
    changes,
)

from .house import House

type Items = list[dict[str, Any]]

PATH: Final = "/heat_pump_thermostat/card.js"
OLD: Final = f"{PATH}?v=1"
NEW: Final = f"{PATH}?v=2"
FOREIGN: Final = {"id": "foreign", "type": "module", "url": "/hacsfiles/other.js"}


def item(number: int, url: str, kind: str = "module") -> dict[str, Any]:
    return {"id": str(number), "type": kind, "url": url}


@pytest.mark.parametrize(
    ("items", "url", "expected"),
    [
        pytest.param([FOREIGN], NEW, [Create(NEW)], id="new"),
        pytest.param([item(1, NEW)], NEW, [], id="as it should be"),
        pytest.param([item(1, OLD)], NEW, [Update("1", NEW)], id="another file"),
        pytest.param([item(1, NEW, "js")], NEW, [Update("1", NEW)], id="wrong type"),
        pytest.param([item(1, NEW), item(2, OLD)], NEW, [Delete("2")], id="twice"),
        pytest.param([item(1, OLD), FOREIGN], None, [Delete("1")], id="withdrawn"),
        pytest.param([FOREIGN], None, [], id="nothing to withdraw"),
    ],
)
def test_what_has_to_become_of_the_resources(
    items: Items, url: str | None, expected: list[object]
) -> None:
    assert list(changes(items, PATH, url)) == expected


def changed(items: Items, url: str | None) -> Items:
    """Return what is stored once all changes are made."""
    kept = {each["id"]: dict(each) for each in items}
    for change in changes(items, PATH, url):
        match change:
            case Create(new):
                kept["new"] = item(0, new) | {"id": "new"}
            case Update(which, new):
                kept[which] |= {"url": new, "type": "module"}
            case Delete(which):
                del kept[which]
    return list(kept.values())


@pytest.mark.parametrize("seed", range(50))
def test_whatever_is_stored_one_of_ours_is_loaded_and_all_else_stays(seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - a drawn case
    urls = [OLD, NEW, PATH, "/hacsfiles/other.js", f"/x{PATH}", f"http://else{OLD}?"]
    items = [
        item(number, draw.choice(urls), draw.choice(["module", "js", "css"]))
        for number in range(draw.randrange(6))
    ]
    url = draw.choice([NEW, None])

    def is_ours(each: Mapping[str, Any]) -> bool:
        return PATH in each["url"] and "/x/" not in each["url"]

    after = changed(items, url)
    ours = [(each["type"], each["url"]) for each in after if is_ours(each)]
    assert ours == ([("module", url)] if url else [])
    foreign = [each for each in items if not is_ours(each)]
    assert [each for each in after if not is_ours(each)] == foreign


@pytest.fixture
async def dashboards(hass: HomeAssistant) -> None:
    """Have dashboards, and a page that loads what it is told to; without its files."""
    assert await async_setup_component(hass, "lovelace", {})
    assert await async_setup_component(hass, "http", {})
    hass.data[DATA_EXTRA_MODULE_URL] = UrlManager(lambda *_: None, [])
    hass.config.components.add("frontend")


def resources(hass: HomeAssistant) -> Items:
    return list(hass.data[LOVELACE_DATA].resources.async_items())


def url() -> str:
    return f"{URL_PATH}?v={sha256(FILE.read_bytes()).hexdigest()[:12]}"


@pytest.mark.usefixtures("dashboards", "new_house")
async def test_dashboards_load_the_module_as_it_is_and_it_is_served(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert [(each["type"], each["url"]) for each in resources(hass)] == [
        ("module", url())
    ]
    client = await hass_client_no_auth()
    answer = await client.get(url())
    assert answer.status == HTTPStatus.OK
    assert await answer.read() == FILE.read_bytes()


@pytest.mark.usefixtures("dashboards")
async def test_a_reload_and_a_second_thermostat_add_nothing(
    hass: HomeAssistant, new_house: House
) -> None:
    before = resources(hass)
    await hass.config_entries.async_reload(new_house.entry.entry_id)
    await new_house.settle()
    assert resources(hass) == before


@pytest.mark.usefixtures("dashboards")
async def test_the_module_is_withdrawn_with_the_last_thermostat_alone(
    hass: HomeAssistant, new_house: House
) -> None:
    other = MockConfigEntry(domain=DOMAIN)
    other.add_to_hass(hass)
    await hass.config_entries.async_remove(other.entry_id)
    assert len(resources(hass)) == 1
    await hass.config_entries.async_unload(new_house.entry.entry_id)
    assert len(resources(hass)) == 1
    await hass.config_entries.async_remove(new_house.entry.entry_id)
    assert resources(hass) == []


@pytest.fixture
async def resources_in_yaml(hass: HomeAssistant, dashboards: None) -> None:  # noqa: ARG001
    """Keep resources in YAML."""
    hass.data[LOVELACE_DATA].resources = ResourceYAMLCollection([FOREIGN])


@pytest.mark.usefixtures("resources_in_yaml")
async def test_resources_in_yaml_are_left_alone_and_the_page_loads_the_module(
    hass: HomeAssistant, new_house: House
) -> None:
    assert resources(hass) == [FOREIGN]
    assert hass.data[DATA_EXTRA_MODULE_URL].urls == {url()}
    await hass.config_entries.async_reload(new_house.entry.entry_id)
    await new_house.settle()
    assert hass.data[DATA_EXTRA_MODULE_URL].urls == {url()}
    await hass.config_entries.async_remove(new_house.entry.entry_id)
    assert hass.data[DATA_EXTRA_MODULE_URL].urls == frozenset()


@pytest.mark.usefixtures("new_house")
async def test_where_there_is_no_frontend_the_thermostat_works_all_the_same(
    hass: HomeAssistant,
) -> None:
    assert "frontend" not in hass.config.components
    assert hass.states.get("climate.upstairs")
