"""Options that automations change: entities that stand for them."""

import math

from homeassistant.const import EntityCategory
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from .house import BARE, DUAL_FUEL, House

KEYS = {
    "aux_maximum_outdoor",
    "compressor_minimum_outdoor",
    "setback_heat",
    "setback_cool",
    "aux_heat_allowed",
    "strategy",
    "cheap_hours",
    "quiet_from",
    "quiet_until",
}


async def test_each_is_a_setting_and_only_one_is_in_the_way(new_house: House) -> None:
    registry = er.async_get(new_house.hass)
    views = {key: registry.entities[new_house.id(key)] for key in KEYS}

    assert {view.entity_category for view in views.values()} == {EntityCategory.CONFIG}
    seen = {key for key, view in views.items() if view.hidden_by is None}
    assert seen == {"aux_heat_allowed"}


@pytest.mark.parametrize(
    ("wiring", "missing"),
    [
        (
            BARE,
            {"aux_maximum_outdoor", "compressor_minimum_outdoor", "strategy"}
            | {"aux_heat_allowed", "quiet_from", "quiet_until"},
        ),
        (
            DUAL_FUEL,
            {"aux_heat_allowed", "strategy", "cheap_hours"}
            | {"quiet_from", "quiet_until"},
        ),
    ],
)
async def test_a_machine_has_those_that_mean_something(
    new_house: House, missing: set[str]
) -> None:
    assert KEYS - new_house.keys() == missing


@pytest.mark.parametrize(
    ("domain", "service", "key", "fields", "section", "kept"),
    [
        (
            *("number", "set_value", "setback_heat", {"value": 16}),
            *("schedule", {"setback_heat": 16}),
        ),
        (
            *("number", "set_value", "compressor_minimum_outdoor", {"value": -20}),
            *("compressor", {"minimum_outdoor": -20, "lock_out_heating": True}),
        ),
        (
            *("select", "select_option", "strategy", {"option": "comfort"}),
            *("auxiliary", {"strategy": "comfort"}),
        ),
        (
            *("time", "set_value", "quiet_from", {"time": "22:00:00"}),
            *("compressor", {"quiet_from": "22:00:00"}),
        ),
        (
            *("switch", "turn_on", "cheap_hours", {}),
            *("foresight", {"shifts_to_cheap_hours": True}),
        ),
        (
            *("switch", "turn_off", "aux_heat_allowed", {}),
            *("auxiliary", {"is_allowed": False}),
        ),
    ],
)
async def test_setting_one_is_choosing_the_option_and_stops_nothing(
    house: House,
    domain: str,
    service: str,
    key: str,
    fields: dict[str, object],
    section: str,
    kept: dict[str, object],
) -> None:
    await house.ask("heat", room=18)
    controller, on = house.entry.runtime_data, house.on
    await house.use(domain, service, key, **fields)

    assert house.entry.options[section] == kept
    assert house.entry.runtime_data is controller
    assert house.on == on
    expected = {"turn_on": "on", "turn_off": "off"}.get(service)
    shown = house.state(key).state
    assert shown == (expected or shown)


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_fahrenheit_household_sets_fahrenheit(house: House) -> None:
    await house.use("number", "set_value", "aux_maximum_outdoor", value=35)

    assert float(house.state("aux_maximum_outdoor").state) == pytest.approx(35, abs=0.1)
    kept = house.entry.options["auxiliary"]["maximum_outdoor"]
    assert kept == pytest.approx(5 / 3, abs=0.001)


@pytest.mark.parametrize(
    "key",
    [
        *("aux_maximum_outdoor", "compressor_minimum_outdoor"),
        *("setback_heat", "setback_cool"),
    ],
)
async def test_what_is_no_number_is_refused_and_changes_nothing(
    house: House, key: str
) -> None:
    """Home Assistant's own check of the range lets it pass."""
    with pytest.raises(ServiceValidationError) as error:
        await house.use("number", "set_value", key, value=math.nan)

    assert error.value.translation_key == "not_a_temperature"
    assert house.entry.options == {}


async def test_no_band_is_left_without_heat(house: House) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await house.use("number", "set_value", "compressor_minimum_outdoor", value=10)

    assert error.value.translation_key == "aux_limit_below_compressor_limit"
    assert house.entry.options == {}


async def test_auxiliary_heat_that_is_not_allowed_stays_off(house: House) -> None:
    await house.use("switch", "turn_off", "aux_heat_allowed")
    await house.ask("heat", room=18, outdoor=-10)
    await house.live(hours=2)
    assert "w2" not in house.on
    assert "y1" in house.on

    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=1)
    assert "w2" in house.on


async def test_emergency_heat_ends_after_the_hours_that_were_chosen(
    house: House,
) -> None:
    await house.tune(auxiliary={"emergency_ends_after": 2})
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(hours=1, minutes=59)
    assert house.state("emergency_heat").state == "on"

    await house.live(minutes=2)
    assert house.state("emergency_heat").state == "off"
    await house.live(minutes=10)
    assert "y1" in house.on
