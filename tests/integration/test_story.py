"""Whatever happens to a house, in whatever order: the invariants hold.

STORIES says how many are told; a longer run shows how far it is:

    STORIES=2000 pytest tests/integration/test_story.py
"""

from collections.abc import Awaitable, Callable, Mapping
import os
import sys
import time
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import UnitOfTemperature
from hypothesis import (
    HealthCheck,
    Phase,
    given,
    settings as examples,
    strategies as st,
)
import pytest

from custom_components.heat_pump_thermostat.engine.board import Terminal

from .conftest import SetClock
from .house import CELSIUS, ROOM, WIRINGS, Wiring
from .story import WINDOW, Restart, Story, begun
from .watch import TEMPERS

STORIES: Final = int(os.environ.get("STORIES", "20"))
LENGTH: Final = 30
SHOWN_EVERY: Final = 100

DAYS = "schedule.days"
TERMINALS = st.sampled_from(Terminal)

RESTARTS: Final = (
    Restart(is_reload=True),
    Restart(is_reload=True, forgets=True),
    Restart(),
    Restart(boots=90, gap=60),
    Restart(is_killed=True),
    Restart(is_killed=True, boots=5, gap=3600),
    Restart(is_killed=True, cuts_power=True, gap=60),
    Restart(is_killed=True, cuts_power=True, boots=5),
    Restart(is_killed=True, boots=90, forgets=True),
    Restart(forgets=True, gap=60),
)
OPTIONS: Final[tuple[tuple[str, Mapping[str, Any]], ...]] = (
    ("compressor", {"minimum_off": 600}),
    ("compressor", {"minimum_on": 600}),
    ("compressor", {"starts_per_hour": 2}),
    ("compressor", {"on_stop": "leave"}),
    ("compressor", {"on_stop": "release"}),
    ("compressor", {"outage_delay": 1}),
    ("compressor", {"lock_out_heating": True, "minimum_outdoor": -8}),
    ("auxiliary", {"strategy": "comfort"}),
    ("auxiliary", {"strategy": "economy", "temper_defrost": True}),
    ("comfort", {"changeover_delay": 0, "heat_differential": 0.1}),
    ("dual_fuel", {"droop": 0.5, "dwell": 5}),
    ("fan", {"run_on_heat": 0, "run_on_cool": 0}),
    ("relays", {"keep_alive": 1}),
    ("relays", {"keep_alive": 0}),
    ("schedule", {"schedule": DAYS}),
    ("sensors", {"windows": [WINDOW], "window_delay": 0}),
)
"""What may be chosen; no time shorter than the inspector knows by heart."""


def _say(story: Story, entity: str, state: str, attributes: Any = None) -> None:
    story.hass.states.async_set(entity, state, attributes)


async def _set(story: Story, entity: str, state: str, attributes: Any = None) -> None:
    _say(story, entity, state, attributes)
    await story.settle()


async def _fahrenheit(story: Story, degrees: float) -> None:
    """Let the room sensor speak another unit, until it reports again."""
    unit = {**CELSIUS, "unit_of_measurement": UnitOfTemperature.FAHRENHEIT}
    await _set(story, ROOM, str(degrees), unit)


async def _repeat(story: Story, times: int) -> None:
    """Let the sensors say the same more than once, all at the same moment."""
    for _ in range(times):
        story.report()
    await story.settle()


async def _swing(story: Story, room: float) -> None:
    """Let the room go where it is too cold, right or too warm, and back."""
    await story.sense(room=room)
    await story.pass_time(seconds=400)
    await story.sense(room=20)


async def _lose_room(story: Story, room: str) -> None:
    """Let the room sensor say nonsense for longer than it is believed."""
    await story.sense(room=room)
    await story.pass_time(seconds=1000)
    await story.sense(room=18)


async def _wiggle(story: Story, seconds: float) -> None:
    """Turn it off and on again."""
    await story.choose("turn_off")
    await story.pass_time(seconds)
    await story.choose("turn_on")


async def _turn(story: Story, to: tuple[str, float]) -> None:
    """Want what the machine may just not be doing."""
    mode, room = to
    await story.sense(room=room)
    await story.try_to("climate", "set_hvac_mode", "thermostat", hvac_mode=mode)


async def _reporting(story: Story, is_reporting: bool) -> None:
    story.is_reporting = is_reporting


async def _nothing(_story: Story, _: None) -> None:
    """Let nothing happen."""


async def _range(story: Story, to: tuple[float, float]) -> None:
    """Set one temperature, or two in a mode that has both."""
    low, high = to
    if story.climate.state == "heat_cool":
        wish = {"target_temp_low": low, "target_temp_high": high}
    else:
        wish = {"temperature": low}
    await story.try_to("climate", "set_temperature", "thermostat", **wish)


type Event = Callable[[Story, Any], Awaitable[object]]

TEMPERATURES = st.sampled_from([17, 18, 19.5, 20, 21, 23, 27, 28, 6, 3, 34])
UNUSABLE = st.sampled_from(["unavailable", "unknown", "nan", "61"])
EVENTS: Mapping[str, tuple[st.SearchStrategy[Any], Event]] = {
    "nothing": (st.none(), _nothing),
    "mode": (
        st.sampled_from(["heat", "cool", "heat_cool", "off", "heat", "fan_only"]),
        lambda s, m: s.try_to("climate", "set_hvac_mode", "thermostat", hvac_mode=m),
    ),
    "power": (
        st.sampled_from(["turn_on", "turn_off", "toggle"]),
        lambda s, service: s.try_to("climate", service, "thermostat"),
    ),
    "setpoints": (
        st.sampled_from([(16.0, 18.0), (20.0, 24.0), (23.0, 23.0), (28.0, 30.0)]),
        _range,
    ),
    "preset": (
        st.sampled_from(["none", "home", "away", "sleep", "eco", "emergency_heat"]),
        lambda s, p: (
            s.try_to("climate", "set_preset_mode", "thermostat", preset_mode=p)
            if p in s.climate.attributes["preset_modes"]
            else _nothing(s, None)
        ),
    ),
    "off and on again": (st.sampled_from([1, 20, 100]), _wiggle),
    "turn": (
        st.sampled_from([("heat", 17), ("cool", 28), ("heat_cool", 28)]),
        _turn,
    ),
    "emergency": (
        st.sampled_from(["turn_on", "turn_off"]),
        lambda s, service: s.try_to("switch", service, "emergency_heat"),
    ),
    "fan": (
        st.sampled_from(["on", "auto", "circulate"]),
        lambda s, f: (
            s.try_to("climate", "set_fan_mode", "thermostat", fan_mode=f)
            if "fan_mode" in s.climate.attributes
            else _nothing(s, None)
        ),
    ),
    "options": (
        st.sampled_from(OPTIONS),
        lambda s, to: s.set_options(to[0], **to[1]),
    ),
    "room": (TEMPERATURES, lambda s, room: s.sense(room=room)),
    "room satisfied or not": (st.sampled_from([17, 22, 28]), _swing),
    "room lost": (UNUSABLE, lambda s, room: s.sense(room=room)),
    "room lost for a while": (UNUSABLE, _lose_room),
    "room in °F": (st.sampled_from([32, 60, 66, 90]), _fahrenheit),
    "outdoor": (
        st.sampled_from([-12, 2, 10, 30, "unavailable", "inf"]),
        lambda s, outdoor: s.sense(outdoor=outdoor),
    ),
    "duplicates": (st.sampled_from([2, 5]), _repeat),
    "reports": (st.sampled_from([True, True, False]), _reporting),
    "window": (
        st.sampled_from(["on", "off", "unavailable"]),
        lambda s, window: _set(s, WINDOW, window),
    ),
    "schedule": (
        st.sampled_from(
            [
                ("on", {"temperature": 23}),
                ("on", {"target_temp_low": 16, "target_temp_high": 18}),
                ("off", {}),
                ("unavailable", {}),
            ]
        ),
        lambda s, to: _set(s, DAYS, *to),
    ),
    "temper": (
        st.tuples(TERMINALS, st.sampled_from(sorted(TEMPERS))),
        lambda s, to: s.spoil(*to),
    ),
    "temper of what each call needs": (
        st.tuples(
            st.sampled_from([Terminal.Y1, Terminal.G]), st.sampled_from(sorted(TEMPERS))
        ),
        lambda s, to: s.spoil(*to),
    ),
    "repairs": (st.none(), lambda s, _: s.repair()),
    "lose": (TERMINALS, Story.lose),
    "find": (
        st.tuples(TERMINALS, st.sampled_from([None, False, True])),
        lambda s, to: s.find(to[0], on=to[1]),
    ),
    "blank": (TERMINALS, Story.blank),
    "press": (
        st.tuples(TERMINALS, st.booleans()),
        lambda s, to: s.press(to[0], on=to[1]),
    ),
    "clock": (
        st.sampled_from([-7200, -240, -5, 5, 240, 7200]),
        lambda s, by: s.set_clock(by),
    ),
    "restart": (st.sampled_from(RESTARTS), Story.restart),
}
PAUSES = st.sampled_from([0, 0, 1, 5, 10, 61, 301, 700, 1000, 2000])


def stories() -> st.SearchStrategy[list[tuple[str, Any, float]]]:
    """Return what may happen: what, with what, and how long nothing happens then."""
    events = [
        st.tuples(st.just(name), values, PAUSES) for name, (values, _) in EVENTS.items()
    ]
    return st.lists(st.one_of(events), min_size=LENGTH, max_size=LENGTH + 10)


class Progress:
    """Tells how far a long run is."""

    clock = staticmethod(time.monotonic)
    """The clock of those who wait: it is not stopped by a test."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.told = self.events = self.starts = 0
        self._capture = capture
        self._begun = self.clock()

    def count(self, events: int, starts: int) -> None:
        """Count a story that is told."""
        self.told += 1
        self.events += events
        self.starts += starts
        if self.told % SHOWN_EVERY == 0:
            seconds = self.clock() - self._begun
            with self._capture.disabled():
                print(
                    f"{self.told} stories, {self.events} events, "
                    f"{self.starts} starts of the compressor, {seconds:.0f} s",
                    file=sys.__stderr__,
                    flush=True,
                )


@pytest.fixture(scope="module")
def custom_integrations() -> None:
    """Do without the Home Assistant of other tests: each story starts its own."""


@pytest.fixture
def nothing_is_written() -> None:
    """Do without the store of other tests: each story has its own."""


@pytest.fixture
def progress(capfd: pytest.CaptureFixture[str]) -> Progress:
    return Progress(capfd)


@pytest.mark.slow
@pytest.mark.timeout(0)
@examples(
    max_examples=STORIES,
    derandomize="STORIES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    print_blob=True,
)
@given(
    wiring=st.sampled_from(WIRINGS),
    begins=st.sampled_from([("heat", 17, 3), ("heat_cool", 18, 10), ("cool", 28, 30)]),
    events=stories(),
)
async def test_nothing_breaks_an_invariant(
    freezer: FrozenDateTimeFactory,
    set_clock: SetClock,
    progress: Progress,
    wiring: Wiring,
    begins: tuple[str, float, float],
    events: list[tuple[str, Any, float]],
) -> None:
    async with begun(freezer, set_clock, wiring) as story:
        mode, room, outdoor = begins
        await story.sense(room=room, outdoor=outdoor)
        await story.pass_time(seconds=660)
        await story.try_to("climate", "set_hvac_mode", "thermostat", hvac_mode=mode)
        for name, value, pause in events:
            await EVENTS[name][1](story, value)
            await story.pass_time(pause)
            assert story.watch.broken == []
        await story.recover()
        assert story.watch.broken == []
    progress.count(len(events), story.moves.count("y1 on"))
