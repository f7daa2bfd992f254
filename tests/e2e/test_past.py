"""The days that lie behind the demo, and what is recorded of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from homeassistant.components.sensor import SensorStateClass
import pytest

from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Machine,
    Settings,
)
from demo.custom_components.simulated_house.history import Instant, Past
from demo.custom_components.simulated_house.records import (
    HOUR,
    SHORT_TERM,
    Record,
    floored,
)
from demo.custom_components.simulated_house.weather import read_week

WEATHER = Path(__file__).parents[2] / "demo" / "weather" / "winter_week.csv"
WIRES = ("y1", "y2", "g", "o", "w2", "e")
ZONE = ZoneInfo("America/Chicago")
END = datetime(2026, 1, 15, 18, 25, tzinfo=UTC)
BEGIN = END.replace(minute=0) - timedelta(days=1)


@pytest.fixture(scope="module")
def past() -> Past:
    """A day before `END` that is to be lived through."""
    machine = Machine(
        wired=frozenset(Terminal(wire) for wire in WIRES), backup=Backup.ELECTRIC
    )
    return Past(
        Settings(machine=machine), Prices(0.16), read_week(WEATHER), BEGIN, ZONE
    )


@pytest.fixture(scope="module")
def instants(past: Past) -> list[Instant]:
    """All that was seen on that day."""
    return list(past.live(END))


def test_every_minute_is_seen(instants: list[Instant]) -> None:
    assert len(instants) == (END - BEGIN) / timedelta(minutes=1)
    assert instants[-1].now == END


def test_the_clock_in_the_house_tells_the_time_on_the_wall(
    instants: list[Instant],
) -> None:
    on_the_wall = END.astimezone(ZONE).time()

    assert instants[-1].moment.time() == on_the_wall


def test_the_thermostat_keeps_the_room_warm(instants: list[Instant]) -> None:
    assert all(18 < instant.house.air < 21 for instant in instants)


def test_the_thermostat_counts_what_the_meters_of_the_house_count(
    past: Past, instants: list[Instant]
) -> None:
    house, meter = instants[-1].house, past.state.meter

    assert meter.total(Count.HEATING_ELECTRICITY).ever == pytest.approx(
        house.heat_pump_kwh, rel=0.02
    )
    # A call of auxiliary heat lasts minutes, and the past goes by the minute.
    assert meter.total(Count.AUX_ELECTRICITY).ever == pytest.approx(
        house.aux_kwh, rel=0.06
    )


@pytest.mark.usefixtures("instants")
def test_in_the_end_every_relay_is_released(past: Past) -> None:
    board = past.state.wires.board

    assert not any(board.is_on(Terminal(wire)) for wire in WIRES)


def recorded(instants: list[Instant], state_class: SensorStateClass) -> Record:
    """Return the record of the minutes since the last full hour."""
    record = Record("sensor.any", state_class, None, None, lambda i: i.now.minute)
    for instant in instants:
        record.add(
            instant, (floored(instant.now, HOUR), floored(instant.now, SHORT_TERM))
        )
    return record


def test_a_measurement_is_recorded_with_its_mean(instants: list[Instant]) -> None:
    record = recorded(instants, SensorStateClass.MEASUREMENT)
    rows = list(record.rows(record.minutes, END - SHORT_TERM, END))

    assert rows == [{"start": END - SHORT_TERM, "mean": 22.0, "min": 20.0, "max": 24.0}]


@pytest.mark.parametrize(
    ("state_class", "hourly"),
    [
        pytest.param(SensorStateClass.TOTAL_INCREASING, 59, id="counter begins anew"),
        pytest.param(SensorStateClass.TOTAL, 0, id="sum may fall"),
    ],
)
def test_a_sum_is_recorded_as_it_grows(
    instants: list[Instant], state_class: SensorStateClass, hourly: float
) -> None:
    record = recorded(instants, state_class)
    first, *_, before, last = record.rows(record.hours, BEGIN, floored(END, HOUR))

    assert last["start"] - first["start"] == timedelta(hours=23)
    assert last["sum"] - before["sum"] == hourly
    assert last["state"] == 59
