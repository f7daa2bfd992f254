"""Who may import whom, who reads states, who switches relays, how large files are."""

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
ESTIMATE = ENGINE / "estimate"

SHELL_LAYERS = (
    {"const", "quantity", "reports", "enquiry", "foresight"},
    {"readings"},
    {"agenda", "forecast", "tariff"},
    {"alarm", "fields"},
    {"options", "forms"},
    {"settings"},
    {
        "renaming",
        "clock",
        "inputs",
        "journal",
        "outputs",
        "storage",
        "issues",
        "refusals",
    },
    {"controller"},
    {"existence"},
    {"figure"},
    {"house", "sums"},
    {"figures"},
    {
        "entity",
        "config_flow",
        "options_flow",
        "wiring_test",
        "diagnostics",
        "repairs",
        "__init__",
    },
    {"climate", "switch", "sensor", "binary_sensor", "button"},
)
"""A module imports only from its own layer or earlier ones; the engine is below all."""

ENGINE_LAYERS = (
    {"units", "clock", "board", "shift", "finding"},
    {"estimate"},
    {"settings", "meter"},
    {"wishes", "output", "course"},
    {"model", "release"},
    {"decision"},
    {"trust", "lockout", "demand", "staging", "auxiliary", "fuel", "compressor"},
    {"wiring", "sequence", "corrections", "freeze", "health", "resume"},
    {"relays", "coil", "outlook"},
    {"perception"},
    {"situation"},
    {"recovery", "storing", "fan", "problems", "readiness", "testing", "flows"},
    {"learning", "wanted", "understanding"},
    {"estimates"},
    {"step"},
)

LONGEST_FILE = 350
LONGEST_FUNCTION = 50


def modules(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(path: Path) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def siblings(path: Path) -> set[str]:
    """Return the modules of its own folder that a module imports."""
    names: set[str] = set()
    for node in imported(path):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found = [node.module] if node.module else [a.name for a in node.names]
            names |= {name.split(".")[0] for name in found}
    return names - {"engine"}


def foreign(path: Path) -> set[str]:
    """Return the top-level packages that a module imports."""
    names: set[str] = set()
    for node in imported(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def layer_of(name: str, layers: tuple[set[str], ...]) -> int:
    return next(i for i, layer in enumerate(layers) if name in layer)


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", modules(ENGINE), ids=name_of)
def test_engine_needs_nothing_but_the_standard_library(path: Path) -> None:
    levels = {n.level for n in imported(path) if isinstance(n, ast.ImportFrom)}
    assert foreign(path) <= sys.stdlib_module_names
    assert levels <= {0, 1}


@pytest.mark.parametrize("path", modules(ESTIMATE), ids=name_of)
def test_estimates_know_nothing_of_control(path: Path) -> None:
    relative = [n for n in imported(path) if isinstance(n, ast.ImportFrom) and n.level]
    assert foreign(path) <= sys.stdlib_module_names
    assert {node.level for node in relative} <= {1, 2}
    assert {node.module for node in relative if node.level == 2} <= {"units", "clock"}


def test_engine_runs_without_home_assistant() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(INTEGRATION)!r});"
        "sys.modules['homeassistant'] = None; import engine.step"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


@pytest.mark.parametrize(
    ("folder", "layers"),
    [
        pytest.param(ENGINE, ENGINE_LAYERS, id="engine"),
        pytest.param(INTEGRATION, SHELL_LAYERS, id="shell"),
    ],
)
def test_dependencies_point_one_way(folder: Path, layers: tuple[set[str], ...]) -> None:
    wrong = [
        f"{path.stem} imports {name}"
        for path in modules(folder)
        if (folder, path.stem) != (ENGINE, "__init__")
        for name in siblings(path)
        if layer_of(name, layers) > layer_of(path.stem, layers)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", [ESTIMATE, ENGINE, INTEGRATION], ids=name_of)
def test_dependencies_run_in_no_circle(folder: Path) -> None:
    graph = {path.stem: siblings(path) for path in modules(folder)}
    TopologicalSorter(graph).prepare()


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
        # refusals only asks whether an entity that somebody wants to wire exists.
        pytest.param("states", "get", {"inputs", "refusals"}, id="one reader"),
        # enquiry asks schedules and weather by actions that do nothing but answer.
        pytest.param("services", "async_call", {"enquiry", "outputs"}, id="one writer"),
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
        path.stem
        for path in modules(INTEGRATION)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Settings"
    }
    assert makers == {"settings"}


@pytest.mark.parametrize("path", [*modules(ENGINE), *modules(ESTIMATE)], ids=name_of)
def test_engine_has_no_clock_of_its_own_and_tells_nobody(path: Path) -> None:
    calls = {n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)}
    assert not calls & {"utcnow", "monotonic", "getLogger"}
    assert not foreign(path) & {"time", "logging", "asyncio", "random", "os"}
    assert "datetime.now(" not in path.read_text()


@pytest.mark.parametrize(
    "path",
    [*modules(ESTIMATE), *modules(ENGINE), *modules(INTEGRATION)],
    ids=name_of,
)
def test_files_and_functions_can_be_taken_in(path: Path) -> None:
    source = path.read_text()
    functions = [
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(source.splitlines()) <= LONGEST_FILE
    assert [f for f in functions if f[1] > LONGEST_FUNCTION] == []
    assert "import *" not in source
