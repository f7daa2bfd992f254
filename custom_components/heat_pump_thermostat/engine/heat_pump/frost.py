"""What frost and defrosting cost a machine that draws on outdoor air."""

from dataclasses import dataclass
from typing import Final

from ..defrost.frosting import excess_moisture, on_demand_share
from ..units import Celsius

ONSET_BAND: Final = (Celsius(4), Celsius(6))
"""Frost begins to cost at the upper, fully at the lower temperature, °C.

EnergyPlus switches at 5 °C, others at 4.4 °C; coils frost over between 4 and 7 °C
depending on load, so a band replaces the step.
"""


@dataclass(frozen=True, slots=True)
class Degradation:
    """How frost changes steady output: factors, and shares of the rated capacity.

    Capacity becomes capacity * `capacity` − rated * `drawn`; power becomes
    power * `power` + rated * `spent`, where rated is the capacity at 8.3 °C.
    """

    capacity: float = 1.0
    power: float = 1.0
    drawn: float = 0.0
    spent: float = 0.0


NO_DEGRADATION: Final = Degradation()


def defrost_fraction(outdoor: Celsius, humidity: float) -> float:
    """Return the share of run time that demand defrosts take, 0 … 1.

    1 / (1 + 0.01446 / Δw) of EnergyPlus's on-demand control; 2 °C at 80 % gives 0.09.
    """
    return on_demand_share(excess_moisture(outdoor, humidity, None))


def onset_of_frost(outdoor: Celsius) -> float:
    """Return how far frost has set in by temperature, 0 … 1."""
    low, high = ONSET_BAND
    return max(0.0, min(1.0, (high - outdoor) / (high - low)))


def degradation_by_humidity(outdoor: Celsius, humidity: float) -> Degradation:
    """Return the degradation under demand defrosts, mean over defrosts.

    EnergyPlus Engineering Reference, on-demand reverse-cycle defrost: capacity
    0.875 (1 − f), power 0.954 (1 − f), heat drawn from indoors
    0.01 f (7.222 − T) / 1.01667 and power spent 0.1528 f / 1.01667 of rated capacity.
    Valid for −25 °C up to the onset.
    """
    fraction = defrost_fraction(outdoor, humidity)
    weight = onset_of_frost(outdoor)
    share = weight * fraction / 1.01667
    return Degradation(
        capacity=1 - weight * (1 - 0.875 * (1 - fraction)),
        power=1 - weight * (1 - 0.954 * (1 - fraction)),
        drawn=0.01 * max(0.0, 7.222 - outdoor) * share,
        spent=0.1528 * share,
    )


def degradation_by_temperature(outdoor: Celsius) -> Degradation:
    """Return the degradation where humidity is unknown.

    ANSI/RESNET/ICC 301-2022 Addendum 82: f = 0.134 − 0.003 T(°F) within 0 … 0.08,
    capacity 1 − 1.8 f, power 1 − 0.3 f. The published cut at 40 °F is left out: the
    line reaches zero by itself at 7 °C, without a step.
    """
    fraction = max(0.0, min(0.08, 0.134 - 0.003 * (outdoor * 1.8 + 32)))
    return Degradation(capacity=1 - 1.8 * fraction, power=1 - 0.3 * fraction)


def degradation(outdoor: Celsius, humidity: float | None) -> Degradation:
    """Return what frost costs at a relative humidity of 0 … 100 %, if that is known."""
    if humidity is None:
        return degradation_by_temperature(outdoor)
    return degradation_by_humidity(outdoor, humidity)
