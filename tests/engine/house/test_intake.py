"""What a house takes, by room and weather alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from custom_components.heat_pump_thermostat.engine.house.envelope import House, Prior
from custom_components.heat_pump_thermostat.engine.house.intake import (
    COUPLING,
    DOUBTS,
    GAP,
    SETTLED_AFTER,
    Ledger,
    Shell,
    Sight,
    Track,
    shell,
    track_after,
)
from custom_components.heat_pump_thermostat.engine.house.warming import Warming
from custom_components.heat_pump_thermostat.engine.units import Celsius, Delta

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KNOWN = Shell(loss=0.5, offset=Delta(3), doubt=0.12, air=4.0)
ROOM = Celsius(20)


def sight(
    room: float | None = 20.0,
    outdoor: float | None = 2.0,
    compressor: float | None = 0.0,
    backup: float | None = 0.0,
    *,
    is_backup_rated: bool = True,
    is_disturbed: bool = False,
    measured: float | None = None,
) -> Sight:
    """Return what stood for a while."""
    return Sight(
        room=None if room is None else Celsius(room),
        outdoor=None if outdoor is None else Celsius(outdoor),
        compressor=compressor,
        backup=backup,
        is_backup_rated=is_backup_rated,
        is_disturbed=is_disturbed,
        measured=None if measured is None else NOON + measured * MINUTE,
    )


TRACK, _ = track_after(Track(), sight(), KNOWN, NOON)


def after(seen: Sight, minutes: float = 6, track: Track = TRACK) -> Ledger:
    """Return what is to be summed up of a few minutes."""
    _, piece = track_after(track, seen, KNOWN, NOON + minutes * MINUTE)
    return piece


def test_a_steady_house_takes_what_it_loses_beyond_its_gains() -> None:
    piece = after(sight(compressor=6.0, backup=2.0))
    assert piece.hours == pytest.approx(0.1)
    assert piece.load == pytest.approx(15 * 0.1)
    assert piece.stored == 0
    assert piece.compressor == pytest.approx(12 * 0.1)
    assert piece.backup == pytest.approx(4 * 0.1)


def test_a_rise_warms_the_air_and_then_the_walls() -> None:
    piece = after(sight(room=20.5))
    assert piece.stored == pytest.approx(4.0 * 0.5 + COUPLING * 0.5 * 0.1, rel=0.02)
    assert after(sight(room=19.5)).stored == pytest.approx(-piece.stored)


def test_a_mild_day_takes_nothing() -> None:
    assert after(sight(outdoor=19.0)).load == 0


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(sight(room=None), id="no room"),
        pytest.param(sight(outdoor=None), id="no outdoors"),
        pytest.param(sight(compressor=None), id="a compressor that nobody knows"),
        pytest.param(sight(backup=None), id="a backup that nobody knows"),
        pytest.param(sight(is_disturbed=True), id="an open window"),
    ],
)
def test_what_is_not_known_is_not_summed_up(seen: Sight) -> None:
    assert after(seen) == Ledger()


def test_nothing_is_summed_up_over_a_gap() -> None:
    assert after(sight(), minutes=GAP / MINUTE) != Ledger()
    assert after(sight(), minutes=GAP / MINUTE + 1) == Ledger()


def test_a_clock_that_was_set_back_counts_no_time() -> None:
    assert after(sight(), minutes=-60).hours == 0


BURNS = None
"""What a furnace gives."""


@pytest.mark.parametrize(
    ("minutes", "hours", "falls"),
    [
        pytest.param(
            [(19.5, 0), (19.5, 0), (19, 0), (19, 0), (18.5, 0), (18.5, BURNS)],
            4,
            1.0,
            id="up to the last change before it burns",
        ),
        pytest.param(
            [(20, BURNS), (20, 0), (19.5, 0), (19.5, 0), (19, 0), (19, 0)],
            2,
            0.5,
            id="from the first change after it has burned",
        ),
        pytest.param(
            [(20, BURNS), (20, 0), (19.5, 0), (19.5, 0), (19.5, BURNS), (19, 0)],
            0,
            0.0,
            id="nothing between",
        ),
    ],
)
def test_beside_a_furnace_a_reading_tells_by_its_changes_alone(
    minutes: list[tuple[float, float | None]], hours: float, falls: float
) -> None:
    """What goes on before the first and after the last of them, nobody sees."""
    track, told = TRACK, Ledger()
    for minute, (room, backup) in enumerate(minutes, start=1):
        seen = sight(room=room, backup=backup, is_backup_rated=False)
        track, piece = track_after(track, seen, KNOWN, NOON + minute * MINUTE)
        told = told.plus(piece)
    assert told.hours * 60 == pytest.approx(hours)
    assert told.stored == pytest.approx(-falls * KNOWN.air, abs=0.3)


def test_beside_a_furnace_a_reading_that_stands_tells_after_half_an_hour() -> None:
    """And of the rest apart from what the compressor does afterwards."""
    track, told = TRACK, {}
    for minute in range(1, 37):
        compressor = 6.0 if minute > 5 else 0.0
        seen = sight(room=19.9, compressor=compressor, is_backup_rated=False)
        track, piece = track_after(track, seen, KNOWN, NOON + minute * MINUTE)
        if piece.hours:
            told[minute] = (round(piece.hours * 60), round(piece.compressor, 3))
    assert told == {6: (4, 0.0), 36: (31, 6.2)}


def test_walls_follow_the_room() -> None:
    track, _ = track_after(TRACK, sight(room=10), KNOWN, NOON + timedelta(days=3))
    assert track.walls == pytest.approx(10, abs=0.01)


def test_it_is_told_how_long_a_reading_stands() -> None:
    assert not Track().stands(NOON, timedelta())
    assert TRACK.stands(NOON + timedelta(hours=3), timedelta(hours=3))
    track, _ = track_after(TRACK, sight(room=20.1), KNOWN, NOON + 5 * MINUTE)
    assert not track.stands(NOON + timedelta(hours=3), timedelta(hours=3))


def test_a_sensor_shows_its_own_steps() -> None:
    track = TRACK
    for minute, room in enumerate([20.5, 20.0, 21.0, 20.5], start=1):
        track, _ = track_after(track, sight(room=room), KNOWN, NOON + minute * MINUTE)
    assert track.step == pytest.approx(0.5, abs=0.02)
    for minute in range(10, 300):
        room = 20 + minute % 2
        track, _ = track_after(track, sight(room=room), KNOWN, NOON + minute * MINUTE)
    assert track.step > 0.9


def test_a_compressor_is_relieved_by_a_backup_until_it_runs_again() -> None:
    track, told = TRACK, []
    moments = ((0.0, 0.0), (0.0, 8.0), (0.0, 0.0), (0.0, 0.0), (6.0, 0.0), (0.0, 0.0))
    for minute, (compressor, backup) in enumerate(moments, start=1):
        seen = sight(compressor=compressor, backup=backup)
        track, _ = track_after(track, seen, KNOWN, NOON + minute * MINUTE)
        told.append(track.is_relieved)
    assert told == [False, True, True, True, False, False]


def test_a_compressor_settles_after_a_start_or_stop() -> None:
    assert not Track().is_settled(NOON)
    track, _ = track_after(TRACK, sight(compressor=6.0), KNOWN, NOON + MINUTE)
    assert track.runs
    assert not track.is_settled(NOON + MINUTE + SETTLED_AFTER)
    assert track.is_settled(NOON + 2 * MINUTE + SETTLED_AFTER)


def test_the_share_of_a_compressor() -> None:
    half = Ledger(hours=1, load=10, stored=2, backup=6, compressor=12)
    assert half.share == pytest.approx(0.5)
    assert 0 < half.doubt(KNOWN) < 1
    assert Ledger(hours=1, load=10).share == inf
    assert Ledger(hours=1, load=10).doubt(KNOWN) == inf


def test_time_fades() -> None:
    hour = Ledger(1, 10, 2, 6, 12)
    later = hour.faded(2)
    assert later.hours == pytest.approx(0.37, abs=0.01)
    assert later.share == pytest.approx(hour.share)
    assert hour.plus(hour).per_hour() == hour


@pytest.mark.parametrize(
    ("house", "loss", "doubt"),
    [
        pytest.param(House(0.9, Delta(3), 0.9, 30), 0.9, DOUBTS[0], id="learned"),
        pytest.param(House(0.9, Delta(3), 0.0, 0), 0.5, DOUBTS[1], id="by chance"),
        pytest.param(House(0.1, Delta(3), 0.0, 0), 0.125, DOUBTS[1], id="by a stove"),
        pytest.param(House(0.3, Delta(3), 0.0, 0), 0.3, DOUBTS[1], id="likely"),
    ],
)
def test_what_is_known_of_a_house(house: House, loss: float, doubt: float) -> None:
    known = shell(house, Prior(loss=0.25), Warming())
    assert known.loss == pytest.approx(loss)
    assert known.doubt == pytest.approx(doubt)
    assert known.air == pytest.approx(4.5)


@pytest.mark.parametrize(
    ("measured", "lasts", "minutes", "falls"),
    [
        pytest.param([10, 20, 30], 30, 20, 1.0, id="from one measurement to another"),
        pytest.param([10, 20, 30], 39, 20, 1.0, id="not beyond the last"),
        pytest.param([1, 2, 3, 4, 5], 5, 4, 0.2, id="of minutes, all but the first"),
        pytest.param([10], 39, 0, 0, id="one tells nothing yet"),
        pytest.param([10], 50, 31, 0, id="half an hour without one tells as well"),
    ],
)
def test_a_room_is_known_when_it_is_measured(
    measured: list[int], lasts: int, minutes: float, falls: float
) -> None:
    """What a reading that stands since then hides is not taken for the room's."""
    track, told = replace(TRACK, measured=NOON), Ledger()
    for minute in range(1, lasts + 1):
        last = max((at for at in measured if at <= minute), default=0)
        seen = sight(room=20 - last * 0.05, measured=last, compressor=6.0)
        track, piece = track_after(track, seen, KNOWN, NOON + minute * MINUTE)
        told = told.plus(piece)
    assert told.hours * 60 == pytest.approx(minutes)
    assert told.stored == pytest.approx(-falls * KNOWN.air, abs=1.5)


def test_a_time_that_is_begun_anew_begins_with_the_next_measurement() -> None:
    track, told = replace(TRACK, measured=NOON, untold=Ledger(0.1, 1.5)), Ledger()
    for minute in range(1, 26):
        seen = sight(measured=minute // 10 * 10)
        track, piece = track_after(track, seen, KNOWN, NOON + minute * MINUTE)
        track = track.begun_anew if minute < 5 else track
        told = told.plus(piece)
    assert told.hours * 60 == pytest.approx(10)
