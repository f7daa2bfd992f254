"""What can heat, and what did: as it is rated, or assumed of machines nobody rated."""

from dataclasses import dataclass
from typing import Final

from ..board import BACKUP, Board, Side, Terminal
from ..heat_pump.full_load import at_running_stage
from ..house import assumed
from ..house.duty import home_as_lived_in
from ..house.envelope import Prior
from ..house.home import Home, prior_of
from ..house.tendency import Giving
from ..situation import Situation
from ..units import Celsius

SENSIBLE: Final = 0.75
"""The share of a machine's cold that cools the air; the rest dries it."""
TAKEN_BY_DEFROST: Final = 0.6
"""What a defrost takes from the house, as a share of the heat that it interrupts."""


@dataclass(frozen=True, slots=True)
class Given:
    """Heat as the relays tell of it, kW; None where it is not known whether it is."""

    compressor: float | None
    backup: float | None

    @property
    def total(self) -> float | None:
        """Both together."""
        if self.compressor is None or self.backup is None:
            return None
        return self.compressor + self.backup


def compressor_heat(situation: Situation, outdoor: Celsius) -> float:
    """Return the heat of the compressor at full load, kW: never what is measured."""
    rated = situation.heat_pump.as_rated.capacity(outdoor)
    return rated or assumed.capacity(_prior(situation), outdoor)


def backup_heat(situation: Situation) -> float:
    """Return the heat of all the backup, kW; a furnace's is not rated here."""
    machine = situation.settings.machine
    is_fuel = machine.has_furnace()
    rated = None if is_fuel else machine.ratings.aux_power
    return rated or assumed.backup(_prior(situation), is_fuel=is_fuel)


def _backup_given(situation: Situation) -> float:
    return backup_heat(situation) if situation.before.is_backup_on else 0.0


def heat_given(situation: Situation, outdoor: Celsius) -> Given:
    """Return the heat of the time since the last step, if all is well."""
    board, heat = situation.before, 0.0
    if _is_heating(situation, board):
        rated = situation.heat_pump.as_rated.heating(outdoor)
        heat = (
            at_running_stage(rated, board).capacity
            if rated
            else assumed.capacity(_prior(situation), outdoor)
        )
    return Given(
        None if board.is_any_unsure((Terminal.Y1,)) else heat,
        None if board.is_any_unsure(BACKUP) else _backup_given(situation),
    )


def giving(situation: Situation) -> Giving:
    """Return what has worked on the house since the last step, if all is well."""
    board, machine = situation.before, situation.settings.machine
    return Giving(
        situation.running_side if board.is_on(Terminal.Y1) else None,
        has_backup=board.is_backup_on,
        is_fuel=machine.has_furnace(),
    )


def lived_home(situation: Situation) -> Home:
    """Return the home, with the house as the last days have shown it."""
    return home_as_lived_in(situation.state.learned.past, situation.home)


def into_air(situation: Situation, outdoor: Celsius) -> float:
    """Return the heat into the air since the last step, kW; of cold it is below zero.

    As it is rated, like all that is given; nothing of a compressor that is believed
    dead. A defrost takes it from the house.
    """
    board, heat = situation.before, 0.0
    if board.is_on(Terminal.Y1) and not situation.is_compressor_dead:
        cools = situation.running_side is Side.COOL
        if cools:
            heat = -SENSIBLE * compressor_cold(situation, outdoor)
        elif situation.is_defrosting:
            heat = -TAKEN_BY_DEFROST * compressor_heat(situation, outdoor)
        else:
            heat = heat_given(situation, outdoor).compressor or 0.0
    return heat + _backup_given(situation)


def compressor_cold(situation: Situation, outdoor: Celsius) -> float:
    """Return the cold of the compressor at full load, kW."""
    rated = situation.heat_pump.as_rated.full_load(Side.COOL, outdoor)
    return rated.capacity if rated and rated.is_sized else _prior(situation).design


def _is_heating(situation: Situation, board: Board) -> bool:
    return board.is_on(Terminal.Y1) and situation.running_side is Side.HEAT


def _prior(situation: Situation) -> Prior:
    return prior_of(situation.settings.machine.ratings)
