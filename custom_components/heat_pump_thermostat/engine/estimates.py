"""What machine and house are estimated to do at one moment: the record."""

from dataclasses import dataclass

from .accounts.outlook import Outlook
from .heat_pump.carnot import Cycle
from .heat_pump.ratings import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Powers in kW, measured or else estimated; None is unknown."""

    power: float | None = 0.0
    """What the outdoor unit draws."""
    heat: float | None = 0.0
    """What the heat pump brings in; or takes out, where it cools."""
    aux_power: float | None = 0.0
    """What electric backup draws, ours or a defrost board's."""
    backup_heat: float | None = 0.0
    fuel: float | None = 0.0
    """What a furnace burns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """What machine and house are estimated to do."""

    outlook: Outlook
    flows: Flows
    now: Output | None = None
    """What the machine delivers and takes; None at rest, in a defrost, or unknown."""
    full: Output | None = None
    """What it would deliver at full load, whether it runs or not."""
    cycle: Cycle | None = None
    """The refrigerant's temperatures in a machine that heats."""

    @property
    def capacity(self) -> float | None:
        """The heat or cold at full load, in kW, where the machine's size is known."""
        return self.full.capacity if self.full and self.full.is_sized else None

    @property
    def eer(self) -> float | None:
        """The cooling COP in Btu/Wh; None while it does not cool."""
        return self.now.eer if self.now and self.cycle is None else None

    @property
    def second_law_efficiency(self) -> float | None:
        """The part of Carnot's COP that is reached, 0 … 1; None where it is unknown."""
        if self.now is None or self.cycle is None:
            return None
        return self.now.cop / self.cycle.carnot

    @property
    def system_cop(self) -> float | None:
        """All heat by all electricity, the backup's included; None while idle.

        None, too, above what the second law allows: then a meter lags behind.
        """
        flows = self.flows
        if None in (flows.power, flows.heat, flows.aux_power, flows.backup_heat):
            return None
        taken = (flows.power or 0.0) + (flows.aux_power or 0.0)
        given = (flows.heat or 0.0) + (flows.backup_heat or 0.0)
        if self.cycle is None or flows.fuel or taken <= 0:
            return None
        ratio = given / taken
        return ratio if 0 < ratio <= self.cycle.carnot else None
