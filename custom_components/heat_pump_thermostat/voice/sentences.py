"""What may be said to a thermostat, as Assist takes it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
import re
from typing import Final

from ..const import CARD
from .language import LANGUAGES, Language
from .text import spoken

PLACEHOLDER: Final = re.compile(r"<(\w+)>")
NUMBERS: Final = f"({'|'.join(map(str, range(5, 96)))})"
"""The whole degrees that can be set, in °C or °F."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One question or order, and the sentences that mean it."""

    topic: str
    value: str | None
    """What is chosen, where the order is to choose."""
    sentences: tuple[str, ...]


def sayings(names: Collection[str]) -> list[Saying]:
    """Return all that may be said, in all languages, to thermostats of these names."""
    return [
        saying
        for language in LANGUAGES.values()
        for saying in _sayings_in(language, names)
    ]


def _sayings_in(language: Language, names: Collection[str]) -> Iterator[Saying]:
    called = {spoken(name) for name in (*names, *language.names[CARD])} - {""}
    parts = {**language.parts, "name": _any_of(called), "number": NUMBERS}
    for topic, sentences in language.sentences.items():
        for value, word in language.words.get(topic, {None: ""}).items():
            known = {**parts, "value": word}
            yield Saying(topic, value, tuple(_filled(s, known) for s in sentences))


def _any_of(names: Iterable[str]) -> str:
    return f"({'|'.join(sorted(names))})"


def _filled(sentence: str, parts: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: parts[found[1]], sentence)
