"""What households say, by language: names, sentences, and words within them."""

from collections.abc import Mapping
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any, Final

ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How one language speaks of a thermostat: a file in `languages`."""

    names: Mapping[str, list[str]]
    """What entities are called beside their own names, by their keys."""
    parts: Mapping[str, str]
    """What several sentences have in common: `<what>` in them is the part `what`."""
    sentences: Mapping[str, list[str]]
    """How each question is asked and each order given, in Assist's own notation.

    `<name>` stands for what the thermostat is called, and `<value>` for what may be
    chosen in the order of that name; what is in braces may be anything. What Assist
    itself understands in a language has no sentences here.
    """
    words: Mapping[str, Mapping[str, str]]
    """How each mode, preset and fan mode is spoken of, by orders."""
    hours: Mapping[str, str]
    """What is spoken of times in words, as digits and `am` or `pm`."""


def _loaded(path: Path) -> Language:
    spoken: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Language(**spoken)


LANGUAGES: Final[Mapping[str, Language]] = {
    path.stem: _loaded(path)
    for path in sorted((Path(__file__).parent / "languages").glob("*.json"))
}
"""Read as the integration is imported, which Home Assistant does beside its loop."""


def tongue(tag: str) -> str:
    """Return the language of a tag such as `de` or `en-GB`; English if unknown."""
    language = tag.split("-", maxsplit=1)[0]
    return language if language in LANGUAGES else ENGLISH


def language_of(tag: str) -> Language:
    """Return how a language speaks."""
    return LANGUAGES[tongue(tag)]
