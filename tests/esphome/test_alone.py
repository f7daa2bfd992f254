"""Days in the demo's house that the board keeps alone, beside the engine's.

`scripts/test esphome tests/esphome/test_alone.py -s` tells how they were.
"""

from ctypes import CDLL
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.settings import Backup as Other
from custom_components.heat_pump_thermostat.engine.wishes import Mode as Wish
from tests.engine.invariants import (
    W1 as FURNACE,
    Y1 as FIRST,
    Y2 as SECOND,
    G as FAN,
    O as VALVE,
)
from tests.engine.rig import TWO_STAGE, settings_for, wired
from tests.esphome.board import (
    HEARTBEAT_TIMEOUT,
    W1,
    W2,
    Y1,
    Y2,
    Backup,
    Board,
    E,
    G,
    Mode,
    O,
    Plan,
    plan,
)
from tests.esphome.dwelling import (
    COARSE,
    FINE,
    HOUR,
    HOUSES,
    ONE_STAGE,
    TYPICAL,
    Dwelling,
    Sensor,
    daily,
    keep_by_board,
    keep_by_engine,
    physics,
)

pytestmark = pytest.mark.slow

ELECTRIC = Y1 | Y2 | G | O | W2 | E
DUAL_FUEL = Y1 | Y2 | G | O | W1
KINDS = {
    "electric": (ELECTRIC, plan(), TWO_STAGE),
    "dual fuel": (
        DUAL_FUEL,
        plan(backup=Backup.FUEL, compressor_above=-4),
        wired(FIRST, SECOND, FAN, VALVE, FURNACE, backup=Other.FUEL),
    ),
}
WINTER = daily(-10, 5)
FOUND = 12 * HOUR
"""How long it takes until house and board have forgotten how they were found."""
ABSENCE = 60.0
"""Hours."""
LEAST: dict[Sensor, float] = {FINE: 0.95, COARSE: 0.8}
"""For which share of the time the room is within 1 K, by its sensor."""


def left_alone(rules: CDLL, wired: Any, kept: Plan, now: float = 1000.0) -> Board:
    board = Board(rules, wired, heartbeat_timeout=HEARTBEAT_TIMEOUT, now=now)
    board.restore(kept)
    return board


def told(spell: str, alone: Dwelling, by_engine: Dwelling, setpoint: float) -> None:
    """Tell what became of a house, beside the one that the engine kept."""
    print(  # noqa: T201 - for whoever asks
        f"{spell}: within 1 K {alone.share_within(1, setpoint, FOUND):.0%},"
        f" mean {alone.mean(FOUND):.1f} °C beside {by_engine.mean(FOUND):.1f} °C,"
        f" energy {alone.energy / by_engine.energy:.2f} of the engine's,"
        f" {len(alone.starts())} starts beside {len(by_engine.starts())}"
    )


@pytest.mark.parametrize("sensor", [FINE, COARSE], ids=["0.1 K", "0.5 K"])
@pytest.mark.parametrize("house", HOUSES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_cold_spell(rules: CDLL, kind: str, house: str, sensor: Sensor) -> None:
    """The room as warm as with the engine, for no more energy."""
    terminals, kept, machine = KINDS[kind]
    board = left_alone(rules, terminals, kept)
    alone = Dwelling(WINTER, HOUSES[house], sensor)
    keep_by_board(alone, board, ABSENCE)
    kept_by_engine = Dwelling(WINTER, HOUSES[house], sensor)
    keep_by_engine(kept_by_engine, settings_for(machine), ABSENCE)
    told(f"cold spell, {house}, {kind}, {sensor.step} K", alone, kept_by_engine, 20)

    assert alone.share_within(1, 20, FOUND) >= LEAST[sensor]
    assert alone.energy <= 1.1 * kept_by_engine.energy
    assert alone.mean(FOUND) >= kept_by_engine.mean(FOUND) - 0.3
    assert alone.shortest_rest >= 300


@pytest.mark.parametrize("sensor", [FINE, COARSE], ids=["0.1 K", "0.5 K"])
@pytest.mark.parametrize("house", HOUSES)
def test_a_july(rules: CDLL, house: str, sensor: Sensor) -> None:
    def dwelling() -> Dwelling:
        found = physics.House(air=24, structure=24.5, humidity_ratio=0.011)
        return Dwelling(daily(30, 7), HOUSES[house], sensor, house=found, sun=3000)

    alone = dwelling()
    board = left_alone(rules, ELECTRIC, plan(mode=Mode.COOL))
    keep_by_board(alone, board, ABSENCE)
    kept_by_engine = dwelling()
    keep_by_engine(kept_by_engine, settings_for(TWO_STAGE), ABSENCE, Wish.COOL)
    told(f"July, {house}, {sensor.step} K", alone, kept_by_engine, 24)

    assert alone.share_within(1, 24, FOUND) >= LEAST[sensor]
    assert alone.energy <= 1.1 * kept_by_engine.energy
    assert alone.backed_up == 0


@pytest.mark.parametrize("sensor", [FINE, COARSE], ids=["0.1 K", "0.5 K"])
@pytest.mark.parametrize(
    ("terminals", "design"),
    [(ELECTRIC, TYPICAL), (Y1 | G | O | W2, ONE_STAGE)],
    ids=["two", "one"],
)
@pytest.mark.parametrize("mean", [0, 3, 8])
def test_milder_weather(
    rules: CDLL, mean: float, terminals: Any, design: Any, sensor: Sensor
) -> None:
    """No backup heat, and no more starts than the engine may make."""
    board = left_alone(rules, terminals, plan())
    alone = Dwelling(daily(mean, 4), design, sensor)
    keep_by_board(alone, board, ABSENCE)
    assert alone.share_within(1, 20, FOUND) >= LEAST[sensor]
    assert alone.backed_up == 0
    assert len(alone.starts(FOUND)) <= 96 * (ABSENCE - 12) / 24


def test_a_spring_day_of_heating_and_cooling(rules: CDLL) -> None:
    found = physics.House(air=22, structure=22)
    alone = Dwelling(daily(15, 12), house=found, sun=9000)
    board = left_alone(rules, ELECTRIC, plan(mode=Mode.HEAT_COOL))
    keep_by_board(alone, board, ABSENCE)
    coldest, warmest = alone.between(FOUND)
    assert 19.4 < coldest < warmest < 24.8


def test_from_a_cold_house(rules: CDLL) -> None:
    found = physics.House(air=12, structure=12)
    alone = Dwelling(WINTER, house=found)
    keep_by_board(alone, left_alone(rules, ELECTRIC, plan()), 24)
    assert alone.share_within(1, 20, FOUND) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("has_weather", [True, False])
def test_a_thermometer_that_dies(rules: CDLL, kind: str, *, has_weather: bool) -> None:
    """What the last day took is given on, for a house of some 16 °C."""
    terminals, kept, _ = KINDS[kind]
    board = left_alone(rules, terminals, kept)
    alone = Dwelling(WINTER)
    keep_by_board(alone, board, 24, outdoor_sensor=has_weather)
    keep_by_board(alone, board, 48, outdoor_sensor=has_weather, is_blind=True)
    coldest, warmest = alone.between(36 * HOUR)
    assert 12 < coldest < warmest < 22


@pytest.mark.parametrize("booted", [2**32 / 1000 - 3 * HOUR, 3 * 2**32 / 1000, 2e13])
def test_its_clock_has_no_end(rules: CDLL, booted: float) -> None:
    """Relays move as they do after any other power-up, whatever the clock says."""

    def moves(now: float) -> list[tuple[float, str]]:
        board = left_alone(rules, ELECTRIC, plan(), round(now))
        return keep_by_board(Dwelling(WINTER), board, 12).moves

    assert moves(booted) == moves(1000)


@pytest.mark.parametrize("cut", [7.3, 13.1, 20.0])
def test_a_power_cut_in_the_middle(rules: CDLL, cut: float) -> None:
    alone = Dwelling(WINTER)
    keep_by_board(alone, left_alone(rules, ELECTRIC, plan()), cut)
    keep_by_board(alone, left_alone(rules, ELECTRIC, plan()), 36)
    assert alone.between(cut * HOUR)[0] > 18.5
    assert alone.shortest_rest >= 300
