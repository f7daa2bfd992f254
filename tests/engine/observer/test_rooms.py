"""Which rooms count, and how warm they are as one."""

import pytest

from custom_components.heat_pump_thermostat.engine.board import Side
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.observer.observer import (
    Glimpse,
    Observer,
    observer_after,
)
from custom_components.heat_pump_thermostat.engine.observer.rooms import Rooms, Stay

from ..rig import NOON, celsius, minutes


def observed(air: float) -> Observer:
    """Return the observer of a room that was just told to be so warm."""
    reading = Reading(celsius(air), NOON)
    return observer_after(
        Observer(), Glimpse(reading=reading, heat=0, held_by=5, gain=0.65), NOON
    )


ROOMS = {"den": 19.0, "hall": 20.5, "loft": 23.0}


@pytest.mark.parametrize(
    ("counting", "neediest_on", "air"),
    [
        (("den",), None, 19.0),
        (("den", "loft"), None, 21.0),
        (("den", "hall", "loft"), None, 20.833),
        (("den", "hall", "loft"), Side.HEAT, 19.0),
        (("den", "hall", "loft"), Side.COOL, 23.0),
        (("hall",), Side.COOL, 20.5),
        (("hall", "gone"), None, 20.5),
    ],
)
def test_rooms_that_count_are_one(
    counting: tuple[str, ...], neediest_on: Side | None, air: float
) -> None:
    rooms = Rooms(
        observers={name: observed(room) for name, room in ROOMS.items()},
        counting=frozenset(counting),
    )
    view = rooms.view(neediest_on)
    assert view is not None
    assert view.air == pytest.approx(air, abs=0.001)


def test_the_mean_of_rooms_goes_where_the_mean_of_them_goes() -> None:
    both = Rooms(
        observers={"den": observed(18.0), "loft": observed(22.0)},
        counting=frozenset({"den", "loft"}),
    )
    single = [observer.view() for observer in both.observers.values()]
    view = both.view()
    assert view is not None
    rises = [each.rise(0.5, heat=6.0) for each in single]
    assert view.rise(0.5, heat=6.0) == pytest.approx(sum(rises) / 2)


@pytest.mark.parametrize("rooms", [Rooms(), Rooms(counting=frozenset({"den"}))])
def test_nothing_is_known_of_rooms_that_nobody_observes(rooms: Rooms) -> None:
    assert rooms.view() is None


# --- Somebody is there ---------------------------------------------------------------


def seen(*spells: tuple[float, float], until: float) -> Stay | None:
    """Return the stay of somebody who is seen in these minutes, minute by minute."""
    stay: Stay | None = None
    for minute in range(round(until) + 1):
        is_seen = any(start <= minute < end for start, end in spells)
        clock = Clock(NOON + minutes(minute))
        stay = stay or (Stay(clock.now) if is_seen else None)
        stay = stay and stay.after(clock, is_seen=is_seen)
    return stay


@pytest.mark.parametrize(
    ("spells", "until", "counts"),
    [
        pytest.param([(0, 9)], 4, False, id="just came"),
        pytest.param([(0, 9)], 5, True, id="has come"),
        pytest.param([(0, 2)], 6, False, id="passed through"),
        pytest.param([(0, 60)], 89, True, id="may sit still"),
        pytest.param([(0, 60)], 91, False, id="has gone"),
        pytest.param([(0, 1), (4, 5), (8, 9)], 9, True, id="moves now and then"),
        pytest.param([(0, 1), (10, 11), (20, 21)], 21, False, id="passes by again"),
        pytest.param([(0, 9), (30, 31), (55, 56)], 80, True, id="moves rarely"),
    ],
)
def test_who_counts_as_being_there(
    spells: list[tuple[float, float]],
    until: float,
    counts: bool,
) -> None:
    stay = seen(*spells, until=until)
    assert (stay is not None and stay.lasts(Clock(NOON + minutes(until)))) is counts


def test_a_step_is_due_when_somebody_has_come_and_when_one_is_gone() -> None:
    clock = Clock(NOON)
    Stay(NOON).lasts(clock)
    assert clock.wake_at == NOON + minutes(5)

    clock = Clock(NOON + minutes(10))
    Stay(NOON).after(clock, is_seen=False)
    assert clock.wake_at == NOON + minutes(40)
