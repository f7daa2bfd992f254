"""What adds up: run times, starts and energies; ever, this season, since midnight."""

from dataclasses import astuple
from datetime import date, datetime, timedelta
import math

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.defrost.outdoor_coil import (
    Frost,
    defrost_began,
)
from custom_components.heat_pump_thermostat.engine.meter import (
    NOTHING,
    Count,
    Meter,
    Total,
    running_seconds,
)

from .invariants import W1, W2, Y1, Y2, E, G
from .rig import NO_BACKUP, NOON, SEASON, Bench, minutes, settings_for

MIDNIGHT = NOON - minutes(12 * 60)
TODAY = NOON.date()
HEAT = Count.HEAT


def board(*closed: Terminal) -> Board:
    """Return a board on which only these relays are on."""
    contacts = dict.fromkeys(Terminal, Contact(Relay.OFF, NOON))
    return Board(contacts | dict.fromkeys(closed, Contact(Relay.ON, NOON)))


def later(
    meter: Meter,
    elapsed: timedelta,
    *,
    since: datetime | None = NOON,
    day: date = TODAY,
    season: date = SEASON,
) -> Meter:
    """Return the meter some time after noon."""
    midnight = datetime.combine(day, MIDNIGHT.timetz())
    return meter.with_time(since, NOON + elapsed, midnight, day=day, season=season)


def growing(**rates: float) -> Meter:
    """Return a meter of today on which these grow each second."""
    return Meter(
        day=TODAY,
        season=SEASON,
        rates={Count(key): rate for key, rate in rates.items()},
    )


RUNNING = [
    pytest.param((), False, False, set(), id="nothing"),
    pytest.param((G,), False, False, {Count.FAN}, id="fan"),
    pytest.param((Y1,), False, False, {Count.COMPRESSOR}, id="compressor"),
    pytest.param(
        (Y1, Y2), False, False, {Count.COMPRESSOR, Count.STAGE_2}, id="both stages"
    ),
    pytest.param(
        (Y1, W2),
        False,
        False,
        {Count.COMPRESSOR, Count.AUX, Count.SUPPLEMENTARY},
        id="beside the compressor",
    ),
    pytest.param(
        (Y1, W2),
        False,
        True,
        {Count.COMPRESSOR, Count.AUX, Count.REHEAT, Count.DEFROST},
        id="in a defrost",
    ),
    pytest.param((W2, E), True, False, {Count.AUX, Count.EMERGENCY}, id="emergency"),
    pytest.param((W2,), False, False, {Count.AUX, Count.LOCKOUT}, id="lockout"),
    pytest.param((W1,), False, False, {Count.AUX, Count.LOCKOUT}, id="furnace"),
    pytest.param((G,), False, True, {Count.FAN}, id="no defrost at rest"),
]


@pytest.mark.parametrize(
    ("closed", "is_emergency", "is_defrosting", "counted"), RUNNING
)
def test_what_runs_is_counted_by_what_it_runs_for(
    closed: tuple[Terminal, ...],
    is_emergency: bool,
    is_defrosting: bool,
    counted: set[Count],
) -> None:
    rates = running_seconds(
        board(*closed), is_emergency=is_emergency, is_defrosting=is_defrosting
    )
    assert rates == dict.fromkeys(counted, 1.0)


def test_a_relay_that_is_not_believed_is_counted_as_it_says() -> None:
    doubted = board(Y1, W2).doubting((Y1, G), NOON)
    rates = running_seconds(doubted, is_emergency=False, is_defrosting=False)
    assert Count.COMPRESSOR in rates
    assert Count.FAN not in rates


@pytest.mark.parametrize(
    ("before", "after", "starts"),
    [
        pytest.param(board(), board(Y1), 1, id="a start"),
        pytest.param(board(Y1), board(Y1), 0, id="it runs on"),
        pytest.param(board(Y1), board(), 0, id="a stop"),
        pytest.param(board(), board(), 0, id="rest"),
    ],
)
def test_starts_are_counted(before: Board, after: Board, starts: float) -> None:
    total = Meter().with_events({Count.STARTS: after.has_started(before)})
    assert total.total(Count.STARTS) == Total(starts, starts, starts)


def test_defrosts_are_counted() -> None:
    begun = Frost(begun_at=NOON)
    assert defrost_began(Frost(), begun)
    assert not defrost_began(begun, begun)
    counted = Meter().with_events({Count.STARTS: False, Count.DEFROSTS: True})
    assert set(counted.totals) == {Count.DEFROSTS}


def test_what_grows_adds_up() -> None:
    meter = later(growing(heat=0.002, compressor=1), minutes(5))
    assert meter.total(HEAT) == Total(0.6, 0.6, 0.6)
    assert meter.total(Count.COMPRESSOR).ever == 300
    assert meter.total(Count.FAN) == NOTHING


def test_a_stretch_over_midnight_is_split() -> None:
    tomorrow = TODAY + timedelta(days=1)
    before = later(growing(heat=0.01), minutes(60))
    after = later(before, minutes(12 * 60 + 10), since=NOON + minutes(60), day=tomorrow)
    assert astuple(after.total(HEAT)) == pytest.approx((438, 438, 6))
    assert after.day == tomorrow


def test_a_new_day_begins_with_nothing() -> None:
    meter = later(growing(heat=0.01), minutes(60))
    after = later(meter, minutes(60), since=None, day=TODAY + timedelta(days=1))
    assert astuple(after.total(HEAT)) == pytest.approx((36, 36, 0))


def test_a_new_season_begins_with_nothing() -> None:
    meter = later(growing(heat=0.01), minutes(60))
    after = later(meter, minutes(60), since=None, season=SEASON + timedelta(days=365))
    assert astuple(after.total(HEAT)) == pytest.approx((36, 0, 36))


@pytest.mark.parametrize(
    "since",
    [
        pytest.param(None, id="a restart: nobody knows"),
        pytest.param(NOON + minutes(60), id="the clock was set back"),
    ],
)
def test_unseen_time_is_not_counted(since: datetime | None) -> None:
    assert later(growing(heat=0.01), minutes(5), since=since).total(HEAT) == NOTHING


def test_it_is_shown_every_five_minutes_while_it_grows() -> None:
    rates = {HEAT: 0.01}
    meter = growing().with_rates(rates, NOON)
    shown = []
    for minute in range(13):
        meter = meter.with_rates(rates, NOON + minutes(minute))
        shown.append(meter.published_at)
    assert len(set(shown)) == 3


def test_it_is_shown_when_something_starts_or_stops() -> None:
    at = NOON + timedelta(seconds=5)
    meter = growing().with_rates({HEAT: 0.01}, NOON)
    assert meter.with_rates({HEAT: 0.02}, at).published_at == NOON
    assert meter.with_rates({}, at).published_at == at


def test_it_is_shown_at_midnight_and_where_the_clock_was_set_back() -> None:
    meter = growing(heat=0.01).with_rates({HEAT: 0.01}, NOON)
    turned = later(meter, minutes(1), day=TODAY + timedelta(days=1))
    assert turned.with_rates({HEAT: 0.01}, NOON).published_at == NOON
    assert turned.published_at is None
    earlier = NOON - minutes(5)
    assert meter.with_rates({HEAT: 0.01}, earlier).published_at == earlier


@pytest.mark.parametrize(
    ("count", "rate"),
    [
        pytest.param(HEAT, None, id="nobody knows"),
        pytest.param(HEAT, 71_584 / 60, id="a meter that says 4,294,967,295 W"),
        pytest.param(HEAT, -1.0, id="as much below nothing"),
        pytest.param(Count.HEATING_ELECTRICITY, math.inf, id="without end"),
        pytest.param(Count.COST, math.nan, id="no number"),
        pytest.param(Count.COST, 1e300, id="money that there is not"),
        pytest.param(Count.COMPRESSOR, 1.1, id="more than a second a second"),
    ],
)
def test_what_cannot_be_is_left_out_and_its_time_is_told(
    count: Count, rate: float | None
) -> None:
    meter = growing().with_rates({count: rate, Count.FAN: 1.0}, NOON)
    after = later(later(meter, minutes(10)), minutes(15), since=NOON + minutes(10))
    assert after.total(count) == NOTHING
    assert after.left_out == {count: 900}
    assert after.total(Count.FAN).ever == 900


def test_what_is_left_out_alone_is_told_too() -> None:
    meter = growing().with_rates({HEAT: None}, NOON)
    assert later(meter, minutes(10)).left_out == {HEAT: 600}


def test_what_is_known_again_is_counted_on() -> None:
    meter = later(growing().with_rates({HEAT: None}, NOON), minutes(10))
    known = meter.with_rates({HEAT: 0.002}, NOON + minutes(10))
    after = later(known, minutes(15), since=NOON + minutes(10))
    assert after.total(HEAT).ever == pytest.approx(0.6)
    assert after.left_out == {HEAT: 600}


@pytest.mark.slow
def test_a_day_of_steps_adds_up() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=19.5).run(minutes(12 * 60 + 30))
    meter = bench.state.meter
    assert meter.total(Count.COMPRESSOR).ever == 12.5 * 3600
    assert meter.total(Count.COMPRESSOR).today == 1800
    assert meter.total(Count.STARTS) == Total(1, 1, 0)
    assert meter.day == TODAY + timedelta(days=1)


def test_a_restart_does_not_count_the_gap() -> None:
    bench = Bench(settings_for(NO_BACKUP), room=19.5).run(minutes(10))
    bench.restart(minutes(60)).run(minutes(10))
    assert bench.state.meter.total(Count.COMPRESSOR).ever == 1200


# --- What follows from the sums -------------------------------------------------------


def summed(**sums: float) -> Meter:
    """Return a meter of these sums, all of them of today."""
    return Meter(totals={Count(key): Total(n, n, n) for key, n in sums.items()})


def of_season(**sums: float) -> Meter:
    """Return a meter of these sums of a season that came after others."""
    return Meter(totals={Count(key): Total(1e6, n) for key, n in sums.items()})


def test_sums_are_summed_over_what_is_asked_for() -> None:
    meter = Meter(totals={HEAT: Total(5, 3, 2), Count.COLD: Total(4, 2, 1)})
    assert (meter.ever(HEAT), meter.today(HEAT)) == (5, 2)
    assert (meter.ever(HEAT, Count.COLD), meter.today(HEAT, Count.COLD)) == (9, 3)
    assert meter.ever(Count.FUEL) == 0


def test_what_was_never_counted_is_not_known() -> None:
    meter = summed(heat=0)
    assert meter.has_counted(HEAT)
    assert meter.has_counted(HEAT, Count.COLD)
    assert not meter.has_counted(Count.COLD, Count.FUEL)


def test_for_how_long_the_fan_has_run() -> None:
    assert summed(fan=90).fan_time == timedelta(seconds=90)
    assert Meter().fan_time == timedelta()


def test_how_long_the_compressor_runs_at_a_time() -> None:
    assert summed(compressor=3600, starts=4).mean_run() == 900
    assert summed(compressor=3600).mean_run() is None


@pytest.mark.parametrize(
    ("meter", "performance"),
    [
        pytest.param(Meter(), None, id="nothing yet"),
        pytest.param(of_season(heating_electricity=2), None, id="no heat is known"),
        pytest.param(of_season(heat=9, heating_electricity=3), 3, id="heat by power"),
        pytest.param(
            of_season(heat=9, heating_electricity=3, cooling_electricity=5),
            3,
            id="without what cools",
        ),
        pytest.param(of_season(heat=9), None, id="no electricity is known"),
    ],
)
def test_seasonal_performance(meter: Meter, performance: float | None) -> None:
    assert meter.seasonal_performance() == performance


def test_hspf_is_the_same_in_other_units() -> None:
    meter = of_season(heat=9, heating_electricity=3)
    assert meter.hspf() == pytest.approx(10.236, abs=0.001)
    assert Meter().hspf() is None


@pytest.mark.parametrize(
    ("meter", "share"),
    [
        pytest.param(Meter(), None, id="nothing yet"),
        pytest.param(
            of_season(compressor=9, aux=1, heat=3, backup_heat=1), 0.25, id="both"
        ),
        pytest.param(of_season(compressor=9, heat=3), 0, id="the machine alone"),
        pytest.param(of_season(aux=1, backup_heat=1), 1, id="the backup alone"),
        pytest.param(
            of_season(compressor=9, aux=1, heat=3), None, id="a backup of no rating"
        ),
        pytest.param(
            of_season(compressor=9, aux=1, backup_heat=1), None, id="heat of no rating"
        ),
    ],
)
def test_the_backup_s_share(meter: Meter, share: float | None) -> None:
    assert meter.backup_share() == share
