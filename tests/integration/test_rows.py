"""How many rows a winter's day of the thermostat leaves in the database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from homeassistant.components.recorder.db_schema import States, StatesMeta
from homeassistant.components.recorder.util import session_scope
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from sqlalchemy import func, select

from tests.engine.plant import daily, physics

from .gauges import GAUGES, equip, say
from .house import House

EVERY: Final = timedelta(seconds=30)
"""How often the sensors of the house say something."""
BUDGET: Final = 3000
EQUIPMENT: Final = sorted(GAUGES.keys() - {"source_temperature", "heat_meter"})
PRICES: Final = {"electricity_price": 0.3, "grid_carbon": 0.4}


@dataclass
class WinterDay:
    """The demo's house in a day of frost, with all its sensors."""

    house: House
    outdoors: Any = field(default_factory=lambda: daily(-4, 4))
    physics: Any = field(default_factory=lambda: physics.House(air=19.4, structure=19))

    async def live(self, hours: float) -> None:
        """Let some hours pass."""
        for second in range(0, int(hours * 3600), int(EVERY.total_seconds())):
            self._advance(second / 3600)
            await self.house.wait(seconds=EVERY.total_seconds())

    def _advance(self, hour: float) -> None:
        outdoors = self.outdoors(hour)
        weather = physics.Weather(temperature=outdoors, relative_humidity=85.0)
        on = self.house.on
        wires = physics.Relays(**{name: name in on for name in self.house.relays})
        now = physics.advance(self.physics, wires, weather, EVERY.total_seconds())
        self.physics = now
        self.house.report(room=round(now.air, 1), outdoor=round(outdoors, 1))
        is_defrosting = now.unit.operation is physics.Operation.DEFROSTING
        for key, value in (
            ("room_humidity", round(now.relative_humidity)),
            ("outdoor_humidity", 85),
            ("outdoor_coil_temperature", round(now.unit.coil, 1)),
            ("supply_temperature", round(now.supply, 1)),
            ("return_temperature", round(now.air, 1)),
            ("heat_pump_power", round(now.heat_pump_watts, -1)),
            ("aux_power", round(now.aux_watts, -1)),
            ("defrost_signal", "on" if is_defrosting else "off"),
        ):
            say(self.house, key, value)


def rows(hass: HomeAssistant, house: House) -> Counter[str]:
    """Return how many rows each of our entities has in the database."""
    ours = {house.id(key): key for key in house.keys()}  # noqa: SIM118 - no mapping
    with session_scope(hass=hass, read_only=True) as session:
        found = session.execute(
            select(StatesMeta.entity_id, func.count(States.state_id))
            .join(States, States.metadata_id == StatesMeta.metadata_id)
            .group_by(StatesMeta.entity_id)
        ).all()
    return Counter({ours[name]: count for name, count in found if name in ours})


@pytest.mark.slow
@pytest.mark.usefixtures("recorder_mock")
@pytest.mark.parametrize("is_equipped", [True, False], ids=["all sensors", "none"])
async def test_a_winters_day_is_three_thousand_rows_at_most(
    hass: HomeAssistant, shell: House, is_equipped: bool
) -> None:
    await equip(shell, *(EQUIPMENT if is_equipped else ()))
    await shell.tune(prices=PRICES)
    await shell.choose("set_temperature", temperature=20, hvac_mode="heat")
    day = WinterDay(shell)
    await day.live(24)
    await async_wait_recording_done(hass)

    written = rows(hass, shell)
    assert written.total() <= BUDGET, written.most_common()
