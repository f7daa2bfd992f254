"""A house's heat loss and balance point, learned from what heating it takes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
import json

from hypothesis import given, settings as examples, strategies as st
import pytest

from custom_components.heat_pump_thermostat.engine.house.balance import (
    Balance,
    Beyond,
    outdoor_limit,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import (
    LOSS_BOUNDS,
    OFFSET_BOUNDS,
    Envelope,
    House,
    Prior,
    envelope_after,
    envelope_after_hour,
    house_of,
    prior_by_capacity,
    thermal_balance_point,
)
from custom_components.heat_pump_thermostat.engine.house.span import Moment, Span
from custom_components.heat_pump_thermostat.engine.units import (
    Celsius,
    Delta,
    fahrenheit,
)
from custom_components.heat_pump_thermostat.records import decoded, encoded

from .dwelling import (
    BTUH,
    FRAMED,
    NEW_YEAR,
    PRIOR,
    ROOM,
    WALLED,
    Dwelling,
    Learner,
    Weather,
    goodman,
    heated,
)

type Moments = list[tuple[datetime, Moment]]

SUNNY = replace(FRAMED, sun=1.0)
SEEDS = pytest.mark.parametrize("seed", [1, 2, 3])


def truth(dwelling: Dwelling, weather: Weather, days: int) -> House:
    """Return the house as it is, with the gains that these days had."""
    sunshine = [sunshine for _, _, sunshine in weather.minutes(days)]
    gains = dwelling.gains + dwelling.sun * sum(sunshine) / len(sunshine)
    return House(dwelling.loss, Delta(gains / dwelling.loss), 1, 0)


def balance_of(true: House) -> float:
    found = thermal_balance_point(true, goodman, ROOM)
    assert found is not None
    return outdoor_limit(found)


def lived(dwelling: Dwelling, seed: int, days: int, *, after: int = 0) -> Moments:
    """Return what a thermostat sees in some days, the first of which is day `after`."""
    weather = Weather(seed, span=10)
    later = timedelta(days=after)
    return [(now + later, moment) for now, moment in heated(dwelling, weather, days)]


@cache
def seasoned(seed: int) -> Envelope:
    """Return what three weeks have taught of the sunny house."""
    return Learner().watch(iter(lived(SUNNY, seed, 21))).envelope


# What is known of a house.


def test_a_house_takes_heat_below_its_base() -> None:
    known = House(loss=0.25, offset=Delta(3), confidence=1, days=30)
    assert known.base(Celsius(20)) == pytest.approx(17)
    assert known.load(Celsius(-3), Celsius(20)) == pytest.approx(5)
    assert known.load(Celsius(19), Celsius(20)) == 0


def test_balance_point_of_the_example() -> None:
    """500 Btu/h per °F below 65 °F, and the 2.5-ton unit: 23.7 °F."""
    known = House(500 * BTUH * 1.8, Delta(0), confidence=1, days=0)
    found = thermal_balance_point(known, goodman, fahrenheit(65))
    assert found == pytest.approx(fahrenheit(23.7), abs=0.05)


@pytest.mark.parametrize(
    ("capacity", "balance"),
    [
        pytest.param(lambda _: 50.0, Beyond.COLDER, id="always enough"),
        pytest.param(lambda _: -1.0, Beyond.WARMER, id="never enough"),
        pytest.param(lambda _: None, None, id="capacity unknown"),
    ],
)
def test_no_balance_point(
    capacity: Callable[[Celsius], float | None], balance: Balance | None
) -> None:
    known = House(loss=0.25, offset=Delta(3), confidence=1, days=0)
    assert thermal_balance_point(known, capacity, ROOM) is balance


# What is assumed until it has shown something.


def test_a_heat_pump_is_assumed_to_suffice_down_to_three_below_zero() -> None:
    assumed = house_of(Envelope(), PRIOR)
    found = thermal_balance_point(assumed, goodman, ROOM)
    assert found == pytest.approx(-3, abs=0.01)
    assert assumed.offset == pytest.approx(3)
    assert assumed.confidence == 0
    assert assumed.days == 0


def test_without_a_datasheet_a_framed_house_is_assumed() -> None:
    assert house_of(Envelope(), prior_by_capacity(None)).loss == pytest.approx(0.25)


@pytest.mark.parametrize("capacity", [-5.0, 0.0, 1e9])
def test_nonsense_is_no_size(capacity: float) -> None:
    assert LOSS_BOUNDS[0] <= prior_by_capacity(capacity).loss <= LOSS_BOUNDS[1]


# What days teach.


@pytest.mark.slow
@SEEDS
@pytest.mark.parametrize(
    "dwelling",
    [
        pytest.param(FRAMED, id="one mass"),
        pytest.param(SUNNY, id="one mass, sun"),
        pytest.param(WALLED, id="two masses"),
        pytest.param(replace(WALLED, sun=1.0), id="two masses, sun"),
        pytest.param(replace(SUNNY, direct=0.15), id="tight"),
    ],
)
def test_ten_days_that_span_eight_kelvin(dwelling: Dwelling, seed: int) -> None:
    weather = Weather(seed, span=8)
    learner = Learner().watch(iter(heated(dwelling, weather, 10)))
    true = truth(dwelling, weather, 10)
    assert learner.house.loss == pytest.approx(true.loss, rel=0.1)
    assert learner.balance == pytest.approx(balance_of(true), abs=0.6)
    assert learner.house.days == 10


@pytest.mark.slow
@SEEDS
def test_doubt_goes_as_days_come(seed: int) -> None:
    learner = Learner()
    confidences = [0.0]
    moments = lived(FRAMED, seed, 30)
    for days in (5, 10, 30):
        learner.envelope = Envelope()
        learner.watch(iter(moments[: days * 1440]))
        confidences.append(learner.house.confidence)
    assert all(before < after for before, after in pairwise(confidences))
    assert 0.6 < confidences[2] < 0.85 < confidences[3] < 1


@pytest.mark.slow_after(1)
@SEEDS
def test_setbacks_are_in_the_balance(seed: int) -> None:
    def setpoint(now: datetime) -> float:
        return 17.0 if now.hour < 6 else 20.0

    weather = Weather(seed, mean=3.0, span=8)
    moments = heated(FRAMED, weather, 14, setpoint=setpoint)
    learner = Learner().watch(iter(moments))
    true = truth(FRAMED, weather, 14)
    assert learner.house.loss == pytest.approx(true.loss, rel=0.1)
    assert learner.balance == pytest.approx(balance_of(true), abs=1)


@pytest.mark.slow_after(1)
@SEEDS
def test_backup_of_known_power_counts_as_heat(seed: int) -> None:
    def with_backup(outdoor: Celsius) -> float:
        return goodman(outdoor) + 3.0

    weather = Weather(seed, mean=-8.0, span=8)
    dwelling = replace(FRAMED, direct=0.3)
    moments = heated(dwelling, weather, 14, capacity=with_backup)
    learner = Learner().watch(iter(moments))
    assert learner.house.loss == pytest.approx(0.3, rel=0.1)


@pytest.mark.slow_after(1)
@SEEDS
def test_steps_of_any_length_teach_the_same(seed: int) -> None:
    moments = lived(FRAMED, seed, 10)
    known = Learner().watch(iter(moments)).house
    envelope, at = Envelope(), NEW_YEAR - timedelta(minutes=1)
    stood = [
        pair for pair in pairwise(moments) if pair[0][1] != pair[1][1]
    ]  # A step wherever something changed.
    for (now, moment), _ in stood:
        seconds = (now - at).total_seconds()
        midnight = now.replace(hour=0, minute=0)
        envelope = envelope_after(
            envelope, moment, PRIOR, seconds=seconds, now=now, midnight=midnight
        )
        at = now
    assert house_of(envelope, PRIOR).loss == pytest.approx(known.loss, rel=0.04)


# What does not count.


@pytest.mark.slow
def test_mild_days_and_summers_teach_and_forget_nothing() -> None:
    learner = Learner().watch(iter(lived(FRAMED, 1, 21)))
    known = learner.house
    summer = heated(FRAMED, Weather(1, mean=19.0, span=4), 30)
    learner.watch((now + timedelta(days=150), moment) for now, moment in summer)
    assert learner.house == known


def steady(
    room: float = 20.0, outdoor: float = 0.0, heat: float = 4.5, share: float = 0.5
) -> Span:
    """Return an hour of a house of 0.25 kW/K and 2 K of gains, in a frost."""
    return Span().plus(Moment(Celsius(room), Celsius(outdoor), heat, share), 3600)


def day_of(hours: list[Span]) -> Envelope:
    envelope = Envelope()
    for hour in hours:
        envelope = envelope_after_hour(envelope, hour, PRIOR, is_night=False)
    assert envelope.day == Span()
    return envelope


UNKNOWN = Span().plus(None, 3600)
"""An hour of an open window, say."""


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        pytest.param([steady()] * 24, 1, id="a steady day"),
        pytest.param([*[steady()] * 22, *[UNKNOWN] * 2], 1, id="two unknown hours"),
        pytest.param([*[steady()] * 21, *[UNKNOWN] * 3], 0, id="three unknown hours"),
        pytest.param(
            [*[steady()] * 22, steady(room=18.9), UNKNOWN], 0, id="unknown, unsteady"
        ),
        pytest.param(
            [*[steady()] * 22, steady(room=17.0), steady()], 1, id="known, unsteady"
        ),
        pytest.param([*[steady()] * 23, steady(room=18.9)], 0, id="ends cooler"),
        pytest.param([steady(share=0.09)] * 24, 0, id="hardly any heating"),
        pytest.param([steady(share=1.0)] * 24, 1, id="heating all day"),
        pytest.param([steady(heat=0.0)] * 24, 0, id="no heat"),
        pytest.param([steady(heat=101.0)] * 24, 0, id="more heat than a house takes"),
        pytest.param([steady(outdoor=18.0)] * 24, 0, id="too mild"),
        pytest.param([steady(outdoor=-51.0)] * 24, 0, id="no weather on Earth"),
        pytest.param([steady(room=float("nan"))] * 24, 0, id="no number"),
        pytest.param([UNKNOWN] * 24, 0, id="nothing known"),
    ],
)
def test_days_that_count(hours: list[Span], days: int) -> None:
    assert house_of(day_of(hours), PRIOR).days == days


@pytest.mark.parametrize(
    ("known", "days"),
    [
        pytest.param(54, 1, id="six minutes of each hour unknown"),
        pytest.param(53, 0, id="seven minutes of each hour unknown"),
    ],
)
def test_hours_that_count(known: int, days: int) -> None:
    hour = Span().plus(None, (60 - known) * 60)
    moment = steady().mean
    hour = hour.plus(moment, known * 60)
    assert day_of([hour] * 24).days == days


def test_a_day_on_the_line_moves_nothing() -> None:
    """The prior's own load, to the last bit."""
    prior = Prior(loss=0.25, offset=Delta(4))
    envelope = Envelope()
    for _ in range(24):
        envelope = envelope_after_hour(
            envelope, steady(heat=4.0), prior, is_night=False
        )
    assert envelope.days == 1
    assert house_of(envelope, prior).loss == pytest.approx(0.25)


def test_heat_that_the_house_itself_gave_is_in_the_balance() -> None:
    """A day that ends 0.6 K cooler: walls gave 0.25 kW/K · 40 h · 0.6 K in 24 h."""
    prior = Prior(loss=0.25, offset=Delta(4))
    hours = [*[steady(room=20.3, heat=3.75)] * 12, *[steady(room=19.7, heat=3.75)] * 12]
    envelope = Envelope()
    for hour in hours:
        envelope = envelope_after_hour(envelope, hour, prior, is_night=False)
    assert house_of(envelope, prior).loss == pytest.approx(0.25)


def test_a_long_calm_makes_no_ordinary_day_an_outlier() -> None:
    envelope = Envelope()
    for heat in [4.5] * 60 + [4.6] * 5:
        envelope = envelope_after_hour(
            envelope, Span().plus(steady(heat=heat).mean, 86400), PRIOR, is_night=False
        )
    held = house_of(envelope, PRIOR).load(Celsius(0), ROOM)
    assert 4.515 < held < 4.6


# What nights tell.


def nights(points: list[tuple[float, float]], *, hours: int = 6) -> Envelope:
    """Return what nights have taught, of outdoor temperature and heat."""
    envelope = Envelope()
    for outdoor, heat in points:
        for hour in (*[steady(outdoor=outdoor, heat=heat)] * hours, UNKNOWN):
            is_night = hour is not UNKNOWN
            envelope = envelope_after_hour(envelope, hour, PRIOR, is_night=is_night)
    return envelope


LINE = [(outdoor, 0.1 * (20 - outdoor - 6)) for outdoor in (-12.0, -6.0, 0.0, 6.0)]
"""A tight house in the dark: 0.1 kW/K below 14 °C."""


def test_the_sun_of_cold_days_does_not_flatten_the_line() -> None:
    """Days that take the same heat whatever the weather, nights that do not."""
    envelope = replace(nights(LINE * 5), by_day=day_of([steady(heat=1.5)] * 24).by_day)
    house = house_of(envelope, PRIOR)
    assert house.loss == pytest.approx(0.1, rel=0.1)
    assert house.load(Celsius(0), ROOM) == pytest.approx(1.5, rel=0.15)


@pytest.mark.parametrize(
    ("hours", "count"),
    [
        pytest.param(6, 20, id="whole"),
        pytest.param(5, 20, id="an hour lacks"),
        pytest.param(4, 0, id="it began late"),
    ],
)
def test_nights_that_count(hours: int, count: int) -> None:
    assert nights(LINE * 5, hours=hours).by_night.days == count


def test_a_night_of_the_summer_tells_nothing() -> None:
    assert nights([(11.0, 0.3)] * 5).by_night.days == 0


def test_a_few_nights_do_not_outdo_many_days() -> None:
    many = day_of([steady()] * 24 * 20).by_day
    few, enough = (replace(nights(LINE * n), by_day=many) for n in (1, 2))
    assert house_of(few, PRIOR).loss == house_of(Envelope(many), PRIOR).loss
    assert house_of(enough, PRIOR).loss < house_of(few, PRIOR).loss


def test_a_room_that_cools_by_night_gave_heat_of_its_own() -> None:
    """Two kelvins in six hours, of walls that store 12 hours of loss a kelvin."""
    envelope = Envelope()
    for room in (21.0, 21.0, 20.0, 20.0, 19.0, 19.0):
        hour = steady(room=room, outdoor=0.0, heat=1.0)
        envelope = envelope_after_hour(envelope, hour, PRIOR, is_night=True)
    envelope = envelope_after_hour(envelope, UNKNOWN, PRIOR, is_night=False)
    sums = envelope.by_night.sums
    assert sums.x / sums.weight == pytest.approx(20 - 12 * 2 / 6)


# Restarts and interruptions.


def test_a_restart_loses_nothing() -> None:
    moments = lived(FRAMED, 1, 3)
    whole = Learner().watch(iter(moments))
    part = Learner().watch(iter(moments[:2000]))
    stored = json.loads(json.dumps(encoded(part.envelope)))
    part.envelope = decoded(Envelope, stored).value
    now = moments[1999][0] + timedelta(seconds=40)
    part.envelope = envelope_after(
        part.envelope, None, PRIOR, seconds=0, now=now, midnight=NEW_YEAR
    )
    part.watch(iter(moments[2000:]))
    assert part.house == whole.house
    assert part.house.days == 3


def test_a_long_interruption_begins_a_new_day() -> None:
    moments = lived(FRAMED, 1, 2)
    learner = Learner().watch(iter(moments[:1000]))
    learner.watch(iter(moments[1016:2439]))
    assert learner.house.days == 0
    learner.watch(iter(moments[2439:2456]))
    assert learner.house.days == 1


# Wrong physics decays.


@pytest.mark.slow
@SEEDS
def test_windows_that_nobody_told_of(seed: int) -> None:
    """Two days of cold air let in for hours: heat goes that the house does not lose."""
    learner = Learner(seasoned(seed))
    known, balance = learner.house, learner.balance
    open_house = replace(SUNNY, direct=0.5)
    learner.watch(iter(lived(open_house, seed + 10, 2, after=21)))
    assert learner.balance == pytest.approx(balance, abs=1)
    learner.watch(iter(lived(SUNNY, seed + 10, 21, after=23)))
    assert learner.balance == pytest.approx(balance, abs=0.5)
    assert learner.house.loss == pytest.approx(known.loss, rel=0.1)


@pytest.mark.slow
@SEEDS
@pytest.mark.parametrize(
    ("wrong", "days"),
    [
        pytest.param(
            lambda m: replace(m, outdoor=Celsius(m.outdoor + 12)), 3, id="in the sun"
        ),
        pytest.param(lambda m: replace(m, outdoor=Celsius(5)), 5, id="stuck"),
        pytest.param(
            lambda m: replace(m, room=Celsius(m.room + 4)), 3, id="above a lamp"
        ),
        pytest.param(lambda m: replace(m, heat=m.heat * 3), 3, id="capacity"),
    ],
)
def test_sensors_that_lie_for_days(
    wrong: Callable[[Moment], Moment], days: int, seed: int
) -> None:
    learner = Learner(seasoned(seed))
    known, balance = learner.house, learner.balance
    moments = lived(SUNNY, seed + 10, days + 21, after=21)
    lies: Iterator[tuple[datetime, Moment]] = (
        (now, wrong(moment)) for now, moment in moments[: days * 1440]
    )
    learner.watch(lies)
    assert learner.balance == pytest.approx(balance, abs=1.5)
    learner.watch(iter(moments[days * 1440 :]))
    assert learner.balance == pytest.approx(balance, abs=0.6)
    assert learner.house.loss == pytest.approx(known.loss, rel=0.2)


@pytest.mark.slow
@SEEDS
@pytest.mark.parametrize(
    "direct", [pytest.param(0.17, id="insulated"), pytest.param(0.3, id="drafty")]
)
def test_a_changed_house_is_learned_anew_in_weeks(direct: float, seed: int) -> None:
    learner = Learner(seasoned(seed))
    changed = replace(SUNNY, direct=direct)
    learner.watch(iter(lived(changed, seed + 10, 28, after=21)))
    true = truth(changed, Weather(seed + 10, span=10), 28)
    assert learner.balance == pytest.approx(balance_of(true), abs=1)
    assert learner.house.loss == pytest.approx(true.loss, rel=0.15)


moments = st.builds(
    Moment,
    room=st.floats(-20, 50),
    outdoor=st.floats(-60, 60),
    heat=st.floats(-10, 200),
    share=st.floats(0, 1),
)


@pytest.mark.slow
@given(
    st.lists(moments, max_size=60),
    st.floats(0.02, 3),
    st.floats(0, 6),
)
@examples(max_examples=300, deadline=None)
def test_no_days_whatever_lead_out_of_bounds(
    days: list[Moment], loss: float, offset: float
) -> None:
    prior = Prior(loss, Delta(offset))
    envelope, is_night = Envelope(), True
    for moment in days:
        envelope = envelope_after_hour(
            envelope, Span().plus(moment, 24 * 3600), prior, is_night=is_night
        )
        is_night = not is_night
        known = house_of(envelope, prior)
        assert LOSS_BOUNDS[0] <= known.loss <= LOSS_BOUNDS[1]
        assert OFFSET_BOUNDS[0] <= known.offset <= OFFSET_BOUNDS[1]
        assert 0 <= known.confidence <= 1


def test_little_is_remembered() -> None:
    envelope = Learner().watch(iter(lived(FRAMED, 1, 12))).envelope
    learnt = [encoded(envelope.by_day), encoded(envelope.by_night)]
    assert json.dumps(learnt).count(".") * 8 <= 256
