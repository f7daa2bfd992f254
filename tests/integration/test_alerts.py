"""What a household hears of its backup heat as an event, once each time."""

from dataclasses import replace

from homeassistant.core import State
from homeassistant.util import dt as dt_util
import pytest

from custom_components.heat_pump_thermostat.engine.accounts.alerts import (
    Alerts,
    BackupHour,
)

from .gauges import DATASHEET
from .house import JUST_A_COMPRESSOR, ONE_STAGE, House


def alert(house: House) -> State:
    """Return what the alerts show."""
    return house.state("alert")


def remember(house: House, **seconds: float) -> None:
    """Let the backup have run for so long within the last hour."""
    hour = BackupHour(dt_util.utcnow(), **seconds)
    house.entry.runtime_data.async_note(
        lambda state: replace(state, alerts=Alerts(hours=(hour,)))
    )


@pytest.mark.parametrize(
    ("seconds", "event"),
    [
        ({"ran": 40000, "held": 30000}, "backup_ran_long"),
        ({"ran": 8000, "held": 8000, "eased": 7300}, "backup_in_mild_weather"),
    ],
)
async def test_an_alert_is_an_event_and_no_problem(
    house: House, seconds: dict[str, float], event: str
) -> None:
    assert alert(house).state == "unknown"
    remember(house, **seconds)
    await house.settle()

    assert alert(house).attributes["event_type"] == event
    assert alert(house).attributes["hours"] > 1
    assert "cost" not in alert(house).attributes
    assert house.state("problem").state == "off"


async def test_an_alert_is_shown_once_also_over_a_reload(house: House) -> None:
    remember(house, ran=8000, held=8000, eased=7300)
    await house.settle()
    shown = alert(house).state
    await house.live(minutes=30)
    await house.reload()
    await house.live(minutes=30)

    assert alert(house).state == shown


@pytest.mark.slow
@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_a_day_of_emergency_heat_is_told_with_its_cost(shell: House) -> None:
    await shell.install(performance=DATASHEET)
    await shell.tune(prices={"electricity_price": 0.5})
    await shell.wait(minutes=6)
    await shell.ask("heat", room=19)
    await shell.use("switch", "turn_on", "emergency_heat")
    await shell.live(hours=23, minutes=50)
    assert alert(shell).state == "unknown"
    await shell.live(minutes=20)

    told = alert(shell).attributes
    assert told["event_type"] == "emergency_heat_long"
    assert told["hours"] == pytest.approx(24, abs=0.1)
    assert told["cost"] > 0


@pytest.mark.parametrize("wiring", [JUST_A_COMPRESSOR])
async def test_without_backup_heat_there_is_nothing_to_hear_of(house: House) -> None:
    assert not house.keys() & {"alert"}
