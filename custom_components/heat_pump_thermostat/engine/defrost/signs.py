"""What is seen of the machine, beside what is known of its coil."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..units import Celsius, Delta, difference
from .normal import OUTDATED, Normal
from .outdoor_coil import Frost

NO_OUTDOOR: Final = Celsius(2)
"""Without an outdoor sensor, a coil that was below 0 °C and is above 5 °C is warm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is seen of the machine at one moment; None is not known.

    Temperatures in °C, power in kW, humidity in %.
    """

    running_since: datetime | None = None
    """When the compressor's relay was confirmed on; None at rest."""
    is_heating: bool = True
    calls_changed_at: datetime | None = None
    """When a relay of ours beside the compressor last changed: stage, backup, fan."""
    is_backup_on: bool = False
    """Our own backup, not the one that a defrost board drives."""
    outdoor: Celsius | None = None
    humidity: float | None = None
    signal: bool | None = None
    coil: Celsius | None = None
    supply: Celsius | None = None
    back: Celsius | None = None
    heat: float | None = None
    """What a heat meter tells, in kW; below zero it is taken from the house."""
    aux_power: float | None = None
    """What electric heat draws that no relay of ours calls, or called of late."""
    power: float | None = None
    expected_power: float | None = None
    modulates: bool = True
    """Whether the compressor may slow down by itself: then less heat, and less power,
    is no defrost."""

    @property
    def rise(self) -> Delta | None:
        """How much warmer the supply is than the return, in K."""
        if self.supply is None or self.back is None:
            return None
        return difference(self.supply, self.back)


@dataclass(frozen=True, slots=True)
class View:
    """The signs beside what is known of the coil."""

    now: datetime
    signs: Signs
    frost: Frost

    @property
    def gap(self) -> Delta | None:
        """How much warmer the coil is than the outdoor air, in K."""
        if self.signs.coil is None:
            return None
        outdoor = NO_OUTDOOR if self.frost.outdoor is None else self.frost.outdoor
        return difference(self.signs.coil, outdoor)

    def fresh(self, normal: Normal | None) -> Normal | None:
        """Return what is normal, unless the weather may have changed since."""
        if normal is None or self.now - normal.at > OUTDATED:
            return None
        return normal

    @property
    def usual_power(self) -> float | None:
        """The compressor's power while it heats, in kW."""
        known = self.fresh(self.frost.normals.power)
        return self.signs.expected_power if known is None else known.value
