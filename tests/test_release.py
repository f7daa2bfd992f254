"""What a release promises: its version, its notes, and who is asked what."""

import json
from pathlib import Path
import re
from shutil import copytree, ignore_patterns, which
import subprocess
from typing import Any, Final
import zipfile

import pytest
import yaml

from .pages import ROOT

CODE: Final = "custom_components/heat_pump_thermostat"
MANIFEST: Final = json.loads((ROOT / CODE / "manifest.json").read_text())
VERSION: Final = MANIFEST["version"]


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


GITHUB: Final = ROOT / ".github"


def test_the_changelog_begins_with_the_version_of_the_manifest() -> None:
    found = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert found[0] == VERSION
    assert len(found) == len({*found})


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Commit the tree as it is, somewhere else."""
    if which("git") is None:
        pytest.skip("no git here")
    house = tmp_path / "clone"
    unwanted = ignore_patterns("__pycache__")
    for folder in (CODE, "scripts"):
        copytree(ROOT / folder, house / folder, ignore=unwanted)
    (house / "CHANGELOG.md").write_bytes((ROOT / "CHANGELOG.md").read_bytes())
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        (*identity, "commit", "--quiet", "--message", "all"),
    ):
        subprocess.run(["git", *command], cwd=house, check=True)  # noqa: S603, S607
    return house


def released(clone: Path, tag: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "scripts/release", tag]
    return subprocess.run(  # noqa: S603
        command, cwd=clone, capture_output=True, text=True, check=False
    )


def test_a_release_is_a_zip_and_its_notes(clone: Path) -> None:
    done = released(clone, f"v{VERSION}")
    assert done.returncode == 0, done.stderr

    notes = (clone / "dist/notes.md").read_text()
    changelog = (clone / "CHANGELOG.md").read_text()
    assert notes.strip()
    assert notes in changelog
    assert "\n## " not in notes
    with zipfile.ZipFile(clone / "dist/heat_pump_thermostat.zip") as made:
        assert json.loads(made.read("manifest.json"))["version"] == VERSION
        assert {"__init__.py", "translations/en.json"} <= {*made.namelist()}


@pytest.mark.parametrize(
    ("tag", "changelog", "told"),
    [
        pytest.param("v9.9.9", None, "the manifest says", id="another version"),
        pytest.param(VERSION, None, "the manifest says", id="no v"),
        pytest.param(
            f"v{VERSION}", "# Changelog\n\n## 9.9.9\n", "begins with", id="no notes"
        ),
    ],
)
def test_what_is_no_release_is_refused(
    clone: Path, tag: str, changelog: str | None, told: str
) -> None:
    if changelog:
        (clone / "CHANGELOG.md").write_text(changelog)
    done = released(clone, tag)
    assert done.returncode != 0
    assert told in done.stderr
    assert not (clone / "dist").exists()


WORKFLOWS: Final = sorted((GITHUB / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_pinned_and_may_do_little(path: Path) -> None:
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(
        re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40}", each) for each in used
    )
    assert all(
        step["with"]["persist-credentials"] is False
        for step in steps
        if step.get("uses", "").startswith("actions/checkout")
    )
    scripts = re.findall(r"scripts/\w+|\.ci/\w+", path.read_text())
    assert all((ROOT / each).exists() for each in scripts)


def test_a_release_is_made_by_a_tag_alone() -> None:
    workflow = loaded(GITHUB / "workflows/release.yml")
    assert workflow[True] == {"push": {"tags": ["v*"]}}  # YAML reads `on` so


FORM_FILES: Final = [
    path
    for path in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))
    if path.stem != "config"
]


@pytest.mark.parametrize("path", FORM_FILES, ids=lambda path: path.stem)
def test_an_issue_form_asks_for_diagnostics(path: Path) -> None:
    form = loaded(path)
    assert form["name"]
    assert form["description"]
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert all(part["attributes"]["label"] for part in asked)
    ids = [part["id"] for part in asked]
    assert "diagnostics" in ids
    assert len(ids) == len({*ids})


def test_links_of_the_issue_forms_lead_into_the_repository() -> None:
    for link in loaded(GITHUB / "ISSUE_TEMPLATE/config.yml")["contact_links"]:
        _, is_file, path = link["url"].partition("/blob/main/")
        assert not is_file or (ROOT / path).exists()


def test_somebody_owns_the_code() -> None:
    (owner,) = MANIFEST["codeowners"]
    assert f"* {owner}" in (GITHUB / "CODEOWNERS").read_text().splitlines()


def test_pinned_actions_are_kept_new() -> None:
    (update,) = loaded(GITHUB / "dependabot.yml")["updates"]
    assert update["package-ecosystem"] == "github-actions"
    assert update["directory"] == "/"
