"""What the examples, the boards and the README configure, and what is refused."""

from collections.abc import Mapping
from functools import cache
from itertools import combinations, product
from pathlib import Path
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from tests.esphome.firmware import REPOSITORY, esphome

FOLDER = REPOSITORY / "esphome"
EXAMPLES = sorted(path.stem for path in (FOLDER / "examples").glob("*_*.yaml"))

# Manufacturer's documentation.
RELAY_PINS: Mapping[str, list[int]] = {
    "esp32_relay_x8": [32, 33, 25, 26, 27, 14, 12, 13],
    "kincony_kc868_a8": [0, 1, 2, 3, 4, 5, 6, 7],
    "lilygo_t_relay_8": [33, 32, 13, 12, 21, 19, 18, 5],
    "waveshare_relay_6ch": [1, 2, 41, 42, 45, 46],
}
HIGH_WHILE_BOOTING = {"esp32_relay_x8": {5, 14, 15}, "lilygo_t_relay_8": {5, 14, 15}}


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("esphome")


@cache
def _config(path: Path, data: Path) -> dict[str, Any]:
    result = esphome("config", "--show-secrets", str(path), data=data)
    assert result.returncode == 0, result.stdout
    assert "WARNING" not in result.stderr
    untagged = re.sub(r"(?<=: |- )!\w+ ", "", result.stdout)
    config: dict[str, Any] = yaml.safe_load(untagged)
    return config


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def config(example: str, data: Path) -> dict[str, Any]:
    return _config(FOLDER / f"examples/{example}.yaml", data)


def named(config: dict[str, Any], domain: str) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in config[domain] if "name" in entry}


def test_every_board_has_an_example() -> None:
    boards = {path.stem for path in (FOLDER / "boards").iterdir()}
    assert {*EXAMPLES} == boards == RELAY_PINS.keys()


def test_terminals_are_off_after_power_up(config: dict[str, Any]) -> None:
    assert {entry["platform"] for entry in config["switch"]} == {"heat_pump_board"}
    assert {entry["restore_mode"] for entry in config["switch"]} == {"ALWAYS_OFF"}
    assert all(entry["name"] == entry["terminal"] for entry in config["switch"])


def test_nothing_but_the_terminals_moves_a_relay(config: dict[str, Any]) -> None:
    relays = {entry["id"] for entry in config["output"]}
    used = [entry["output"] for entry in config["switch"]]
    assert {*used} <= relays
    assert len({*used}) == len(used)


def test_relay_pins(example: str, config: dict[str, Any]) -> None:
    relays = sorted(config["output"], key=lambda entry: str(entry["id"]))
    assert [relay["pin"]["number"] for relay in relays] == RELAY_PINS[example]
    assert [relay["id"] for relay in relays] == [
        f"relay_{number}" for number in range(1, len(relays) + 1)
    ]
    is_expander = example == "kincony_kc868_a8"
    assert {relay["pin"]["inverted"] for relay in relays} == {is_expander}


def test_no_terminal_clicks_while_booting(example: str, config: dict[str, Any]) -> None:
    used = {entry["output"] for entry in config["switch"]}
    pins = {relay["pin"]["number"] for relay in config["output"] if relay["id"] in used}
    assert not pins & HIGH_WHILE_BOOTING.get(example, set())


def test_watchdog(config: dict[str, Any]) -> None:
    assert config["heat_pump_board"]["heartbeat_timeout"] == "5min"
    assert config["heat_pump_board"]["minimum_off"] in {"180s", "240s"}
    assert "Heartbeat" in named(config, "button")
    assert named(config, "binary_sensor")["Watchdog"]["device_class"] == "problem"
    assert {"Board status", "Last refusal"} <= named(config, "text_sensor").keys()


def test_no_restart_out_of_loneliness(config: dict[str, Any]) -> None:
    timeouts = {
        domain: config[domain]["reboot_timeout"]
        for domain in ("api", "wifi")
        if domain in config
    }
    assert {*timeouts.values()} == {"0s"}


@pytest.mark.parametrize(
    ("example", "heat"),
    [
        ("esp32_relay_x8", "compressor"),
        ("kincony_kc868_a8", "electric"),
        ("waveshare_relay_6ch", "furnace"),
    ],
)
def test_fallback(example: str, heat: str, config: dict[str, Any]) -> None:
    fallback = config["heat_pump_board"]["fallback"]
    assert fallback["heat"] == heat
    assert (fallback["on_below"], fallback["off_at"]) == (5, 7)
    assert {*fallback["room"]} <= {sensor["id"] for sensor in config["sensor"]}
    assert "Outdoor coil temperature" in named(config, "sensor")
    assert "Defrost signal" in named(config, "binary_sensor"), example


def test_code_is_generated(example: str, data: Path) -> None:
    path = str(FOLDER / f"examples/{example}.yaml")
    result = esphome("compile", "--only-generate", path, data=data)
    assert result.returncode == 0, result.stderr


# --- What is refused ---------------------------------------------------------

MINIMAL = """
substitutions:
  heat_pump_components: esphome/components
packages:
  - !include esphome/boards/lilygo_t_relay_8.yaml
  - !include esphome/packages/terminals.yaml
esphome: {name: relays}
wifi: {ssid: example, password: example-password}
api:
"""
SENSOR = "sensor: [{platform: template, id: room}]"


def terminals(*names: str) -> str:
    rows = [
        f"  - {{platform: heat_pump_board, terminal: {name}, output: relay_{number}}}"
        for number, name in enumerate(names, 1)
    ]
    return "\n".join(("switch:", *rows))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "esphome").symlink_to(FOLDER)
    return tmp_path


def answer(folder: Path, *parts: str) -> str:
    (folder / "relays.yaml").write_text("\n".join((MINIMAL, *parts)))
    result = esphome("config", str(folder / "relays.yaml"), data=folder / "data")
    return "valid" if result.returncode == 0 else result.stdout


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        pytest.param((terminals("Y1", "G", "O", "W2"),), "valid", id="right"),
        pytest.param(
            (terminals("Y1", "Y1, name: other"),),
            "Y1 is used twice",
            id="terminal twice",
        ),
        pytest.param(
            (terminals("Y1", "G").replace("relay_2", "relay_1"),),
            "relay_1 is used twice",
            id="relay twice",
        ),
        pytest.param((terminals("G", "W2"),), "Y1 has no relay", id="no compressor"),
        pytest.param((terminals("Y1", "C"),), "Unknown value 'C'", id="no terminal"),
        pytest.param(
            (terminals("Y1").replace("}", ", restore_mode: RESTORE_DEFAULT_ON}"),),
            "Unknown value 'RESTORE_DEFAULT_ON'",
            id="restored",
        ),
        pytest.param(
            (terminals("Y1").replace("}", ", inverted: true}"),),
            "Inverted is not supported",
            id="inverted",
        ),
        pytest.param(
            ("heat_pump_board: {minimum_off: 60s}", terminals("Y1")),
            "value must be at least 180",
            id="too short a rest",
        ),
        pytest.param(
            (
                "heat_pump_board: {fallback: {room: room, heat: compressor}}",
                SENSOR,
                terminals("Y1"),
            ),
            "the fallback needs the watchdog",
            id="fallback without watchdog",
        ),
        pytest.param(
            (
                "heat_pump_board:",
                "  heartbeat_timeout: 5min",
                "  fallback: {room: room, heat: furnace}",
                SENSOR,
                terminals("Y1"),
            ),
            "the fallback heat 'furnace' has no relay",
            id="fallback without relay",
        ),
        pytest.param(
            (
                "heat_pump_board:",
                "  heartbeat_timeout: 5min",
                "  fallback: {room: room, heat: compressor, on_below: 8°C}",
                SENSOR,
                terminals("Y1"),
            ),
            "off_at has to be above on_below",
            id="fallback without hysteresis",
        ),
    ],
)
def test_refused(folder: Path, parts: tuple[str, ...], problem: str) -> None:
    assert problem in answer(folder, *parts)


# --- What the README says ----------------------------------------------------


def test_readme_works_from_a_repository(tmp_path: Path) -> None:
    """Its example is valid as it stands, but for where the repository is."""
    if shutil.which("git") is None:
        pytest.skip("no git here")
    readme = (FOLDER / "README.md").read_text()
    (snippet,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    url = publish(tmp_path / "repository")
    house = tmp_path / "house"
    house.mkdir()
    source = f"  heat_pump_components: {{type: git, url: '{url}'}}\n"
    (home,) = re.findall(r"url: (https://\S+)", snippet)
    local = snippet.replace(home, url).replace(
        "substitutions:\n", f"substitutions:\n{source}"
    )
    (house / "relays.yaml").write_text(local)
    shutil.copy(FOLDER / "examples/secrets.yaml", house)

    config = _config(house / "relays.yaml", tmp_path / "data")
    assert home in (FOLDER / "packages/terminals.yaml").read_text().replace(
        "github://", "https://github.com/"
    )
    assert len(snippet.splitlines()) <= 35
    assert config["heat_pump_board"]["fallback"]


def publish(repository: Path) -> str:
    """Make a repository with nothing but this folder."""
    shutil.copytree(
        FOLDER, repository / "esphome", ignore=shutil.ignore_patterns("__pycache__")
    )
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    for command in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "."),
        ("commit", "--quiet", "--message=Boards"),
    ):
        subprocess.run(["git", *identity, *command], cwd=repository, check=True)  # noqa: S607
    return repository.as_uri()


# --- Further packages ----------------------------------------------------------

ALONE = ("watchdog", "fallback", "thermostat")
WITH_SENSOR = (*ALONE, "room_ds18b20")
NAMES_OF_PINS = (
    *("room_pin", "i2c_sda", "i2c_scl", "outdoor_pin", "lamp_pin", "coil_pin"),
    *("button_pin", "knob_pin", "knob_pin_a", "knob_pin_b"),
)
PINS: Mapping[str, tuple[int, ...]] = {
    "esp32_relay_x8": (18, 19, 21, 22, 5, 4, 34, 35, 36, 39),
    "kincony_kc868_a8": (13, 15, 16, 32, 33, 14, 34, 35, 36, 39),
    "lilygo_t_relay_8": (4, 15, 16, 17, 22, 26, 34, 35, 36, 39),
    "waveshare_relay_6ch": (7, 12, 9, 10, 11, 4, 8, 13, 14, 15),
}
"""Free ones, to which something can be wired; the button's can measure a voltage."""
KEY = "231D39C1D7CC1AB1AEE224CD096DB932"

ROOMS = ("room_ds18b20", "room_sht4x", "room_bluetooth")
COILS = ("coil_ds18b20", "coil_ntc")
FURTHER = (
    *("i2c", "outdoor_ds18b20", "button", "display", "guard", "memory"),
    "defrost_signal",
)
ADDITIONS: Mapping[str, tuple[str, ...]] = {
    "a plan and a wired sensor": WITH_SENSOR,
    "an SHT": (*ALONE, "i2c", "room_sht4x"),
    "a Bluetooth thermometer": (*ALONE, "room_bluetooth"),
    "one that encrypts": (*ALONE, "room_bluetooth", "bluetooth_key"),
    "an outdoor sensor": (*WITH_SENSOR, "outdoor_ds18b20"),
    "a page": (*WITH_SENSOR, "page"),
    "a button and a lamp": (*WITH_SENSOR, "button"),
    "a display": (*WITH_SENSOR, "i2c", "display"),
    "a guard": (*WITH_SENSOR, "guard"),
    "its memory": (*WITH_SENSOR, "memory"),
    **{
        f"all beside {room} and {coil}": (
            *(*ALONE, *FURTHER, room, coil),
            "bluetooth_key" if room == "room_bluetooth" else "page",
        )
        for room in ROOMS
        for coil in COILS
    },
}
INSTEAD = {
    *combinations(ROOMS, 2),
    COILS,
    *product(("page", "room_ds18b20", "room_sht4x"), ("bluetooth_key",)),
    ("page", "room_bluetooth"),
}
"""Packages of which a board has one at most."""


def assembled(board: str, packages: tuple[str, ...]) -> str:
    """Return the configuration of a board with these packages."""
    pins = dict(zip(NAMES_OF_PINS, PINS[board], strict=True))
    if "coil_ntc" in packages:
        pins["coil_pin"], pins["button_pin"] = pins["button_pin"], pins["coil_pin"]
    if board == "lilygo_t_relay_8":
        pins["defrost_pin"] = 27
    wifi = "wifi: {ssid: example, password: example-password}"
    rows = [
        "substitutions:",
        "  heat_pump_components: esphome/components",
        *(f"  {name}: GPIO{pin}" for name, pin in pins.items()),
        "  bluetooth_mac: A4:C1:38:00:00:01",
        f"  bluetooth_key: '{KEY}'",
        "  page_user: house",
        "  page_password: example",
        "  guard_relay: relay_5",
        "packages:",
        f"  - !include esphome/boards/{board}.yaml",
        "  - !include esphome/packages/terminals.yaml",
        *(f"  - !include esphome/packages/{package}.yaml" for package in packages),
        "esphome: {name: relays}",
        "" if board == "kincony_kc868_a8" else wifi,
        "api:",
        terminals("Y1", "G", "O", "W2"),
    ]
    return "\n".join(rows)


def checked(folder: Path, text: str) -> str:
    (folder / "relays.yaml").write_text(text)
    result = esphome("config", str(folder / "relays.yaml"), data=folder / "data")
    return "valid" if result.returncode == 0 else result.stdout


@pytest.mark.parametrize("board", PINS)
@pytest.mark.parametrize("packages", ADDITIONS.values(), ids=ADDITIONS)
def test_packages_fit_every_board(
    folder: Path, board: str, packages: tuple[str, ...]
) -> None:
    assert checked(folder, assembled(board, packages)) == "valid"


@pytest.mark.parametrize("board", PINS)
def test_a_page_and_bluetooth_exclude_each_other(folder: Path, board: str) -> None:
    both = assembled(board, (*ALONE, "room_bluetooth", "page"))
    assert "a page and Bluetooth do not fit" in checked(folder, both)


def test_the_page_has_a_password_and_needs_no_internet(folder: Path) -> None:
    (folder / "relays.yaml").write_text(
        assembled("lilygo_t_relay_8", (*WITH_SENSOR, "page"))
    )
    server = _config(folder / "relays.yaml", folder / "data")["web_server"]
    assert server["local"] is True
    assert server["ota"] is False
    assert server["auth"]["type"] == "digest"


def test_every_package_is_tried_beside_every_other() -> None:
    packages = {path.stem for path in (FOLDER / "packages").iterdir()} - {"terminals"}
    pairs = {frozenset(pair) for pair in combinations(packages, 2)}
    tried = {
        frozenset(pair)
        for together in ADDITIONS.values()
        for pair in combinations(together, 2)
    }
    assert pairs - tried == {frozenset(pair) for pair in INSTEAD}


def test_a_key_is_that_of_the_thermometer(folder: Path) -> None:
    packages = (*ALONE, "room_bluetooth", "bluetooth_key")
    (folder / "relays.yaml").write_text(assembled("lilygo_t_relay_8", packages))
    sensors = _config(folder / "relays.yaml", folder / "data")["sensor"]
    (thermometer,) = (each for each in sensors if "mac_address" in each)
    assert thermometer["bindkey"] == KEY
    assert thermometer["temperature"]["id"] == "room_temperature"


def test_all_code_in_packages_is_compiled() -> None:
    """Into the firmware for this machine, which is what the others generate from."""
    firmware = (REPOSITORY / "tests/esphome/firmware.yaml").read_text()
    files = (
        path for part in ("boards", "packages") for path in (FOLDER / part).iterdir()
    )
    with_code = {path.name for path in files if "lambda" in path.read_text()}
    assert with_code
    assert all(f"packages/{name}" in firmware for name in with_code)
