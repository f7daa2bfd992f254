"""The prices of the next hours, as a price's entity tells them beside the one of now.

There is no common form: each integration has its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from homeassistant.core import State

from ..engine.clock import HOUR
from .hours import hour_of, hourly_means
from .lists import numbers_by_time

LEAST_OF_DEAREST: Final = 0.01
"""Of the dearest hour's, that every price is taken to be at least. Electricity may cost
nothing or less, but it is not an infinite number of times cheaper than later: heat that
nobody needs is no gain, and ratios are all that is asked for."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One form of a list of prices: where it stands, and what its entries are called.

    An attribute alone may hold all of it, or one each today's and tomorrow's.
    """

    attributes: tuple[str, ...]
    begins: str
    price: str


SHAPES: Final = (
    # Nord Pool (custom), and templates that follow it.
    Shape(("raw_today", "raw_tomorrow"), "start", "value"),
    # Energi Data Service; what it expects beyond the published prices comes last.
    Shape(("raw_today", "raw_tomorrow", "forecast"), "hour", "price"),
    # ENTSO-e: today's and tomorrow's once more in one list.
    Shape(("prices",), "time", "price"),
    Shape(("prices_today", "prices_tomorrow"), "time", "price"),
    # EPEX Spot: by version and country.
    Shape(("data",), "start_time", "price_per_kwh"),
    Shape(("data",), "start_time", "price_ct_per_kwh"),
    Shape(("data",), "start_time", "price_eur_per_mwh"),
    # Octopus Energy.
    Shape(("rates",), "start", "value_inc_vat"),
    # Tibber, as its interface tells it.
    Shape(("today", "tomorrow"), "startsAt", "total"),
    # Amber Electric.
    Shape(("forecasts",), "start_time", "per_kwh"),
    # The answers of Nord Pool's, Tibber's and other actions, in a template's attribute.
    Shape(("prices",), "start", "price"),
    Shape(("prices",), "start_time", "price"),
    Shape(("prices",), "timestamp", "price"),
)


def hourly_prices(now: datetime, state: State | None) -> Mapping[datetime, float]:
    """Return the prices of electricity by hours, in whatever unit they are told.

    Of the first form that tells any, so that all are of one unit. Where a list begins
    with the next hour, that one's price counts for the hour that runs.
    """
    if state is None:
        return {}
    lists = (
        hourly_means(_prices_in_shape(state.attributes, shape, now)) for shape in SHAPES
    )
    prices = next(filter(None, lists), {})
    running = hour_of(now)
    if running + HOUR in prices:
        prices.setdefault(running, prices[running + HOUR])
    least = (
        LEAST_OF_DEAREST * max(map(abs, prices.values()), default=0.0)
        or LEAST_OF_DEAREST
    )
    return {at: max(price, least) for at, price in prices.items()}


def _prices_in_shape(
    attributes: Mapping[str, Any], shape: Shape, now: datetime
) -> Iterator[tuple[datetime, float]]:
    """Return what is told in a form; entries that are none are passed over."""
    for attribute in shape.attributes:
        yield from numbers_by_time(
            attributes.get(attribute), shape.begins, shape.price, now
        )
