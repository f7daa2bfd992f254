"""Setting the thermostat up, changing its wiring, tuning it, and every refusal."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import NumberSelector
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.unit_system import METRIC_SYSTEM, US_CUSTOMARY_SYSTEM
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.heat_pump_thermostat.configuration.options import SECTIONS
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.board import Terminal

from .house import (
    BARE,
    CELSIUS,
    DUAL_FUEL,
    HEAT_ONLY,
    TERMINALS,
    TWO_STAGE,
    USER,
    House,
)

GOODMAN = {
    "heating_capacity_47f": 8.5,
    "heating_cop_47f": 3.78,
    "heating_capacity_17f": 5.33,
    "heating_cop_17f": 2.55,
}


async def topics(house: House) -> list[str]:
    """Return what the options can be about."""
    options = house.hass.config_entries.options
    menu = await options.async_init(house.entry.entry_id)
    options.async_abort(menu["flow_id"])
    return [part.key for part in SECTIONS if part.key in menu["menu_options"]]


async def shown(house: House) -> dict[str, dict[str, Any]]:
    """Return the options as their forms show them."""
    options = house.hass.config_entries.options
    filled = {}
    for topic in await topics(house):
        form = await house.settings(topic)
        options.async_abort(form["flow_id"])
        assert form["data_schema"] is not None
        filled[topic] = dict(form["data_schema"]({}))
    return filled


# --- The way in ---------------------------------------------------------------------


async def test_five_forms_make_a_thermostat(shell: House) -> None:
    shell.hass.states.async_set("sensor.supply", "30", CELSIUS)
    user = {**USER, "outdoor_temperature": "sensor.outdoor"}
    result = await shell.fill_in(
        user, TERMINALS, {"supply_temperature": "sensor.supply"}, GOODMAN
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Upstairs"
    assert result["data"] == {
        "room_temperature": "sensor.room",
        "outdoor_temperature": "sensor.outdoor",
        "source": "air",
        "backup": "electric",
        "terminals": TERMINALS,
        "sensors": {"supply_temperature": "sensor.supply"},
        "performance": {
            **GOODMAN,
            "machine_type": "single_speed",
            "rated_with_defrost": "auto",
        },
        "finish": {"hide_relays": True, "voice": True},
    }
    assert result["options"] == {}


async def test_every_form_has_its_step(shell: House) -> None:
    steps: tuple[Mapping[str, Any], ...] = (USER, TERMINALS, {})
    flow = shell.hass.config_entries.flow
    form = await shell.fill_in()
    asked = [form["step_id"]]
    for fields in (*steps, {}):
        form = await flow.async_configure(form["flow_id"], dict(fields))
        asked.append(form["step_id"])

    assert asked == ["user", "terminals", "sensors", "performance", "finish"]


async def test_a_registered_relay_without_a_state_will_do(
    shell: House, entity_registry: er.EntityRegistry
) -> None:
    relay = entity_registry.async_get_or_create("switch", "test", "late").entity_id

    result = await shell.fill_in(USER, {**TERMINALS, "y1": relay}, {}, {})

    assert result["type"] is FlowResultType.CREATE_ENTRY


# --- Refusals -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("backup", "terminals", "errors"),
    [
        pytest.param(
            "electric",
            {"y1": "switch.y1", "g": "switch.y1", "w2": "switch.w2"},
            {"y1": "relay_twice", "g": "relay_twice"},
            id="one relay for two terminals",
        ),
        pytest.param(
            "electric",
            {"y1": "switch.nowhere", "w2": "switch.w2"},
            {"y1": "no_such_entity"},
            id="a relay that does not exist",
        ),
        pytest.param(
            "electric",
            {"y1": "switch.y1"},
            {"w2": "electric_needs_w2_or_e"},
            id="electric backup without a relay",
        ),
        pytest.param(
            "fuel",
            {"y1": "switch.y1"},
            {"w1": "fuel_needs_w1"},
            id="a furnace without a relay",
        ),
    ],
)
async def test_wiring_that_cannot_be_is_refused_and_can_be_mended(
    shell: House, backup: str, terminals: dict[str, str], errors: dict[str, str]
) -> None:
    user = {**USER, "outdoor_temperature": "sensor.outdoor", "backup": backup}
    result = await shell.fill_in(user, terminals)

    assert result["step_id"] == "terminals"
    assert result["errors"] == errors
    assert shell.hass.config_entries.async_entries(DOMAIN) == []

    right = {
        "electric": TERMINALS,
        "fuel": {"y1": "switch.y1", "w1": "switch.g"},
        "none": {"y1": "switch.y1"},
    }
    result = await shell.go_on(result, right[backup], {}, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_relay_of_another_thermostat_is_refused_by_its_name(
    new_house: House,
) -> None:
    result = await new_house.fill_in({**USER, "name": "Cellar"}, TERMINALS)

    assert result["errors"] == dict.fromkeys(TERMINALS, "relay_taken")
    assert (result["description_placeholders"] or {})["owner"] == "Upstairs"


@pytest.mark.parametrize("field", ["room_temperature", "outdoor_temperature"])
async def test_a_temperature_that_does_not_exist_is_refused(
    shell: House, field: str
) -> None:
    result = await shell.fill_in({**USER, field: "sensor.nowhere"})
    assert result["step_id"] == "user"
    assert result["errors"] == {field: "no_such_entity"}

    result = await shell.go_on(result, USER, TERMINALS, {}, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_sensor_that_does_not_exist_is_refused(shell: House) -> None:
    sensors = {"supply_temperature": "sensor.nowhere"}
    result = await shell.fill_in(USER, TERMINALS, sensors)
    assert result["step_id"] == "sensors"
    assert result["errors"] == {"supply_temperature": "no_such_entity"}

    result = await shell.go_on(result, {}, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_capacity_out_of_range_is_refused_with_the_range(shell: House) -> None:
    result = await shell.fill_in(USER, TERMINALS, {}, {"heating_capacity_47f": 8500})
    assert result["errors"] == {"heating_capacity_47f": "out_of_range"}
    assert result["description_placeholders"] == {
        "field": "Heating capacity at 8.3 °C (47 °F)",
        "low": "0.5 kW",
        "high": "60 kW",
    }

    result = await shell.go_on(result, GOODMAN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_an_american_datasheet_is_entered_in_kbtu_per_hour(shell: House) -> None:
    result = await shell.fill_in(USER, TERMINALS, {}, {"heating_capacity_47f": 29})

    kept = result["data"]["performance"]["heating_capacity_47f"]
    assert kept == pytest.approx(8.499, abs=0.001)


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ({"heating_cop_47f": 3.0, "heating_cop_17f": 3.4}, "heating_cop_17f"),
        ({"heating_cop_35f": 2.5, "heating_cop_5f": 3.0}, "heating_cop_5f"),
        ({"heating_cop_47f": 2.6, "heating_cop_35f": 3.9}, "heating_cop_35f"),
        ({"heating_capacity_47f": 5, "heating_capacity_5f": 8}, "heating_capacity_5f"),
    ],
)
async def test_a_datasheet_that_rises_towards_the_cold_is_refused_at_its_field(
    shell: House, sheet: Mapping[str, float], field: str
) -> None:
    form = await shell.fill_in(USER, TERMINALS, {}, sheet)
    assert form["step_id"] == "performance"
    assert form["errors"] == {field: "rises_in_the_cold"}
    texts = await async_get_translations(shell.hass, "en", "config", [DOMAIN])
    text = texts[f"component.{DOMAIN}.config.error.rises_in_the_cold"]
    assert text.format(**(form["description_placeholders"] or {}))
    assert shell.hass.config_entries.async_entries(DOMAIN) == []

    result = await shell.go_on(form, GOODMAN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_every_field_that_rises_is_told(shell: House) -> None:
    swapped = {"heating_cop_47f": 2.5, "heating_cop_17f": 3.8, "heating_cop_5f": 3.9}
    form = await shell.fill_in(USER, TERMINALS, {}, swapped)
    colder = ("heating_cop_17f", "heating_cop_5f")
    assert form["errors"] == dict.fromkeys(colder, "rises_in_the_cold")


def cops(told: Mapping[str, float]) -> dict[str, float]:
    """Return a datasheet with these COPs, and the same capacity at each point."""
    capacities = {f"heating_capacity_{point}": 8.0 for point in told}
    return capacities | {f"heating_cop_{point}": cop for point, cop in told.items()}


@pytest.mark.parametrize(
    ("sheet", "halves"),
    [
        ({"heating_cop_5f": 2.2}, {"heating_cop_5f"}),
        ({**GOODMAN, "heating_cop_5f": 2.2}, {"heating_cop_5f"}),
        ({**GOODMAN, "heating_capacity_5f": 4}, {"heating_capacity_5f"}),
        ({"heating_capacity_47f": 9, "heating_cop_17f": 2.4}, {"heating_cop_17f"}),
        (
            {**GOODMAN, "heating_capacity_a2": 7, "heating_cop_am7": 2.5},
            {"heating_capacity_a2", "heating_cop_am7"},
        ),
    ],
)
async def test_half_a_point_is_refused_at_its_field(
    shell: House, sheet: Mapping[str, float], halves: set[str]
) -> None:
    form = await shell.fill_in(USER, TERMINALS, {}, sheet)
    assert form["step_id"] == "performance"
    assert form["errors"] == dict.fromkeys(halves, "half_a_point")
    texts = await async_get_translations(shell.hass, "en", "config", [DOMAIN])
    assert texts[f"component.{DOMAIN}.config.error.half_a_point"]
    assert shell.hass.config_entries.async_entries(DOMAIN) == []

    result = await shell.go_on(form, GOODMAN)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(GOODMAN, id="as it should be"),
        pytest.param(cops({"35f": 4.0, "17f": 4.3}), id="frost"),
        pytest.param(cops({"47f": 3.1, "17f": 3.2}), id="rounding"),
        pytest.param(
            {"heating_capacity_47f": 3.5, "heating_capacity_17f": 4.2}, id="at its most"
        ),
        pytest.param({"heating_capacity_5f": 4}, id="a capacity alone"),
        pytest.param(cops({"5f": 4}), id="one point"),
    ],
)
async def test_what_datasheets_do_is_accepted(
    shell: House, sheet: Mapping[str, float]
) -> None:
    result = await shell.fill_in(USER, TERMINALS, {}, sheet)
    assert result["type"] is FlowResultType.CREATE_ENTRY


# --- Outdoors ------------------------------------------------------------------------

OUTDOORS = {**USER, "outdoor_temperature": "sensor.outdoor"}
FURNACE = {"y1": "switch.y1", "w1": "switch.g"}
FURNACE_HERE = {"y1": "switch.y1", "w1": "switch.w1"}


def proposed(form: ConfigFlowResult) -> str | None:
    """Return what is proposed to stand in for the outdoor sensor."""
    schema = form["data_schema"]
    assert schema is not None
    marker = next(key for key in schema.schema if key == "outdoor_fallback")
    found: str | None = (marker.description or {}).get("suggested_value")
    return found


async def test_a_furnace_without_any_outdoor_temperature_is_refused(
    shell: House,
) -> None:
    form = await shell.fill_in({**USER, "backup": "fuel"})
    assert form["step_id"] == "user"
    assert form["errors"] == {"outdoor_temperature": "fuel_needs_outdoor"}

    user = {**OUTDOORS, "backup": "fuel"}
    result = await shell.go_on(form, user, FURNACE, {}, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_a_furnace_keeps_what_tells_the_weather(new_house: House) -> None:
    new_house.hass.states.async_set("weather.home", "sunny", {"temperature": 3})
    await new_house.propose(sensors={"outdoor_fallback": "weather.home"})
    user = {**USER, "backup": "fuel"}
    result = await new_house.reconfigure(user, FURNACE_HERE, {}, {})
    assert result["reason"] == "reconfigure_successful"
    await new_house.settle()

    result = await new_house.propose(sensors={})
    assert result["errors"] == {"outdoor_fallback": "fuel_needs_outdoor"}
    assert new_house.entry.options["sensors"] == {"outdoor_fallback": "weather.home"}


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_what_it_never_had_does_not_keep_options_from_being_changed(
    new_house: House,
) -> None:
    data = {k: v for k, v in new_house.entry.data.items() if "outdoor" not in k}
    new_house.hass.config_entries.async_update_entry(new_house.entry, data=data)
    await new_house.settle()
    result = await new_house.propose(sensors={"stale": 90})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_the_homes_weather_is_proposed_as_outdoor_fallback(shell: House) -> None:
    shell.hass.states.async_set("weather.home", "sunny", {"temperature": 3})
    form = await shell.fill_in(OUTDOORS, TERMINALS)
    assert form["step_id"] == "sensors"
    assert proposed(form) == "weather.home"

    accepted = {"outdoor_fallback": "weather.home"}
    result = await shell.go_on(form, accepted, {})
    assert result["data"]["sensors"] == {}
    assert result["options"] == {"sensors": accepted}


async def test_what_is_proposed_need_not_be_taken(shell: House) -> None:
    shell.hass.states.async_set("weather.home", "sunny", {"temperature": 3})
    result = await shell.fill_in(OUTDOORS, TERMINALS, {}, {})
    assert result["options"] == {}


@pytest.mark.parametrize("user", [USER, OUTDOORS], ids=["no sensor", "a sensor"])
@pytest.mark.parametrize("name", ["home", "forecast_home", "test_home"])
async def test_the_weather_named_after_the_home_is_proposed(
    shell: House, user: Mapping[str, Any], name: str
) -> None:
    """Whatever else there is, and whether there is an outdoor sensor or none."""
    shell.hass.config.location_name = "Test home"
    for each in ("cabin", name, "zoo"):
        shell.hass.states.async_set(f"weather.{each}", "sunny", {"temperature": 3})
    assert proposed(await shell.fill_in(user, TERMINALS)) == f"weather.{name}"


def weather_at(house: House, name: str, place: Mapping[str, Any]) -> None:
    """Let there be a weather entity whose configuration tells its place."""
    entry = MockConfigEntry(domain="met", data=place)
    entry.add_to_hass(house.hass)
    registry = er.async_get(house.hass)
    known = registry.async_get_or_create(
        "weather", "met", name, suggested_object_id=name, config_entry=entry
    )
    house.hass.states.async_set(known.entity_id, "sunny", {"temperature": 3})


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        pytest.param(
            {"a": {"latitude": 60.2, "longitude": 25.2}, "b": {"track_home": True}},
            "weather.b",
            id="one that follows the home",
        ),
        pytest.param({"a": {}, "b": {"zone": "zone.home"}}, "weather.b", id="its zone"),
        pytest.param(
            {"a": {}, "b": {"latitude": 60.1, "longitude": 25.1}},
            "weather.b",
            id="one close by before one that tells no place",
        ),
        pytest.param(
            {"a": {"latitude": 61, "longitude": 25}, "b": {}},
            "weather.b",
            id="one that tells no place before one far away",
        ),
        pytest.param(
            {"a": {"latitude": 61, "longitude": 25}}, None, id="none close by"
        ),
    ],
)
async def test_the_nearest_weather_is_proposed_where_none_is_named_after_the_home(
    shell: House, places: Mapping[str, Mapping[str, Any]], wanted: str | None
) -> None:
    shell.hass.config.latitude, shell.hass.config.longitude = 60.0, 25.0
    for name, place in places.items():
        weather_at(shell, name, place)
    assert proposed(await shell.fill_in(USER, TERMINALS)) == wanted


@pytest.mark.parametrize(
    ("user", "weather"),
    [
        pytest.param(OUTDOORS, [], id="no weather"),
        pytest.param(
            {**USER, "outdoor_temperature": "weather.home"},
            ["weather.home", "weather.work"],
            id="the weather is the sensor",
        ),
    ],
)
async def test_nothing_is_proposed_where_it_would_not_help(
    shell: House, user: Mapping[str, Any], weather: list[str]
) -> None:
    for name in weather:
        shell.hass.states.async_set(name, "sunny", {"temperature": 3})
    assert proposed(await shell.fill_in(user, TERMINALS)) is None


async def test_an_option_is_not_asked_for_again_when_reconfiguring(
    house: House,
) -> None:
    form = await house.reconfigure(USER, TERMINALS)
    schema = form["data_schema"]
    assert schema is not None
    assert "outdoor_fallback" not in schema.schema


# --- Reconfiguring ------------------------------------------------------------------


async def test_wiring_sensors_and_performance_can_be_changed(house: House) -> None:
    form = await house.reconfigure()
    assert form["step_id"] == "user"

    terminals = {**TERMINALS, "y2": "switch.y2"}
    result = await house.go_on(
        form,
        {**USER, "name": "Loft"},
        terminals,
        {"supply_temperature": "sensor.outdoor"},
        GOODMAN,
    )
    await house.settle()

    assert (result["type"], result["reason"]) == ("abort", "reconfigure_successful")
    assert house.entry.title == "Loft"
    assert house.entry.data["terminals"] == terminals
    assert house.entry.data["sensors"] == {"supply_temperature": "sensor.outdoor"}
    assert house.entry.state is ConfigEntryState.LOADED


# --- Options ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "present", "absent"),
    [
        pytest.param(
            TWO_STAGE, {"auxiliary", "fan", "compressor"}, {"dual_fuel"}, id="electric"
        ),
        pytest.param(DUAL_FUEL, {"dual_fuel"}, set(), id="dual fuel"),
        pytest.param(BARE, {"comfort"}, {"auxiliary", "dual_fuel"}, id="no backup"),
        pytest.param(HEAT_ONLY, {"auxiliary"}, {"fan"}, id="no fan"),
    ],
)
async def test_only_what_the_machine_has_is_offered(
    new_house: House, present: set[str], absent: set[str]
) -> None:
    sections = set(await shown(new_house))

    assert present <= sections
    assert not absent & sections


@pytest.mark.parametrize(
    ("wiring", "field", "is_offered"),
    [
        (TWO_STAGE, "stage_2_droop", True),
        (BARE, "stage_2_droop", False),
        (HEAT_ONLY, "without_valve", True),
        (TWO_STAGE, "without_valve", False),
        (HEAT_ONLY, "cooling_minimum_outdoor", False),
    ],
)
async def test_fields_are_offered_where_they_mean_something(
    new_house: House, field: str, is_offered: bool
) -> None:
    assert (field in (await shown(new_house))["compressor"]) is is_offered


async def test_options_apply_at_once_and_stop_nothing(house: House) -> None:
    await house.ask("heat", room=18)
    house.forget()

    await house.propose(presets={"home_heat": 23})
    await house.choose("set_preset_mode", preset_mode="home")

    assert house.climate.attributes["temperature"] == 23
    assert house.moves == []


async def test_what_is_as_by_default_is_not_stored(house: House) -> None:
    await house.propose(compressor={"minimum_off": 240}, fan={})
    assert house.entry.options == {"compressor": {"minimum_off": 240}, "fan": {}}

    await house.propose(compressor={"minimum_off": 300})
    assert house.entry.options["compressor"] == {}


async def test_sections_that_were_not_sent_stay(house: House) -> None:
    await house.propose(compressor={"minimum_off": 240})
    await house.propose(fan={"circulate": 20})

    assert house.entry.options["compressor"] == {"minimum_off": 240}


async def test_a_chosen_entity_can_be_taken_back(house: House) -> None:
    house.hass.states.async_set("schedule.days", "off")
    await house.propose(schedule={"schedule": "schedule.days"})
    assert house.entry.options["schedule"] == {"schedule": "schedule.days"}

    await house.propose(schedule={})
    assert house.entry.options["schedule"] == {}


@pytest.mark.parametrize(
    ("section", "fields", "label", "low", "high"),
    [
        *(
            ("compressor", {"minimum_off": no}, "Minimum off time", "3 min", "15 min")
            for no in (0, 120, 179)
        ),
        ("auxiliary", {"minimum_on": 5}, "Minimum on time", "1 min", "20 min"),
        ("comfort", {"heat_differential": 9}, "Heating swing", "0.1 K", "1.5 K"),
        ("presets", {"away_heat": 3}, "Away: heat to", "7 °C", "35 °C"),
        ("comfort", {"changeover_delay": 61}, "Changeover delay", "0 s", "1 h"),
        ("compressor", {"starts_per_hour": 60}, "Starts in an hour", "2", "6"),
    ],
)
async def test_a_value_out_of_range_is_refused_in_words(
    house: House,
    section: str,
    fields: dict[str, float],
    label: str,
    low: str,
    high: str,
) -> None:
    result = await house.propose(**{section: fields})

    assert result["errors"] == dict.fromkeys(fields, "out_of_range")
    told = {"field": label, "low": low, "high": high}
    assert told.items() <= (result["description_placeholders"] or {}).items()
    assert house.entry.options == {}


async def test_a_refusal_has_a_text(hass: HomeAssistant, house: House) -> None:
    result = await house.propose(compressor={"minimum_off": 0})
    texts = await async_get_translations(hass, "en", "options", [DOMAIN])
    errors = result["errors"] or {}
    text = texts[f"component.{DOMAIN}.options.error.{errors['minimum_off']}"]

    told = text.format(**(result["description_placeholders"] or {}))
    assert told == "Minimum off time: enter a value between 3 min and 15 min."


async def test_no_band_may_be_left_without_heat(house: House) -> None:
    error = "aux_limit_below_compressor_limit"
    limit = {"lock_out_heating": True, "minimum_outdoor": 5}
    result = await house.propose(compressor=limit)
    assert result["errors"] == {"minimum_outdoor": error}
    assert house.entry.options == {}

    await house.tune(compressor={**limit, "minimum_outdoor": 4})
    result = await house.propose(auxiliary={"maximum_outdoor": 2})
    assert result["errors"] == {"maximum_outdoor": error}
    assert "auxiliary" not in house.entry.options


async def test_a_refused_form_can_be_mended(house: House) -> None:
    options = house.hass.config_entries.options
    form = await house.settings("compressor")
    for minutes in (0, 3):
        result = await options.async_configure(
            form["flow_id"], {"minimum_off": {"minutes": minutes}}
        )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert house.entry.options == {"compressor": {"minimum_off": 180}}


async def test_a_form_that_returns_shows_what_was_entered_and_what_was_emptied(
    house: House,
) -> None:
    house.hass.states.async_set("schedule.days", "off")
    await house.tune(schedule={"schedule": "schedule.days"})
    result = await house.propose(schedule={"setback_heat": 50})

    assert result["errors"] == {"setback_heat": "out_of_range"}
    assert result["data_schema"] is not None
    fields = {str(key): key for key in result["data_schema"].schema}
    assert fields["schedule"].description is None
    assert fields["setback_heat"].default() == 50


@pytest.mark.parametrize("units", [METRIC_SYSTEM, US_CUSTOMARY_SYSTEM])
async def test_a_number_shows_its_range_and_takes_both_ends(house: House) -> None:
    for topic in await topics(house):
        form = await house.settings(topic)
        assert form["data_schema"] is not None
        ranges = {
            str(key): selector.config
            for key, selector in form["data_schema"].schema.items()
            if isinstance(selector, NumberSelector)
        }
        house.hass.config_entries.options.async_abort(form["flow_id"])
        assert all({"min", "max"} <= each.keys() for each in ranges.values())


@pytest.mark.parametrize(
    ("backup", "never"),
    [("electric", {"w1"}), ("fuel", {"w2", "e"}), ("none", {"w2", "e", "w1"})],
)
async def test_only_terminals_that_the_backup_can_have_are_asked_for(
    shell: House, backup: str, never: set[str]
) -> None:
    form = await shell.fill_in({**OUTDOORS, "backup": backup})
    assert form["data_schema"] is not None
    asked = {str(key) for key in form["data_schema"].schema}

    assert set(Terminal) - asked == never
    with pytest.raises(InvalidData):
        await shell.go_on(form, {"y1": "switch.y1", min(never): "switch.w2"})


async def test_the_wiring_test_is_offered_once_the_thermostat_runs(
    shell: House,
) -> None:
    result = await shell.fill_in(USER, TERMINALS, {}, {})

    kind, flow_id = result["next_flow"]
    assert kind is FlowType.OPTIONS_FLOW
    test = shell.hass.config_entries.options.async_get(flow_id)
    assert test["step_id"] == "wiring_test"


async def test_the_wiring_of_a_thermostat_that_does_not_run_cannot_be_tested(
    shell: House,
) -> None:
    with patch(
        "custom_components.heat_pump_thermostat.async_setup_entry", return_value=False
    ):
        result = await shell.fill_in(USER, TERMINALS, {}, {})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "next_flow" not in result


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_fahrenheit_households_see_and_enter_fahrenheit(house: House) -> None:
    form = await shown(house)
    assert form["presets"]["home_heat"] == 68
    assert form["comfort"]["heat_differential"] == 0.5
    assert form["comfort"]["separation"] == 3
    assert form["auxiliary"]["maximum_outdoor"] == 40

    await house.propose(
        presets={"home_heat": 70},
        comfort={**form["comfort"], "separation": 4},
        auxiliary=form["auxiliary"],
    )
    kept = house.entry.options
    assert kept["presets"]["home_heat"] == pytest.approx(21.111, abs=0.001)
    assert kept["comfort"] == {"separation": pytest.approx(4 / 1.8)}
    assert kept["auxiliary"] == {}


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_fahrenheit_difference_that_is_not_touched_stays_exact(
    house: House,
) -> None:
    """0.7 °F is shown with two digits, and kept with all of them."""
    await house.propose(comfort={"heat_differential": 0.7})
    kept = house.entry.options["comfort"]["heat_differential"]
    assert kept == pytest.approx(0.7 / 1.8)

    for delay in (5, 15):
        form = await shown(house)
        assert form["comfort"]["heat_differential"] == 0.7
        await house.propose(comfort={**form["comfort"], "changeover_delay": delay})

    assert house.entry.options["comfort"]["heat_differential"] == kept
    assert house.entry.runtime_data.settings.comfort.separation == 3 / 1.8


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_a_difference_in_fahrenheit_is_a_difference(house: House) -> None:
    await house.propose(comfort={"heat_differential": 0.9})
    assert house.entry.options["comfort"]["heat_differential"] == pytest.approx(0.5)

    result = await house.propose(comfort={"heat_differential": 33})
    assert result["errors"] == {"heat_differential": "out_of_range"}
    result = await house.propose(comfort={"separation": 32})

    told = result["description_placeholders"] or {}
    assert (told["low"], told["high"]) == ("0.9 °F", "9 °F")
