"""A moment in the life of a thermostat, as its rules share it."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any, Unpack

from custom_components.heat_pump_thermostat.engine.board import Board, Side
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.observation import Observation
from custom_components.heat_pump_thermostat.engine.observer.observer import RoomView
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.situation import (
    Memory,
    Situation,
    home_as_known,
)
from custom_components.heat_pump_thermostat.engine.state import (
    Demand,
    Need,
    State,
    Wires,
)
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from .rig import DAY, NOON, SEASON, celsius, off_for_a_day, settings_for

HEATING = Need(demand=Demand(Side.HEAT, NOON))
"""The room asks for heat."""


def situation(
    settings: Settings | None = None,
    *,
    mode: Mode = Mode.HEAT,
    shows: tuple[float, ...] = (20.0,),
    outdoor: float | None = None,
    now: datetime = NOON,
    before: Board | None = None,
    board: Board | None = None,
    state: State | None = None,
    seen: dict[str, Any] | None = None,
    **memory: Unpack[Memory],
) -> Situation:
    """Return a moment: at noon, in a room of 20 °C, where nothing runs.

    `shows` is what room sensors say that are believed; `memory` are parts of what is
    remembered, `seen` what an observation tells beside.
    """
    chosen = settings or settings_for()
    rested = off_for_a_day(chosen.machine, now)
    fresh = State(wishes=Wishes().with_mode(mode), wires=Wires(board=board or rested))
    told = _observation(now, **(seen or {}))
    remembered = replace(state or fresh, **memory)
    return Situation(
        settings=chosen,
        state=remembered,
        seen=told,
        clock=Clock(now),
        before=before or rested,
        believed={str(number): celsius(room) for number, room in enumerate(shows)},
        is_room_sensor_lost=not shows,
        outdoor=None if outdoor is None else celsius(outdoor),
        elapsed=60.0,
        home=home_as_known(chosen, remembered, told),
    )


def with_strength(moment: Situation, strength: float | None) -> Situation:
    """Return the moment with a machine of a strength that is known, or is not."""
    vars(moment)["strength"] = strength
    return moment


def with_view(moment: Situation, view: RoomView) -> Situation:
    """Return the moment in a room that is observed to be so."""
    vars(moment)["view"] = view
    return moment


def _observation(now: datetime, **told: Any) -> Observation:
    midnight = datetime.combine(now.date(), time(), UTC)
    return Observation(
        now=now,
        today=now.date(),
        midnight=midnight,
        next_midnight=midnight + DAY,
        season=SEASON,
        relays={},
        **told,
    )
