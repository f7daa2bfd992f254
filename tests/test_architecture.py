"""Who may import whom, who reads states, who switches relays; how large files are."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
import subprocess
import sys

import pytest

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "heat_pump_thermostat"
ENGINE = INTEGRATION / "engine"

ENGINE_LAYERS = (
    {"records", "tables"},
    {"units", "clock", "board", "shift"},
    {"defrost.air", "defrost.normal"},
    {"defrost.frosting"},
    {"defrost.outdoor_coil"},
    {"defrost.signs"},
    {"defrost.evidence"},
    {"defrost.defrost"},
    {"heat_pump.ratings", "heat_pump.drift"},
    {"heat_pump.sources", "heat_pump.presets", "heat_pump.carnot", "heat_pump.ranges"},
    {"heat_pump.label"},
    {"heat_pump.frost", "heat_pump.cycling", "heat_pump.calibration"},
    {"heat_pump.part_load"},
    {"heat_pump.typical"},
    {"heat_pump.performance", "heat_pump.cooling"},
    {"heat_pump.full_load", "heat_pump.size"},
    {
        "house.line",
        "house.span",
        "house.balance",
        "house.cheap_hours",
        "house.design_day",
    },
    {"house.trend"},
    {"house.warming", "house.setback", "house.envelope"},
    {"house.home"},
    {"house.chart"},
    {"house.assumed", "house.intake", "house.duty"},
    {"house.tendency"},
    {"house.response", "house.heeding"},
    {"house.comparison"},
    {"house.trial"},
    {"accounts.costs", "accounts.care", "accounts.alerts"},
    {"accounts.outlook"},
    {"settings", "vocabulary", "meter"},
    {"setpoints", "curtailment"},
    {"wishes"},
    {"observation"},
    {"belief.spell"},
    {"belief.outdoor"},
    {"belief.surroundings"},
    {"belief.standing"},
    {"belief.room"},
    {"belief.senses"},
    {"observer.interval"},
    {"observer.manner", "observer.guess"},
    {"observer.observer"},
    {"observer.rooms"},
    {"state", "plausible"},
    {"estimates", "decision", "resume"},
    {"last_resort"},
    {"relays.wiring", "relays.conditions", "relays.corrections"},
    {"relays.sequence", "relays.answers"},
    {"situation"},
    {"reckoning.metered"},
    {"reckoning.flows"},
    {"rules.lockout", "rules.freeze", "rules.patience", "rules.outage"},
    {"rules.means", "rules.response", "rules.room_limits"},
    {"rules.effort"},
    {"rules.heeding"},
    {"perception", "rules.room"},
    {"rules.changeover", "rules.demand", "rules.progress", "rules.staging"},
    {"rules.auxiliary", "rules.fuel", "rules.instead", "rules.course"},
    {"rules.compressor", "rules.fan", "rules.guards"},
    {"rules.duty"},
    {"rules.fault"},
    {"rules.recovery", "rules.storing", "rules.rise"},
    {"rules.health", "rules.problems", "rules.testing", "rules.withheld"},
    {"rules.precedence", "orders", "plan"},
    {"asking", "arrival"},
    {"reckoning.upkeep", "reckoning.learning", "reckoning.watching"},
    {"reckoning.reckoning"},
    {"step", "explanation"},
)
"""A module imports only from its own layer or earlier ones."""

SHELL_LAYERS = (
    {"engine"},
    {"const", "quantity", "layouts", "torn", "records", "lapses"},
    {"reading.reports", "reading.enquiry", "reading.hours", "reading.units"},
    {"reading.readings", "reading.lists"},
    {"reading.agenda", "reading.forecast", "reading.tariff"},
    {"configuration.fields", "configuration.home_weather"},
    {"configuration.forms", "configuration.options"},
    {"configuration.entry", "configuration.sheet"},
    {"configuration.settings", "configuration.roles", "configuration.refusals"},
    {"remembered", "devices"},
    {"rooms"},
    {"reading.inputs", "concerned"},
    {"alarm", "wall_clock", "outputs", "storage", "journal", "issues"},
    {"handover"},
    {"controller"},
    {"voice.text"},
    {"voice.language", "voice.relays", "voice.speech", "explaining"},
    {"voice.names", "voice.sentences", "voice.times", "voice.answers"},
    {"voice.orders", "voice.whom"},
    {"voice.assist", "llm"},
    {"sensors.existence", "entity"},
    {"sensors.kinds"},
    {"sensors.house", "sensors.sums", "sensors.machine"},
    {"sensors.unseen"},
    {"dialogs.words", "dialogs.wiring_test", "dialogs.board_test"},
    {"dialogs.options_flow"},
    {"card", "facts", "runtimes"},
    {"past"},
    {"trigger", "condition"},
    {"adjustable"},
    {"climate", "sensor", "binary_sensor", "switch", "button", "event"}
    | {"number", "select", "time"},
    {"frontend.resources"},
    {"frontend.registration", "frontend.outlook"},
    {"config_flow", "diagnostics", "repairs"},
    {"actions"},
    {"__init__"},
)
"""The same for the shell; the engine is below all of it."""


def modules(folder: Path) -> list[Path]:
    """Return the modules of a folder and its wings; of the shell without the engine."""
    return sorted(
        path
        for path in folder.rglob("*.py")
        if path.name != "__init__.py" or path.parent == INTEGRATION
        if folder == ENGINE or ENGINE not in path.parents
    )


def name_in(folder: Path, path: Path) -> str:
    return ".".join(path.relative_to(folder).with_suffix("").parts)


def name_of(path: Path) -> str:
    return name_in(INTEGRATION, path)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(path: Path) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def origin(path: Path, node: ast.ImportFrom) -> Path:
    """Return the file or folder that an import within the integration is from."""
    return path.parents[node.level - 1].joinpath(*(node.module or "").split("."))


def needed(folder: Path, path: Path) -> set[str]:
    """Return the modules of a folder that one of them imports."""
    names: set[str] = set()
    for node in imported(path):
        if isinstance(node, ast.ImportFrom) and node.level:
            at = origin(path, node)
            found = [at / alias.name for alias in node.names] if at.is_dir() else [at]
            names |= {name_in(folder, each) for each in found}
    if folder == INTEGRATION:
        return {"engine" if name.startswith("engine.") else name for name in names}
    return names


def foreign(path: Path) -> set[str]:
    """Return the top-level packages that a module imports."""
    names: set[str] = set()
    for node in imported(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", modules(ENGINE), ids=name_of)
def test_engine_needs_nothing_but_the_standard_library(path: Path) -> None:
    relative = [n for n in imported(path) if isinstance(n, ast.ImportFrom) and n.level]
    origins = [origin(path, node) for node in relative]
    assert foreign(path) <= sys.stdlib_module_names
    assert [each for each in origins if not each.is_relative_to(ENGINE)] == []


def test_engine_runs_without_home_assistant() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(INTEGRATION)!r});"
        "sys.modules['homeassistant'] = None; import engine.step"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


LAYERED = pytest.mark.parametrize(
    ("folder", "layers"),
    [
        pytest.param(ENGINE, ENGINE_LAYERS, id="engine"),
        pytest.param(INTEGRATION, SHELL_LAYERS, id="shell"),
    ],
)


@LAYERED
def test_every_module_has_its_layer(folder: Path, layers: tuple[set[str], ...]) -> None:
    placed = sorted(name for layer in layers for name in layer)
    found = {name_in(folder, path) for path in modules(folder)}
    assert placed == sorted(found | ({"engine"} if folder == INTEGRATION else set()))


@LAYERED
def test_dependencies_point_one_way(folder: Path, layers: tuple[set[str], ...]) -> None:
    height = {name: at for at, layer in enumerate(layers) for name in layer}
    wrong = [
        f"{name_in(folder, path)} imports {name}"
        for path in modules(folder)
        for name in needed(folder, path)
        if height[name] > height[name_in(folder, path)]
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", [ENGINE, INTEGRATION], ids=["engine", "shell"])
def test_dependencies_run_in_no_circle(folder: Path) -> None:
    graph = {name_in(folder, path): needed(folder, path) for path in modules(folder)}
    TopologicalSorter(graph).prepare()


WINGS = (
    "defrost",
    "heat_pump",
    "house",
    "accounts",
    "belief",
    "observer",
    "relays",
    "rules",
    "reckoning",
)
"""The folders of the engine: each builds only on those before it."""

ABOUT_RULES = {"situation", "perception", "orders"}
"""What rules are given, and what puts them together: they belong to that wing."""

PHYSICS = WINGS[:4]
GROUND = {"records", "tables", "units", "clock", "board"}


def wing(name: str) -> str:
    """Return the wing of an engine module; one that stands in none is its own."""
    first, *_ = name.split(".")
    return "rules" if first in ABOUT_RULES else first


def test_every_folder_of_the_engine_is_a_wing() -> None:
    assert {path.parent.name for path in modules(ENGINE)} - {"engine"} == set(WINGS)


def test_wings_build_only_on_those_before_them() -> None:
    wrong = [
        f"{name_in(ENGINE, path)} imports {name}"
        for path in modules(ENGINE)
        for name in needed(ENGINE, path)
        if path.parent != ENGINE and "." in name
        if WINGS.index(wing(name)) > WINGS.index(path.parent.name)
    ]
    assert wrong == []


def test_wings_run_in_no_circle_also_by_way_of_what_they_share() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules(ENGINE):
        at = wing(name_in(ENGINE, path))
        graph.setdefault(at, set()).update(map(wing, needed(ENGINE, path)))
    TopologicalSorter({at: needs - {at} for at, needs in graph.items()}).prepare()


@pytest.mark.parametrize("name", PHYSICS)
def test_physics_knows_neither_settings_nor_state(name: str) -> None:
    paths = [path for path in modules(ENGINE) if path.parent.name == name]
    needs = {wing(each) for path in paths for each in needed(ENGINE, path)}
    assert paths
    assert needs - set(PHYSICS) <= GROUND


def bound(path: Path) -> Iterator[str]:
    """Return the names that a module binds for itself, of functions, types, values."""
    for node in tree(path).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.TypeAlias(name=ast.Name(id=name)):
                yield name


A_CONVENTION = {"advance"}
"""What is always asked by its module: `fuel.advance`."""


OF_HOME_ASSISTANT = {"PARALLEL_UPDATES", "async_setup_entry", "_LOGGER"}
"""What each platform, or each module that logs, has to have by this name."""


def test_a_name_stands_once() -> None:
    places: dict[str, set[str]] = {}
    for path in [*modules(INTEGRATION), *modules(ENGINE)]:
        for name in bound(path):
            places.setdefault(name, set()).add(name_of(path))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert twice.keys() <= A_CONVENTION | OF_HOME_ASSISTANT, twice


def uses(path: Path, attribute: str, owner: str) -> bool:
    """Return whether a module calls `….owner.attribute`."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == attribute
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == owner
        for node in ast.walk(tree(path))
    )


@pytest.mark.parametrize(
    ("owner", "attribute", "allowed"),
    [
        # roles only asks whether an entity that somebody chooses exists, and its unit.
        pytest.param("states", "get", {"inputs", "roles"}, id="one reader"),
        # enquiry asks schedules and weather by actions that do nothing but answer.
        # orders uses our own card, with the rights of whoever speaks.
        pytest.param(
            "services",
            "async_call",
            {"enquiry", "outputs", "orders"},
            id="one writer",
        ),
        pytest.param("states", "async_set", set(), id="no forged states"),
    ],
)
def test_states_and_services_have_one_door_each(
    owner: str, attribute: str, allowed: set[str]
) -> None:
    users = {p.stem for p in modules(INTEGRATION) if uses(p, attribute, owner)}
    assert users == allowed


def test_options_become_settings_in_one_place() -> None:
    makers = {
        name_of(path)
        for path in modules(INTEGRATION)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Settings"
    }
    assert makers == {"configuration.settings"}


@pytest.mark.parametrize("path", modules(ENGINE), ids=name_of)
def test_engine_has_no_clock_of_its_own_and_tells_nobody(path: Path) -> None:
    calls = {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    assert not calls & {"utcnow", "monotonic", "getLogger"}
    assert not foreign(path) & {"time", "logging", "asyncio", "random", "os"}
    assert "datetime.now(" not in path.read_text()
