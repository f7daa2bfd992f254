"""The rules of the board, built with this machine's compiler."""

from collections.abc import Callable
from ctypes import CDLL
from importlib.util import find_spec
from pathlib import Path
import shutil
import subprocess
import sys
from types import ModuleType

import pytest

from tests.esphome.board import Board, load

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]

if find_spec("homeassistant") is None:
    # The engine needs no Home Assistant, but its package does: an empty one stands in.
    package = ModuleType("custom_components.heat_pump_thermostat")
    package.__path__ = [str(REPOSITORY / "custom_components/heat_pump_thermostat")]
    sys.modules[package.__name__] = package


def pytest_report_header() -> str:
    return f"C++ compiler: {compiler() or 'none, tests that need one are skipped'}"


def compiler() -> str | None:
    return next(filter(None, map(shutil.which, ("g++", "clang++", "c++"))), None)


@pytest.fixture(scope="session")
def needs_compiler() -> str:
    if (found := compiler()) is None:
        pytest.skip("no C++ compiler here")
    return found


@pytest.fixture(scope="session")
def rules(needs_compiler: str, tmp_path_factory: pytest.TempPathFactory) -> CDLL:
    library = tmp_path_factory.mktemp("rules") / "rules.so"
    options = ("-std=c++20", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")
    source = str(HERE / "rules.cpp")
    subprocess.run([needs_compiler, *options, source, "-o", str(library)], check=True)
    return load(library)


@pytest.fixture
def make_board(rules: CDLL) -> Callable[..., Board]:
    return lambda wired, **limits: Board(rules, wired, **limits)
