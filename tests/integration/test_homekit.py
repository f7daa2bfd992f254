"""HomeKit: whatever the Home app can choose of the thermostat, it shows and can leave.

What HomeKit makes of the thermostat is Home Assistant's own code.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from homeassistant.components.homekit.accessories import HomeDriver
from homeassistant.components.homekit.iidmanager import AccessoryIIDStorage
from homeassistant.components.homekit.type_switches import Switch
from homeassistant.components.homekit.type_thermostats import Thermostat
import pytest

from .house import BARE, HEAT_ONLY, TWO_STAGE, House

OFF, HEAT, COOL, AUTO = 0, 1, 2, 3
"""The modes of the Home app."""
HOME_APP: Final = ("127.0.0.1", 1)

pytestmark = pytest.mark.parametrize(
    ("wiring", "modes"),
    [
        pytest.param(TWO_STAGE, (OFF, HEAT, COOL, AUTO), id="two stages"),
        pytest.param(BARE, (OFF, HEAT, COOL, AUTO), id="no backup"),
        pytest.param(HEAT_ONLY, (OFF, HEAT), id="heat only"),
    ],
)


class HomeApp:
    """A thermostat as the Home app sees it."""

    def __init__(self, house: House, driver: HomeDriver) -> None:
        """Add the thermostat to HomeKit."""
        self._house = house
        self._driver = driver
        card = house.id("thermostat")
        self.thermostat = Thermostat(house.hass, driver, "Upstairs", card, 1, {})
        self.thermostat.run()
        driver.add_accessory(self.thermostat)

    async def choose(self, **values: Any) -> None:
        """Set characteristics together, as the Home app and its scenes do."""
        chosen = [
            {"aid": 1, "iid": self.thermostat.iid_manager.get_iid(char), "value": value}
            for name, value in values.items()
            for char in [self._char(name)]
        ]
        self._driver.set_characteristics({"characteristics": chosen}, HOME_APP)
        await self._house.settle()

    def shows(self, name: str) -> Any:
        """Return what a characteristic shows."""
        return self._char(name).value

    def _char(self, name: str) -> Any:
        return getattr(self.thermostat, f"char_{name}")


@pytest.fixture
async def driver(new_house: House, tmp_path: Path) -> AsyncIterator[HomeDriver]:
    """HomeKit without a network."""
    storage = AccessoryIIDStorage(new_house.hass, "homekit")
    await storage.async_initialize()
    with (
        patch("pyhap.accessory_driver.AsyncZeroconf"),
        patch("pyhap.accessory_driver.AccessoryEncoder"),
        patch("pyhap.accessory_driver.HAPServer"),
        patch("pyhap.accessory_driver.AccessoryDriver.publish"),
        patch("pyhap.accessory_driver.AccessoryDriver.persist"),
    ):
        yield HomeDriver(
            new_house.hass,
            pincode=b"123-45-678",
            entry_id="homekit",
            entry_title="HomeKit",
            bridge_name="Bridge",
            iid_storage=storage,
            address="127.0.0.1",
            persist_file=str(tmp_path / "state"),
            loop=new_house.hass.loop,
        )


@pytest.fixture
def home_app(new_house: House, driver: HomeDriver) -> Iterator[HomeApp]:
    app = HomeApp(new_house, driver)
    yield app
    app.thermostat.async_stop()


async def test_the_home_app_goes_from_every_mode_to_every_other(
    home_app: HomeApp, modes: tuple[int, ...]
) -> None:
    for before, after in permutations(modes, 2):
        await home_app.choose(target_heat_cool=before)
        await home_app.choose(target_heat_cool=after)
        assert home_app.shows("target_heat_cool") == after


async def test_the_home_app_sets_and_sees_one_temperature(
    home_app: HomeApp, modes: tuple[int, ...]
) -> None:
    for mode in {HEAT, COOL} & {*modes}:
        await home_app.choose(target_heat_cool=mode)
        await home_app.choose(target_temp=21.5)
        assert home_app.shows("target_temp") == 21.5


async def test_the_home_app_sets_and_sees_a_range(
    home_app: HomeApp, modes: tuple[int, ...]
) -> None:
    ends: Mapping[str, float] = {
        "heating_thresh_temp": 19.0,
        "cooling_thresh_temp": 25.0,
    }
    if AUTO in modes:
        await home_app.choose(target_heat_cool=AUTO)
        await home_app.choose(**ends)
        assert {name: home_app.shows(name) for name in ends} == ends


async def test_a_scene_with_a_stale_temperature_sets_its_range(
    home_app: HomeApp, modes: tuple[int, ...]
) -> None:
    ends = {"heating_thresh_temp": 18.0, "cooling_thresh_temp": 26.0}
    if AUTO in modes:
        await home_app.choose(target_heat_cool=AUTO, target_temp=21.0, **ends)
        assert {name: home_app.shows(name) for name in ends} == ends


async def test_the_home_app_sets_and_sees_the_fan(
    new_house: House, home_app: HomeApp, modes: tuple[int, ...]
) -> None:
    await home_app.choose(target_heat_cool=modes[1])
    if "g" in new_house.wiring.terminals:
        for auto, fan_mode in ((0, "on"), (1, "auto")):
            await home_app.choose(target_fan_state=auto)
            assert new_house.climate.attributes["fan_mode"] == fan_mode
            assert home_app.shows("target_fan_state") == auto


async def test_the_home_app_turns_emergency_heat_on_and_off(
    new_house: House, driver: HomeDriver, modes: tuple[int, ...]
) -> None:
    assert modes
    if "emergency_heat" in new_house.keys():  # noqa: SIM118
        entity = new_house.id("emergency_heat")
        switch = Switch(new_house.hass, driver, "Emergency heat", entity, 2, {})
        switch.run()
        for is_on in (True, False):
            switch.char_on.client_update_value(is_on)
            await new_house.settle()
            assert new_house.state("emergency_heat").state == ("on" if is_on else "off")
        switch.async_stop()
