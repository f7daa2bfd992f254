"""Scenarios that are told once and played twice: by the engine, and in a house.

A scenario is data: what is given, what happens then, and what is to be seen. A stage
plays it. That of the engine is its bench, that of the house a thermostat that was set
up in a simulated Home Assistant. Terminals are told by their names, several in one
text; times are told by `seconds`, `minutes` and `hours`, which let them pass.

Each scenario begins with a thermostat that is off, in a room of 20 °C, at 0 °C
outdoors, whose relays have long enough been off.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Concatenate, Protocol

TWO_STAGES = "y1 y2 g o w2 e"
ONE_STAGE = "y1 g o w2"
B_VALVE = "y1 g b w2"
BOTH_VALVES = "y1 g o b w2"
E_ALONE = "y1 g o e"
DUAL_FUEL = "y1 g o w1"
NO_BACKUP = "y1 g o"
HEAT_ONLY = "y1 w2"
JUST_A_COMPRESSOR = "y1"

WIRINGS = {
    "two stages": TWO_STAGES,
    "one stage": ONE_STAGE,
    "B valve": B_VALVE,
    "O and B": BOTH_VALVES,
    "E alone": E_ALONE,
    "dual fuel": DUAL_FUEL,
    "no backup": NO_BACKUP,
    "heat only": HEAT_ONLY,
    "just a compressor": JUST_A_COMPRESSOR,
}


class Stage(Protocol):
    """Where a scenario is played: what may happen there, and what is seen."""

    # --- What may happen ---------------------------------------------------------

    async def wait(self, duration: timedelta, *, is_silent: bool = False) -> None:
        """Let time pass; the sensors report now and then, unless they are silent."""

    async def room(self, says: float | str) -> None:
        """Let the room sensor say something; what jumps is said twice."""

    async def fallback(self, says: float | str) -> None:
        """Let the sensor say something that serves while that of the room is lost."""

    async def outdoors(self, says: float | str) -> None:
        """Let the outdoor sensor say something."""

    async def window(self, says: str) -> None:
        """Let a window sensor say something."""

    async def defrost(self, says: str) -> None:
        """Let the sense wire say something, for as long as it takes to be believed."""

    async def mode(self, mode: str) -> None:
        """Choose a mode."""

    async def turn(self, to: str) -> None:
        """Turn it off, or on again."""

    async def setpoint(self, degrees: float, mode: str | None = None) -> None:
        """Set a single temperature, perhaps with a mode."""

    async def setpoints(self, low: float, high: float) -> None:
        """Set the two temperatures of heat/cool."""

    async def preset(self, preset: str) -> None:
        """Choose a preset, or none."""

    async def fan(self, mode: str) -> None:
        """Choose when the fan runs."""

    async def emergency(self, to: str) -> None:
        """Turn emergency heat on or off."""

    async def options(self, section: str, /, **fields: Any) -> None:
        """Change options; they are told as the engine knows them."""

    async def press(self, terminals: str, to: str) -> None:
        """Move relays by hand."""

    async def lose(self, terminals: str, says: str = "unavailable") -> None:
        """Let relays vanish, or know nothing of themselves."""

    async def find(self, terminals: str, to: str | None = None) -> None:
        """Let relays return, as they were or as they wake up."""

    async def spoil(self, terminals: str, temper: str = "silent") -> None:
        """Let relays do no more as they are told, each in its way."""

    async def slow(self, terminals: str, seconds: float) -> None:
        """Let relays take their time."""

    async def mend(self, terminals: str) -> None:
        """Let relays obey again, and at once."""

    async def unload(self) -> None:
        """Shut the thermostat down."""

    async def reload(self) -> None:
        """Shut the thermostat down, and start it again."""

    async def lose_storage(self) -> None:
        """Start the thermostat again with nothing that was stored."""

    async def cut_power(self, duration: timedelta, on: str = "") -> None:
        """Start the thermostat again after an outage, with these relays on."""

    async def set_clock(self, by: timedelta) -> None:
        """Set the clock on the wall; no time passes."""

    async def forget(self) -> None:
        """Look only at what moves from now on."""

    # --- What is seen ------------------------------------------------------------

    @property
    def on(self) -> set[str]:
        """The terminals whose relays are on."""

    @property
    def status(self) -> str:
        """Why the machine does what it does."""

    @property
    def action(self) -> str:
        """What the machine is seen to do."""

    @property
    def chosen(self) -> str:
        """The mode that is chosen."""

    @property
    def believed(self) -> float | None:
        """How warm the room is taken to be."""

    @property
    def problem(self) -> bool:
        """Whether something is wrong."""

    @property
    def issues(self) -> set[str]:
        """What somebody has to look after."""

    @property
    def due_in(self) -> float | None:
        """In how many seconds something changes by itself, as the household is told."""

    @property
    def moved(self) -> list[tuple[datetime, str]]:
        """When relays moved since the last `forget`, and how: "y1 on"."""

    @property
    def moves(self) -> list[str]:
        """The same without the times."""
        return [move for _, move in self.moved]

    @property
    def history(self) -> list[set[str]]:
        """The terminals that were on after each of these moves."""
        on, history = self.on, list[set[str]]()
        for move in reversed(self.moves):
            history.insert(0, on)
            terminal, to = move.split()
            on = on - {terminal} if to == "on" else on | {terminal}
        return history

    def between(self, first: str, then: str) -> float:
        """Return the seconds between the last times that relays moved so."""
        at = {move: at for at, move in self.moved}
        return (at[then] - at[first]).total_seconds()


# --- Steps ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """Something that happens, or that is to be seen."""

    text: str
    play: Callable[[Stage], Awaitable[None]]


type Steps = Step | Iterable[Steps]
"""Steps, one by one or in groups."""


def _verb[**P](
    act: Callable[Concatenate[Stage, P], Awaitable[None]],
) -> Callable[P, Step]:
    """Return what makes a step of something that may happen."""
    name = act.__name__

    def step(*args: P.args, **kwargs: P.kwargs) -> Step:
        given = [*map(str, args), *(f"{key}={to}" for key, to in kwargs.items())]
        return Step(
            f"{name}({', '.join(given)})",
            # Each stage does it in its own way.
            lambda stage: getattr(stage, name)(*args, **kwargs),
        )

    return step


wait = _verb(Stage.wait)
room = _verb(Stage.room)
fallback = _verb(Stage.fallback)
outdoors = _verb(Stage.outdoors)
window = _verb(Stage.window)
defrost = _verb(Stage.defrost)
mode = _verb(Stage.mode)
turn = _verb(Stage.turn)
setpoint = _verb(Stage.setpoint)
setpoints = _verb(Stage.setpoints)
preset = _verb(Stage.preset)
fan = _verb(Stage.fan)
emergency = _verb(Stage.emergency)
options = _verb(Stage.options)
press = _verb(Stage.press)
lose = _verb(Stage.lose)
find = _verb(Stage.find)
spoil = _verb(Stage.spoil)
slow = _verb(Stage.slow)
mend = _verb(Stage.mend)
unload = _verb(Stage.unload)
reload = _verb(Stage.reload)
lose_storage = _verb(Stage.lose_storage)
cut_power = _verb(Stage.cut_power)
set_clock = _verb(Stage.set_clock)
forget = _verb(Stage.forget)


def seconds(number: float) -> Step:
    """Let seconds pass."""
    return wait(timedelta(seconds=number))


def minutes(number: float) -> Step:
    """Let minutes pass."""
    return wait(timedelta(minutes=number))


def hours(number: float) -> Step:
    """Let hours pass."""
    return wait(timedelta(hours=number))


def silence(**duration: float) -> Step:
    """Let time pass in which no sensor reports."""
    return wait(timedelta(**duration), is_silent=True)


def heat(degrees: float) -> Steps:
    """Let the room be so warm, and choose to heat."""
    return room(degrees), mode("heat")


def cool(degrees: float) -> Steps:
    """Let the room be so warm, and choose to cool."""
    return room(degrees), mode("cool")


def times(number: int, *steps: Steps) -> Steps:
    """Let the same happen again and again."""
    return [steps] * number


# --- What is to be seen --------------------------------------------------------------


def _words(text: str) -> set[str]:
    return set(text.split())


def _moves(text: str) -> list[str]:
    return [move.strip() for move in text.split(",") if move.strip()]


def _rests(moved: Iterable[tuple[datetime, str]]) -> list[float]:
    """Return how many seconds the compressor rested, each time it started again."""
    own = [(at, move) for at, move in moved if move.startswith("y1 ")]
    return [
        (later - sooner).total_seconds()
        for (sooner, move), (later, _) in pairwise(own)
        if move == "y1 off"
    ]


SEEN: Mapping[str, Callable[[Stage, Any], tuple[Any, Any]]] = {
    "on": lambda stage, told: (stage.on, _words(told)),
    "has": lambda stage, told: (stage.on & _words(told), _words(told)),
    "lacks": lambda stage, told: (stage.on & _words(told), set()),
    "moves": lambda stage, told: (stage.moves, _moves(told)),
    "first": lambda stage, told: (stage.moves[: len(_moves(told))], _moves(told)),
    "last": lambda stage, told: (stage.moves[-len(_moves(told)) :], _moves(told)),
    "never": lambda stage, told: ({*stage.moves} & {*_moves(told)}, set()),
    "starts": lambda stage, told: (stage.moves.count("y1 on"), told),
    "starts_at_most": lambda stage, told: (stage.moves.count("y1 on") > told, False),
    "issues": lambda stage, told: (stage.issues, _words(told)),
    "each": lambda stage, told: (
        _words(told).intersection(*[set[str]().union(*stage.history)]),
        _words(told),
    ),
    "never_together": lambda stage, told: (
        [on for on in stage.history if on >= _words(told)],
        [],
    ),
    "never_alone": lambda stage, told: (
        [on for on in stage.history if told[0] in on and told[1] not in on],
        [],
    ),
    "rested": lambda stage, told: ([r for r in _rests(stage.moved) if r < told], []),
}
"""What is seen and what it has to be, where that is not simply the same."""


def then(*more: Steps, **facts: Any) -> Steps:
    """See whether it has come as it should."""

    async def look(stage: Stage) -> None:
        for key, told in facts.items():
            same = (getattr(stage, key), told) if key not in SEEN else None
            seen, expected = same or SEEN[key](stage, told)
            assert seen == expected, f"{key} is {seen}, not {expected}"

    return Step(f"then({', '.join(facts)})", look), more


def apart(
    first: str, then: str, exactly: float | None = None, *, at_least: float = 0
) -> Step:
    """See how many seconds passed between two moves."""

    async def look(stage: Stage) -> None:
        passed = stage.between(first, then)
        told = f"{passed} s from {first} to {then}"
        assert passed == exactly if exactly is not None else passed >= at_least, told

    return Step(f"apart({first}, {then})", look)


# --- Scenarios -----------------------------------------------------------------------


@dataclass(frozen=True)
class Scenario:
    """A story, and the house in which it plays."""

    name: str
    steps: tuple[Steps, ...]
    wired: str
    outdoors: float | None
    """Outdoors at the beginning; None where there is no such sensor."""
    is_new: bool
    """Whether nobody knows how long the compressor has been off."""
    senses_defrosts: bool

    @property
    def backup(self) -> str:
        """What heats beside the compressor."""
        wired = _words(self.wired)
        return (
            "fuel" if "w1" in wired else "electric" if wired & {"w2", "e"} else "none"
        )

    async def play(self, stage: Stage) -> None:
        """Play it; what is not as it should be is told with what led there."""
        told: list[str] = []
        for step in _flat(self.steps):
            told.append(step.text)
            try:
                await step.play(stage)
            except AssertionError as failed:
                failed.add_note(f"{self.name}: {', '.join(told)}")
                raise


def _flat(steps: Steps) -> Iterator[Step]:
    if isinstance(steps, Step):
        yield steps
    else:
        for step in steps:
            yield from _flat(step)


def scene(
    name: str,
    *steps: Steps,
    wired: str = TWO_STAGES,
    outdoors: float | None = 0,
    is_new: bool = False,
    senses_defrosts: bool = False,
) -> Scenario:
    """Return a scenario of a house as most are, but for what is told."""
    return Scenario(name, steps, wired, outdoors, is_new, senses_defrosts)
