"""Nobody adds a member by half: what speaks of a kind speaks of all its members."""

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from itertools import chain
import json
from pathlib import Path
from pkgutil import walk_packages
import re
from types import ModuleType
from typing import Any

from custom_components import heat_pump_thermostat
from custom_components.heat_pump_thermostat.engine.board import PARTS, Terminal

ROOT = Path(__file__).parents[1]
PACKAGE = heat_pump_thermostat.__name__
MODULES: Mapping[str, ModuleType] = {
    found.name.removeprefix(f"{PACKAGE}."): import_module(found.name)
    for found in walk_packages(heat_pump_thermostat.__path__, f"{PACKAGE}.")
}
TREES = {
    name: ast.parse(Path(str(module.__file__)).read_text())
    for name, module in MODULES.items()
}
KINDS = {
    f"{name}.{kind.__name__}": kind
    for name, module in MODULES.items()
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Enum)
    if kind.__module__ == module.__name__
}
"""All enumerations of ours."""

OPEN: Mapping[str, str] = {
    "AuxReason": "only told: it is asked whether heat helps, not why",
    "Basis": "only told",
    "Count": "each sum is asked for by its name",
    "HeatGenerator": "each price is asked for by its name",
    "Heater": "the furnace, or not",
    "OutdoorDoubt": "only told: doubted is lost, for whatever reason",
    "Quantity": "each carries its own units",
    "Runtime": "each column is asked for by its name",
    "Testimony": "a proof begins a defrost, and what is normal ends it",
    "Urgency": "at once, or not",
    "Valve": "a hint for a person",
}
"""Of which nobody has to answer for every member, and why: but each is said."""

ENGLISH = ROOT / "custom_components/heat_pump_thermostat/translations/en.json"
TEXTS: Mapping[str, str] = {
    "config.error.{}": "Refused",
    "entity.sensor.status.state.{}": "Reason",
    "entity.sensor.defrost_state.state.{}": "DefrostState",
    "entity.sensor.better_source.state.{}": "Twin",
    "entity.binary_sensor.terminal_{}": "Terminal",
    "entity.binary_sensor.{}_due": "Task",
    "entity.binary_sensor.problem.state_attributes.problems.state.{}": "Problem",
    "entity.binary_sensor.problem.state_attributes.doubts.state.room_{}": "Doubt",
    "entity.binary_sensor.problem.state_attributes.doubts.state.outdoor_{}": (
        "OutdoorDoubt"
    ),
    "entity.button.{}_done": "Task",
    "entity.event.alert.state_attributes.event_type.state.{}": "Alert",
    "entity.climate.thermostat.state_attributes.preset_mode.state.{}": "Preset",
    "entity.climate.thermostat.state_attributes.fan_mode.state.{}": "FanMode",
    "entity.climate.thermostat.state_attributes.asked_by.state.{}": "Asker",
    "entity.climate.thermostat.state_attributes.backup_heat.state.{}": "AuxReason",
    "entity.climate.thermostat.state_attributes.due.state.{}": "Task",
    "entity.climate.thermostat.state_attributes.lockouts.state.{}": "Lockout",
    "entity.climate.thermostat.state_attributes.problems.state.{}": "Problem",
    "entity.climate.thermostat.state_attributes.status.state.{}": "Reason",
    "options.step.test_{}": "Terminal",
    "options.step.result_{}": "Finding",
    "selector.explanation.options.{}": "Asker",
    "selector.model.options.{}": "Source",
    "selector.explanation.options.{}_until": "Asker",
    "selector.fault_stops.options.{}": "FaultStops",
    "selector.counting.options.{}": "Counting",
    "options.error.{}": "Misplaced",
    "selector.of.options.{}": "Subject",
    "selector.preset_mode.options.{}": "Preset",
    "selector.task.options.{}": "Task",
    "selector.on_stop.options.{}": "OnStop",
}
"""Where the members stand that a person reads."""

type Table = tuple[str, Collection[object]]


def kind_of(members: Iterable[object]) -> type[Enum] | None:
    """Return the enumeration of ours that all these are members of."""
    kinds = {type(member) for member in members}
    kind = kinds.pop() if len(kinds) == 1 else object
    return kind if kind in KINDS.values() and issubclass(kind, Enum) else None


def named(name: str) -> list[Enum]:
    """Return the members of the enumeration of that name."""
    (kind,) = (kind for kind in KINDS.values() if kind.__name__ == name)
    return list(kind)


def missing(members: Collection[object]) -> list[str]:
    """Return what members leave out of the enumeration that they are of."""
    return [str(member) for member in kind_of(members) or () if member not in members]


def tables_within(name: str, value: object) -> Iterator[Table]:
    """Return the mappings that a value is, or has in it."""
    inner: Iterable[tuple[object, object]] = ()
    if isinstance(value, Mapping):
        yield name, value.keys()
        inner = value.items()
    elif isinstance(value, tuple):
        inner = enumerate(value)
    elif is_dataclass(value):
        inner = ((f.name, getattr(value, f.name, None)) for f in fields(value))
    for key, each in inner:
        yield from tables_within(f"{name}[{key}]", each)


def tables_of(module: str) -> Iterator[Table]:
    """Return the tables of a module: its mappings, orders and partitions."""
    for node in TREES[module].body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                is_partial = "Some[" in ast.unparse(annotation)
            case ast.Assign(targets=[ast.Name(id=name)]):
                is_partial = False
            case _:
                continue
        value = getattr(MODULES[module], name)
        if not is_partial:
            yield from tables_within(f"{module}.{name}", value)
        if name == "ORDER":
            yield f"{module}.{name}", value


def tables_in_functions(module: str) -> Iterator[Table]:
    """Return the tables that functions make: to look up at once, or as a Mapping."""
    functions = [n for n in ast.walk(TREES[module]) if isinstance(n, ast.FunctionDef)]
    for node in chain(*map(ast.walk, functions)):
        match node:
            case ast.Subscript(value=ast.Dict() as table):
                pass
            case (
                ast.AnnAssign(annotation=kind, value=ast.Dict() as table)
                | ast.FunctionDef(
                    returns=kind, body=[*_, ast.Return(value=ast.Dict() as table)]
                )
            ) if kind and ast.unparse(kind).startswith("Mapping["):
                pass
            case _:
                continue
        members = [meant(module, key) for key in table.keys]
        yield f"{module}, line {table.lineno}", members


def meant(module: str, expression: ast.AST | None) -> object:
    """Return the member that an expression names; None if it names none."""
    match expression:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            kind = getattr(MODULES[module], name, None)
            is_ours = kind in KINDS.values()
            return getattr(kind, attribute, None) if is_ours else None
        case _:
            return None


TABLES: Mapping[str, Collection[object]] = {
    name: members
    for module in MODULES
    for name, members in (*tables_of(module), *tables_in_functions(module))
}


def test_every_table_has_a_row_for_each_member() -> None:
    lacking = [
        f"{name} lacks {', '.join(rows)}"
        for name, members in TABLES.items()
        if (rows := missing(members))
    ]
    assert not lacking, "\n".join(lacking)


def test_every_terminal_is_one_part_of_the_machine() -> None:
    assert Counter(chain(*PARTS)) == Counter(Terminal)


def told_apart(module: str, match: ast.Match) -> set[type]:
    """Return the enumerations of ours whose members a match tells apart."""
    patterns = chain(*(ast.walk(case.pattern) for case in match.cases))
    values = [p.value for p in patterns if isinstance(p, ast.MatchValue)]
    return {type(member) for value in values if (member := meant(module, value))}


MATCHES: Mapping[str, tuple[ast.Match, set[type]]] = {
    f"{module}, line {node.lineno}": (node, kinds)
    for module, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.Match) and (kinds := told_apart(module, node))
}


def test_every_match_ends_where_no_member_is_left() -> None:
    never = "case _ as never:\n    assert_never(never)"
    last = {at: ast.unparse(match.cases[-1]) for at, (match, _) in MATCHES.items()}
    assert {at: case for at, case in last.items() if case != never} == {}


def test_every_enumeration_is_answered_for_somewhere() -> None:
    kinds = {
        *map(kind_of, TABLES.values()),
        *chain(*(kinds for _, kinds in MATCHES.values())),
    }
    answered = {kind.__name__ for kind in kinds if kind} | {*TEXTS.values(), *OPEN}
    assert sorted({kind.__name__ for kind in KINDS.values()} - answered) == []


def test_what_nobody_has_to_answer_for_is_said_at_least() -> None:
    source = "".join(map(ast.unparse, TREES.values()))
    names = [f"{kind}.{member.name}" for kind in OPEN for member in named(kind)]
    assert [name for name in names if not re.search(rf"\b{name}\b", source)] == []


def paths(texts: Mapping[str, Any], stem: str = "") -> Iterator[str]:
    """Return where each text stands, and each group of texts."""
    for key, text in texts.items():
        yield f"{stem}{key}"
        if isinstance(text, dict):
            yield from paths(text, f"{stem}{key}.")


def test_every_member_that_a_person_reads_has_a_text() -> None:
    places = {
        place.format(member) for place, kind in TEXTS.items() for member in named(kind)
    }
    assert sorted(places - set(paths(json.loads(ENGLISH.read_text())))) == []
