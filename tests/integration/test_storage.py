"""Stores that are damaged, or of another version, on a real disk."""

import asyncio
from itertools import islice
import json
from pathlib import Path
import random
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import State
from homeassistant.helpers.storage import Store
from homeassistant.helpers.translation import async_get_translations
import pytest
from pytest_homeassistant_custom_component.common import mock_restore_cache

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.layouts import STORE_VERSION
from tests.damage import damaged, released, stores

from .house import DUAL_FUEL, House, Wiring
from .test_issues import issues
from .test_repairs import repairs_of

SOME: Final = 60
TOLD: Final = "Upstairs: what was stored is not as it should be"


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Live in a folder of its own."""
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant read and write files."""
    return {}


@pytest.fixture
def wiring() -> Wiring:
    """Wire what the released store is of."""
    return DUAL_FUEL


class Disk:
    """The file of a thermostat, and what is beside it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.path = Path(
            house.hass.config.path(".storage", f"{DOMAIN}.{house.entry.entry_id}")
        )

    @property
    def aside(self) -> Path:
        """What was kept of a damaged file."""
        return Path(f"{self.path}.damaged")

    @property
    def stored(self) -> Any:
        """What is in the file."""
        return json.loads(self.path.read_bytes())

    async def restart(self, text: bytes | None) -> None:
        """Start the thermostat again with this in its file."""
        await self.house.unload(self.house.entry)
        if text is None:
            self.path.unlink()
        else:
            self.path.write_bytes(text)
        await self.house.set_up()
        await self.settle()

    async def settle(self) -> None:
        """Wait until all that was to be written is."""
        await self.house.hass.async_block_till_done()

    def kept(self) -> list[bytes]:
        """Return what was kept of damaged files, by us or by Home Assistant."""
        files = self.path.parent.glob(f"{self.path.name}.*")
        return [file.read_bytes() for file in files]


@pytest.fixture
async def disk(house: House) -> Disk:
    """Heat for a while, with something in the store."""
    await house.ask("heat", room=18)
    await house.choose("set_temperature", temperature=21.5)
    await house.live(minutes=6)
    assert house.on == {"g", "y1"}
    disk = Disk(house)
    await disk.settle()
    return disk


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the thermostat warned of since the last time."""
    told = [
        record.getMessage()
        for record in caplog.records
        if record.levelname == "WARNING" and record.name.startswith("custom_comp")
    ]
    caplog.clear()
    return told


def without(stored: dict[str, Any], key: str) -> bytes:
    return json.dumps({k: v for k, v in stored.items() if k != key}).encode()


# --- Whatever is in the file ---------------------------------------------------------


async def test_of_a_store_that_is_whole_nothing_is_said(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    await disk.restart(disk.path.read_bytes())

    assert warnings(caplog) == []
    assert disk.kept() == []
    assert issues(disk.house) == {}


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(b"", "makes no sense", id="nothing"),
        pytest.param(b"{}", "does not tell its version", id="an empty mapping"),
        pytest.param(b"null", "does not tell its version", id="null"),
        pytest.param(b"[1, 2]", "does not tell its version", id="a list"),
        pytest.param(random.Random(1).randbytes(999), "makes no", id="rubbish"),  # noqa: S311
        pytest.param(b"[" * 99_999, "makes no sense", id="a bomb"),
        pytest.param(
            b'{"version": %d, "data": []}' % STORE_VERSION,
            "all of it",
            id="a list in it",
        ),
        pytest.param(
            b'{"version": %d, "data": null}' % STORE_VERSION,
            "all of it",
            id="null in it",
        ),
        pytest.param(None, "it is gone", id="no file any more"),
    ],
)
async def test_whatever_is_in_the_file_the_relays_are_looked_after(
    disk: Disk, caplog: pytest.LogCaptureFixture, text: bytes | None, why: str
) -> None:
    house = disk.house
    await house.unload(house.entry)
    for terminal in ("g", "y1"):
        house[terminal].say(True)

    await disk.restart(text)
    (told,) = warnings(caplog)
    assert told.startswith(TOLD)
    assert why in told
    assert "lost: all of it" in told
    assert disk.kept() == ([] if text is None else [text])

    await house.live(minutes=1)
    assert house.entry.state is ConfigEntryState.LOADED
    assert house.climate.state == "heat"
    assert house.climate.attributes["temperature"] == 21.5
    assert set(issues(house)) == {"house_lost"}
    assert house.on == {"g", "y1"}

    await house.choose("turn_off")
    await house.live(minutes=5)
    assert house.on == set()
    await disk.settle()
    assert disk.stored["data"]["wishes"]["mode"] == "off"


@pytest.mark.parametrize("version", ["1", None, -1, True, 1e300, []])
async def test_a_store_whose_version_makes_no_sense_loses_nothing_but_that(
    disk: Disk, caplog: pytest.LogCaptureFixture, version: Any
) -> None:
    await disk.restart(json.dumps({**disk.stored, "version": version}).encode())

    assert all("lost" not in told for told in warnings(caplog))
    assert disk.house.climate.attributes["temperature"] == 21.5
    assert issues(disk.house) == {}


async def test_a_store_without_a_version_loses_nothing_but_that(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    await disk.restart(without(disk.stored, "version"))

    assert warnings(caplog) == [f"{TOLD}; it does not tell its version"]
    assert disk.house.climate.attributes["temperature"] == 21.5


async def test_a_store_that_was_cut_off_loses_what_came_after(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    text = disk.path.read_bytes()
    await disk.restart(text[: text.index(b'"guards"')])

    (told,) = warnings(caplog)
    assert "it makes no sense from somewhere on; lost: " in told
    assert "guards, " in told
    assert "wishes" not in told
    assert disk.house.climate.attributes["temperature"] == 21.5
    assert disk.kept() == [text[: text.index(b'"guards"')]]


async def test_what_was_moved_away_is_found_again_after_a_crash(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    text = disk.path.read_bytes()
    cut = text[: text.index(b'"guards"')]
    await disk.restart(cut)
    caplog.clear()

    await disk.restart(None)

    assert "wishes" not in warnings(caplog)[0]
    assert disk.house.climate.attributes["temperature"] == 21.5


async def test_what_was_damaged_first_is_kept(disk: Disk) -> None:
    stored = disk.stored
    for mode in ("defrost", "dry"):
        stored["data"]["wishes"]["mode"] = mode
        await disk.restart(json.dumps(stored).encode())

    assert json.loads(disk.aside.read_bytes())["data"]["wishes"]["mode"] == "defrost"


@pytest.mark.parametrize("version", [1, STORE_VERSION - 1, STORE_VERSION, 99])
async def test_what_is_kept_is_what_was_found_whatever_version_wrote_it(
    disk: Disk, version: int
) -> None:
    stored = {**disk.stored, "version": version}
    stored["data"]["wishes"]["fan"] = "hurricane"
    text = json.dumps(stored, indent=3).encode()
    await disk.restart(text)

    assert disk.aside.read_bytes() == text
    await disk.house.live(minutes=2)
    await disk.settle()
    assert disk.stored["version"] == STORE_VERSION


@pytest.mark.parametrize("version", [STORE_VERSION - 1, 99])
async def test_of_another_version_nothing_is_kept_that_is_not_damaged(
    disk: Disk, version: int
) -> None:
    await disk.restart(json.dumps({**disk.stored, "version": version}).encode())
    await disk.house.live(minutes=2)
    await disk.settle()

    assert disk.kept() == []
    assert disk.stored["version"] == STORE_VERSION


async def test_what_cannot_be_read_is_moved_away(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    house = disk.house
    await house.unload(house.entry)
    disk.path.unlink()
    disk.path.mkdir()
    await house.set_up()
    await disk.settle()

    assert "it cannot be read" in warnings(caplog)[0]
    assert disk.aside.is_dir()
    assert house.climate.attributes["temperature"] == 21.5
    assert disk.stored["data"]["wishes"]["mode"] == "heat"


async def test_a_thermostat_that_is_removed_leaves_no_file(disk: Disk) -> None:
    await disk.restart(b'{"version": 1, "data": []}')
    entry = disk.house.entry
    await disk.house.spend(disk.house.hass.config_entries.async_remove(entry.entry_id))

    assert list(disk.path.parent.glob(f"{disk.path.name}*")) == []


@pytest.mark.slow
async def test_some_damaged_stores_as_files(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    several = list(islice(damaged(released(stores()[-1]), seed=11), 1600))
    for each in random.Random(12).sample(several, SOME):  # noqa: S311
        await disk.restart(each.text)
        told = warnings(caplog)
        assert disk.house.entry.state is ConfigEntryState.LOADED, each
        assert len(told) <= 1, each
        await disk.house.live(minutes=1)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("version", [STORE_VERSION - 1, STORE_VERSION, 99])
@pytest.mark.parametrize("depth", [50, 300, 600, 1_100, 5_000])
async def test_however_deep_a_part_is_nested_the_rest_is_taken_up(
    disk: Disk, version: int, depth: int
) -> None:
    stored = {**disk.stored, "version": version}
    stored["data"]["deep"] = "deep"
    deep = "[" * depth + "]" * depth
    text = json.dumps(stored).replace('"deep": "deep"', f'"deep": {deep}')
    await disk.restart(text.encode())

    house = disk.house
    assert house.entry.state is ConfigEntryState.LOADED
    assert house.climate.attributes["temperature"] == 21.5
    assert issues(house) == {}
    await house.choose("set_temperature", temperature=22)
    await disk.settle()
    assert disk.stored["data"]["wishes"]["base"]["heat"] == 22


# --- What was not understood, and the next save --------------------------------------


async def test_what_a_newer_version_kept_is_not_destroyed(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    stored = {**disk.stored, "version": 99}
    data = stored["data"]
    data["frills"] = {"of": [1, {"two": None}]}
    data["wishes"]["comfort"] = "cosy"
    data["learned"]["twin"] = "water"
    data["problems"]["moth"] = "2026-01-01T00:00:00+00:00"
    await disk.restart(json.dumps(stored).encode())

    (told,) = warnings(caplog)
    assert "it is of the newer version 99" in told
    assert "lost: problems.moth, learned.twin;" in told
    assert told.endswith("does not know it: wishes.comfort, frills")
    assert disk.house.climate.attributes["temperature"] == 21.5

    await disk.house.choose("set_temperature", temperature=22)
    await disk.settle()
    after = disk.stored["data"]
    assert after["wishes"]["base"]["heat"] == 22
    assert after["frills"] == {"of": [1, {"two": None}]}
    assert after["wishes"]["comfort"] == "cosy"
    assert after["learned"]["twin"] == "water"
    assert after["problems"]["moth"] == "2026-01-01T00:00:00+00:00"


async def test_what_was_not_understood_gives_way_to_what_is_chosen(disk: Disk) -> None:
    stored = disk.stored
    stored["data"]["wishes"]["fan"] = "hurricane"
    await disk.restart(json.dumps(stored).encode())
    await disk.settle()
    assert disk.stored["data"]["wishes"]["fan"] == "hurricane"

    await disk.house.choose("set_fan_mode", fan_mode="on")
    await disk.settle()
    assert disk.stored["data"]["wishes"]["fan"] == "on"


async def test_what_could_not_be_written_is_not_carried_along(disk: Disk) -> None:
    deep: Any = []
    for _ in range(200):
        deep = [deep]
    stored = disk.stored
    stored["data"]["deep"] = deep
    await disk.restart(json.dumps(stored).encode())
    await disk.house.choose("set_temperature", temperature=22)
    await disk.settle()

    assert disk.stored["data"]["wishes"]["base"]["heat"] == 22
    assert "deep" not in disk.stored["data"]
    assert issues(disk.house) == {}


@pytest.mark.parametrize("name", stores())
async def test_each_released_store_is_read_without_a_word(
    disk: Disk, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    await disk.restart(json.dumps(released(name)).encode())

    assert warnings(caplog) == []
    house = disk.house
    assert issues(house) == {}
    assert house.climate.state == "heat_cool"
    assert house.climate.attributes["preset_mode"] == "none"
    assert house.climate.attributes["is_held"]
    assert house.climate.attributes["fan_mode"] == "circulate"
    assert house.entry.runtime_data.decision.state.learned.envelope.days > 0

    await house.use("button", "press", "resume_schedule")
    assert house.climate.attributes["preset_mode"] == "away"


# --- Wishes that are lost ------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "shown", "left"),
    [
        pytest.param("mode", "heat", set[str](), id="the mode"),
        pytest.param("mode", None, {"mode_lost"}, id="the mode, and no card"),
        pytest.param("base", "heat", set[str](), id="the setpoints"),
        pytest.param("base", None, {"setpoints_lost"}, id="setpoints, and no card"),
        pytest.param("fan", None, set[str](), id="the fan, and no card"),
        pytest.param("mode", "unavailable", {"mode_lost"}, id="a card of nothing"),
    ],
)
async def test_a_lost_wish_is_taken_from_the_card(
    disk: Disk, lost: str, shown: str | None, left: set[str]
) -> None:
    house, stored = disk.house, disk.stored
    stored["data"]["wishes"][lost] = "nonsense"
    await house.unload(house.entry)
    card = State(house.id("thermostat"), shown or "", {"temperature": 19})
    mock_restore_cache(house.hass, [card] if shown else [])

    await disk.restart(json.dumps(stored).encode())

    assert set(issues(house)) == left
    expected = {"mode": ("off", 21.5), "base": ("heat", 20), "fan": ("heat", 21.5)}
    if not left and shown:
        expected = {"mode": ("heat", 21.5), "base": ("heat", 19)}
    climate = house.climate
    assert (climate.state, climate.attributes["temperature"]) == expected[lost]


@pytest.mark.parametrize("part", ["by_day", "by_night"])
async def test_a_lost_house_is_told(disk: Disk, part: str) -> None:
    stored = disk.stored
    stored["data"]["learned"]["envelope"][part]["sums"]["xx"] = float("nan")
    await disk.restart(json.dumps(stored).encode())

    assert set(issues(disk.house)) == {"house_lost"}


async def test_a_lost_vacation_does_not_begin_and_is_told(disk: Disk) -> None:
    stored = disk.stored
    stored["data"]["wishes"]["vacation"] = {
        "targets": {"heat": 12, "cool": 30},
        "until": "2027-01-01T00:00:00+00:00",
        "begins": "2026-12-20T00:00:00",
    }
    await disk.restart(json.dumps(stored).encode())

    assert set(issues(disk.house)) == {"setpoints_lost"}
    assert disk.house.climate.attributes["temperature"] == 21.5


@pytest.mark.parametrize("damaged_part", ["base", "preset", "hold"])
async def test_below_a_vacation_what_is_lost_is_told_and_not_what_the_card_shows(
    disk: Disk, damaged_part: str
) -> None:
    stored = disk.stored
    stored["data"]["wishes"]["vacation"] = {
        "targets": {"heat": 12, "cool": 30},
        "until": None,
        "begins": None,
    }
    stored["data"]["wishes"][damaged_part] = "nonsense"
    await disk.house.unload(disk.house.entry)
    shown = {"temperature": 12, "preset_mode": "away"}
    mock_restore_cache(
        disk.house.hass, [State(disk.house.id("thermostat"), "heat", shown)]
    )
    await disk.restart(json.dumps(stored).encode())

    house = disk.house
    assert set(issues(house)) == {"setpoints_lost"}
    assert house.climate.attributes["temperature"] == 12
    await house.use("button", "press", "resume_schedule")
    heat = 20 if damaged_part == "base" else 21.5
    assert house.climate.attributes["temperature"] == heat
    assert house.climate.attributes["preset_mode"] == "none"


async def test_what_is_lost_is_told_until_somebody_confirms_it(disk: Disk) -> None:
    house, repairs = disk.house, await repairs_of(disk.house)
    stored = disk.stored
    stored["data"]["learned"] = 5
    await disk.restart(json.dumps(stored).encode())
    await disk.restart(disk.path.read_bytes())
    assert issues(house)["house_lost"].is_persistent

    form = await repairs.open("house_lost")
    assert form["step_id"] == "confirm"
    assert (await repairs.submit(form))["type"] == "create_entry"
    assert issues(house) == {}


async def test_what_is_lost_can_be_read(disk: Disk) -> None:
    house = disk.house
    await house.unload(house.entry)
    mock_restore_cache(house.hass, [])
    await disk.restart(b'{"version": 1, "data": []}')
    texts = await async_get_translations(house.hass, "en", "issues", [DOMAIN])

    assert set(issues(house)) == {"mode_lost", "setpoints_lost", "house_lost"}
    told = [
        texts[f"component.{DOMAIN}.issues.{key}.{part}"].format(
            **issue.translation_placeholders or {}
        )
        for key, issue in issues(house).items()
        for part in ("title", "fix_flow.step.confirm.description")
    ]
    assert not [text for text in told if "{" in text]


# --- Saves that fail -----------------------------------------------------------------


async def test_a_save_that_fails_is_told_until_one_succeeds(disk: Disk) -> None:
    house = disk.house
    disk.path.unlink()
    disk.path.mkdir()
    await house.choose("turn_off")
    await disk.settle()
    issue = issues(house)["not_saved"]
    assert issue.translation_placeholders == {"name": "Upstairs"}

    disk.path.rmdir()
    await house.live(minutes=2)
    await disk.settle()
    assert issues(house) == {}
    assert disk.stored["data"]["wishes"]["mode"] == "off"


@pytest.mark.parametrize(
    "error", [PermissionError, RuntimeError, ValueError, TypeError, RecursionError]
)
async def test_whatever_keeps_it_from_being_saved_is_told_and_stops_nothing(
    house: House, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    """A disk that is full, an executor that has stopped, what no JSON can hold."""

    async def refuse(*_: object) -> None:
        raise error

    await house.sense(room=17)
    await house.hass.async_block_till_done()  # The disk may be busy with what was.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "async_save", refuse)
        await house.choose("set_hvac_mode", hvac_mode="heat")
        await house.live(minutes=2)
        assert "y1" in house.on
        assert set(issues(house)) == {"not_saved"}
        await house.unload(house.entry)
    assert house.on == set()
    assert house.entry.state is ConfigEntryState.NOT_LOADED
    assert [r for r in caplog.records if r.levelname == "ERROR"] == []


async def test_what_waits_for_a_slow_disk_is_written_together(disk: Disk) -> None:
    house = disk.house
    is_free, written = asyncio.Event(), list[Any]()
    save = Store.async_save

    async def late(store: Store[Any], data: Any) -> None:
        await is_free.wait()
        written.append(data["wishes"])
        await save(store, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "async_save", late)
        for tenths in range(200, 220):
            await house.hass.services.async_call(
                "climate",
                "set_temperature",
                {"entity_id": house.id("thermostat"), "temperature": tenths / 10},
                blocking=True,
            )
        is_free.set()
        await disk.settle()
    assert len(written) == 2
    assert disk.stored["data"]["wishes"] == written[-1] != written[0]
    assert issues(house) == {}
