"""Machines with a datasheet on the bench, and what is counted while they run."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from custom_components.heat_pump_thermostat.engine.heat_pump.ratings import (
    RatedWithDefrost,
    Rating,
    Ratings,
)
from custom_components.heat_pump_thermostat.engine.house.envelope import Envelope
from custom_components.heat_pump_thermostat.engine.house.line import LineSums
from custom_components.heat_pump_thermostat.engine.house.trend import Trend
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.settings import Machine, Settings
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import W2, E
from .rig import NO_BACKUP, TWO_STAGE, Bench, celsius, minutes, settings_for

HOUR = minutes(60)
COLD, MILD, HOT = -8.0, 8.0, 35.0
"""Where the datasheet has its points."""

DATASHEET = Ratings(
    heating=(Rating(celsius(COLD), 6.0, 2.5), Rating(celsius(MILD), 10.0, 4.0)),
    with_defrost=RatedWithDefrost.YES,
    cooling_capacity=9.0,
    cooling_eer=3 / 0.29307,
    aux_power=5.0,
)
"""2.4 kW make 6 in the cold, 2.5 make 10 in mild weather; 3 take 9 out in the heat."""
KNOWN = Envelope(Trend(LineSums().plus(5, 0.4, 20).plus(25, 4.4, 20), days=40))
"""A house that loses 0.2 kW/K, and whose gains make up for 3 K."""
UNRATED = replace(DATASHEET, aux_power=None)
"""The same beside a backup of unknown size."""
RATED_HEAT, RATED_POWER = 10.0, 2.5
"""Of the datasheet in mild weather, kW."""
AIRFLOW = 0.5
"""m³/s; of such air a kelvin holds 0.603 kW."""
BARE = Ratings()
"""Nothing known but what most machines are like."""


def rated(
    machine: Machine = NO_BACKUP,
    ratings: Ratings = DATASHEET,
    airflow: float | None = None,
) -> Settings:
    """Return the settings of a machine with a datasheet."""
    return settings_for(replace(machine, ratings=ratings, airflow=airflow))


A_WHILE = minutes(10)


def heating(
    settings: Settings | None = None,
    outdoor: float | None = MILD,
    ran: timedelta = A_WHILE,
    **measured: Any,
) -> Bench:
    """Return a bench on which the machine has been heating for a while."""
    bench = Bench(settings or rated(), room=19.5, outdoor=outdoor)
    return bench.measure(**measured).run(ran)


def cooling(
    settings: Settings | None = None,
    outdoor: float | None = HOT,
    ran: timedelta = A_WHILE,
    **measured: Any,
) -> Bench:
    """Return a bench on which the machine has been cooling for a while."""
    bench = Bench(settings or rated(), Mode.COOL, room=25.0, outdoor=outdoor)
    return bench.measure(**measured).run(ran + minutes(6))


def emergency(ratings: Ratings = DATASHEET, **measured: Any) -> Bench:
    """Return a bench on which backup heats alone."""
    bench = Bench(rated(TWO_STAGE, ratings), room=18.0, outdoor=0.0)
    bench.measure(**measured).emergency(on=True).run(minutes(10))
    assert bench.on & {W2, E}
    return bench


def grown(bench: Bench, during: timedelta = HOUR) -> Mapping[Count, float]:
    """Return what is added to the counts in a while; not counted is not there."""
    before = bench.state.meter
    after = bench.run(during).state.meter
    return {
        count: total.ever - before.total(count).ever
        for count, total in after.totals.items()
        if total != before.total(count)
    }
