"""Times, durations and temperatures as they are heard."""

from collections.abc import Mapping
from datetime import datetime, timedelta
import re
from typing import Final

from .text import in_words

NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
CLOCK: Final = re.compile(r"(?P<hour>\d{1,2})(?!\d)(?:\D{1,9}(?P<minute>\d\d)(?!\d))?")
"""An hour, and minutes after it: 10:30, 22h30, 10 Uhr 30."""
HALF_OF_DAY: Final = re.compile(r"(?<![^\W\d])([ap])\.? ?m(?!\w)")
"""The half of the day, wherever it is told."""
LAST_HOUR, LAST_MINUTE = 24, 59
NOON = 12


def number_in(text: str) -> float | None:
    """Return the first number in a text."""
    found = NUMBER.search(text)
    return float(found[0].replace(",", ".")) if found else None


def hours_in(text: str, words: Mapping[str, str]) -> float | None:
    """Return how many hours a text tells, in digits or in words."""
    return number_in(_in_digits(text, words))


def time_in(text: str, words: Mapping[str, str], now: datetime) -> datetime | None:
    """Return the next time that a clock shows what a text tells; None if it is no time.

    Who says "ten" means ten in the morning or at night, whichever comes first. `now`
    is in the household's time zone.
    """
    heard = _in_digits(text, words)
    found, half = CLOCK.search(heard), HALF_OF_DAY.search(heard)
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > LAST_HOUR or minute > LAST_MINUTE:
        return None
    today = now.replace(minute=minute, second=0, microsecond=0)
    times = [
        today.replace(hour=each) + timedelta(days=days)
        for each in _hours_meant(hour, half and half[1])
        for days in (0, 1)
    ]
    return min(each for each in times if each > now)


def _in_digits(text: str, words: Mapping[str, str]) -> str:
    heard = in_words(text)
    for word in sorted(words, key=len, reverse=True):
        heard = heard.replace(in_words(word), f" {words[word]} ")
    return heard


def _hours_meant(hour: int, half: str | None) -> set[int]:
    """Return the hours of the day that an hour on a clock may mean."""
    morning, night = hour % NOON, hour % NOON + NOON
    if half:
        return {morning if half == "a" else night}
    is_on_dial = 0 < hour <= NOON
    return {morning, night} if is_on_dial else {hour % LAST_HOUR}
