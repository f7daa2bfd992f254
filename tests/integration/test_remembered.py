"""What is taken from the card where the store has lost what was chosen."""

from typing import Any

from homeassistant.core import State
import pytest

from custom_components.heat_pump_thermostat.engine.board import Terminal
from custom_components.heat_pump_thermostat.engine.settings import (
    Backup,
    Machine,
    Preset,
    Settings,
    Targets,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.wishes import (
    FanMode,
    Hold,
    Mode,
    Wishes,
)
from custom_components.heat_pump_thermostat.remembered import Regained, regained_wishes

SETTINGS = Settings(machine=Machine(wired=frozenset(Terminal), backup=Backup.NONE))
AWAY = SETTINGS.presets[Preset.AWAY]
EVERYTHING = ("",)
NEW = Wishes()


def pair(heat: float, cool: float) -> Targets:
    return Targets(Celsius(heat), Celsius(cool))


def found(
    mode: str,
    *,
    wishes: Wishes = NEW,
    lost: tuple[str, ...] = EVERYTHING,
    unit: str = "°C",
    is_scheduled: bool = False,
    **shown: Any,
) -> Regained:
    """Return what a card tells."""
    card = State("climate.upstairs", mode, shown)
    return regained_wishes(
        wishes, lost, card, SETTINGS, unit, is_scheduled=is_scheduled
    )


def test_all_that_a_card_shows_is_taken() -> None:
    told = found(
        "heat_cool",
        preset_mode="none",
        fan_mode="circulate",
        target_temp_low=19.5,
        target_temp_high=26,
    )
    assert told.wishes == Wishes(
        mode=Mode.HEAT_COOL,
        last_mode=Mode.HEAT_COOL,
        base=pair(19.5, 26),
        fan=FanMode.CIRCULATE,
    )
    assert told.paths == {
        "wishes.mode",
        "wishes.last_mode",
        "wishes.emergency",
        "wishes.preset",
        "wishes.fan",
        "wishes.base",
        "wishes.hold.targets",
    }


def test_what_is_not_lost_stays() -> None:
    kept = Wishes(mode=Mode.COOL, preset=Preset.ECO, base=pair(18, 23))
    told = found(
        "heat",
        wishes=kept,
        lost=("wishes.fan", "learned"),
        preset_mode="none",
        fan_mode="on",
        temperature=22,
    )
    assert told == Regained(
        Wishes(mode=Mode.COOL, preset=Preset.ECO, base=pair(18, 23), fan=FanMode.ON),
        frozenset({"wishes.fan"}),
    )


@pytest.mark.parametrize(
    ("mode", "shown", "base"),
    [
        pytest.param("heat", 22, pair(22, 24), id="heating"),
        pytest.param("heat", 25, pair(25, 25), id="heating above the other"),
        pytest.param("cool", 23, pair(20, 23), id="cooling"),
        pytest.param("cool", 18, pair(18, 18), id="cooling below the other"),
        pytest.param("off", 22, pair(22, 24), id="off"),
        pytest.param("fan_only", 22, pair(22, 24), id="fan"),
    ],
)
def test_a_single_temperature_is_that_of_its_side(
    mode: str, shown: float, base: Targets
) -> None:
    assert found(mode, temperature=shown).wishes.base == base


def test_off_shows_the_temperature_of_the_mode_before() -> None:
    kept = Wishes(last_mode=Mode.COOL)
    told = found("off", wishes=kept, lost=("wishes.base",), temperature=23)
    assert told.wishes.base == pair(20, 23)


@pytest.mark.parametrize(
    ("unit", "shown", "degrees"),
    [
        pytest.param("°F", {"temperature": 68}, 20, id="the household's"),
        pytest.param(
            "°F", {"temperature": 20, "temperature_unit": "°C"}, 20, id="its own"
        ),
        pytest.param(
            "°C", {"temperature": 20, "temperature_unit": "gas mark"}, 20, id="none"
        ),
    ],
)
def test_a_temperature_has_a_unit(
    unit: str, shown: dict[str, Any], degrees: float
) -> None:
    assert found("heat", unit=unit, **shown).wishes.base.heat == pytest.approx(degrees)


@pytest.mark.parametrize("shown", [None, "warm", float("nan"), 3, 1e300, [20]])
def test_a_temperature_that_cannot_be_is_none(shown: object) -> None:
    told = found("heat", temperature=shown)
    assert told.wishes.base == Wishes().base
    assert "wishes.base" not in told.paths


@pytest.mark.parametrize(
    ("low", "hold"),
    [
        pytest.param(AWAY.heat, None, id="the preset's"),
        pytest.param(AWAY.heat + 0.05, None, id="the preset's, rounded"),
        pytest.param(18, Hold(pair(18, AWAY.cool), None), id="others"),
    ],
)
def test_over_a_preset_other_temperatures_are_a_hold(
    low: float, hold: Hold | None
) -> None:
    told = found(
        "heat_cool",
        preset_mode="away",
        target_temp_low=low,
        target_temp_high=AWAY.cool,
    )
    assert (told.wishes.preset, told.wishes.hold) == (Preset.AWAY, hold)
    assert told.wishes.base == Wishes().base
    assert "wishes.base" not in told.paths


def test_over_a_schedule_temperatures_hold_until_its_next_block() -> None:
    told = found("heat", is_scheduled=True, preset_mode="none", temperature=21)
    assert told.wishes.hold == Hold(pair(21, 24), None)


def test_emergency_heat_hides_the_preset() -> None:
    told = found("heat", preset_mode="emergency_heat", temperature=21)
    assert told.wishes.emergency
    assert "wishes.preset" not in told.paths


@pytest.mark.parametrize(
    ("mode", "shown"),
    [
        pytest.param("unavailable", {}, id="nothing"),
        pytest.param("dry", {"fan_mode": 5, "preset_mode": ["home"]}, id="nonsense"),
    ],
)
def test_a_card_that_makes_no_sense_tells_nothing(
    mode: str, shown: dict[str, Any]
) -> None:
    assert found(mode, **shown) == Regained(Wishes())
