"""The household of the tests: its thermostats, and the Home Assistant they run in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
import json
from pathlib import Path
from typing import Any, Final

MINIMUM_OFF: Final = timedelta(seconds=180)
"""The shortest that a compressor may be set to rest."""

DASHBOARD: Final = "heat-pump"
HUMIDITY: Final = 45
"""How humid it is everywhere, in percent."""


@dataclass(frozen=True, kw_only=True)
class Thermostat:
    """A thermostat to be: how it is wired, and how warm it is where it hangs."""

    name: str
    wires: tuple[str, ...]
    backup: str
    room: float
    outdoors: float
    relays: str = "input_boolean"
    """Which domain its relays are of."""
    board: str | None = None
    """How the entity ids of its relays begin, where not as its own."""

    @property
    def slug(self) -> str:
        """How the entity ids of this thermostat begin."""
        return self.name.lower().replace(" ", "_")

    @property
    def climate(self) -> str:
        return f"climate.{self.slug}"

    @property
    def emergency_heat(self) -> str:
        return f"switch.{self.slug}_emergency_heat"

    @property
    def status(self) -> str:
        return f"sensor.{self.slug}_status"

    @property
    def next_change(self) -> str:
        return f"sensor.{self.slug}_next_change"

    @property
    def terminals(self) -> dict[str, str]:
        """The relay of each wire."""
        return {wire: self.relay(wire) for wire in self.wires}

    def relay(self, wire: str) -> str:
        return f"{self.relays}.{self.board or self.slug}_{wire}"

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """What a person fills into the steps of the config flow."""
        return {
            "user": {
                "name": self.name,
                "room_temperature": f"sensor.{self.slug}_room",
                "outdoor_temperature": f"sensor.{self.slug}_outdoors",
                "source": "air",
                "backup": self.backup,
            },
            "terminals": self.terminals,
            "sensors": {"room_humidity": f"sensor.{self.slug}_humidity"},
            "performance": {"heating_capacity_47f": 10.5, "heating_cop_47f": 3.7},
            "finish": {},
        }


DOWNSTAIRS: Final = Thermostat(
    name="Downstairs",
    wires=("y1", "y2", "g", "o", "w2"),
    backup="electric",
    room=18,
    outdoors=10,
)
"""Heats with two stages."""
UPSTAIRS: Final = Thermostat(
    name="Upstairs",
    wires=("y1", "g", "o"),
    backup="none",
    room=28,
    outdoors=32,
    relays="switch",
)
"""Cools."""
CABIN: Final = Thermostat(
    name="Cabin",
    wires=("y1", "g", "b", "w2", "e"),
    backup="electric",
    room=15,
    outdoors=-5,
)
"""Is on emergency heat."""
BASEMENT: Final = Thermostat(
    name="Basement",
    wires=("y1", "g", "o", "w2"),
    backup="electric",
    room=18,
    outdoors=10,
)
"""Heats while Home Assistant is restarted."""

THERMOSTATS: Final = (DOWNSTAIRS, UPSTAIRS, CABIN, BASEMENT)
SHED: Final = Thermostat(
    name="Shed", wires=("y1", "g"), backup="none", room=5, outdoors=5
)
"""Has relays and sensors, but no thermostat."""
ATTIC: Final = Thermostat(
    name="Attic", wires=("y1", "g"), backup="none", room=20, outdoors=10
)
"""Has a thermostat while its wiring is tested."""

HOME: Final = Thermostat(
    name="Heat pump thermostat",
    wires=("y1", "y2", "g", "o", "w2", "e"),
    backup="electric",
    room=19.5,
    outdoors=-3.3,
    relays="switch",
    board="relay_board",
)
"""Is the only one in its house, and is spoken to."""

LOFT: Final = Thermostat(
    name="Loft", wires=("y1", "g", "o", "w2"), backup="electric", room=19, outdoors=5
)
"""Has a thermostat while its card is looked at."""

PLACES: Final = (*THERMOSTATS, SHED, ATTIC, HOME, LOFT)


def configure(
    folder: Path, integration: Path, configuration: Mapping[str, Any] | None = None
) -> None:
    """Make the configuration folder of a Home Assistant with the integration."""
    (folder / "custom_components").mkdir(parents=True)
    (folder / "custom_components" / integration.name).symlink_to(integration)
    # JSON is YAML as well.
    for name, content in (
        ("configuration.yaml", configuration or _configuration()),
        ("dashboard.yaml", _dashboard()),
    ):
        (folder / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _configuration() -> dict[str, Any]:
    numbers = {
        f"{place.slug}_{where}": {"min": -40, "max": 60, "initial": temperature}
        for place in PLACES
        for where, temperature in (("room", place.room), ("outdoors", place.outdoors))
    }
    relays = [relay for place in PLACES for relay in place.terminals.values()]
    names = [relay.partition(".")[2] for relay in relays]
    switches = [n for n, relay in zip(names, relays, strict=True) if "switch." in relay]
    return {
        "homeassistant": {"country": "DE", "time_zone": "UTC"},
        **{key: {} for key in ("frontend", "config", "history", "conversation")},
        "automation": [],
        "recorder": {"commit_interval": 5},
        "logger": {
            "default": "warning",
            "logs": {"custom_components.heat_pump_thermostat": "debug"},
        },
        "lovelace": {
            "dashboards": {
                DASHBOARD: {
                    "mode": "yaml",
                    "filename": "dashboard.yaml",
                    "title": "Heat pump",
                }
            }
        },
        # A relay keeps its position while Home Assistant restarts, as these do.
        "input_boolean": {name: {} for name in names},
        "input_number": numbers,
        "template": [
            {"sensor": [thermometer(name) for name in numbers]},
            {"sensor": [_hygrometer(place) for place in PLACES]},
            {"switch": [switch(name) for name in switches]},
        ],
    }


def thermometer(name: str) -> dict[str, str]:
    """Return a thermometer that shows what its number is set to."""
    return {
        "name": name.replace("_", " "),
        "state": f"{{{{ states('input_number.{name}') }}}}",
        "device_class": "temperature",
        "unit_of_measurement": "°C",
    }


def _hygrometer(place: Thermostat) -> dict[str, str]:
    """Return a sensor of the humidity."""
    return {
        "name": f"{place.slug} humidity",
        "state": str(HUMIDITY),
        "device_class": "humidity",
        "unit_of_measurement": "%",
    }


def switch(name: str) -> dict[str, Any]:
    """Return a switch that moves the contact of the same name."""
    contact = f"input_boolean.{name}"
    return {
        "name": name.replace("_", " "),
        "unique_id": name,
        "state": f"{{{{ is_state('{contact}', 'on') }}}}",
        **{
            action: {
                "action": f"input_boolean.{action}",
                "target": {"entity_id": contact},
            }
            for action in ("turn_on", "turn_off")
        },
    }


def _dashboard() -> dict[str, Any]:
    cards = [
        {"type": "thermostat", "entity": DOWNSTAIRS.climate},
        {"type": "entities", "entities": [DOWNSTAIRS.status]},
    ]
    return {"views": [{"title": "Heat pump", "cards": cards}]}
