"""What is normal follows slowly; what our backup adds is learned apart."""

import pytest

from custom_components.heat_pump_thermostat.engine.defrost.normal import (
    Normal,
    normal_after,
)

from .traces import at


def after(*seen: tuple[float, float, bool]) -> Normal | None:
    """Return what is normal after readings: (minute, value, with our backup)."""
    normal: Normal | None = None
    for minute, value, with_backup in seen:
        normal = normal_after(normal, value, at(minute), with_backup=with_backup)
    return normal


def test_the_first_reading_is_normal_and_little_is_trusted() -> None:
    normal = after((0, 12, False))
    assert normal is not None
    assert (normal.value, normal.at) == (12, at(0))
    assert normal.spread == pytest.approx(1.2)


def test_it_follows_within_minutes() -> None:
    settled = after((0, 12, False), *((m, 10, False) for m in range(1, 11)))
    assert settled is not None
    assert settled.value == pytest.approx(10, abs=0.2)


def test_after_a_rest_the_reading_of_the_day_counts_at_once() -> None:
    normal = after((0, 12, False), (31, 9, False))
    assert normal is not None
    assert normal.value == 9


def test_backup_adds_a_lift() -> None:
    normal = after((0, 12, False), (1, 26, True))
    assert normal is not None
    assert normal.expected(with_backup=False) == 12
    assert normal.expected(with_backup=True) == 26


def test_a_lift_follows_the_changes_of_backup() -> None:
    normal = after((0, 12, False), (1, 26, True), (2, 10, False))
    assert normal is not None
    assert normal.value == 10
    assert normal.lift == pytest.approx(14 + 0.3 * 2)


def test_a_lift_is_not_learned_over_a_rest() -> None:
    assert after((0, 12, True)) is None
    unknown = after((0, 12, False), (31, 26, True))
    assert unknown is not None
    assert unknown.expected(with_backup=True) is None
    known = after((0, 12, False), (1, 26, True), (40, 9, False))
    assert known is not None
    assert (known.value, known.lift) == (9, 14)
