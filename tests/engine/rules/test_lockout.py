"""The limits that the outdoor temperature sets, each with its hysteresis."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.belief.outdoor import OutdoorSensor
from custom_components.heat_pump_thermostat.engine.belief.senses import Senses
from custom_components.heat_pump_thermostat.engine.rules.lockout import (
    advance,
    are_ordered,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Compressor,
    Machine,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.state import Guards
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Lockout,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from ..rig import (
    DUAL_FUEL,
    E_ONLY,
    NO_BACKUP,
    NOON,
    TWO_STAGE,
    Bench,
    minutes,
    settings_for,
)
from ..situations import situation

AUXILIARY, COMPRESSOR, COOLING, FURNACE = Lockout
FORTY_F = fahrenheit(40)
FIFTY_FIVE_F = fahrenheit(55)


def limited(
    machine: Machine, minimum: float | None = None, maximum: float | None = FORTY_F
) -> Settings:
    """Return settings with these limits of the compressor and of the backup."""
    compressor = Compressor(
        minimum_outdoor=None if minimum is None else Celsius(minimum)
    )
    auxiliary = Auxiliary(maximum_outdoor=None if maximum is None else Celsius(maximum))
    return replace(settings_for(machine), compressor=compressor, auxiliary=auxiliary)


COLD_LIMIT = limited(TWO_STAGE, minimum=-10)
DUAL = settings_for(DUAL_FUEL)
WARM_CHANGEOVER = limited(DUAL_FUEL, minimum=8)


@pytest.mark.parametrize(
    ("lockout", "settings", "outdoor", "was_locked", "is_locked"),
    [
        pytest.param(AUXILIARY, COLD_LIMIT, 4.43, False, False, id="aux: below"),
        pytest.param(AUXILIARY, COLD_LIMIT, FORTY_F, False, True, id="aux: at 40 °F"),
        pytest.param(AUXILIARY, COLD_LIMIT, 4.435, False, True, id="aux: forgiven"),
        pytest.param(AUXILIARY, COLD_LIMIT, 3.46, True, True, id="aux: not 1 K below"),
        pytest.param(AUXILIARY, COLD_LIMIT, 3.444, True, False, id="aux: 1 K below"),
        pytest.param(COMPRESSOR, COLD_LIMIT, -10, False, False, id="Y: at the limit"),
        pytest.param(COMPRESSOR, COLD_LIMIT, -10.02, False, True, id="Y: below it"),
        pytest.param(
            COMPRESSOR, COLD_LIMIT, -8.52, True, True, id="Y: not 1.5 K above"
        ),
        pytest.param(COMPRESSOR, COLD_LIMIT, -8.5, True, False, id="Y: 1.5 K above"),
        pytest.param(COOLING, COLD_LIMIT, FIFTY_FIVE_F, False, False, id="cool: 55 °F"),
        pytest.param(COOLING, COLD_LIMIT, 12.75, False, True, id="cool: below"),
        pytest.param(COOLING, COLD_LIMIT, 13.76, True, True, id="cool: not 1 K above"),
        pytest.param(COOLING, COLD_LIMIT, 13.78, True, False, id="cool: 1 K above"),
        pytest.param(COMPRESSOR, DUAL, -4, False, False, id="dual fuel: at −4 °C"),
        pytest.param(COMPRESSOR, DUAL, -4.1, False, True, id="dual fuel: below"),
        pytest.param(FURNACE, DUAL, 4.5, False, True, id="furnace: the aux maximum"),
        pytest.param(FURNACE, DUAL, 4.4, False, False, id="furnace: allowed below"),
        pytest.param(FURNACE, DUAL, 3.46, True, True, id="furnace: not 1 K below"),
        pytest.param(FURNACE, DUAL, 3.444, True, False, id="furnace: 1 K below"),
        pytest.param(
            FURNACE, WARM_CHANGEOVER, 9.4, False, False, id="furnace: or changeover"
        ),
        pytest.param(
            FURNACE, WARM_CHANGEOVER, 9.5, False, True, id="furnace: and its hysteresis"
        ),
        pytest.param(AUXILIARY, COLD_LIMIT, None, True, False, id="unknown: no aux"),
        pytest.param(COMPRESSOR, COLD_LIMIT, None, True, False, id="unknown: no Y"),
        pytest.param(COOLING, COLD_LIMIT, None, True, False, id="unknown: no cool"),
        pytest.param(
            AUXILIARY, limited(TWO_STAGE, maximum=None), 30, False, False, id="aux off"
        ),
        pytest.param(
            FURNACE, limited(DUAL_FUEL, 0, None), 30, False, False, id="furnace off"
        ),
        pytest.param(
            FURNACE, limited(DUAL_FUEL), 5, False, True, id="furnace without changeover"
        ),
        pytest.param(
            COMPRESSOR, limited(TWO_STAGE), -40, False, False, id="Y off: no limit"
        ),
        pytest.param(
            COMPRESSOR, limited(NO_BACKUP, -10), -40, False, False, id="no backup"
        ),
        pytest.param(
            COMPRESSOR, limited(E_ONLY, 0), -0.1, False, True, id="a limit of 0 °C"
        ),
    ],
)
def test_each_limit(
    lockout: Lockout,
    settings: Settings,
    outdoor: Celsius | None,
    *,
    was_locked: bool,
    is_locked: bool,
) -> None:
    before = {True: frozenset({lockout}), False: frozenset[Lockout]()}[was_locked]
    after = advance(before, situation(settings, outdoor=outdoor))
    assert (lockout in after) is is_locked


# --- While the outdoor sensor is lost ---

EXPECTED = {"is_outdoor_expected": True}
HOURS = timedelta(hours=1)


def lost(
    *lockouts: Lockout,
    known: timedelta | None = HOURS,
    heated: timedelta | None = None,
    outdoor: float | None = None,
    settings: Settings = COLD_LIMIT,
    seen: dict[str, bool] = EXPECTED,
) -> frozenset[Lockout]:
    """Return what is locked out by a sensor that was known so long ago."""
    known_at = None if known is None else NOON - known
    senses = Senses(outdoor_sensor=OutdoorSensor(known_at=known_at))
    guards = Guards(heated_at=None if heated is None else NOON - heated)
    moment = situation(settings, outdoor=outdoor, seen=seen, guards=guards)
    moment = replace(moment, state=replace(moment.state, senses=senses))
    return advance(frozenset(lockouts), moment)


@pytest.mark.parametrize(
    ("lockout", "known", "outdoor", "is_held"),
    [
        pytest.param(COMPRESSOR, 47.9, None, True, id="Y: for two days"),
        pytest.param(COMPRESSOR, 48, None, False, id="Y: then no more"),
        pytest.param(COMPRESSOR, 47.9, 5.0, True, id="Y: whatever others say"),
        pytest.param(COMPRESSOR, 48, 5.0, False, id="Y: then they are believed"),
        pytest.param(COMPRESSOR, None, None, False, id="Y: it never was known"),
        pytest.param(COMPRESSOR, 0, 5.0, False, id="Y: it is back"),
        pytest.param(COOLING, 47.9, 20.0, True, id="cool: for two days"),
        pytest.param(COOLING, 48, 20.0, False, id="cool: then they are believed"),
        pytest.param(AUXILIARY, 1, None, False, id="comfort: aux does not outlast it"),
        pytest.param(FURNACE, 1, None, False, id="comfort: nor does the furnace"),
    ],
)
def test_a_limit_that_protects_outlasts_its_sensor(
    lockout: Lockout, known: float | None, outdoor: float | None, *, is_held: bool
) -> None:
    since = None if known is None else known * HOURS
    assert (lockout in lost(lockout, known=since, outdoor=outdoor)) is is_held


def test_what_was_not_locked_out_is_not_held_either() -> None:
    assert COMPRESSOR not in lost(known=HOURS)
    assert COOLING not in lost(known=47 * HOURS)


NO_LIMIT = replace(
    COLD_LIMIT,
    compressor=replace(COLD_LIMIT.compressor, cooling_minimum_outdoor=None),
)


@pytest.mark.parametrize(
    ("settings", "known", "heated", "seen", "is_locked"),
    [
        pytest.param(COLD_LIMIT, 48, None, EXPECTED, True, id="nobody says anything"),
        pytest.param(COLD_LIMIT, None, None, EXPECTED, True, id="nor ever did"),
        pytest.param(COLD_LIMIT, 1, 167.9, EXPECTED, True, id="it heated this week"),
        pytest.param(COLD_LIMIT, 1, 168, EXPECTED, False, id="it did not"),
        pytest.param(NO_LIMIT, 99, 167.9, EXPECTED, True, id="whatever the limit"),
        pytest.param(NO_LIMIT, 99, 168, EXPECTED, False, id="without one it may"),
        pytest.param(COLD_LIMIT, None, 1, {}, False, id="no sensor was chosen"),
    ],
)
def test_nothing_is_cooled_in_unknown_weather_that_may_be_winter(
    settings: Settings,
    known: float | None,
    heated: float | None,
    seen: dict[str, bool],
    *,
    is_locked: bool,
) -> None:
    after = lost(
        settings=settings,
        known=None if known is None else known * HOURS,
        heated=None if heated is None else heated * HOURS,
        seen=seen,
    )
    assert (COOLING in after) is is_locked


@pytest.mark.parametrize(
    ("mode", "room", "emergency", "is_heat"),
    [
        pytest.param(Mode.HEAT, 19.0, False, True, id="the compressor"),
        pytest.param(Mode.HEAT, 19.0, True, True, id="the backup"),
        pytest.param(Mode.COOL, 25.0, False, False, id="not to cool"),
        pytest.param(Mode.HEAT, 21.0, False, False, id="nor to rest"),
    ],
)
def test_when_the_machine_last_heated(
    mode: Mode, room: float, *, emergency: bool, is_heat: bool
) -> None:
    bench = Bench(mode=mode, room=room)
    bench.emergency(on=emergency).choose(mode).run(minutes(6))
    assert (bench.state.guards.heated_at == bench.now) is is_heat


@pytest.mark.parametrize(
    ("settings", "ordered"),
    [
        pytest.param(limited(TWO_STAGE), True, id="no minimum"),
        pytest.param(limited(TWO_STAGE, -10), True, id="overlapping"),
        pytest.param(limited(TWO_STAGE, 4, 4), True, id="touching"),
        pytest.param(limited(TWO_STAGE, 5, 4), False, id="nothing heats between"),
        pytest.param(limited(TWO_STAGE, 5, None), True, id="no maximum"),
        pytest.param(limited(DUAL_FUEL, 5, 4), True, id="a furnace moves its own"),
    ],
)
def test_limits_leave_some_heat_everywhere(
    settings: Settings, *, ordered: bool
) -> None:
    assert are_ordered(settings) is ordered
