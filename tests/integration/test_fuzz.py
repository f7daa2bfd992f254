"""Whatever the house says, nothing raises, and nothing without end is added up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
import math
from random import Random
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.heat_pump_thermostat.configuration.options import options_of
from custom_components.heat_pump_thermostat.configuration.settings import (
    machine_of,
    settings_of,
)
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.wishes import Mode
from custom_components.heat_pump_thermostat.reading.agenda import Agenda, week_of
from custom_components.heat_pump_thermostat.reading.forecast import (
    Forecast,
    forecast_around_now,
)
from custom_components.heat_pump_thermostat.reading.inputs import Inputs
from custom_components.heat_pump_thermostat.reading.reports import Reports
from custom_components.heat_pump_thermostat.reading.tariff import SHAPES

from .gauges import DATASHEET, GAUGES, entity

ROUNDS: Final = 10_000
OF_ONE_DEVICE: Final = ("sensor.humidity", "sensor.started", "sensor.radio")
"""What the device of the room sensor, of a relay and of a meter measures beside."""
MANY_FUZZED: Final = 3
"""Entities that say something new in each of them."""

RELAYS: Final = {name: f"switch.{name}" for name in ("y1", "y2", "g", "o", "w2", "e")}
ROOM, OUTDOOR, HALL, WEATHER = (
    *("sensor.room", "sensor.outdoor", "sensor.hall", "weather.home"),
)
PRICES: Final = {
    "electricity_price_entity": "sensor.price",
    "fuel_price_entity": "sensor.gas",
    "grid_carbon_entity": "sensor.grid",
}
OPTIONS: Final[Mapping[str, Any]] = {
    "prices": PRICES,
    "sensors": {
        "fallback": HALL,
        "outdoor_fallback": WEATHER,
        "windows": ["binary_sensor.window"],
    },
    "schedule": {"schedule": "schedule.days"},
    "foresight": {"weather": WEATHER, "shifts_to_cheap_hours": True},
}
NUMBERS: Final = (
    *("0", "-1", "20", "20.5", "68", "21", "-40", "5", "0.0", "2600", "45", "0.3"),
    *("4294967295", "65535", "-32768", "2147483647", "1e308", "-1e308", "9" * 250),
    *("nan", "inf", "-inf", "NaN", "1_0", "٣", "0x1F", "1e-320", "-0.0", "+5"),
)
WORDS: Final = (
    *("on", "off", "unavailable", "unknown", "", "None", "warm", "ü" * 200, "20 °C"),
)
UNITS: Final = (
    *("°C", "°F", "K", "℃", "ºC", "C", "W", "kW", "MW", "mW", "%", "EUR/kWh", "ct/kWh"),
    *("EUR/MWh", "g/kWh", "kg/MWh", "EUR/m³", "bananas", "", " ", "/", "°", None),
)
MOMENTS: Final = (
    *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"),
    *("2026-01-15", "2026-13-45T00:00:00", "soon", 1e308, -1e308, 10**30, 0, True),
    *(datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)),
)
NAMES: Final = (
    *("unit_of_measurement", "device_class", "state_class", "last_seen", "temperature"),
    *("temperature_unit", "next_event", "target_temp_low", "target_temp_high"),
    *sorted({attribute for shape in SHAPES for attribute in shape.attributes}),
)
KEYS: Final = (
    *("datetime", "temperature", "from", "to", "data", "monday", "thursday"),
    *sorted({key for shape in SHAPES for key in (shape.begins, shape.price)}),
)


@dataclass
class Fuzz:
    """What a house might say, drawn from all that has been seen, and worse."""

    random: Random
    now: Callable[[], datetime]

    def state(self) -> str:
        """Return what an entity says."""
        numbers = self.random.random() < 0.8
        return self.random.choice(NUMBERS if numbers else WORDS)

    def attributes(self) -> dict[str, Any]:
        """Return what it says beside."""
        unit = {"unit_of_measurement": self.random.choice(UNITS)}
        names = self.random.sample(NAMES, self.random.randrange(4))
        return unit | {name: self.anything(2) for name in names}

    def anything(self, depth: int) -> Any:
        """Return a value of any shape, as deep as this."""
        draws: list[Callable[[], Any]] = [
            lambda: self.random.choice(NUMBERS),
            lambda: float(self.random.choice(NUMBERS[:18])),
            lambda: self.random.choice(WORDS),
            lambda: self.random.choice(UNITS),
            lambda: self.random.choice(MOMENTS),
            lambda: self.now() + self.random.randrange(-99, 99) * timedelta(hours=0.25),
            lambda: self.random.choice((None, True, False, 10**400, b"20", object())),
        ]
        if depth:
            draws += 3 * [
                lambda: [self.anything(depth - 1) for _ in range(self.size())],
                lambda: {
                    self.random.choice(KEYS): self.anything(depth - 1)
                    for _ in range(self.size())
                },
                self.hours,
            ]
        return self.random.choice(draws)()

    def size(self) -> int:
        """Return how many things there are of one."""
        return self.random.choice((0, 1, 2, 20))

    def hours(self) -> list[dict[str, Any]]:
        """Return a list that nearly is one of hours to come."""
        shape = self.random.choice(SHAPES)
        begins = self.random.choice((shape.begins, "datetime"))
        value = self.random.choice((shape.price, "temperature"))
        first = self.now().replace(minute=0, second=0, microsecond=0)
        return [
            {
                begins: (first + i * timedelta(hours=1)).isoformat()
                if self.random.random() < 0.9
                else self.anything(0),
                value: self.random.uniform(-1, 1)
                if self.random.random() < 0.9
                else self.anything(0),
            }
            for i in range(self.size())
        ]


@pytest.fixture
def entry() -> MockConfigEntry:
    """Return a thermostat that looks at everything that there is."""
    data = {
        "room_temperature": ROOM,
        "outdoor_temperature": OUTDOOR,
        "source": "air",
        "backup": "electric",
        "terminals": RELAYS,
        "sensors": {key: entity(key) for key in GAUGES},
        "performance": DATASHEET,
    }
    return MockConfigEntry(domain=DOMAIN, data=data, options=OPTIONS)


def floats(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Return every number of a record, and where it stands."""
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from floats(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from floats(item, f"{path}.{i}")
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from floats(getattr(value, field.name), f"{path}.{field.name}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
async def test_nothing_raises_and_no_sum_is_without_end(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
    entry: MockConfigEntry,
    seed: int,
) -> None:
    entry.add_to_hass(hass)
    device = device_registry.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("test", "board")}
    )
    for name in (ROOM, RELAYS["y1"], entity("heat_pump_power"), *OF_ONE_DEVICE):
        domain, own = name.split(".")
        entity_registry.async_get_or_create(
            domain, "test", own, suggested_object_id=own, device_id=device.id
        )
    machine = machine_of(entry)
    settings: Settings = settings_of(machine, entry.options)
    agenda, forecast = Agenda(hass, lambda: None), Forecast(hass, lambda: None)
    inputs = Inputs(
        hass,
        entry.data,
        options_of(machine, entry.options),
        {},
        Reports(is_starting=False),
        agenda,
        forecast,
    )
    fuzz = Fuzz(Random(seed), lambda: freezer().replace(tzinfo=UTC))  # noqa: S311
    wishes = State().wishes.with_mode(Mode.HEAT)
    state = State(wishes=wishes)
    begun, rooms, runs = freezer(), 0, 0
    for i in range(ROUNDS):
        for name in fuzz.random.sample([*inputs.named, *OF_ONE_DEVICE], MANY_FUZZED):
            hass.states.async_set(name, fuzz.state(), fuzz.attributes())
        if i % 10 == 0:
            forecast.enquiry.answer = forecast_around_now(fuzz.anything(2))
            agenda.enquiry.answer = week_of(fuzz.anything(2))
        freezer.tick(fuzz.random.choice((1, 10, 60, 300)))
        seen = inputs.observe(settings.schedule.setback, is_closing=False)
        decision = step(settings, state, seen)
        state = decision.state
        for order in decision.orders:
            hass.states.async_set(RELAYS[order.terminal], "on" if order.on else "off")
        told = (seen, state.meter, decision.estimates.flows)
        endless = {path: n for path, n in floats(told) if not math.isfinite(n)}
        assert endless == {}
        rooms += decision.room is not None
        runs += Count.COMPRESSOR in state.meter.rates
    assert rooms > ROUNDS / 20
    assert runs > ROUNDS / 100
    hours = (freezer() - begun) / timedelta(hours=1)
    assert 0 < state.meter.total(Count.HEATING_ELECTRICITY).ever < 20 * hours
    assert state.meter.left_out[Count.COST] < 3600 * hours
