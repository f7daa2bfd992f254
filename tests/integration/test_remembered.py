"""What is taken from the card where the store has lost what was chosen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


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
        "wishes.vacation",
    }


@pytest.mark.parametrize(
    ("lost", "is_regained"),
    [
        pytest.param([""], True, id="everything"),
        pytest.param(["wishes"], True, id="all wishes"),
        pytest.param(["wishes.base", "wishes.vacation"], False, id="it"),
        pytest.param(["wishes.base", "wishes.vacation.begins"], False, id="a part"),
    ],
)
def test_a_vacation_of_which_something_was_there_is_not_taken_for_none(
    lost: list[str], *, is_regained: bool
) -> None:
    told = found("heat", lost=tuple(lost), preset_mode="none", temperature=21)
    assert "wishes.base" in told.paths
    assert ("wishes.vacation" in told.paths) is is_regained


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


HELD = Hold(pair(25, 28), NOON + timedelta(hours=2))
AWAY_UNTIL = Hold(pair(12, 30), NOON + timedelta(days=3))
AWAY_BY_PRESET = replace(AWAY_UNTIL, targets=AWAY, preset=Preset.AWAY)
PLANNED = replace(AWAY_UNTIL, begins=NOON + timedelta(days=1))


@pytest.mark.parametrize(
    "lost",
    ["wishes.base", "wishes.base.heat", "wishes.base.cool", "wishes.hold.targets.cool"],
)
@pytest.mark.parametrize("preset", [None, Preset.HOME])
@pytest.mark.parametrize("is_scheduled", [False, True])
@pytest.mark.parametrize(
    "held",
    [
        pytest.param(Wishes(hold=HELD), id="a hold"),
        pytest.param(Wishes(vacation=AWAY_UNTIL), id="a vacation"),
        pytest.param(Wishes(vacation=AWAY_BY_PRESET), id="a vacation by a preset"),
        pytest.param(Wishes(hold=HELD, vacation=AWAY_UNTIL), id="a hold over it"),
    ],
)
def test_what_is_held_stands_whatever_is_lost_below_it(
    held: Wishes, preset: Preset | None, lost: str, *, is_scheduled: bool
) -> None:
    kept = replace(held, mode=Mode.HEAT, preset=preset)
    lost_too = [] if held.hold else ["wishes.hold"]
    told = found(
        "heat",
        wishes=kept,
        lost=(lost, "wishes.preset", *lost_too),
        is_scheduled=is_scheduled,
        temperature=12,
        preset_mode="away",
    )
    assert told == Regained(kept)


def test_a_vacation_that_is_planned_hides_nothing() -> None:
    kept = Wishes(mode=Mode.HEAT, vacation=PLANNED)
    told = found("heat", wishes=kept, lost=("wishes.base",), temperature=21)
    assert told.wishes == replace(kept, base=pair(21, 24))


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
