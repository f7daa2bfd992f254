"""Everything that a person reads has a text, and every text is read."""

import ast
from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import load_yaml_dict
import pytest

from custom_components.heat_pump_thermostat import binary_sensor, button
from custom_components.heat_pump_thermostat.actions import DEEDS, Subject
from custom_components.heat_pump_thermostat.condition import CONDITIONS
from custom_components.heat_pump_thermostat.configuration import forms, options
from custom_components.heat_pump_thermostat.configuration.fields import Choice, Field
from custom_components.heat_pump_thermostat.const import PRESET_EMERGENCY_HEAT
from custom_components.heat_pump_thermostat.dialogs.options_flow import OUTDOOR_LIMITS
from custom_components.heat_pump_thermostat.engine.accounts.care import Task
from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.decision import OF_RELAYS
from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import Source
from custom_components.heat_pump_thermostat.engine.settings import Backup, Preset
from custom_components.heat_pump_thermostat.engine.vocabulary import (
    Lockout,
    Problem,
    Reason,
)
from custom_components.heat_pump_thermostat.engine.wishes import FanMode
from custom_components.heat_pump_thermostat.facts import AUX_REASONS
from custom_components.heat_pump_thermostat.issues import OF_A_RELAY
from custom_components.heat_pump_thermostat.sensors import house, machine, sums
from custom_components.heat_pump_thermostat.trigger import TRIGGERS

INTEGRATION = Path(__file__).parents[2] / "custom_components" / "heat_pump_thermostat"
ENGLISH: dict[str, Any] = json.loads((INTEGRATION / "translations/en.json").read_text())
ICONS: dict[str, Any] = json.loads((INTEGRATION / "icons.json").read_text())
SOURCE = "".join(path.read_text() for path in INTEGRATION.rglob("*.py"))

STEPS = ENGLISH["config"]["step"]
TOPICS = ENGLISH["options"]["step"]
ENTITIES = ENGLISH["entity"]


def keys(fields: tuple[Field, ...]) -> set[str]:
    return {field.key for field in fields}


FORMS = [
    pytest.param(STEPS["user"], {str(k) for k in forms.USER_SCHEMA.schema}, id="user"),
    pytest.param(STEPS["terminals"], set(Terminal), id="terminals"),
    pytest.param(
        STEPS["sensors"],
        keys((*forms.SENSOR_FIELDS, forms.OUTDOOR_FALLBACK)),
        id="sensors",
    ),
    pytest.param(
        STEPS["performance"], keys(forms.PERFORMANCE_FIELDS), id="performance"
    ),
    *(
        pytest.param(TOPICS[part.key], keys(part.fields), id=f"options {part.key}")
        for part in options.SECTIONS
    ),
]


@pytest.mark.parametrize(("texts", "fields"), FORMS)
def test_every_field_has_a_label_and_an_explanation(
    texts: Mapping[str, Any], fields: set[str]
) -> None:
    assert set(texts["data"]) == fields
    assert set(texts["data_description"]) == fields


def test_every_topic_of_the_options_has_a_name() -> None:
    named = TOPICS["init"]["menu_options"]
    topics = [part.key for part in options.SECTIONS]
    assert set(named) == {*topics, "wiring_test"}
    assert all(TOPICS[key]["title"] == named[key] for key in topics)
    assert all(TOPICS[key]["description"] for key in topics)


def test_every_choice_has_names() -> None:
    parts = [forms.PERFORMANCE_FIELDS, *(part.fields for part in options.SECTIONS)]
    choices = {
        field.key: set(field.options)
        for fields in parts
        for field in fields
        if isinstance(field, Choice)
    } | {"source": set(Source), "backup": set(Backup), "side": set(Side)}
    choices |= {"preset_mode": set(Preset), "task": set(Task), "of": set(Subject)}
    choices |= {"problem": set(Problem), "status": set(Reason), "lockout": set(Lockout)}
    choices["reason"] = set(AUX_REASONS)
    named = {key: set(s["options"]) for key, s in ENGLISH["selector"].items()}
    # No choices of a form.
    for words in ("explanation", "card", "relay_advice", "could_see", "model"):
        del named[words]
    assert named == choices


def test_every_reason_has_a_name() -> None:
    assert set(ENTITIES["sensor"]["status"]["state"]) == set(Reason)


def test_the_card_calls_reasons_as_the_status_does() -> None:
    card = ENTITIES["climate"]["thermostat"]["state_attributes"]["status"]
    assert card == ENTITIES["sensor"]["status"]


def test_every_problem_has_an_issue() -> None:
    """Those of relays share one: its words come from two tables."""
    assert {*Problem} - OF_RELAYS | {OF_A_RELAY} <= set(ENGLISH["issues"])
    assert set(ENGLISH["selector"]["relay_advice"]["options"]) == OF_RELAYS


def test_every_problem_has_a_name() -> None:
    told = ENTITIES["binary_sensor"]["problem"]["state_attributes"]["problems"]
    assert set(told["state"]) == set(Problem)


@pytest.mark.parametrize(
    ("platform", "descriptions"),
    [
        ("sensor", (*machine.CONTROL, *machine.MACHINE, *house.HOUSE, *sums.SUMS)),
        (
            "binary_sensor",
            (*binary_sensor.SENSORS, *binary_sensor.CARE, *binary_sensor.TERMINALS),
        ),
        ("button", button.BUTTONS),
    ],
)
def test_every_entity_has_a_name(platform: str, descriptions: tuple[Any, ...]) -> None:
    used = {description.key for description in descriptions}
    assert set(ENTITIES[platform]) == used
    assert all(texts["name"] for texts in ENTITIES[platform].values())


def test_every_preset_and_fan_mode_has_a_name() -> None:
    names = ENTITIES["climate"]["thermostat"]["state_attributes"]
    presets = {"none", *Preset, PRESET_EMERGENCY_HEAT}
    assert set(names["preset_mode"]["state"]) == presets
    assert set(names["fan_mode"]["state"]) == set(FanMode)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(ENGLISH["config"]["error"], id="config errors"),
        pytest.param(ENGLISH["config"]["abort"], id="config aborts"),
        pytest.param(ENGLISH["options"]["error"], id="options errors"),
        pytest.param(ENGLISH["options"]["abort"], id="options aborts"),
        pytest.param(ENGLISH["exceptions"], id="exceptions"),
    ],
)
def test_every_refusal_that_has_a_text_is_made(texts: Mapping[str, Any]) -> None:
    assert [key for key in texts if f'"{key}"' not in SOURCE] == []


def test_every_refusal_that_is_made_has_a_text() -> None:
    made = set(re.findall(r'translation_key="(\w+)"', SOURCE))
    entities = {key for platform in ENTITIES.values() for key in platform}
    assert made - entities - set(ENGLISH["device"]) <= set(ENGLISH["exceptions"])


def told(module: str) -> Iterator[str]:
    """Return the plain texts that a module assigns, returns or puts into a mapping."""
    for node in ast.walk(ast.parse((INTEGRATION / module).read_text())):
        found: list[ast.expr | None]
        match node:
            case ast.Dict(values=values) | ast.Assign(value=ast.Tuple(elts=values)):
                found = [*values]
            case ast.DictComp() | ast.Assign() | ast.Return():
                found = [node.value]
            case _:
                found = []
        for value in found:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def test_every_refusal_of_a_form_has_a_text_and_every_text_its_refusal() -> None:
    modules = (
        "config_flow.py",
        "dialogs/options_flow.py",
        "configuration/refusals.py",
        "configuration/roles.py",
        "rooms.py",
    )
    made = {text for module in modules for text in told(module)}
    made -= {"", "wiring_test", *OUTDOOR_LIMITS.values()}  # Steps and fields.
    assert made == {*ENGLISH["config"]["error"], *ENGLISH["options"]["error"]}


def leaves(texts: Any) -> Iterator[str]:
    """Return every text, however deep."""
    nested = texts.values() if isinstance(texts, dict) else ()
    for item in nested:
        yield from [item] if isinstance(item, str) else leaves(item)


def test_texts_stand_for_themselves() -> None:
    refused = ("[%key", "<", "'{")
    assert [t for t in leaves(ENGLISH) if any(mark in t for mark in refused)] == []


def test_a_title_is_shown_as_it_is() -> None:
    """The frontend fills in no facts there."""
    flows = [ENGLISH["config"], ENGLISH["options"]]
    flows += [i["fix_flow"] for i in ENGLISH["issues"].values() if "fix_flow" in i]
    titles = [step["title"] for flow in flows for step in flow["step"].values()]
    assert [title for title in titles if "{" in title] == []


def test_icons_are_of_the_material_set() -> None:
    assert all(icon.startswith("mdi:") for icon in leaves(ICONS))


def test_a_state_has_an_icon_only_where_it_differs() -> None:
    same = [
        key
        for entities in ICONS["entity"].values()
        for key, icons in entities.items()
        if icons["default"] in icons.get("state", {}).values()
    ]
    assert same == []


def test_icons_belong_to_entities_that_exist() -> None:
    for platform, entities in ICONS["entity"].items():
        assert set(entities) <= set(ENTITIES[platform])


@pytest.mark.parametrize(
    ("category", "icon", "offered"),
    [
        pytest.param("triggers", "trigger", TRIGGERS, id="triggers"),
        pytest.param("conditions", "condition", CONDITIONS, id="conditions"),
        pytest.param("services", "service", DEEDS, id="actions"),
    ],
)
def test_what_automations_use_has_names_and_icons(
    category: str, icon: str, offered: Mapping[str, Any]
) -> None:
    assert ENGLISH[category].keys() == ICONS[category].keys() == offered.keys()
    described = load_yaml_dict(INTEGRATION / f"{category}.yaml")
    for name, texts in ENGLISH[category].items():
        assert texts["name"]
        assert texts["description"]
        assert ICONS[category][name][icon].startswith("mdi:")
        assert (
            texts.get("fields", {}).keys() == described[name].get("fields", {}).keys()
        )
