"""What released versions left behind, taken over by a Home Assistant that starts."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
import json
from typing import Any, Final

import pytest
import pytest_asyncio

from custom_components.heat_pump_thermostat.layouts import STORE_VERSION
from tests.damage import released

from .client import DOMAIN, HomeAssistant, running
from .household import switch, thermometer
from .process import HomeAssistantProcess

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

RELEASED: Final = (
    ("entry_1_1.json", "store_1.json"),
    ("entry_1_1.json", "store_4.json"),
    ("entry_0_2_0.json", "store_0_2_0.json"),
)
"""Config entries, and the stores that were beside them."""
WIRES: Final = ("y1", "g", "o", "w1")
WARMTH: Final = {"room": 20, "outdoor": 5}
CONFIGURATION: Final[Mapping[str, Any]] = {
    **{key: {} for key in ("frontend", "config", "history", "conversation")},
    "homeassistant": {"country": "DE", "time_zone": "UTC"},
    "logger": {"default": "warning"},
    "input_boolean": {wire: {} for wire in WIRES},
    "input_number": {
        name: {"min": -40, "max": 60, "initial": warmth}
        for name, warmth in WARMTH.items()
    },
    "template": [
        {"sensor": [thermometer(name) for name in WARMTH]},
        {"switch": [switch(wire) for wire in WIRES]},
    ],
}
"""Relays and sensors of the house in which they were written; others are gone."""


@dataclass(frozen=True, kw_only=True)
class Updated:
    """A Home Assistant that has started with what another version left."""

    home_assistant: HomeAssistant
    entry_id: str
    left: Mapping[str, Any]
    """What the store told."""

    async def shows(self, key: str) -> dict[str, Any]:
        """Return what the entity of a key shows."""
        entities = await self.home_assistant.entities(self.entry_id)
        entity = entities[f"{self.entry_id}_{key}"]["entity_id"]
        shown: dict[str, Any] = await self.home_assistant.get(f"/api/states/{entity}")
        return shown


@pytest_asyncio.fixture(loop_scope="session", params=RELEASED, ids=lambda p: p[1])
async def updated(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Updated]:
    """Start with the files of a version; stop, and look at what is kept then."""
    entry, store = map(released, request.param)
    process = HomeAssistantProcess(
        tmp_path_factory.mktemp("released") / "config", CONFIGURATION
    )
    storage = process.folder / ".storage"
    storage.mkdir()
    own = f"{DOMAIN}.{entry['entry_id']}"
    head = {"version": 1, "minor_version": 5, "key": "core.config_entries"}
    for file, content in (
        ("core.config_entries", {**head, "data": {"entries": [entry]}}),
        (own, {**store, "key": own}),
    ):
        (storage / file).write_text(json.dumps(content), encoding="utf-8")
    async with running(process) as home_assistant:
        yield Updated(
            home_assistant=home_assistant,
            entry_id=entry["entry_id"],
            left=store["data"],
        )
    kept = json.loads((storage / own).read_text(encoding="utf-8"))
    assert kept["version"] == STORE_VERSION
    # It was away for so long that no reading of then is good until a new one is there.
    assert [c for c in process.complaints() if "room_sensor_lost" not in c] == []


async def test_wishes_and_sums_go_on_in_a_version_that_comes_after(
    updated: Updated,
) -> None:
    (entry,) = await updated.home_assistant.command("config_entries/get", domain=DOMAIN)
    assert entry["state"] == "loaded"

    wishes, totals = updated.left["wishes"], updated.left["meter"]["totals"]
    card = await updated.shows("thermostat")
    assert card["state"] == wishes["mode"]
    assert card["attributes"]["fan_mode"] == wishes["fan"]
    assert card["attributes"]["preset_mode"] == wishes["preset"]
    energy = await updated.shows("heat_pump_energy")
    counted = totals["heating_electricity"]["ever"]
    assert float(energy["state"]) == pytest.approx(counted, abs=0.1)
    assert (await updated.shows("status"))["state"] not in ("unknown", "unavailable")
