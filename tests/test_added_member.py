"""A member that is added to an enumeration, and nothing else, does not pass."""

import ast
from collections.abc import Iterable, Mapping
from enum import Enum, Flag
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest

from .test_completeness import KINDS, MODULES, ROOT

COPIED = ("pyproject.toml", "tests/__init__.py", "tests/test_completeness.py")
MYPY = ("mypy", "custom_components")
PYTEST = ("pytest", "-vv", *("-p", "no:homeassistant"), "tests/test_completeness.py")
INTERRUPTED = 2
"""What pytest ends with where a test cannot even be imported."""


TABLES_BY: Mapping[str, tuple[str, ...]] = {
    "engine.vocabulary.Call": (
        "engine.relays.wiring.TABLE",
        "engine.rules.room_limits.SIDES",
        "engine.vocabulary.COMPRESSOR_SIDE",
    ),
    "engine.vocabulary.Problem": (
        "engine.rules.problems",
        "engine.rules.problems.BOTHERS_AFTER",
    ),
    "engine.wishes.Asker": ("engine.wishes",),
    "engine.defrost.outdoor_coil.Oddity": ("engine.defrost.outdoor_coil",),
}
"""The tables, or the modules of functions with one, each of which has to answer for a
member: one that answers would hide that another does not."""


def value_of(member: str, kind: type[Enum]) -> str:
    """Return a value that no member of such an enumeration has yet."""
    if issubclass(kind, Flag):
        return f"{2 * max(each.value for each in kind)}"
    return f'"{member}"' if issubclass(kind, str) else "object()"


def copied(tree: Path) -> Path:
    """Copy the code, and what checks it."""
    ignored = shutil.ignore_patterns("__pycache__")
    package = tree / "custom_components"
    shutil.copytree(ROOT / "custom_components", package, ignore=ignored)
    (tree / "tests").mkdir()
    for name in COPIED:
        shutil.copy(ROOT / name, tree / name)
    return tree


def add_members(tree: Path, kinds: Iterable[str]) -> Mapping[str, str]:
    """Add one to each enumeration in a copy; return the enumerations by them."""
    added = {f"ADDED_{number}": name for number, name in enumerate(kinds)}
    for member, name in added.items():
        module, _, kind = name.rpartition(".")
        path = tree / Path(str(MODULES[module].__file__)).relative_to(ROOT)
        lines = path.read_text().splitlines(keepends=True)
        ends = [
            line.end_lineno
            for node in ast.parse("".join(lines)).body
            if isinstance(node, ast.ClassDef) and node.name == kind
            for line in node.body
            if isinstance(line, ast.Assign)
        ]
        value = value_of(member, KINDS[name])
        lines.insert(ends[-1] or 0, f"    {member} = {value}\n")
        path.write_text("".join(lines))
    return added


def remove_members(tree: Path, members: set[str]) -> None:
    for path in tree.rglob("*.py"):
        lines = path.read_text().splitlines(keepends=True)
        kept = [
            line for line in lines if line.partition(" =")[0].strip() not in members
        ]
        path.write_text("".join(kept))


def checked(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", *command],
        cwd=tree,
        check=False,
        capture_output=True,
        text=True,
    )


def complaints(tree: Path, *command: str) -> tuple[set[str], int]:
    """Return of which members a check speaks, and how it ends."""
    check = checked(tree, *command)
    return set(re.findall(r"ADDED_\d+", check.stdout)), check.returncode


@pytest.mark.slow
def test_a_member_that_is_added_alone_does_not_pass(tmp_path: Path) -> None:
    tree = copied(tmp_path)
    added = add_members(tree, KINDS)
    noticed, _ = complaints(tree, *MYPY)
    status = INTERRUPTED
    while status == INTERRUPTED:
        found, status = complaints(tree, *PYTEST)
        noticed |= found
        # What keeps a module from being imported is noticed: now for the others.
        remove_members(tree, found)
        assert found
    assert [kind for member, kind in added.items() if member not in noticed] == []


@pytest.mark.slow
def test_each_table_that_decides_answers_for_a_member_that_is_added(
    tmp_path: Path,
) -> None:
    tree = copied(tmp_path)
    added = add_members(tree, TABLES_BY)
    said = checked(tree, *PYTEST).stdout
    lacking = {
        (added[member], table)
        for table, members in re.findall(r"(\S+?)(?:, line \d+)? lacks (.+)", said)
        for member in re.findall(r"ADDED_\d+", members)
    }
    asked = {(kind, table) for kind, tables in TABLES_BY.items() for table in tables}
    assert asked - lacking == set(), said
