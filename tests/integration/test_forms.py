"""The fields of the estimates, and the hint at the valve, in all their units."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    EER_TO_COP,
    HeatingCurve,
    IndoorUnit,
    Rating,
    Ratings,
    Sink,
    Speed,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit

from .gauges import DATASHEET, GAUGES, entity, equip, say, told
from .house import BARE, DUAL_FUEL, HEAT_ONLY, TERMINALS, TWO_STAGE, USER, House

US = pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])


def stands(schema: Any) -> dict[str, Any]:
    """Return what stands in some fields when their form opens."""
    suggested = {
        str(key): key.description["suggested_value"]
        for key in schema.schema
        if key.description and "suggested_value" in key.description
    }
    return {**schema({}), **suggested}


def filled(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what stands in the fields of a form when it opens."""
    return stands(form["data_schema"])


async def options(house: House, section: str) -> dict[str, Any]:
    """Return what stands in a section of the options when it opens."""
    form = await house.settings(section)
    house.hass.config_entries.options.async_abort(form["flow_id"])
    return filled(form)


async def refused(house: House, **sections: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the words in which the options are refused."""
    result = await house.propose(**sections)
    (fields,) = sections.values()
    assert {*(result["errors"] or {}).values()} == {"out_of_range"}
    assert (result["errors"] or {}).keys() <= fields.keys()
    told = result["description_placeholders"] or {}
    return {key: told[key] for key in ("field", "low", "high")}


# --- Beside the terminals ------------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "valve"), [(60, "O"), (35, "O"), (20, "B"), (-20, "B"), (-45, "O")]
)
async def test_the_likelier_valve_is_told_beside_the_terminals(
    shell: House, latitude: float, valve: str
) -> None:
    shell.hass.config.latitude = latitude
    form = await shell.fill_in(USER)
    assert form["step_id"] == "terminals"
    assert (form["description_placeholders"] or {})["valve"] == valve

    await shell.install()
    form = await shell.reconfigure(USER)
    assert form["step_id"] == "terminals"
    assert (form["description_placeholders"] or {})["valve"] == valve


async def test_the_hint_is_no_more_than_a_hint(shell: House) -> None:
    texts = await async_get_translations(shell.hass, "en", "config", [DOMAIN])
    text = texts[f"component.{DOMAIN}.config.step.terminals.description"]

    assert text.format(valve="O").endswith(
        "valves of type O are more common; "
        "the wiring diagram of your heat pump decides."
    )


async def test_the_hint_stays_while_a_form_is_mended(shell: House) -> None:
    shell.hass.config.latitude = 20
    form = await shell.fill_in(USER, {"y1": "switch.y1"})

    assert form["errors"] == {"w2": "electric_needs_w2_or_e"}
    assert (form["description_placeholders"] or {})["valve"] == "B"


# --- Sensors and datasheet -----------------------------------------------------------


async def test_every_sensor_is_kept_and_shown_again(shell: House) -> None:
    await equip(shell, *GAUGES)
    chosen = {key: entity(key) for key in GAUGES}
    assert shell.entry.data["sensors"] == chosen

    form = await shell.reconfigure(USER, TERMINALS)
    assert form["step_id"] == "sensors"
    assert filled(form) == chosen


@pytest.mark.parametrize(
    ("airflow", "kept"), [(1800, 0.5), (180, 0.05), (18000, 5)], ids=str
)
async def test_airflow_is_entered_in_cubic_metres_an_hour(
    shell: House, airflow: float, kept: float
) -> None:
    await equip(shell, performance={"airflow": airflow})
    assert shell.entry.data["performance"]["airflow"] == pytest.approx(kept)
    assert shell.entry.runtime_data.settings.machine.airflow == pytest.approx(kept)

    form = await shell.reconfigure(USER, TERMINALS, {})
    assert filled(form)["airflow"] == airflow


@US
async def test_airflow_is_entered_in_cubic_feet_a_minute(shell: House) -> None:
    await equip(shell, performance={"airflow": 1200})
    kept = shell.entry.data["performance"]["airflow"]
    assert kept == pytest.approx(1200 * 0.3048**3 / 60, rel=1e-4)

    form = await shell.reconfigure(USER, TERMINALS, {})
    assert filled(form)["airflow"] == 1200

    await shell.reconfigure(USER, TERMINALS, {}, filled(form))
    assert shell.entry.data["performance"]["airflow"] == kept


@pytest.mark.parametrize("airflow", [100, 20000])
async def test_airflow_out_of_range_is_refused_in_words(
    shell: House, airflow: float
) -> None:
    form = await shell.fill_in(USER, TERMINALS, {}, {"airflow": airflow})

    assert form["errors"] == {"airflow": "out_of_range"}
    told = form["description_placeholders"] or {}
    assert (told["low"], told["high"]) == ("180 m³/h", "18000 m³/h")


@US
async def test_a_refused_airflow_is_told_in_cubic_feet(shell: House) -> None:
    form = await shell.fill_in(USER, TERMINALS, {}, {"airflow": 50})

    told = form["description_placeholders"] or {}
    assert (told["low"], told["high"]) == ("106 ft³/min", "10594 ft³/min")


async def test_a_datum_can_be_taken_back(shell: House) -> None:
    await equip(shell)
    form = await shell.reconfigure(USER, TERMINALS, {})
    assert filled(form)["aux_rating"] == DATASHEET["aux_rating"]

    rest = {key: value for key, value in filled(form).items() if key != "aux_rating"}
    result = await shell.reconfigure(USER, TERMINALS, {}, rest)
    await shell.settle()
    assert result["reason"] == "reconfigure_successful"
    assert "aux_rating" not in shell.entry.data["performance"]
    assert shell.entry.data["performance"]["heating_capacity_47f"] == 10.5


# --- Prices --------------------------------------------------------------------------

PRICES = {
    "electricity_price": 0.295,
    "electricity_price_entity": "sensor.power_price",
    "fuel_unit": "gas_m3",
    "fuel_price": 1.05,
    "fuel_price_entity": "input_number.gas_price",
    "fuel_efficiency": 0.96,
    "grid_carbon": 0.38,
    "grid_carbon_entity": "sensor.grid",
}


@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL])
async def test_prices_are_kept_and_shown_again(new_house: House) -> None:
    await new_house.tune(prices=PRICES)

    assert new_house.entry.options["prices"] == PRICES
    assert PRICES.items() <= (await options(new_house, "prices")).items()


async def test_a_price_entity_can_be_taken_back(new_house: House) -> None:
    await new_house.tune(prices=PRICES)
    rest = {key: v for key, v in PRICES.items() if key != "fuel_price_entity"}
    await new_house.tune(prices=rest)

    assert new_house.entry.options["prices"] == rest


@pytest.mark.parametrize(
    ("wiring", "is_asked"), [(TWO_STAGE, False), (DUAL_FUEL, True)]
)
async def test_only_a_furnace_may_follow_prices(
    new_house: House,
    is_asked: bool,
) -> None:
    assert ("follows_price" in await options(new_house, "prices")) is is_asked


@pytest.mark.parametrize(
    ("field", "value", "label", "low", "high"),
    [
        ("electricity_price", -1, "Electricity price", "0", "1000"),
        ("fuel_price", 1001, "Fuel price", "0", "1000"),
        ("fuel_efficiency", 0.4, "Furnace efficiency", "0.5", "1.6"),
        ("fuel_efficiency", 96, "Furnace efficiency", "0.5", "1.6"),
        ("grid_carbon", -1, "Carbon dioxide of electricity", "0", "1000"),
    ],
)
async def test_a_price_out_of_range_is_refused_in_words(
    new_house: House, field: str, value: float, label: str, low: str, high: str
) -> None:
    told = await refused(new_house, prices={field: value})

    assert told == {"field": label, "low": low, "high": high}
    assert new_house.entry.options == {}


# --- Upkeep --------------------------------------------------------------------------

UPKEEP = {
    "filter_run": 300,
    "filter_time": 60,
    "coil_time": 180,
    "service_time": 730,
    "design_outdoor": -14,
}


async def test_upkeep_is_kept_and_shown_again(new_house: House) -> None:
    shown = await options(new_house, "upkeep")
    assert shown == {
        "filter_run": 500,
        "filter_time": 90,
        "coil_time": 365,
        "service_time": 365,
    }

    await new_house.tune(upkeep=UPKEEP)
    assert await options(new_house, "upkeep") == UPKEEP
    day = 24 * 3600
    assert new_house.entry.options["upkeep"] == {
        "filter_run": 300 * 3600,
        "filter_time": 60 * day,
        "coil_time": 180 * day,
        "service_time": 730 * day,
        "design_outdoor": -14,
    }


@US
async def test_the_design_temperature_in_fahrenheit(new_house: House) -> None:
    await new_house.tune(upkeep={**UPKEEP, "design_outdoor": 5})
    kept = new_house.entry.options["upkeep"]["design_outdoor"]
    assert kept == pytest.approx(fahrenheit(5))

    shown = await options(new_house, "upkeep")
    assert shown["design_outdoor"] == 5
    await new_house.tune(upkeep={**shown, "filter_time": 61})
    assert new_house.entry.options["upkeep"]["design_outdoor"] == kept


async def test_the_design_temperature_can_be_taken_back(new_house: House) -> None:
    await new_house.tune(upkeep=UPKEEP)
    rest = {key: value for key, value in UPKEEP.items() if key != "design_outdoor"}
    await new_house.tune(upkeep=rest)

    assert "design_outdoor" not in new_house.entry.options["upkeep"]


@pytest.mark.parametrize(
    ("field", "value", "low", "high"),
    [
        ("filter_run", 10, "50 h", "3000 h"),
        ("filter_time", 1, "7 d", "730 d"),
        ("coil_time", 7, "30 d", "1825 d"),
        ("service_time", 2000, "30 d", "1825 d"),
        ("design_outdoor", -60, "-45 °C", "15 °C"),
    ],
)
async def test_upkeep_out_of_range_is_refused_in_words(
    new_house: House, field: str, value: float, low: str, high: str
) -> None:
    told = await refused(new_house, upkeep={field: value})

    assert (told["low"], told["high"]) == (low, high)
    assert new_house.entry.options == {}


@pytest.mark.parametrize("part", ["hours", "minutes", "seconds"])
@pytest.mark.parametrize("value", [1e15, 1e300])
async def test_a_duration_that_no_calendar_holds_is_refused_in_words(
    new_house: House, part: str, value: float
) -> None:
    told = await refused(new_house, compressor={"minimum_off": {part: value}})

    assert (told["low"], told["high"]) == ("3 min", "15 min")
    assert new_house.entry.options == {}


# --- Hours of the day, and hours to come ---------------------------------------------

NIGHT = {"quiet_from": "22:00:00", "quiet_until": "07:30:00"}


async def test_quiet_hours_are_kept_shown_again_and_taken_back(house: House) -> None:
    await house.tune(compressor=NIGHT)
    assert house.entry.options["compressor"] == NIGHT
    assert (await options(house, "compressor")).items() >= NIGHT.items()
    compressor = house.entry.runtime_data.settings.compressor
    assert (compressor.quiet_from, compressor.quiet_until) == (time(22), time(7, 30))

    await house.tune(compressor={})
    assert house.entry.options["compressor"] == {}
    compressor = house.entry.runtime_data.settings.compressor
    assert (compressor.quiet_from, compressor.quiet_until) == (None, None)


@pytest.mark.parametrize("wiring", [BARE])
async def test_one_stage_has_no_quiet_hours(house: House) -> None:
    assert not (await options(house, "compressor")).keys() & NIGHT.keys()


@pytest.mark.parametrize(
    ("quiet", "on"),
    [
        pytest.param({}, {"g", "y1", "y2"}, id="none"),
        pytest.param(NIGHT, {"g", "y1"}, id="it is quiet"),
        pytest.param(
            {**NIGHT, "quiet_until": "05:59:00"}, {"g", "y1", "y2"}, id="over"
        ),
        pytest.param({"quiet_from": "05:00:00"}, {"g", "y1", "y2"}, id="no end"),
    ],
)
async def test_the_second_stage_keeps_quiet_hours(
    house: House, quiet: Mapping[str, str], on: set[str]
) -> None:
    """It is six in the morning, and the first stage has had its time."""
    await house.tune(compressor=quiet)
    await house.ask("heat", room=19.45, outdoor=8)
    await house.live(minutes=20)
    assert house.on == on


async def test_foresight_is_kept_shown_again_and_taken_back(new_house: House) -> None:
    chosen = {"weather": "weather.home", "shifts_to_cheap_hours": True, "band": 1.5}
    await new_house.tune(foresight=chosen, schedule={"is_adaptive": True})
    assert new_house.entry.options["foresight"] == chosen
    assert await options(new_house, "foresight") == chosen
    assert new_house.entry.runtime_data.settings.foresight.band == 1.5
    assert new_house.entry.runtime_data.settings.schedule.is_adaptive

    await new_house.tune(foresight={"shifts_to_cheap_hours": False, "band": 1})
    assert new_house.entry.options["foresight"] == {}


@US
async def test_the_band_in_fahrenheit(new_house: House) -> None:
    assert (await options(new_house, "foresight"))["band"] == 1.8
    told = await refused(new_house, foresight={"band": 4})
    assert told == {"field": "Store up to", "low": "0.54 °F", "high": "3.6 °F"}


async def test_a_european_datasheet_of_air_to_water_is_entered(shell: House) -> None:
    await equip(
        shell,
        performance={
            "sink": "water",
            "heating_capacity_a7": 8.0,
            "heating_cop_a7": 4.9,
            "rated_flow": 35,
            "flow_cold": 45,
            "flow_mild": 28,
            "water_flow": 18,
        },
    )
    machine = shell.entry.runtime_data.settings.machine
    assert machine.ratings == Ratings(
        heating=(Rating(Celsius(7), 8.0, 4.9, flow=Celsius(35)),),
        sink=Sink.WATER,
        curve=HeatingCurve(Celsius(45), Celsius(28)),
    )
    assert machine.water_flow == pytest.approx(0.0003)


async def test_one_flow_temperature_is_a_fixed_one(shell: House) -> None:
    await equip(shell, performance={"sink": "water", "flow_mild": 40})
    ratings = shell.entry.runtime_data.settings.machine.ratings
    assert ratings.curve == HeatingCurve(Celsius(40), Celsius(40))


async def test_the_speed_of_an_inverters_points_is_told(shell: House) -> None:
    sheet = {"heating_capacity_47f": 10, "heating_cop_47f": 4}
    kind = {"machine_type": "cold_climate", "indoor_unit": "ductless"}
    await equip(shell, performance={**sheet, **kind, "rated_speed": "rated"})
    ratings = shell.entry.runtime_data.settings.machine.ratings
    assert ratings.speed is Speed.RATED
    assert ratings.indoor_unit is IndoorUnit.DUCTLESS


@pytest.mark.parametrize(
    "sheet",
    [
        {"heating_capacity_47f": 10},
        {"heating_capacity_17f": 6.5, "machine_type": "variable_speed"},
        {"heating_capacity_am7": 6.5, "sink": "water"},
        {"heating_capacity_a7": 8, "heating_capacity_am7": 6.5, "sink": "water"},
    ],
)
async def test_a_capacity_alone_is_the_size_of_the_machine(
    shell: House, sheet: Mapping[str, Any]
) -> None:
    await equip(shell, performance=sheet)
    assert told(shell, "heating_capacity") == pytest.approx(8, abs=1)

    await shell.ask("heat", room=18)
    assert told(shell, "estimated_power") == pytest.approx(2.5, abs=0.5)


LABELLED = {"sink": "water", "scop": 4.6, "design_load": 8}


async def test_a_european_label_tells_kilowatts_of_air_to_water(shell: House) -> None:
    await equip(shell, performance=LABELLED)
    assert told(shell, "heating_capacity") == pytest.approx(8.5, abs=0.5)

    await shell.ask("heat", room=18)
    assert told(shell, "estimated_power") == pytest.approx(2.6, abs=0.4)
    assert told(shell, "cop") == pytest.approx(3.2, abs=0.4)
    await shell.live(hours=1)
    assert 1 < told(shell, "heat_pump_energy") < 3.2


async def test_a_point_tells_more_than_a_label(shell: House) -> None:
    point = {"heating_capacity_a7": 6, "heating_cop_a7": 5}
    await equip(shell, performance={**LABELLED, **point})
    ratings = shell.entry.runtime_data.settings.machine.ratings
    assert ratings.heating == (Rating(Celsius(7), 6, 5),)
    assert ratings.rated_capacity is None


async def test_an_american_label_tells_how_it_heats_and_cools(shell: House) -> None:
    label = {"cooling_capacity_95f": 10.55, "hspf2": 9, "seer2": 18}
    await equip(shell, performance=label)
    assert shell.entry.data["performance"].items() >= label.items()
    assert told(shell, "heating_capacity") == pytest.approx(8, abs=1)

    await shell.ask("cool", room=27, outdoor=30)
    await shell.live(minutes=20)
    cop = 11 * EER_TO_COP * (18 / 14.5) ** 0.5 * 1.161  # At 30 °C, beside 35 °C.
    assert shell.on >= {"y1", "o"}
    assert told(shell, "cop") == pytest.approx(cop, rel=0.02)


# --- What concerns the machine -------------------------------------------------------


async def asked(
    house: House, *, source: str = "air", sink: str | None = None
) -> dict[str, set[str]]:
    """Return what the forms of sensors and performance ask of a machine."""
    steps: dict[str, set[str]] = {}
    told = {"sink": sink} if sink else {}
    outdoors = {"outdoor_temperature": "sensor.outdoor"}
    user = {**USER, **outdoors, **told, "source": source}
    wires = {name.value: relay.entity_id for name, relay in house.relays.items()}
    form = await house.fill_in({**user, "backup": house.wiring.backup}, wires)
    for step in ("sensors", "performance"):
        assert form["step_id"] == step
        assert form["data_schema"] is not None
        steps[step] = {str(key) for key in form["data_schema"].schema}
        form = await house.go_on(form, {})
    return steps


OF_OUTDOOR_AIR = {"outdoor_humidity", "outdoor_coil_temperature", "defrost_signal"}
OF_WATER = {"rated_flow", "flow_cold", "flow_mild", "water_flow"}
METERS = {"heat_meter", "flow_meter"}
HOT_IN_AIR, HOT_BRINE = {"heating_cop_am7_w55"}, {"heating_cop_b0_w55"}
OF_ROOM_AIR = {"indoor_unit", "rated_speed", "rated_with_defrost", "hspf2", "airflow"}
OF_COOLING = {"cooling_eer_95f", "seer2"}
IN_COLD_AIR = {"heating_cop_17f", "heating_capacity_am7"}


@pytest.mark.parametrize("wiring", [TWO_STAGE])
@pytest.mark.parametrize(
    ("machine", "present", "absent"),
    [
        pytest.param(
            {},
            OF_OUTDOOR_AIR | OF_ROOM_AIR | OF_COOLING | IN_COLD_AIR | {"sink"},
            OF_WATER | METERS | {"source_temperature", "heating_cop_b0"},
            id="with a fan it heats air",
        ),
        pytest.param(
            {"sink": "air"},
            OF_ROOM_AIR,
            OF_WATER | HOT_IN_AIR | {"sink"},
            id="air to air",
        ),
        pytest.param(
            {"sink": "water"},
            OF_OUTDOOR_AIR | OF_WATER | IN_COLD_AIR | HOT_IN_AIR | METERS,
            OF_ROOM_AIR | HOT_BRINE | {"sink", "seer2"},
            id="air to water",
        ),
        pytest.param(
            {"source": "ground"},
            OF_WATER | HOT_BRINE | {"source_temperature", "heating_cop_b0"},
            OF_OUTDOOR_AIR | OF_ROOM_AIR | IN_COLD_AIR | HOT_IN_AIR | {"sink"},
            id="ground",
        ),
        pytest.param(
            {"source": "water"}, {"heating_cop_w10"}, {"heating_cop_b0"}, id="water"
        ),
        pytest.param(
            {"source": "exhaust_air"},
            {"heating_cop_a20", "source_temperature"},
            {"heating_cop_a7"},
            id="exhaust air",
        ),
    ],
)
async def test_source_and_sink_tell_what_is_asked(
    shell: House, machine: Mapping[str, str], present: set[str], absent: set[str]
) -> None:
    steps = await asked(shell, **machine)
    found = set.union(*steps.values())
    assert present - found == set()
    assert absent & found == set()


@pytest.mark.parametrize(
    ("wiring", "present", "absent"),
    [
        pytest.param(
            TWO_STAGE, {"aux_power", "aux_rating"} | OF_COOLING, set(), id="all"
        ),
        pytest.param(DUAL_FUEL, {"aux_rating"}, {"aux_power"}, id="furnace"),
        pytest.param(BARE, OF_COOLING, {"aux_power", "aux_rating"}, id="no backup"),
        pytest.param(
            HEAT_ONLY,
            OF_WATER | OF_ROOM_AIR | {"cooling_capacity_95f", "sink"},
            OF_COOLING,
            id="neither valve nor fan",
        ),
    ],
)
async def test_backup_and_wires_tell_what_is_asked(
    shell: House, present: set[str], absent: set[str]
) -> None:
    found = set.union(*(await asked(shell)).values())
    assert present - found == set()
    assert absent & found == set()


async def test_every_machine_is_asked_for_what_every_machine_has(shell: House) -> None:
    steps = await asked(shell, source="ground")
    assert steps["sensors"] >= {
        "room_humidity",
        "supply_temperature",
        "heat_pump_power",
    }
    assert steps["performance"] >= {"machine_type", "scop", "design_load"}


async def test_what_is_heated_is_asked_beside_the_source(shell: House) -> None:
    await shell.install(user={**USER, "sink": "water"})
    assert "sink" not in shell.entry.data
    assert shell.entry.data["performance"]["sink"] == "water"
    assert shell.entry.runtime_data.settings.machine.ratings.into is Sink.WATER

    form = await shell.reconfigure()
    assert form["data_schema"] is not None
    (sink,) = (key for key in form["data_schema"].schema if key == "sink")
    assert sink.description == {"suggested_value": "water"}
    result = await shell.go_on(form, USER, TERMINALS, {}, {})
    assert result["reason"] == "reconfigure_successful"
    assert shell.entry.data["performance"]["sink"] == "water"

    await shell.reconfigure({**USER, "sink": "air"}, TERMINALS, {}, {})
    assert shell.entry.data["performance"]["sink"] == "air"


async def test_what_is_sent_without_being_asked_is_kept_and_then_asked(
    shell: House,
) -> None:
    say(shell, "source_temperature", 8)
    sent = {"source_temperature": entity("source_temperature")}
    sheet = {"sink": "water", "flow_cold": 45, "heating_cop_b0": 4}
    sheet["heating_capacity_b0"] = 8
    await shell.install(performance=sheet, sensors=sent)
    assert shell.entry.data["sensors"] == sent
    assert shell.entry.data["performance"].items() >= sheet.items()

    form = await shell.reconfigure(USER, TERMINALS)
    assert filled(form).items() >= sent.items()
    form = await shell.go_on(form, sent)
    assert filled(form).items() >= {"flow_cold": 45, "heating_cop_b0": 4}.items()


async def test_what_makes_no_sense_and_was_not_asked_is_left_out(shell: House) -> None:
    result = await shell.fill_in(
        USER, TERMINALS, {"nonsense": 1}, {"flow_cold": "warm", "water_flow": 18}
    )
    data = result["data"]
    assert data["sensors"] == {}
    assert {"flow_cold", "water_flow"} & data["performance"].keys() == {"water_flow"}


async def test_a_refusal_of_what_was_not_asked_can_be_seen(shell: House) -> None:
    form = await shell.fill_in(USER, TERMINALS, {}, {"flow_cold": 99})
    assert form["errors"] == {"flow_cold": "out_of_range"}
    assert form["data_schema"] is not None
    assert "flow_cold" in form["data_schema"].schema


@pytest.mark.parametrize(
    ("source", "name", "at"), [("ground", "b0", 0), ("water", "w10", 10)]
)
async def test_a_point_of_another_source_is_entered_at_its_temperature(
    shell: House, source: str, name: str, at: float
) -> None:
    point = {f"heating_capacity_{name}": 8, f"heating_cop_{name}": 4.6}
    await equip(shell, user={**USER, "source": source}, performance=point)
    ratings = shell.entry.runtime_data.settings.machine.ratings
    assert ratings.heating == (Rating(Celsius(at), 8, 4.6),)


EN_TABLE = {
    "sink": "water",
    "heating_capacity_a7": 8,
    "heating_cop_a7": 4.9,
    "heating_capacity_am7": 6,
    "heating_cop_am7": 3.0,
    "heating_capacity_a7_w55": 7.5,
    "heating_cop_a7_w55": 3.1,
    "heating_capacity_am7_w55": 5.5,
    "heating_cop_am7_w55": 2.1,
}
AT_35 = Rating(Celsius(7), 8, 4.9), Rating(Celsius(-7), 6, 3.0)
AT_55 = (
    Rating(Celsius(7), 7.5, 3.1, flow=Celsius(55)),
    Rating(Celsius(-7), 5.5, 2.1, flow=Celsius(55)),
)


@pytest.mark.parametrize(
    ("flows", "used"),
    [
        pytest.param({"flow_cold": 35}, AT_35, id="floor"),
        pytest.param({"flow_cold": 55}, AT_55, id="old radiators"),
        pytest.param(
            {"flow_cold": 55, "flow_mild": 30}, (AT_35[0], AT_55[1]), id="by the curve"
        ),
    ],
)
async def test_of_two_flows_the_one_counts_that_is_more_like_the_house(
    shell: House, flows: Mapping[str, float], used: tuple[Rating, ...]
) -> None:
    await equip(shell, performance={**EN_TABLE, **flows})
    ratings = shell.entry.runtime_data.settings.machine.ratings
    assert {*ratings.heating} == {*used}


async def test_points_at_55_degrees_alone_will_do(shell: House) -> None:
    hot = {key: value for key, value in EN_TABLE.items() if key.endswith("w55")}
    await equip(shell, performance={"sink": "water", **hot})
    ratings = shell.entry.runtime_data.settings.machine.ratings
    assert {*ratings.heating} == {*AT_55}


@pytest.mark.parametrize("half", ["heating_capacity_a7_w55", "heating_cop_a7_w55"])
async def test_half_a_point_at_55_degrees_is_refused(shell: House, half: str) -> None:
    form = await shell.fill_in(USER, TERMINALS, {}, {"sink": "water", half: 4})
    assert form["errors"] == {half: "half_a_point"}


async def test_a_table_at_55_degrees_does_not_rise_towards_the_cold(
    shell: House,
) -> None:
    rising = {**EN_TABLE, "heating_cop_am7_w55": 4}
    form = await shell.fill_in(USER, TERMINALS, {}, rising)
    assert form["errors"] == {"heating_cop_am7_w55": "rises_in_the_cold"}
