"""Whatever happens, in whatever order: the invariants hold."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, settings as examples, strategies as st

from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.settings import Preset
from custom_components.heat_pump_thermostat.engine.wishes import FanMode, Mode

from .rig import MACHINES, Bench, seconds, settings_for

TERMINALS = st.sampled_from(Terminal)


def _report(bench: Bench, is_reporting: bool) -> None:
    """Let the sensors report all the time, or only what changes."""
    bench.is_reporting = is_reporting


def _dispute(
    bench: Bench, terminals: tuple[Terminal, ...], on: bool, pause: float
) -> None:
    """Move a relay by hand again and again, however often it is put right."""
    for terminal in terminals * 5:
        bench.press(terminal, on=on).run(seconds(pause))


EVENTS: Mapping[str, tuple[st.SearchStrategy[Any], Callable[[Bench, Any], object]]] = {
    "choose": (st.sampled_from(Mode), Bench.choose),
    "emergency": (st.booleans(), lambda b, on: b.emergency(on=on)),
    "preset": (
        st.sampled_from([None, *Preset]),
        lambda b, preset: b.wish(lambda w: w.with_preset(preset)),
    ),
    "fan": (st.sampled_from(FanMode), lambda b, fan: b.wish(lambda w: w.with_fan(fan))),
    "room": (
        st.sampled_from([3, 6, 17, 19.5, 20, 21, 27, 34]),
        lambda b, room: b.sense(room=room),
    ),
    "outdoor": (
        st.sampled_from([-12, 2, 10, 30]),
        lambda b, outdoor: b.sense(outdoor=outdoor),
    ),
    "fallback": (
        st.sampled_from([3, 6, 19.5, 22]),
        lambda b, fallback: b.sense(fallback=fallback),
    ),
    "fallback lost": (st.none(), lambda b, _: b.lose_fallback_sensor()),
    "reports": (st.booleans(), _report),
    "clock set": (
        st.sampled_from([-7200, -240, -5, 5, 240, 7200]),
        lambda b, by: b.set_clock(seconds(by)),
    ),
    "disputed": (
        st.tuples(TERMINALS, st.booleans(), st.sampled_from([0, 2, 20, 61])),
        lambda b, to: _dispute(b, b.wired(to[0]), to[1], to[2]),
    ),
    "room sensor lost": (st.none(), lambda b, _: b.lose_room_sensor()),
    "window": (st.booleans(), lambda b, is_open: b.see(window=is_open)),
    "defrost": (st.booleans(), lambda b, is_on: b.see(defrost=is_on)),
    "slow": (
        st.tuples(st.sampled_from([0, 1, 4, 8]), st.sets(TERMINALS)),
        lambda b, to: b.slow(seconds(to[0]), *(t for t in to[1] if b.wired(t))),
    ),
    "lose": (TERMINALS, lambda b, t: b.lose(*b.wired(t))),
    "find": (
        st.tuples(TERMINALS, st.sampled_from([None, False, True])),
        lambda b, to: b.find(*b.wired(to[0]), on=to[1]),
    ),
    "press": (
        st.tuples(TERMINALS, st.booleans()),
        lambda b, to: [b.press(t, on=to[1]) for t in b.wired(to[0])],
    ),
    "test": (
        st.tuples(TERMINALS, st.sampled_from(Side)),
        lambda b, to: [b.test(t, to[1]) for t in b.wired(to[0])],
    ),
    "leave test": (st.none(), lambda b, _: b.leave_test()),
    "restart": (st.sampled_from([60, 3600]), lambda b, gap: b.restart(seconds(gap))),
}
PAUSES = st.sampled_from([0, 0.5, 2, 6, 10, 61, 301, 1000, 3000])


def story() -> st.SearchStrategy[list[tuple[str, Any, float]]]:
    """Return what may happen: what, with what, and how long nothing happens then."""
    events = [
        st.tuples(st.just(name), values, PAUSES) for name, (values, _) in EVENTS.items()
    ]
    return st.lists(st.one_of(events), min_size=5, max_size=25)


@examples(max_examples=300, derandomize=True, deadline=None)
@given(machine=st.sampled_from(sorted(MACHINES)), events=story())
def test_nothing_breaks_an_invariant(
    machine: str, events: list[tuple[str, Any, float]]
) -> None:
    bench = Bench(settings_for(MACHINES[machine]))
    for name, value, pause in events:
        EVENTS[name][1](bench, value)
        bench.run(seconds(pause))
