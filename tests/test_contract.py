"""What Home Assistant's hassfest asks of the files.

Restated here for a custom integration, as it does not come as a package.
"""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from string import Formatter
from typing import Any, Final

import pytest
import yaml

from .pages import ROOT, Page

INTEGRATION: Final = ROOT / "custom_components" / "heat_pump_thermostat"
ENGLISH: Final = json.loads((INTEGRATION / "translations/en.json").read_text())


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


# --- Quality scale -------------------------------------------------------------------

RULES: Final = {
    "bronze": """
        action-setup appropriate-polling brands common-modules config-flow
        config-flow-test-coverage dependency-transparency docs-actions docs-conditions
        docs-high-level-description docs-installation-instructions
        docs-removal-instructions docs-triggers entity-event-setup entity-unique-id
        has-entity-name runtime-data test-before-configure test-before-setup
        unique-config-entry
    """,
    "silver": """
        action-exceptions config-entry-unloading docs-configuration-parameters
        docs-installation-parameters entity-unavailable integration-owner
        log-when-unavailable parallel-updates reauthentication-flow test-coverage
    """,
    "gold": """
        devices diagnostics discovery discovery-update-info docs-data-update
        docs-examples docs-known-limitations docs-supported-devices
        docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices
        entity-category entity-device-class entity-disabled-by-default
        entity-translations exception-translations icon-translations
        reconfiguration-flow repair-issues stale-devices
    """,
    "platinum": "async-dependency inject-websession strict-typing",
}
SCALE: Final[Mapping[str, Any]] = loaded(INTEGRATION / "quality_scale.yaml")["rules"]


def test_every_rule_of_the_quality_scale_is_answered() -> None:
    rules = {rule for tier in RULES.values() for rule in tier.split()}
    assert len(rules) == 54
    assert SCALE.keys() == rules


@pytest.mark.parametrize("rule", SCALE)
def test_a_rule_is_done_or_says_why_it_is_not(rule: str) -> None:
    answer = SCALE[rule]
    if answer != "done":
        assert answer["status"] in {"done", "exempt"}
        assert answer["comment"].strip()


@pytest.mark.parametrize("rule", [rule for rule in SCALE if rule.startswith("docs-")])
def test_what_is_documented_stands_where_it_is_said_to(rule: str) -> None:
    path, _, anchor = SCALE[rule]["comment"].partition("#")
    assert anchor in Page(path).anchors


def test_every_platform_says_how_much_it_does_at_once() -> None:
    platforms = set(ENGLISH["entity"])
    silent = {
        name
        for name in platforms
        if "\nPARALLEL_UPDATES = " not in (INTEGRATION / f"{name}.py").read_text()
    }
    assert len(platforms) >= 9
    assert silent == set()


# --- Texts ---------------------------------------------------------------------------

KEY: Final = r"(?!\w*[_-]{2})[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
STEP: Final = (
    r"(?:title|description|submit"
    rf"|(?:data|data_description|menu_options|menu_option_descriptions)\.{KEY})"
)
FLOW: Final = rf"(?:step\.{KEY}\.{STEP}|(?:error|abort|progress|create_entry)\.{KEY})"
ASKED: Final = rf"(?:services|triggers|conditions)\.{KEY}"
STATE: Final = rf"entity\.{KEY}\.{KEY}\.(?:state_attributes\.{KEY}\.)?state\.{KEY}"
PLACES: Final = (
    "title",
    rf"(?:config|options)\.{FLOW}",
    rf"issues\.{KEY}\.(?:title|description|fix_flow\.{FLOW})",
    rf"device\.{KEY}\.name",
    rf"entity\.{KEY}\.{KEY}\.(?:name|unit_of_measurement)",
    rf"entity\.{KEY}\.{KEY}\.state_attributes\.{KEY}\.name",
    STATE,
    rf"exceptions\.{KEY}\.message",
    rf"selector\.{KEY}\.(?:options|choices|unit_of_measurement)\.{KEY}",
    rf"{ASKED}\.(?:name|description)",
    rf"{ASKED}\.fields\.{KEY}\.(?:name|description|example)",
    rf"common\.{KEY}",
)
"""Where a translation may hold a text."""
HTML: Final = re.compile(r"<[a-z/!]", re.IGNORECASE)
ADDRESS: Final = re.compile(r"(?:\w+://|www\.)\w", re.IGNORECASE)
QUOTED: Final = re.compile(r"'\{\w+\}'")
REFERENCE: Final = re.compile(r"\[%|%\]")
LANGUAGES: Final = sorted((INTEGRATION / "translations").glob("*.json"))

type Texts = dict[str, str]


def flat(texts: Mapping[str, Any], stem: str = "") -> Iterator[tuple[str, str]]:
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{stem}{key}.")
        else:
            yield f"{stem}{key}", value


@pytest.fixture(scope="module", params=LANGUAGES, ids=lambda path: path.stem)
def texts(request: pytest.FixtureRequest) -> Texts:
    return dict(flat(json.loads(request.param.read_text(encoding="utf-8"))))


def test_a_text_stands_where_one_may(texts: Texts) -> None:
    allowed = re.compile("|".join(f"(?:{place})" for place in PLACES))
    assert [path for path in texts if not allowed.fullmatch(path)] == []


def test_a_text_is_plain(texts: Texts) -> None:
    refused = (HTML, ADDRESS, QUOTED, REFERENCE)
    strange = [
        path
        for path, text in texts.items()
        if text != text.strip() or any(each.search(text) for each in refused)
    ]
    assert strange == []


def placeholders(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def test_what_is_filled_in_has_a_name(texts: Texts) -> None:
    named = [name for text in texts.values() for name in placeholders(text)]
    assert [name for name in named if not name.isidentifier()] == []


def test_nothing_is_filled_into_a_state(texts: Texts) -> None:
    states = [path for path in texts if re.fullmatch(STATE, path)]
    assert states
    assert [path for path in states if placeholders(texts[path])] == []


def test_an_explanation_belongs_to_a_field(texts: Texts) -> None:
    explained = [path for path in texts if ".data_description." in path]
    fields = [path.replace(".data_description.", ".data.") for path in explained]
    assert fields
    assert [path for path in fields if path not in texts] == []


def test_a_repair_is_read_or_mended(texts: Texts) -> None:
    """It has a description, or a flow that mends it, and not both."""
    titles = [path for path in texts if re.fullmatch(r"issues\.\w+\.title", path)]
    for title in titles:
        stem = title.removesuffix("title")
        is_read = f"{stem}description" in texts
        is_mended = any(path.startswith(f"{stem}fix_flow.") for path in texts)
        assert is_read is not is_mended, stem


# --- Forms of actions, triggers and conditions ---------------------------------------

FORMS: Final = {
    name: loaded(INTEGRATION / f"{name}.yaml")
    for name in ("services", "triggers", "conditions")
}
FIELD_KEYS: Final = {"selector", "required", "default", "example", "context"}


def forms() -> Iterator[Any]:
    for kind, described in FORMS.items():
        for name, form in described.items():
            if not (name.startswith(".") and kind != "services"):
                yield pytest.param(kind, name, form, id=f"{kind} {name}")


@pytest.mark.parametrize(("kind", "name", "form"), forms())
def test_a_form_has_what_it_may(kind: str, name: str, form: Mapping[str, Any]) -> None:
    """Of actions hassfest takes no shared parts by a name of their own."""
    assert re.fullmatch(KEY, name)
    assert form.keys() <= {"target", "fields"}
    fields = form.get("fields", {})
    assert fields.keys() == ENGLISH[kind][name].get("fields", {}).keys()
    for field in fields.values():
        assert field.keys() <= FIELD_KEYS
        assert None not in (field.get("default", ""), field.get("example", ""))
        choice = field["selector"].get("select")
        if choice:
            options = ENGLISH["selector"][choice["translation_key"]]["options"]
            assert {*choice["options"]} <= options.keys()


# --- Icons ---------------------------------------------------------------------------


def test_icons_stand_where_they_may() -> None:
    state = (
        rf"entity\.{KEY}\.{KEY}\.(?:state_attributes\.{KEY}\.)?(?:default|state\.{KEY})"
    )
    others = (
        rf"services\.{KEY}\.service|triggers\.{KEY}\.trigger"
        rf"|conditions\.{KEY}\.condition"
    )
    icons = dict(flat(json.loads((INTEGRATION / "icons.json").read_text())))
    allowed = re.compile(f"{state}|{others}")
    assert [path for path in icons if not allowed.fullmatch(path)] == []
