"""What Home Assistant, HACS and its Marketplace ask of the files beside the code."""

import json
from pathlib import Path
import re
import struct
from typing import Any

from awesomeversion import AwesomeVersion
from homeassistant.const import BASE_PLATFORMS
import pytest

ROOT = Path(__file__).parent.parent.parent
INTEGRATION = ROOT / "custom_components" / "heat_pump_thermostat"

KNOWN_MANIFEST_KEYS = {
    "domain",
    "name",
    "after_dependencies",
    "codeowners",
    "config_flow",
    "dependencies",
    "documentation",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "quality_scale",
    "requirements",
    "version",
}
KNOWN_HACS_KEYS = {"name", "homeassistant", "render_readme", "hide_default_branch"}


def loaded(path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(path.read_text())
    return facts


@pytest.fixture
def manifest() -> dict[str, Any]:
    return loaded(INTEGRATION / "manifest.json")


def test_manifest_has_the_keys_that_are_asked_for(manifest: dict[str, Any]) -> None:
    assert set(manifest) <= KNOWN_MANIFEST_KEYS
    assert manifest["domain"] == INTEGRATION.name
    assert manifest["integration_type"] == "device"
    assert manifest["config_flow"] is True
    assert manifest["codeowners"]
    assert manifest["documentation"].startswith("https://")
    assert manifest["issue_tracker"].startswith("https://")
    assert AwesomeVersion(manifest["version"]).valid


def test_manifest_is_sorted_after_domain_and_name(manifest: dict[str, Any]) -> None:
    first, second, *rest = manifest
    assert (first, second) == ("domain", "name")
    assert rest == sorted(rest)


def test_manifest_tells_what_hassfest_checks(manifest: dict[str, Any]) -> None:
    home = "https://www.home-assistant.io/integrations"
    assert not manifest["documentation"].startswith(home)
    assert manifest["iot_class"] in {"calculated", "local_push"}
    assert all(owner.startswith("@") for owner in manifest["codeowners"])


def test_components_that_are_imported_are_asked_for(manifest: dict[str, Any]) -> None:
    imported = {
        name
        for path in INTEGRATION.rglob("*.py")
        for name in re.findall(r"homeassistant\.components\.(\w+)", path.read_text())
        if name != path.stem  # A platform is loaded by the component it is made for.
    }
    asked_for = {*manifest["after_dependencies"], *manifest["dependencies"]}
    assert imported - BASE_PLATFORMS <= asked_for


def test_nothing_is_installed_beside_it(manifest: dict[str, Any]) -> None:
    assert "requirements" not in manifest


def test_hacs_knows_it() -> None:
    facts = loaded(ROOT / "hacs.json")
    assert set(facts) <= KNOWN_HACS_KEYS
    assert AwesomeVersion(facts["homeassistant"]) <= AwesomeVersion("2026.10.4")


@pytest.mark.parametrize(
    ("name", "size"), [("icon.png", 256), ("icon@2x.png", 512)], ids=str
)
def test_it_has_an_icon(name: str, size: int) -> None:
    header = (INTEGRATION / "brand" / name).read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", header[16:24]) == (size, size)


def test_no_strings_that_are_never_read() -> None:
    assert not (INTEGRATION / "strings.json").exists()
