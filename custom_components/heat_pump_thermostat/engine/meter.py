"""What adds up: run times, starts, energies and money, ever, today and this season."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from .board import BACKUP, Board, Terminal
from .heat_pump.ratings import EER_TO_COP
from .records import replace
from .tables import Some

COUNT_EVERY: Final = timedelta(seconds=60)
"""How often what grows is counted while it grows."""
PUBLISH_EVERY: Final = timedelta(minutes=5)
"""How often it is shown meanwhile."""


class Count(StrEnum):
    """Something that is counted: the keys of what is stored."""

    # Seconds.
    COMPRESSOR = "compressor"
    STAGE_2 = "stage_2"
    FAN = "fan"
    DEFROST = "defrost"
    AUX = "aux"
    """Backup heat of any kind, for any reason: the four below together."""
    SUPPLEMENTARY = "supplementary"
    """Beside the compressor."""
    REHEAT = "reheat"
    """While the outdoor unit defrosts."""
    EMERGENCY = "emergency"
    """Instead of the compressor, as somebody chose."""
    LOCKOUT = "lockout"
    """Instead of the compressor, which may not, cannot or need not run."""

    # Times.
    STARTS = "starts"
    DEFROSTS = "defrosts"

    # kWh.
    HEATING_ELECTRICITY = "heating_electricity"
    COOLING_ELECTRICITY = "cooling_electricity"
    """What the outdoor unit drew on that side."""
    AUX_ELECTRICITY = "aux_electricity"
    FUEL = "fuel"
    """What the furnace burned."""
    HEAT = "heat"
    """What the heat pump brought into the house."""
    BACKUP_HEAT = "backup_heat"
    COLD = "cold"
    """What the heat pump took out of the house."""
    DEFROST_ELECTRICITY = "defrost_electricity"

    # The household's currency.
    COST = "cost"
    SAVED_ON_RESISTANCE = "saved_on_resistance"
    """What the heat pump's heat would have cost more from resistance heat."""
    SAVED_ON_FURNACE = "saved_on_furnace"

    # kg.
    CARBON = "carbon"


MAY_FALL: Final = frozenset(
    {Count.COST, Count.SAVED_ON_RESISTANCE, Count.SAVED_ON_FURNACE}
)
"""Sums that shrink where prices are negative, or where heat costs more than it saves.

What shrinks any other, as a defrost the heat of a room, is not taken off its sum.
"""


def season_of(today: date, latitude: float) -> date:
    """Return when the heating season began: midsummer, on either half of the globe.

    `latitude` is in degrees, negative in the south.
    """
    first = date(today.year, 7 if latitude >= 0 else 1, 1)
    return first if first <= today else first.replace(year=today.year - 1)


type Rates = Mapping[Count, float | None]
"""What grows, and by how much each second; None where nobody knows."""

ENERGIES: Final = frozenset(
    {
        Count.HEATING_ELECTRICITY,
        Count.COOLING_ELECTRICITY,
        Count.AUX_ELECTRICITY,
        Count.FUEL,
        Count.HEAT,
        Count.BACKUP_HEAT,
        Count.COLD,
        Count.DEFROST_ELECTRICITY,
    }
)
MOST: Final[Some[Count, float]] = {
    **dict.fromkeys(ENERGIES, 200 / 3600),
    **dict.fromkeys(MAY_FALL, 1e8 / 3600),
    Count.CARBON: 2000 / 3600,
}
"""What no house grows by in a second: 200 kW, and what they cost or emit anywhere.

Of all else it is one: a second. A sum keeps what it took for ever, so it takes nothing
that cannot be, whoever says so.
"""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over three spans of time."""

    ever: float = 0.0
    season: float = 0.0
    today: float = 0.0

    def plus(self, amount: float, *, of_today: float) -> Total:
        """Return the sums with an amount added, of which a part belongs to today."""
        return Total(self.ever + amount, self.season + amount, self.today + of_today)


NOTHING: Final = Total()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """All sums, what day and season they belong to, and when they were shown."""

    day: date | None = None
    season: date | None = None
    """The day on which the heating season began: it spans a year."""
    totals: Mapping[Count, Total] = field(default_factory=dict)
    rates: Mapping[Count, float] = field(default_factory=dict)
    """What has been growing since the last step."""
    unknown: frozenset[Count] = frozenset()
    """What grew as well, nobody knows by how much, or by what cannot be."""
    left_out: Mapping[Count, float] = field(default_factory=dict)
    """For how many seconds the sums did without it, ever."""
    published_at: datetime | None = None
    """When the sums were last to be shown."""

    def total(self, count: Count) -> Total:
        """Return the sums of one thing."""
        return self.totals.get(count, NOTHING)

    def has_counted(self, *counts: Count) -> bool:
        """Return whether any of these was ever counted."""
        return any(count in self.totals for count in counts)

    def ever(self, *counts: Count) -> float:
        """Return the sum of some counts since the thermostat was installed."""
        return sum(self.total(count).ever for count in counts)

    def today(self, *counts: Count) -> float:
        """Return the sum of some counts since midnight."""
        return sum(self.total(count).today for count in counts)

    def not_counted(self, *counts: Count) -> timedelta:
        """Return for how long some counts, together, had to be left out."""
        return timedelta(seconds=sum(self.left_out.get(count, 0.0) for count in counts))

    @property
    def fan_time(self) -> timedelta:
        """How long the indoor fan has run, ever."""
        return timedelta(seconds=self.ever(Count.FAN))

    def mean_run(self) -> float | None:
        """Return how long the compressor ran at a time today, in seconds."""
        starts = self.today(Count.STARTS)
        return self.today(Count.COMPRESSOR) / starts if starts else None

    def seasonal_performance(self) -> float | None:
        """Return the season's heat by its electricity; None before heat was counted.

        Heat that nobody knows is not counted, and a machine draws something at rest
        too. Without unit, 2 … 5 for most machines.
        """
        if not self._of_season(Count.HEAT):
            return None
        return self._season_ratio(Count.HEAT, Count.HEATING_ELECTRICITY)

    def hspf(self) -> float | None:
        """Return the seasonal performance so far in Btu/Wh, as North America rates."""
        performance = self.seasonal_performance()
        return None if performance is None else performance / EER_TO_COP

    def backup_share(self) -> float | None:
        """Return the backup's part of the season's heat, 0 … 1; None where unknown.

        What ran and gave no heat that was counted has no rating.
        """
        givers = ((Count.COMPRESSOR, Count.HEAT), (Count.AUX, Count.BACKUP_HEAT))
        if any(
            self._of_season(ran) and not self._of_season(gave) for ran, gave in givers
        ):
            return None
        return self._season_ratio(Count.BACKUP_HEAT, Count.HEAT, Count.BACKUP_HEAT)

    def _of_season(self, count: Count) -> float:
        return self.total(count).season

    def _season_ratio(self, of: Count, *to: Count) -> float | None:
        """Return what one sum of the season is of others; None before they grow."""
        divisor = sum(map(self._of_season, to))
        return self._of_season(of) / divisor if divisor > 0 else None

    def with_time(
        self,
        since: datetime | None,
        now: datetime,
        midnight: datetime,
        *,
        day: date,
        season: date,
    ) -> Meter:
        """Return the sums after the time since then, at the rates that stood.

        Of a stretch that crosses midnight only the part after it belongs to today.
        Time that nobody watched (`since` is None, or ahead) counts for nothing.
        """
        meter = self._on_day(day, season)
        if since is None or now <= since or not (meter.rates or meter.unknown):
            return meter
        elapsed = (now - since).total_seconds()
        today = min(elapsed, max((now - midnight).total_seconds(), 0.0))
        grown = {
            count: meter.total(count).plus(rate * elapsed, of_today=rate * today)
            for count, rate in meter.rates.items()
            if rate > 0 or count in MAY_FALL
        }
        missed = {
            count: meter.left_out.get(count, 0.0) + elapsed for count in meter.unknown
        }
        return replace(
            meter,
            totals={**meter.totals, **grown},
            left_out={**meter.left_out, **missed},
        )

    def with_events(self, events: Mapping[Count, bool]) -> Meter:
        """Return the sums after some of these have happened once more."""
        grown = {
            count: self.total(count).plus(1.0, of_today=1.0)
            for count, has_happened in events.items()
            if has_happened
        }
        return replace(self, totals={**self.totals, **grown}) if grown else self

    def with_past(
        self, amounts: Mapping[Count, float], *, share_of_today: float
    ) -> Meter:
        """Return the sums after something that somebody else has counted."""
        grown = {
            count: self.total(count).plus(amount, of_today=amount * share_of_today)
            for count, amount in amounts.items()
            if amount > 0
        }
        totals = {**self.totals, **grown}
        return replace(self, totals=totals, published_at=None)

    def with_rates(self, told: Rates, now: datetime) -> Meter:
        """Return the meter with what grows from now on, by what it is told.

        It is to be shown now and then, and exactly where something starts or stops.
        """
        rates = {
            count: rate
            for count, rate in told.items()
            if rate is not None and abs(rate) <= MOST.get(count, 1.0)
        }
        is_due = (
            self.published_at is None
            or not timedelta() <= now - self.published_at < PUBLISH_EVERY
            or rates.keys() != self.rates.keys()
        )
        unknown = frozenset(told.keys() - rates.keys())
        if not is_due and rates == self.rates and unknown == self.unknown:
            return self
        shown_at = now if is_due else self.published_at
        return replace(self, rates=rates, unknown=unknown, published_at=shown_at)

    def _on_day(self, day: date, season: date) -> Meter:
        """Return the meter on this day: a new day, or season, begins with nothing."""
        if day == self.day and season == self.season:
            return self
        totals = {
            count: Total(
                total.ever,
                total.season if season == self.season else 0.0,
                total.today if day == self.day else 0.0,
            )
            for count, total in self.totals.items()
        }
        return replace(self, day=day, season=season, totals=totals, published_at=None)


def running_seconds(board: Board, *, is_emergency: bool, is_defrosting: bool) -> Rates:
    """Return the seconds that are counted while the relays stand as they do."""
    is_heat_pump_on = board.claims(Terminal.Y1)
    is_backup_on = any(map(board.claims, BACKUP))
    is_beside = is_backup_on and is_heat_pump_on
    is_instead = is_backup_on and not is_heat_pump_on
    counted = {
        Count.COMPRESSOR: is_heat_pump_on,
        Count.STAGE_2: board.claims(Terminal.Y2),
        Count.FAN: board.claims(Terminal.G),
        Count.DEFROST: is_heat_pump_on and is_defrosting,
        Count.AUX: is_backup_on,
        Count.SUPPLEMENTARY: is_beside and not is_defrosting,
        Count.REHEAT: is_beside and is_defrosting,
        Count.EMERGENCY: is_instead and is_emergency,
        Count.LOCKOUT: is_instead and not is_emergency,
    }
    return {count: 1.0 for count, is_on in counted.items() if is_on}
