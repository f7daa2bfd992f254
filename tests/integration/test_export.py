"""What the recorder remembers, as EPA's software reads it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import cos, pi
from typing import Any

from homeassistant.core import State
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.past import METADATA, samples_of
from custom_components.heat_pump_thermostat.runtimes import (
    COLUMNS,
    Level,
    Runtime,
    Sample,
    rows,
    written,
)
from tests.engine.invariants import W2, Y1, Y2, E, G, O
from tests.engine.plant import physics
from tests.engine.rig import Bench, minutes, settings_for

from .epa import HOURS, complaints, lines
from .house import House
from .test_actions import act

MIDNIGHT = datetime(2026, 1, 10, 6, tzinfo=UTC)
OFFSET = timedelta(hours=-6)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FILE: dict[str, Any] = dict.fromkeys(METADATA, "x") | {
    "equipment_type": 1,
    "zipcode": "55401",
    "utc_offset": "-0600",
}


# --- Hours and days ------------------------------------------------------------


def sample(hours: float, *runs: Runtime, **levels: float) -> Sample:
    """Return what is so from some hours after midnight on."""
    named = {Level[name.upper()]: value for name, value in levels.items()}
    return Sample(at=MIDNIGHT + hours * HOUR, runs=frozenset(runs), levels=named)


def test_what_runs_over_an_hour_counts_in_both() -> None:
    (row,) = rows(
        [
            sample(0, room=68.0),
            sample(1.75, Runtime.HEAT, Runtime.AUXILIARY, room=67.0),
            sample(2.5, Runtime.HEAT, room=68.0),
            sample(3, room=70.0),
        ],
        MIDNIGHT + DAY,
        OFFSET,
    )
    assert row["date"] == "2026-01-10"
    assert row["heat_runtime"] == 75
    assert row["cool_runtime"] == 0
    assert [row[f"auxiliary_heat_runtime_0{hour}"] for hour in range(4)] == [
        0,
        15,
        30,
        0,
    ]
    assert row["temp_in_01"] == 67.75
    assert row["temp_in_02"] == 67.5


def test_only_whole_days_are_told_and_none_is_left_out() -> None:
    told = rows(
        [
            sample(5, Runtime.COOL, room=70.0),
            Sample(at=MIDNIGHT + 30 * HOUR),
            sample(75, room=70.0),
        ],
        MIDNIGHT + 4.5 * DAY,
        OFFSET,
    )
    assert [row["date"] for row in told] == ["2026-01-11", "2026-01-12", "2026-01-13"]
    assert [row["cool_runtime"] for row in told] == [360, None, 0]
    assert told[1]["temp_in_03"] is None


def test_of_nothing_nothing_is_told() -> None:
    assert rows([], MIDNIGHT, OFFSET) == []


# --- A winter ------------------------------------------------------------


def winter(days: int, recorded: dict[str, list[State]]) -> Decision:
    """Live through some days of a winter, and record what cards would show."""
    bench = Bench(settings_for(), now=MIDNIGHT, room=20.0, outdoor=0.0)
    house = physics.House(air=20, structure=20)
    for minute in range(days * 24 * 60):
        elapsed = minute / 60
        outdoor = -6 + 9 * cos((elapsed - 15) * pi / 12) - 6 * (elapsed // 48 % 3)
        on = bench.on
        wires = physics.Relays(
            y1=Y1 in on, y2=Y2 in on, g=G in on, o=O in on, w2=W2 in on, e=E in on
        )
        weather = physics.Weather(
            temperature=outdoor, relative_humidity=80.0, solar_watts=0.0
        )
        house = physics.advance(house, wires, weather, 60.0)
        bench.is_defrosting = house.unit.operation is physics.Operation.DEFROSTING
        bench.room, bench.outdoor = round(house.air, 1), round(outdoor, 1)
        if minute % (36 * 60) == 24 * 60:
            bench.emergency(on=minute % (72 * 60) == 24 * 60)
        bench.run(minutes(1))
        for decision in bench.decisions:
            _record(decision, recorded)
        del bench.decisions[:-1]
        bench.trace.clear()
    return bench.decision


def _record(decision: Decision, recorded: dict[str, list[State]]) -> None:
    at = decision.state.at
    assert at is not None
    shown = {
        "hvac_action": str(decision.action),
        "backup_heat": decision.backup_reason,
        "current_temperature": decision.room,
        "temperature": decision.targets.heat,
    }
    runs = decision.state.wires.board.is_on(Terminal.Y1)
    for entity, state, attributes in (
        ("climate.home", "heat", shown),
        ("binary_sensor.compressor", "on" if runs else "off", {}),
    ):
        recorded[entity].append(
            State(entity, state, attributes, last_updated=at, last_changed=at)
        )


@pytest.mark.slow
def test_a_simulated_winter_is_read_and_agrees_with_what_was_counted() -> None:
    days = 90
    recorded: dict[str, list[State]] = {
        "climate.home": [],
        "binary_sensor.compressor": [],
    }
    last = winter(days, recorded)
    samples = samples_of(
        recorded["climate.home"], recorded["binary_sensor.compressor"], "°C"
    )
    told = rows(samples, MIDNIGHT + days * DAY, OFFSET)
    files = written(METADATA, [FILE]), written(COLUMNS, told)
    assert complaints(*files) == []

    found, meter = lines(files[1]), last.state.meter
    assert len(found) == days
    heat = sum(float(line["heat_runtime"]) for line in found)
    backup = {
        run: sum(_minutes(found, run)) for run in (Runtime.AUXILIARY, Runtime.EMERGENCY)
    }
    assert heat == pytest.approx(meter.ever(Count.COMPRESSOR) / 60, abs=2 * days)
    assert sum(backup.values()) == pytest.approx(
        meter.ever(Count.AUX) / 60, abs=2 * days
    )
    assert backup[Runtime.AUXILIARY] > 0
    assert backup[Runtime.EMERGENCY] > 60


def _minutes(found: list[dict[str, str]], run: Runtime) -> Iterator[float]:
    return (float(line[f"{run}_{hour}"]) for line in found for hour in HOURS)


# --- The action ------------------------------------------------------------


@pytest.mark.usefixtures("recorder_mock")
async def test_the_recorder_is_asked(house: House) -> None:
    await house.wait(hours=20)
    await house.ask("heat", room=18)
    await house.live(minutes=40)
    await house.choose("turn_off")
    await house.wait(hours=24)
    await async_wait_recording_done(house.hass)

    answer = (await act(house, "export", zipcode="55401"))["runtimes"]

    assert complaints(answer["metadata"], answer["intervals"]) == []
    (line,) = lines(answer["intervals"])
    assert answer["days"] == 1
    assert line["date"] == "2026-01-16"
    assert float(line["heat_runtime"]) == pytest.approx(40, abs=1)
    assert float(line["temp_in_02"]) == pytest.approx(64.4, abs=0.5)
    assert float(line["heating_setpoint_02"]) == 68
    assert line["heating_setpoint_12"] == ""


async def test_without_a_recorder_there_are_no_run_times(house: House) -> None:
    assert (await act(house, "export"))["runtimes"] is None
