"""A thermostat that works says nothing to anybody but its household."""

import logging

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState
from homeassistant.util.unit_system import (
    METRIC_SYSTEM,
    US_CUSTOMARY_SYSTEM,
    UnitSystem,
)
import pytest

from .gauges import DATASHEET, GAUGES, equip, say
from .house import DUAL_FUEL, JUST_A_COMPRESSOR, TWO_STAGE, House, Wiring

NOTICE = "We found a custom integration"
"""What Home Assistant's loader says of every one."""


def complaints(records: list[logging.LogRecord]) -> list[str]:
    """Return what was logged as a warning or worse, or calls something deprecated."""
    texts = [
        record.getMessage()
        for record in records
        if record.levelno >= logging.WARNING or "deprecated" in record.getMessage()
    ]
    return [text for text in texts if not text.startswith(NOTICE)]


@pytest.mark.parametrize(
    ("wiring", "units"),
    [
        pytest.param(TWO_STAGE, METRIC_SYSTEM, id="two stages, °C"),
        pytest.param(TWO_STAGE, US_CUSTOMARY_SYSTEM, id="two stages, °F"),
        pytest.param(DUAL_FUEL, METRIC_SYSTEM, id="dual fuel, °C"),
        pytest.param(JUST_A_COMPRESSOR, US_CUSTOMARY_SYSTEM, id="compressor, °F"),
    ],
)
async def test_an_hour_of_heating_a_reload_and_the_removal_are_silent(
    new_house: House,
    caplog: pytest.LogCaptureFixture,
    wiring: Wiring,  # noqa: ARG001
    units: UnitSystem,  # noqa: ARG001
) -> None:
    house, entries = new_house, new_house.hass.config_entries
    await house.ask("heat", room=18, outdoor=-3)
    await house.live(hours=1)
    await house.sense(room=22)
    await house.live(minutes=10)
    await house.spend(entries.async_reload(house.entry.entry_id))
    await house.live(minutes=10)
    await house.spend(entries.async_remove(house.entry.entry_id))

    assert "y1 on" in house.moves
    assert complaints(caplog.get_records("setup")) == []
    assert complaints(caplog.get_records("call")) == []


@pytest.mark.slow_after(1)
@pytest.mark.usefixtures("everything_enabled")
@pytest.mark.parametrize(
    ("wiring", "units"),
    [
        pytest.param(TWO_STAGE, METRIC_SYSTEM, id="two stages, °C"),
        pytest.param(TWO_STAGE, US_CUSTOMARY_SYSTEM, id="two stages, °F"),
        pytest.param(DUAL_FUEL, METRIC_SYSTEM, id="dual fuel, °C"),
    ],
)
async def test_an_hour_with_every_sensor_every_price_and_a_defrost_is_silent(
    shell: House,
    caplog: pytest.LogCaptureFixture,
    wiring: Wiring,  # noqa: ARG001
    units: UnitSystem,  # noqa: ARG001
) -> None:
    shell.hass.states.async_set("sensor.price", "30", {"unit_of_measurement": "ct/kWh"})
    await equip(shell, *GAUGES, performance={**DATASHEET, "airflow": 1200})
    await shell.tune(
        prices={
            "electricity_price_entity": "sensor.price",
            "fuel_price": 0.1,
            "grid_carbon": 0.4,
        },
        upkeep={"design_outdoor": 10},
    )
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=20)
    say(shell, "defrost_signal", "on")
    await shell.live(minutes=5)
    say(shell, "defrost_signal", "off")
    await shell.live(minutes=15)
    for key in GAUGES:
        say(shell, key)
    await shell.live(minutes=20)
    for button in ("filter_done", "forget_machine", "forget_house"):
        await shell.use("button", "press", button)
    await shell.ask("cool", room=26, outdoor=30)
    await shell.live(minutes=20)

    assert complaints(caplog.get_records("setup")) == []
    assert complaints(caplog.get_records("call")) == []


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("terminal", ["g", "y1"])
async def test_a_lost_relay_is_no_news_each_minute(
    house: House, caplog: pytest.LogCaptureFixture, terminal: str
) -> None:
    """Home Assistant drops orders to what is unavailable, with a warning each."""
    await house.ask("heat", room=18)
    house[terminal].vanish()
    await house.choose("turn_off")
    await house.live(hours=3)

    told = complaints(caplog.get_records("call"))
    assert told == [f"Upstairs: problem relay_lost: switch.{terminal}"]


@pytest.mark.slow
async def test_begin_and_end_of_each_problem_are_one_line_for_each_entity(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.ask("heat", room=18)
    house["w2"].vanish()
    house["e"].vanish()
    await house.live(minutes=5)
    await house.sense(outdoor="unavailable")
    await house.live(hours=5)
    house["y1"].vanish()
    await house.live(minutes=5)
    house["w2"].come_back(on=False)
    await house.live(hours=1)
    house["y1"].come_back(on=False)
    await house.live(minutes=5)
    house["e"].come_back(on=False)
    await house.sense(outdoor=2)
    await house.live(hours=1)

    told = [
        (record.levelname, record.getMessage(), record.exc_info)
        for record in caplog.get_records("call")
        if ": problem " in record.getMessage()
    ]
    assert told == [
        ("WARNING", "Upstairs: problem relay_lost: switch.e", None),
        ("WARNING", "Upstairs: problem relay_lost: switch.w2", None),
        ("WARNING", "Upstairs: problem outdoor_sensor_lost: sensor.outdoor", None),
        ("WARNING", "Upstairs: problem relay_lost: switch.y1", None),
        ("INFO", "Upstairs: problem relay_lost is over: switch.w2", None),
        ("INFO", "Upstairs: problem relay_lost is over: switch.y1", None),
        ("INFO", "Upstairs: problem relay_lost is over: switch.e", None),
        ("INFO", "Upstairs: problem outdoor_sensor_lost is over: sensor.outdoor", None),
    ]


async def test_a_problem_that_outlasts_a_reload_is_told_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.sense(outdoor="unavailable")
    await house.live(hours=4)
    entries = house.hass.config_entries
    await house.spend(entries.async_reload(house.entry.entry_id))
    await house.live(hours=4)
    await house.sense(outdoor=3)

    told = [r.getMessage() for r in caplog.records if "problem outdoor" in r.message]
    assert told == [
        "Upstairs: problem outdoor_sensor_lost: sensor.outdoor",
        "Upstairs: problem outdoor_sensor_lost is over: sensor.outdoor",
    ]


async def test_a_problem_that_outlasts_a_restart_is_in_the_new_log_too(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.sense(outdoor="unavailable")
    await house.live(hours=4)
    await house.unload(house.entry)
    caplog.clear()

    house.hass.set_state(CoreState.not_running)
    await house.set_up()
    house.hass.set_state(CoreState.running)
    house.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await house.live(hours=1)

    # A room that stands for hours in winter is another.
    told = [told for told in complaints(caplog.records) if "outdoor" in told]
    assert told == ["Upstairs: problem outdoor_sensor_lost: sensor.outdoor"]


@pytest.mark.parametrize(
    ("outdoor", "told"),
    [
        pytest.param(2, [], id="was only late"),
        pytest.param(
            "unavailable",
            ["Upstairs: problem outdoor_sensor_lost: sensor.outdoor"],
            id="stays away",
        ),
    ],
)
async def test_what_is_missing_while_home_assistant_starts_is_no_news_yet(
    shell: House,
    caplog: pytest.LogCaptureFixture,
    outdoor: float | str,
    told: list[str],
) -> None:
    shell.hass.set_state(CoreState.not_running)
    shell.report(outdoor="unavailable")
    await shell.install()
    await shell.wait(minutes=1)
    assert shell.state("problem").state == "on"
    await shell.sense(outdoor=outdoor)
    assert complaints(caplog.records) == []

    shell.hass.set_state(CoreState.running)
    shell.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await shell.settle()
    assert complaints(caplog.records) == told


async def test_a_new_reason_is_logged_once_for_those_who_debug(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.ask("heat", room=19.5)
    await house.live(minutes=10)

    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.heat_pump_thermostat")
    ]
    assert ours.count("Upstairs: heating") == 1
