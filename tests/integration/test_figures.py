"""What the estimates say while the machine heats, rests, defrosts and cools."""

import pytest

from .gauges import (
    DATASHEET,
    beside,
    equip,
    equip_and_heat,
    exactly,
    learn_house,
    say,
    told,
)
from .house import ONE_STAGE, House


@pytest.fixture(autouse=True)
def everything(everything_enabled: None) -> None:
    """Show all of them."""


async def heat(house: House, outdoor: float = -3) -> None:
    """Heat until the machine is in its stride, too short for auxiliary heat."""
    await house.ask("heat", room=18, outdoor=outdoor)
    await house.live(minutes=8)
    assert house.climate.attributes["hvac_action"] == "heating"


# --- Heating -------------------------------------------------------------------------


async def test_a_machine_heats_as_its_datasheet_says(shell: House) -> None:
    """17 °F lies a third of the way from -3 °C to 47 °F: 7.8 kW from 2.56 kW."""
    await equip(shell)
    await heat(shell)

    assert told(shell, "cop") == pytest.approx(3.0, rel=0.1)
    assert told(shell, "heating_capacity") == pytest.approx(7.8, rel=0.11)
    assert told(shell, "estimated_power") == pytest.approx(2.56, abs=0.1)
    assert told(shell, "heat_output") == pytest.approx(7.8, rel=0.11)
    assert told(shell, "system_cop") == pytest.approx(told(shell, "cop"), rel=0.1)
    for key in ("cop", "heating_capacity"):
        assert beside(shell, key)["basis"] == "datasheet"
        assert 0 < beside(shell, key)["uncertainty"] <= 0.3


@pytest.mark.parametrize("outdoor", [-20, -8, 0, 7, 15])
async def test_no_cop_lies_above_what_nature_allows(
    shell: House, outdoor: float
) -> None:
    await equip(shell)
    await heat(shell, outdoor)

    carnot, share = told(shell, "carnot_cop"), told(shell, "second_law_efficiency")
    assert 1 < told(shell, "cop") < carnot
    assert share == pytest.approx(100 * told(shell, "cop") / carnot, abs=1)


async def test_of_a_machine_without_datasheet_only_its_efficiency_is_told(
    shell: House,
) -> None:
    await equip(shell, performance={})
    await heat(shell)

    assert 1.5 < told(shell, "cop") < 4
    assert beside(shell, "cop")["basis"] == "preset"
    assert not shell.keys() & {
        "heating_capacity",
        "estimated_power",
        "heat_output",
        "heat_pump_energy",
        "thermal_balance_point",
        "cost",
    }


# --- At rest -------------------------------------------------------------------------


# --- With meters ---------------------------------------------------------------------


async def test_two_meters_measure_the_cop_of_a_machine_in_its_stride(
    shell: House,
) -> None:
    await equip_and_heat(shell, "heat_pump_power", "heat_meter")
    assert beside(shell, "cop")["basis"] == "datasheet"

    await shell.live(minutes=8)
    assert exactly(shell, "cop") == pytest.approx(7.8 / 2.6)
    assert beside(shell, "cop")["basis"] == "measured"


async def test_air_that_is_measured_gives_heat_by_the_airflow(shell: House) -> None:
    """0.5 m³/s of air, 14 K warmer, carry 8.4 kW."""
    sheet = {**DATASHEET, "airflow": 1800}
    gauges = ("heat_pump_power", "supply_temperature", "return_temperature")
    await equip(shell, *gauges, performance=sheet)
    await heat(shell)

    assert told(shell, "heat_output") == pytest.approx(8.4, rel=0.05)
    assert beside(shell, "cop")["basis"] == "measured"


# --- Defrosts ------------------------------------------------------------------------


async def test_a_defrost_on_the_sense_wire(shell: House) -> None:
    await equip(shell, "defrost_signal")
    await heat(shell)
    assert shell.state("defrost_state").state in {"clear", "frosting"}
    assert beside(shell, "defrost_state")["evidence"] == "signal"

    say(shell, "defrost_signal", "on")
    await shell.live(seconds=20)
    assert shell.state("defrost_state").state == "defrosting"
    assert shell.state("defrosting").state == "on"
    assert shell.climate.attributes["hvac_action"] == "defrosting"
    assert shell.state("cop").state == "unknown"
    assert told(shell, "defrosts_today") == 1
    assert exactly(shell, "frost_level") > 0

    await shell.live(minutes=4)
    say(shell, "defrost_signal", "off")
    await shell.live(seconds=20)
    assert shell.state("defrost_state").state == "recovering"
    assert shell.state("defrosting").state == "off"
    assert told(shell, "defrosts_today") == 1
    assert told(shell, "defrost_time_today") == pytest.approx(4.2, abs=0.3)

    await shell.live(minutes=5)
    assert told(shell, "cop") > 1
    assert told(shell, "defrost_energy_today") > 0


async def test_a_defrost_that_the_outdoor_coil_shows(shell: House) -> None:
    await equip(shell, "outdoor_coil_temperature")
    await heat(shell)
    assert beside(shell, "defrost_state")["evidence"] == "coil"

    say(shell, "outdoor_coil_temperature", 14)
    await shell.live(minutes=2)
    assert shell.state("defrost_state").state == "defrosting"
    assert shell.climate.attributes["hvac_action"] == "defrosting"

    say(shell, "outdoor_coil_temperature", -6)
    await shell.live(minutes=2)
    assert shell.climate.attributes["hvac_action"] == "heating"
    assert told(shell, "defrosts_today") == 1


# --- Cooling -------------------------------------------------------------------------


async def test_a_machine_that_cools(shell: House) -> None:
    await equip(shell)
    await shell.ask("cool", room=26, outdoor=35)
    await shell.live(minutes=8)

    assert told(shell, "eer") == pytest.approx(12, rel=0.02)
    assert told(shell, "cop") == pytest.approx(12 * 0.293, rel=0.02)
    assert told(shell, "heating_capacity") == pytest.approx(10, rel=0.02)
    assert shell.state("carnot_cop").state == "unknown"
    assert shell.state("system_cop").state == "unknown"
    assert told(shell, "cooling_delivered") > 0
    assert shell.state("heat_delivered").state == "unknown"


# --- What follows for the house ------------------------------------------------------


async def test_a_house_of_which_nothing_was_learned_is_not_told(shell: House) -> None:
    await equip(shell)
    await shell.tune(upkeep={"design_outdoor": -15})
    await heat(shell)

    for key in ("thermal_balance_point", "heat_loss"):
        assert shell.state(key).state == "unknown"
        assert beside(shell, key)["days"] == 0
        assert beside(shell, key)["confidence"] == 0
    assert beside(shell, "thermal_balance_point")["beyond"] is None
    assert shell.state("design_load").state == "unknown"


async def test_a_learned_house_is_told_with_its_confidence(shell: House) -> None:
    await equip(shell)
    learn_house(shell)

    assert -25 < told(shell, "thermal_balance_point") < 5
    assert told(shell, "heat_loss") > 50
    for key in ("thermal_balance_point", "heat_loss"):
        assert 0 < beside(shell, key)["confidence"] <= 1


async def test_a_design_day_is_weighed_in_kilowatts_and_tons(shell: House) -> None:
    await equip(shell)
    await shell.tune(upkeep={"design_outdoor": -15})
    learn_house(shell)

    needed, stands = told(shell, "design_load"), beside(shell, "design_load")
    assert stands["needed_tons"] == pytest.approx(needed / 3.517, abs=0.06)
    assert stands["capacity_tons"] == pytest.approx(stands["capacity"] / 3.517, abs=0.1)
    backup = max(0.0, needed - stands["capacity"])
    assert stands["backup_needed"] == pytest.approx(backup, abs=0.1)


async def test_without_a_design_temperature_no_day_is_weighed(shell: House) -> None:
    await equip(shell)

    assert not shell.keys() & {"design_load"}


@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_a_twin_source_machine_draws_from_the_better_one(shell: House) -> None:
    await equip(shell, "source_temperature")
    await shell.sense(outdoor=-5)
    await shell.live(minutes=15)
    assert shell.state("better_source").state == "ground"

    await shell.sense(outdoor=12)
    await shell.live(minutes=15)
    assert shell.state("better_source").state == "air"
