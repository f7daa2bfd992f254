"""The layout that EPA's connected-thermostat software reads, written from its manual.

A second opinion: nothing here knows how the files are made.
"""

from collections.abc import Iterator
import csv
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
import re

HOURS = [f"{hour:02}" for hour in range(24)]
TEMPERATURES = ("temp_in", "heating_setpoint", "cooling_setpoint")
BACKUP = ("auxiliary_heat_runtime", "emergency_heat_runtime")
MINUTES = 1440
TOLERANCE = 0.05
"""Of sums of what was rounded; no number of its own may be too large."""


def lines(text: str) -> list[dict[str, str]]:
    """Return the lines of a file."""
    return list(csv.DictReader(StringIO(text)))


def complaints(metadata: str, intervals: str) -> list[str]:
    """Return what the software would refuse, or could make no sense of."""
    return [*_of_metadata(metadata), *_of_intervals(intervals)]


def _of_metadata(text: str) -> Iterator[str]:
    (told,) = lines(text)
    if list(told) != [
        "thermostat_id",
        "equipment_type",
        "zipcode",
        "utc_offset",
        "interval_data_filename",
    ]:
        yield f"metadata: {list(told)}"
    if told["equipment_type"] not in ("1", "2"):
        yield "no heat pump"
    if not re.fullmatch(r"[+-]\d{4}", told["utc_offset"]):
        yield f"offset {told['utc_offset']}"
    if not re.fullmatch(r"\d{5}", told["zipcode"]):
        yield f"zip code {told['zipcode']}"


def _of_intervals(text: str) -> Iterator[str]:
    found = lines(text)
    days = [date.fromisoformat(line["date"]) for line in found]
    if any(b - a != timedelta(days=1) for a, b in pairwise(days)):
        yield "days are missing, or out of order"
    for line in found:
        for complaint in _of_day(line):
            yield f"{line['date']}: {complaint}"


def _of_day(line: dict[str, str]) -> Iterator[str]:
    expected = {"date", "cool_runtime", "heat_runtime"} | {
        f"{name}_{hour}" for name in (*TEMPERATURES, *BACKUP) for hour in HOURS
    }
    if set(line) != expected:
        yield f"columns {set(line) ^ expected}"
        return
    heat, cool = (float(line[f"{side}_runtime"] or 0) for side in ("heat", "cool"))
    if not (min(heat, cool) >= 0 and heat + cool <= MINUTES):
        yield f"the compressor ran {heat + cool} minutes"
    yield from _of_temperatures(line)
    for name in BACKUP:
        minutes = [float(line[f"{name}_{hour}"] or 0) for hour in HOURS]
        if not all(0 <= each <= 60 for each in minutes):
            yield f"{name} {max(minutes)} in an hour"
    auxiliary = sum(float(line[f"auxiliary_heat_runtime_{h}"] or 0) for h in HOURS)
    if auxiliary > heat + TOLERANCE:
        yield "auxiliary heat ran longer than the compressor beside it"


def _of_temperatures(line: dict[str, str]) -> Iterator[str]:
    for name in TEMPERATURES:
        for hour in HOURS:
            told = line[f"{name}_{hour}"]
            if told and not 32 <= float(told) <= 105:
                yield f"{name} {told} at {hour}"
