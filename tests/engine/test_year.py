"""Weeks and, if asked for, a year in a simulated house in which much goes wrong.

`DAYS=365` asks for the whole year; `SEED` for other weather and other faults.
"""

from datetime import date, timedelta
import os
import sys

import pytest

from .year import Account, Year

SEED = int(os.environ.get("SEED", "0"))
DAYS = int(os.environ.get("DAYS", "0"))
PERIODS = (
    [pytest.param(date(2026, 1, 1), DAYS, id=f"{DAYS} days")]
    if DAYS
    else [
        pytest.param(date(2026, 1, 10), 6, id="winter"),
        pytest.param(date(2026, 3, 28), 2, id="a clock change"),
        pytest.param(date(2026, 7, 10), 1, id="summer"),
    ]
)
FREEZING = 5
SECOND = timedelta(seconds=1)


def _say(text: str) -> None:
    sys.stdout.write(f"year: {text}\n")
    sys.stdout.flush()


def _tell(year: Year) -> None:
    _say(
        f"{year.bench.now:%Y-%m-%d}, {year.steps:,} steps, "
        f"{sum(year.faults.values())} faults, coldest {year.coldest:.1f} °C"
    )


def _agrees(counted: timedelta, account: Account, forgotten: timedelta) -> bool:
    """Return whether the thermostat counted what could be known of a run time."""
    known = account.ran - account.hidden
    is_mostly_known = account.hidden <= account.ran * 0.1 + timedelta(hours=1)
    least, most = known - forgotten - SECOND, known + account.phantom + SECOND
    return is_mostly_known and least <= counted <= most


@pytest.mark.slow
@pytest.mark.parametrize(("first_day", "days"), PERIODS)
def test_it_stays_warm_and_counts_right_whatever_goes_wrong(
    first_day: date, days: int
) -> None:
    year = Year(first_day, days, SEED).live(_tell)
    year.bench.settle()  # What has run since the last step is counted now.
    bench, counted = year.bench, year.counted()
    for name, value, account in (
        ("compressor", counted.compressor, bench.compressor),
        ("aux", counted.aux, bench.aux),
    ):
        _say(
            f"{name}: counted {value}, ran {account.ran}, of that unseen "
            f"{account.hidden}; claimed {account.phantom}; "
            f"forgotten at most {counted.forgotten}"
        )
    _say(
        f"starts: counted {counted.starts}, were {bench.starts}, "
        f"unclear {bench.unclear_starts}; below 15 °C for {year.cold}; "
        f"faults: {year.faults}"
    )
    assert _agrees(counted.compressor, bench.compressor, counted.forgotten)
    assert _agrees(counted.aux, bench.aux, counted.forgotten)
    assert bench.unclear_starts <= bench.starts * 0.1 + 3
    assert abs(counted.starts - bench.starts) <= bench.unclear_starts
    assert year.coldest > FREEZING
    assert year.cold <= timedelta(days=days) * 0.02 + timedelta(hours=6)
