"""What adds up: over reloads and midnights, in long days and short ones."""

from datetime import UTC, datetime, timedelta
from typing import Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.util import dt as dt_util
import pytest

from .gauges import GAUGES, beside, equip, equip_and_heat, exactly, say, told
from .house import House

STEP: Final = 1.0
"""By how much an energy may lag behind what is told, kWh."""
ENERGIES: Final = ("heat_pump_energy", "aux_heat_energy", "heat_delivered")
TODAY: Final = (
    "aux_heat_runtime_today",
    "compressor_starts_today",
    "defrosts_today",
    "defrost_time_today",
    "cost_today",
)


@pytest.fixture(autouse=True)
def everything(everything_enabled: None) -> None:
    """Show all of them."""


def written(house: House) -> list[str]:
    """Return where the keys of our entities gather that are written from now on."""
    keys: list[str] = []
    ours = {house.id(key): key for key in house.keys()}  # noqa: SIM118 - no mapping

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] in ours:
            keys.append(ours[event.data["entity_id"]])

    house.hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    return keys


# --- Energies ------------------------------------------------------------------------


async def test_energies_are_powers_by_time(shell: House) -> None:
    await equip(shell)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=30)
    power, heat = exactly(shell, "estimated_power"), exactly(shell, "heating_capacity")

    assert exactly(shell, "heat_pump_energy") == pytest.approx(power / 2, rel=0.02)
    assert exactly(shell, "heat_delivered") == pytest.approx(heat / 2, rel=0.1)
    assert exactly(shell, "heat_delivered") < heat / 2  # It takes minutes to build up.


async def test_auxiliary_heat_counts_its_rating(shell: House) -> None:
    await equip(shell)
    await shell.sense(room=18)
    await shell.choose("set_hvac_mode", hvac_mode="heat")
    await shell.use("switch", "turn_on", "emergency_heat")
    await shell.live(minutes=20)

    assert exactly(shell, "aux_heat_energy") == pytest.approx(3, rel=0.06)
    assert exactly(shell, "backup_heat_delivered") == exactly(shell, "aux_heat_energy")
    assert exactly(shell, "aux_heat_share") == 100
    assert exactly(shell, "emergency_heat_runtime") == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("glitch", [4_294_967_295, 65_535, -1, "1e308", "nan", "inf"])
async def test_a_glitch_of_a_meter_is_not_added_up(
    shell: House, glitch: float | str
) -> None:
    meters = ("heat_pump_power", "aux_power", "heat_meter")
    await equip_and_heat(shell, *meters)
    await shell.live(minutes=30)
    half_an_hour = {"heat_pump_energy": 2.6 / 2, "heat_delivered": 7.8 / 2}
    before = {key: exactly(shell, key) for key in half_an_hour}

    for meter in meters:
        say(shell, meter, glitch)
    await shell.live(minutes=1)
    for meter in meters:
        say(shell, meter, GAUGES[meter][0])
    await shell.live(minutes=29)
    for key, grown in half_an_hour.items():
        assert exactly(shell, key) - before[key] == pytest.approx(grown, rel=0.1), key


async def test_what_nobody_can_tell_is_left_out_and_says_so(shell: House) -> None:
    """There is no datasheet, and the meter says what cannot be for half an hour."""
    await equip(shell, "heat_pump_power", performance={})
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=30)
    assert beside(shell, "heat_pump_energy")["hours_not_counted"] == 0
    counted = told(shell, "heat_pump_energy")

    say(shell, "heat_pump_power", 4_294_967_295)
    await shell.live(minutes=30)
    assert told(shell, "heat_pump_energy") == pytest.approx(counted, rel=0.05)
    left_out = beside(shell, "heat_pump_energy")["hours_not_counted"]
    assert left_out == pytest.approx(0.5, abs=0.04)
    assert not shell.keys() & {"heat_delivered"}


async def test_nothing_is_counted_twice_over_a_reload_and_nothing_falls(
    shell: House,
) -> None:
    await equip(shell)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=30)
    before = {key: told(shell, key) for key in ENERGIES}

    await shell.reload()
    for key in ENERGIES:
        assert before[key] <= told(shell, key) <= before[key] * 1.1 + STEP, key

    after = {key: told(shell, key) for key in ENERGIES}
    await shell.choose("turn_off")
    await shell.live(hours=1)
    for _ in range(3):
        await shell.reload()
    assert {key: told(shell, key) for key in ENERGIES} == pytest.approx(after, rel=0.01)


# --- Ratios --------------------------------------------------------------------------


async def test_the_seasonal_performance_is_heat_by_electricity(shell: House) -> None:
    await equip(shell)
    assert shell.state("seasonal_performance").state == "unknown"
    assert shell.state("hspf_to_date").state == "unknown"
    assert shell.state("aux_heat_share").state == "unknown"

    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(hours=1)
    heat, electricity = (
        exactly(shell, "heat_delivered"),
        exactly(shell, "heat_pump_energy"),
    )
    aux = exactly(shell, "backup_heat_delivered")

    season = exactly(shell, "seasonal_performance")
    assert season == pytest.approx(heat / electricity, abs=0.01)
    assert exactly(shell, "hspf_to_date") == pytest.approx(season * 3.412, abs=0.01)
    assert exactly(shell, "aux_heat_share") == pytest.approx(
        100 * aux / (heat + aux), abs=0.5
    )


async def test_the_mean_run_of_today(shell: House) -> None:
    await equip(shell)
    assert shell.state("mean_run_today").state == "unknown"
    for _ in range(2):
        await shell.ask("heat", room=19.6, outdoor=5)
        await shell.live(minutes=10)
        await shell.sense(room=21)
        await shell.live(minutes=10)

    assert told(shell, "compressor_starts_today") == 2
    begun, ended = (
        [at for at, move in shell.moved if move == f"y1 {says}"]
        for says in ("on", "off")
    )
    lasted = sum(
        (end - begin for begin, end in zip(begun, ended, strict=True)), timedelta()
    )
    assert told(shell, "mean_run_today") == pytest.approx(
        lasted / 2 / timedelta(minutes=1), abs=0.5
    )


# --- Days ----------------------------------------------------------------------------


async def until(house: House, hour: int) -> None:
    """Let time pass until a full hour by the clock on the wall."""
    now = dt_util.as_local(house.now)
    target = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    if target <= now:
        target = (now + timedelta(days=1)).replace(hour=hour, minute=0, second=0)
    await house.live(seconds=(target.astimezone(UTC) - house.now).total_seconds())


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("morning", "hours"),
    [
        pytest.param(datetime(2026, 1, 15, 14, tzinfo=UTC), 24, id="a day"),
        pytest.param(datetime(2026, 3, 7, 14, tzinfo=UTC), 23, id="a spring's day"),
        pytest.param(datetime(2026, 10, 31, 13, tzinfo=UTC), 25, id="an autumn's day"),
    ],
)
async def test_days_end_at_local_midnight(
    shell: House, freezer: FrozenDateTimeFactory, morning: datetime, hours: int
) -> None:
    """The second midnight ends the day on which the clocks are set."""
    freezer.move_to(morning)
    await equip(shell, "defrost_signal")
    await shell.tune(prices={"electricity_price": 0.3})
    await until(shell, 0)
    begun = shell.now

    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=8)
    say(shell, "defrost_signal", "on")
    await shell.live(minutes=4)
    say(shell, "defrost_signal", "off")
    await shell.live(minutes=30)
    await shell.choose("turn_off")
    await shell.live(minutes=2)
    counted = {key: told(shell, key) for key in TODAY}
    assert all(count > 0 for count in counted.values())
    reset = shell.state("cost_today").attributes["last_reset"]
    assert dt_util.parse_datetime(reset) == begun
    ever = told(shell, "cost")

    await until(shell, 23)
    await shell.live(minutes=59)
    assert {key: told(shell, key) for key in TODAY} == counted

    await shell.live(minutes=1)
    assert shell.now - begun == timedelta(hours=hours)
    assert {key: told(shell, key) for key in TODAY} == dict.fromkeys(TODAY, 0)
    reset = shell.state("cost_today").attributes["last_reset"]
    assert dt_util.parse_datetime(reset) == shell.now
    assert told(shell, "cost") == ever


# --- How often they are told ---------------------------------------------------------


async def test_what_grows_is_told_every_five_minutes_at_most(shell: House) -> None:
    await equip(shell)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=6)
    keys = written(shell)
    for room in range(60):  # A sensor that chatters.
        await shell.sense(room=18 + room / 100)
        await shell.wait(seconds=20)

    told_often = [
        keys.count(key)
        for key in ("heat_pump_energy", "fan_runtime", "aux_heat_runtime_today")
    ]
    assert max(told_often) in {4, 5}


async def test_what_has_grown_is_told_when_the_run_ends(shell: House) -> None:
    await equip(shell)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=12)
    shown = told(shell, "heat_pump_energy")
    await shell.live(minutes=3)
    await shell.choose("turn_off")

    assert told(shell, "heat_pump_energy") > shown
    assert told(shell, "compressor_runtime") == pytest.approx(0.25, abs=0.1)


async def test_what_stands_still_is_not_told_again(shell: House) -> None:
    await equip(shell, *GAUGES.keys() - {"heat_pump_power", "heat_meter"})
    await shell.ask("heat", room=21, outdoor=-3)
    await shell.live(minutes=10)
    keys = written(shell)
    for _ in range(3):
        await shell.sense(room=21.2)
        await shell.wait(minutes=2)
        await shell.sense(room=21.3)
        await shell.wait(minutes=2)

    assert set(keys) == {"thermostat"}
    assert len(keys) == 6


async def test_a_room_that_warms_while_the_machine_runs_tells_only_itself(
    shell: House,
) -> None:
    await equip(shell)
    await shell.ask("heat", room=18, outdoor=-3)
    await shell.live(minutes=8)
    keys = written(shell)
    await shell.sense(room=18.1)

    assert set(keys) <= {"thermostat", "next_change"}
    assert keys.count("thermostat") == 1
