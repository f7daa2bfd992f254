"""What runs and what is wrong, terminal by terminal."""

from homeassistant.const import EntityCategory
from homeassistant.helpers import entity_registry as er
import pytest

from .house import BARE, CELSIUS, DUAL_FUEL, JUST_A_COMPRESSOR, TWO_STAGE, House, Wiring
from .relays import silent

DIAGNOSTIC = EntityCategory.DIAGNOSTIC


def terminals(house: House) -> dict[str, str]:
    """Return what the binary sensor of each terminal shows."""
    return {
        terminal.value: house.state(f"terminal_{terminal}").state
        for terminal in house.relays
    }


# --- What there is -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "device_class", "category"),
    [
        ("compressor", "running", None),
        ("aux_heat", "running", None),
        ("problem", "problem", DIAGNOSTIC),
        ("terminal_y1", "power", DIAGNOSTIC),
        ("terminal_y2", "power", DIAGNOSTIC),
        ("terminal_g", "power", DIAGNOSTIC),
        ("terminal_o", "power", DIAGNOSTIC),
        ("terminal_w2", "power", DIAGNOSTIC),
        ("terminal_e", "power", DIAGNOSTIC),
    ],
)
async def test_a_binary_sensor(
    new_house: House,
    entity_registry: er.EntityRegistry,
    key: str,
    device_class: str,
    category: EntityCategory | None,
) -> None:
    entry = entity_registry.async_get(new_house.id(key))
    assert entry is not None
    assert entry.disabled_by is None
    is_hidden = entry.hidden_by is er.RegistryEntryHider.INTEGRATION
    assert is_hidden is key.startswith("terminal_")
    assert entry.original_device_class == device_class
    assert entry.entity_category is category
    assert new_house.state(key).state == "off"


@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL, BARE, JUST_A_COMPRESSOR])
async def test_only_wired_terminals_have_a_binary_sensor(
    new_house: House, wiring: Wiring
) -> None:
    shown = set(filter(lambda key: key.startswith("terminal_"), new_house.keys()))

    assert shown == {f"terminal_{name}" for name in wiring.terminals.split()}


@pytest.mark.parametrize("wiring", [BARE])
async def test_without_a_backup_there_is_no_aux_heat(new_house: House) -> None:
    assert not new_house.keys() & {"aux_heat"}


# --- Terminals -----------------------------------------------------------------------


async def test_terminals_show_what_the_relays_confirm(house: House) -> None:
    house["y2"].temper = silent
    await house.ask("heat", room=18)

    assert terminals(house) == {
        "y1": "on",
        "y2": "off",
        "g": "on",
        "o": "off",
        "w2": "off",
        "e": "off",
    }


@pytest.mark.parametrize("terminal", ["y1", "y2", "g", "o", "w2", "e"])
async def test_a_terminal_is_unknown_while_its_relay_is_unavailable(
    house: House, terminal: str
) -> None:
    house[terminal].vanish()
    await house.settle()
    shown = terminals(house)
    assert shown.pop(terminal) == "unknown"
    assert set(shown.values()) == {"off"}

    house[terminal].come_back(on=False)
    await house.settle()
    assert terminals(house)[terminal] == "off"


async def test_a_terminal_is_unknown_when_its_relay_is_gone(house: House) -> None:
    house["w2"].temper = silent
    house.hass.states.async_remove("switch.w2")
    await house.settle()

    assert terminals(house)["w2"] == "unknown"


# --- Problems --------------------------------------------------------------------


def told(house: House) -> tuple[list[str], list[str]]:
    """Return which problems there are, and whom they concern."""
    attributes = house.state("problem").attributes
    return attributes["problems"], attributes["entities"]


async def test_a_house_in_which_nothing_is_wrong(house: House) -> None:
    assert told(house) == ([], [])


async def test_a_problem_tells_which_it_is_and_whose(house: House) -> None:
    house["w2"].vanish()
    house["e"].vanish()
    await house.live(minutes=1)
    assert told(house) == (["relay_lost"], ["switch.e", "switch.w2"])

    await house.sense(room="unavailable", outdoor="unavailable")
    await house.live(hours=4)
    problems = ["room_sensor_lost", "outdoor_sensor_lost", "relay_lost"]
    concerned = ["sensor.room", "sensor.outdoor", "switch.e", "switch.w2"]
    assert told(house) == (problems, concerned)

    house["w2"].come_back(on=False)
    await house.sense(room=20, outdoor=0)
    assert told(house) == (["relay_lost"], ["switch.e"])

    house["e"].come_back(on=False)
    await house.settle()
    assert told(house) == ([], [])


async def test_a_unit_that_is_not_understood_names_its_sensor(house: House) -> None:
    furlongs = {"unit_of_measurement": "furlong"}
    house.hass.states.async_set("sensor.outdoor", "3", furlongs)
    await house.wait(seconds=10)

    assert "unknown_unit" in told(house)[0]
    assert "sensor.outdoor" in told(house)[1]


async def test_a_valve_on_the_wrong_side_names_its_relay(shell: House) -> None:
    air = {"supply_temperature": "sensor.supply", "return_temperature": "sensor.return"}
    shell.hass.states.async_set("sensor.supply", "12", CELSIUS)
    shell.hass.states.async_set("sensor.return", "20", CELSIUS)
    await shell.install(sensors=air)
    await shell.wait(minutes=6)
    await shell.ask("heat", room=18)
    await shell.live(minutes=18)

    assert told(shell) == (["wrong_valve"], ["switch.o"])


# --- Compressor, auxiliary heat, defrosting ------------------------------------------


async def test_compressor(house: House) -> None:
    await house.ask("heat", room=18)
    assert house.state("compressor").state == "on"

    house["y1"].vanish()
    await house.settle()
    assert house.state("compressor").state == "unknown"


@pytest.mark.parametrize("wiring", [TWO_STAGE, DUAL_FUEL])
async def test_aux_heat(house: House) -> None:
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=3)
    assert house.state("aux_heat").state == "on"

    await house.choose("turn_off")
    await house.live(minutes=3)
    assert house.state("aux_heat").state == "off"


async def test_aux_heat_tells_why(house: House) -> None:
    await house.ask("heat", room=18)
    assert house.state("aux_heat").attributes["because"] is None
    await house.live(minutes=16)
    assert house.state("aux_heat").state == "on"
    assert house.state("aux_heat").attributes["because"] == "droop"

    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=3)
    assert house.state("aux_heat").attributes["because"] == "emergency_heat"
