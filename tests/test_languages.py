"""Every language says all that English says, in the same order and about as briefly."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "custom_components/heat_pump_thermostat/translations"
LANGUAGES = frozenset({"de", "es", "fr", "hi", "it", "ja", "nl", "pl", "sv"})
"""What there is to be beside English."""
GLOSSARY = ROOT / "docs/languages.md"
FILES = sorted(path for path in FOLDER.glob("*.json") if path.stem != "en")
EVERY_LANGUAGE = pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])

PLACEHOLDER = re.compile(r"{\s*(\w+)\s*[},]")
CHOICE = re.compile(r"{\s*(\w+)\s*,\s*(plural|select|selectordinal)\s*,")
SHORT = re.compile(
    r"entity\..*\.(name|state\.\w+)|selector\.(?!explanation|relay_advice).*"
    r"|(config|options)\.step\.\w+\.(title|data\.\w+|menu_options\.\w+)"
)
"""What stands in one line of a phone: names, states, choices, labels, menus."""


def longest(english: str) -> float:
    """Return how many characters may stand where English has these."""
    return 1.6 * len(english) + 20


def texts(path: Path) -> dict[str, str]:
    """Return the texts of a language by where they stand, in their order."""
    return dict(leaves(json.loads(path.read_text(encoding="utf-8"))))


def leaves(node: Mapping[str, Any], stem: str = "") -> Iterator[tuple[str, str]]:
    """Return each text, however deep, and where it stands."""
    for key, value in node.items():
        if isinstance(value, str):
            yield f"{stem}{key}", value
        else:
            yield from leaves(value, f"{stem}{key}.")


def glossary() -> list[list[str]]:
    """Return the glossary's table: its head, a rule, and a row for each term."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]


ENGLISH = texts(FOLDER / "en.json")


def test_every_language_is_there() -> None:
    assert {file.stem for file in FILES} == LANGUAGES


@EVERY_LANGUAGE
def test_a_language_says_all_and_nothing_else_in_the_same_order(file: Path) -> None:
    assert list(texts(file)) == list(ENGLISH)


@EVERY_LANGUAGE
def test_a_text_tells_the_same_facts(file: Path) -> None:
    wrong = {
        key: text
        for key, text in texts(file).items()
        if {*PLACEHOLDER.findall(text)} != {*PLACEHOLDER.findall(ENGLISH[key])}
    }
    assert wrong == {}


@EVERY_LANGUAGE
def test_a_text_chooses_by_the_same_facts(file: Path) -> None:
    """Which forms a number has, each language knows for itself."""
    wrong = {
        key: text
        for key, text in texts(file).items()
        if {*CHOICE.findall(text)} != {*CHOICE.findall(ENGLISH[key])}
    }
    assert wrong == {}


@EVERY_LANGUAGE
def test_no_text_is_empty_or_padded(file: Path) -> None:
    bad = [k for k, text in texts(file).items() if not text or text != text.strip()]
    assert bad == []


@EVERY_LANGUAGE
def test_what_stands_in_one_line_is_no_longer_than_a_phone_is_wide(file: Path) -> None:
    wide = {
        key: text
        for key, text in texts(file).items()
        if SHORT.fullmatch(key) and len(text) > longest(ENGLISH[key])
    }
    assert wide == {}


@pytest.mark.parametrize("file", [FOLDER / "en.json", *FILES], ids=lambda f: f.stem)
def test_a_file_is_written_as_all_are(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    tidy = json.dumps(json.loads(written), indent=2, ensure_ascii=False)
    assert written == f"{tidy}\n"


def test_the_glossary_has_a_column_for_each_language() -> None:
    head, *_ = glossary()
    assert {*re.findall(r"`(\w+)`", " ".join(head))} == {"en", *LANGUAGES}


@EVERY_LANGUAGE
def test_the_glossary_has_the_words_of_a_language(file: Path) -> None:
    head, _, *rows = glossary()
    column = next(i for i, cell in enumerate(head) if f"`{file.stem}`" in cell)
    assert [row[1] for row in rows if not row[column]] == []
