"""What follows a part of the decision looks at no other: it is asked for none."""

from types import SimpleNamespace
from typing import Any, Final

import pytest

from custom_components.heat_pump_thermostat.binary_sensor import (
    CARE,
    SENSORS,
    TERMINALS,
    ThermostatBinarySensorDescription,
)
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.wishes import Mode
from custom_components.heat_pump_thermostat.sensors.house import HOUSE
from custom_components.heat_pump_thermostat.sensors.kinds import (
    ThermostatSensorDescription,
)
from custom_components.heat_pump_thermostat.sensors.machine import CONTROL, MACHINE

from .engine.rig import Bench, minutes

type Description = ThermostatSensorDescription | ThermostatBinarySensorDescription

ALL: Final[tuple[Description, ...]] = (
    *(*CONTROL, *MACHINE, *HOUSE),
    *(*SENSORS, *CARE, *TERMINALS),
)
FOLLOWING: Final = tuple(each for each in ALL if each.follows)


class Way:
    """Notes the names by which a part is asked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __getattr__(self, name: str) -> Way:
        self.names.append(name)
        return self


def bare(decision: Decision, description: Description) -> Any:
    """Return a decision of which there is but the part that is followed."""
    assert description.follows
    way, part = Way(), description.follows(decision)
    description.follows(way)  # type: ignore[arg-type]
    for name in reversed(way.names):
        part = SimpleNamespace(**{name: part})
    return part


@pytest.fixture(scope="module", params=["rests", "heats"])
def decision(request: pytest.FixtureRequest) -> Decision:
    mode = {"rests": Mode.OFF, "heats": Mode.HEAT}[request.param]
    return Bench(mode=mode, room=18.0, outdoor=2.0).run(minutes(20)).decision


@pytest.mark.parametrize("told", FOLLOWING, ids=lambda told: told.key)
def test_it_is_told_by_the_part_that_it_follows(
    told: Description, decision: Decision
) -> None:
    if told in TERMINALS and told.key.removeprefix("terminal_") not in (
        decision.state.wires.board.contacts
    ):
        pytest.skip("it is there where it is wired")
    followed = bare(decision, told)
    assert told.value(followed) == told.value(decision)
    if isinstance(told, ThermostatSensorDescription):
        assert told.degrees_beside is None
        assert not told.beside or told.beside(followed) == told.beside(decision)
    else:
        assert told.more is None
