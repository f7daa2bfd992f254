"""The limits that the outdoor temperature sets, each with its hysteresis."""

from dataclasses import replace

import pytest

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
from custom_components.heat_pump_thermostat.engine.units import Celsius, fahrenheit
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Lockout,
)

from ..rig import DUAL_FUEL, E_ONLY, NO_BACKUP, TWO_STAGE, settings_for
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
