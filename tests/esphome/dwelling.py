"""The demo's houses, kept by the board alone or by the thermostat's engine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, pi
from typing import Any

from benchmarks.simulation.houses import HOUSES as OF_ONE_STAGE, with_two_stages
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.wishes import Mode as Wish
from tests.engine.plant import daily, physics
from tests.engine.rig import Bench, seconds
from tests.esphome.board import NONE, W1, W2, Y1, Y2, Board, E, G, O, Terminal

HOUR = 3600.0
HOUSES = {name: with_two_stages(design) for name, design in OF_ONE_STAGE.items()}
TYPICAL = HOUSES["typical"]
ONE_STAGE = OF_ONE_STAGE["typical"]


@dataclass(frozen=True)
class Sensor:
    """A room thermometer: how finely, and how often, it tells."""

    step: float = 0.1
    every: float = 60.0
    offset: float = 0.0

    def reading(self, celsius: float) -> float:
        return round((celsius + self.offset) / self.step) * self.step


FINE = Sensor()
COARSE = Sensor(step=0.5, every=600.0)


@dataclass
class Dwelling:
    """A house that lives through weather, and what was measured."""

    outdoors: Callable[[float], float]
    design: Any = TYPICAL
    sensor: Sensor = FINE
    house: Any = field(default_factory=lambda: physics.House(air=20, structure=19.5))
    sun: float = 0.0
    now: float = 0.0
    rooms: list[tuple[float, float]] = field(default_factory=list)
    """The room temperature, and when: each minute."""
    moves: list[tuple[float, str]] = field(default_factory=list)
    backed_up: float = 0.0
    """For how long backup heat ran, s."""
    _last_on: Terminal = NONE

    def pass_by(self, duration: float, on: Terminal) -> None:
        """Let the house be heated by these relays for a while."""
        self._note(on)
        hour = self.now / HOUR
        weather = physics.Weather(
            temperature=self.outdoors(hour),
            relative_humidity=85.0,
            solar_watts=self.sun * max(0.0, cos((hour - 12) * pi / 12)),
        )
        wires = physics.Relays(
            y1=bool(on & Y1),
            y2=bool(on & Y2),
            g=bool(on & (G | W1)),
            o=bool(on & O),
            w2=bool(on & (W2 | W1)),
            e=bool(on & E),
        )
        self.house = physics.advance(self.house, wires, weather, duration, self.design)
        self.backed_up += duration if on & (W2 | E | W1) else 0
        self.now += duration
        self.rooms.append((self.now, self.house.air))

    def _note(self, on: Terminal) -> None:
        for terminal in Terminal:
            if (is_on := bool(terminal & on)) != bool(terminal & self._last_on):
                self.moves.append(
                    (self.now, f"{terminal.name} {'on' if is_on else 'off'}")
                )
        self._last_on = on

    @property
    def energy(self) -> float:
        """What heat pump and backup heat took so far, kWh."""
        return float(self.house.heat_pump_kwh + self.house.aux_kwh)

    def share_within(self, kelvin: float, setpoint: float, since: float = 0) -> float:
        """Return for which share of the time the room was that near the setpoint."""
        near = total = 0.0
        before = since
        for at, room in self.rooms:
            if at <= since:
                continue
            total += at - before
            near += at - before if abs(room - setpoint) <= kelvin else 0
            before = at
        return near / total

    def mean(self, since: float = 0) -> float:
        """Return the mean room temperature."""
        rooms = [room for at, room in self.rooms if at > since]
        return sum(rooms) / len(rooms)

    def between(self, since: float = 0) -> tuple[float, float]:
        """Return the coldest and the warmest that the room was."""
        rooms = [room for at, room in self.rooms if at > since]
        return min(rooms), max(rooms)

    def starts(self, since: float = 0) -> list[float]:
        """Return when the compressor started."""
        return [at for at, move in self.moves if move == "Y1 on" and at >= since]

    @property
    def shortest_rest(self) -> float:
        """The shortest time between a stop of the compressor and its next start, s."""
        stops = [at for at, move in self.moves if move == "Y1 off"]
        rests = [
            start - max(before)
            for start in self.starts()
            if (before := [stop for stop in stops if stop < start])
        ]
        return min(rests, default=float("inf"))


def keep_by_board(
    dwelling: Dwelling,
    board: Board,
    hours: float,
    *,
    outdoor_sensor: bool = True,
    is_blind: bool = False,
    each: Callable[[], None] = lambda: None,
) -> Dwelling:
    """Let the board look after the house."""
    ends = board.now + hours * HOUR
    while board.now < ends:
        each()
        if not is_blind:
            board.feel(dwelling.sensor.reading(dwelling.house.air))
        if outdoor_sensor:
            board.feel_outdoor(round(dwelling.outdoors(dwelling.now / HOUR), 1))
        until = board.now + dwelling.sensor.every
        while board.now < until:
            began, on = board.now, board.closed
            board.live_until_move(until - board.now)
            dwelling.pass_by(board.now - began, on)
    return dwelling


def keep_by_engine(
    dwelling: Dwelling,
    settings: Settings,
    hours: float,
    wish: Wish = Wish.HEAT,
    bench: Bench | None = None,
) -> Bench:
    """Let the thermostat's engine look after the house."""
    sensor = dwelling.sensor
    bench = bench or Bench(
        settings,
        wish,
        room=sensor.reading(dwelling.house.air),
        is_reporting=False,
        believes_leaps=False,
    )
    ends = dwelling.now + hours * HOUR
    due = dwelling.now
    while dwelling.now < ends:
        outdoors = round(dwelling.outdoors(dwelling.now / HOUR), 1)
        if dwelling.now >= due:
            bench.sense(room=sensor.reading(dwelling.house.air), outdoor=outdoors)
            due += sensor.every
        bench.run(seconds(60))
        on = sum((Terminal[wire.name] for wire in bench.on), NONE)
        dwelling.pass_by(60.0, on)
    return bench


__all__ = [
    "COARSE",
    "FINE",
    "HOUR",
    "HOUSES",
    "ONE_STAGE",
    "TYPICAL",
    "Dwelling",
    "Sensor",
    "daily",
    "keep_by_board",
    "keep_by_engine",
    "physics",
]
