"""Whatever happens, in whatever order: the invariants hold.

`STEPS` asks for more than the few thousand steps of an ordinary run; `SEED` begins
with the stories of that round, to tell those of a failure again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from itertools import count
import os
import sys
from typing import Any

from hypothesis import (
    HealthCheck,
    given,
    seed,
    settings as examples,
    strategies as st,
)
import pytest

from custom_components.heat_pump_thermostat.engine.board import Side, Terminal
from custom_components.heat_pump_thermostat.engine.curtailment import Curtailment
from custom_components.heat_pump_thermostat.engine.explanation import explanation_of
from custom_components.heat_pump_thermostat.engine.house.cheap_hours import Hour
from custom_components.heat_pump_thermostat.engine.observation import Reading
from custom_components.heat_pump_thermostat.engine.settings import (
    Auxiliary,
    Compressor,
    Fan,
    FaultStops,
    FreezeGuard,
    Limits,
    Preset,
    Relays,
    Schedule,
    Settings,
)
from custom_components.heat_pump_thermostat.engine.wishes import (
    Block,
    FanMode,
    Hold,
    Mode,
)

from .rated import DATASHEET, KNOWN
from .rig import (
    MACHINES,
    Bench,
    Memory,
    celsius,
    kelvin,
    minutes,
    seconds,
    settings_for,
    targets,
)

STEPS = int(os.environ.get("STEPS", "20000"))
SEED = int(os.environ.get("SEED", "0"))
STORIES_PER_ROUND = 400

CAST = st.shared(
    st.lists(st.sampled_from(Terminal), min_size=1, max_size=3, unique=True), key="cast"
)
"""The few relays that faults and hands befall in one story: so that they meet."""
TERMINALS = CAST.flatmap(st.sampled_from)


def _report(bench: Bench, is_reporting: bool) -> None:
    """Let the sensors report all the time, or only what changes."""
    bench.is_reporting = is_reporting


def _dispute(
    bench: Bench, terminals: tuple[Terminal, ...], on: bool, pause: float
) -> None:
    """Move a relay by hand again and again, however often it is put right."""
    for terminal in terminals * 5:
        bench.press(terminal, on=on).run(seconds(pause))


def _resist(
    bench: Bench, terminals: tuple[Terminal, ...], for_: float, to: bool | None
) -> None:
    """Let a relay stick where it is or goes; for a while it may claim to obey."""
    for terminal in terminals:
        bench.relays[terminal].is_silent = for_ < 0
        bench.relays[terminal].lies_for = seconds(max(for_, 0))
        if to is not None:
            bench.press(terminal, on=to)


def _mumble(bench: Bench, terminals: set[Terminal], lag: float) -> None:
    """Let what relays say arrive late, and perhaps in another order."""
    for terminal in terminals & bench.relays.keys():
        bench.relays[terminal].lag = seconds(lag)


def _lose_power(bench: Bench, lasts: timedelta) -> None:
    """Let every relay be without power for a while."""
    bench.lose(*bench.relays).run(lasts).find(*bench.relays, on=False)


def _schedule(bench: Bench, block: tuple[float | None, ...] | None) -> None:
    """Let a schedule's block begin, or none be followed."""
    if block is None:
        bench.follow(None)
        return
    temperature, heat, cool = (None if t is None else celsius(t) for t in block)
    until = bench.now + minutes(30)
    bench.follow(Block(until, temperature, heat, cool))


def _foresee(bench: Bench, ahead: tuple[float | None, ...]) -> None:
    """Let block, weather and prices be known; and the house, that they may matter."""
    heat, outdoor, price = ahead
    upcoming = None if heat is None else Block(heat=celsius(heat))
    hours = tuple(
        Hour(
            bench.now + i * minutes(60),
            None if outdoor is None else celsius(outdoor * (i % 3)),
            None if price is None else 0.1 + price * (i % 2),
        )
        for i in range(12)
    )
    bench.learn(envelope=KNOWN)
    bench.more = {**bench.more, "upcoming": upcoming, "ahead": hours}
    bench.settle()


def _pass_quietly(bench: Bench, hour: int) -> None:
    """Let the household's clock show an hour."""
    bench.more = {**bench.more, "local": time(hour)}
    bench.settle()


def _lie(bench: Bench, says: float) -> None:
    """Let the room sensor say something, however soon, and be believed or not."""
    bench.believes_leaps = False
    bench.sense(room=says)


def _say_more(bench: Bench, name: str, value: object) -> None:
    """Let something else be told, by its name in an observation."""
    bench.more = {**bench.more, name: value}
    bench.settle()


def _contradict(bench: Bench, value: float) -> None:
    """Let others say something of the outdoor air."""
    _say_more(bench, "weather", Reading(celsius(value), bench.now))


def _add_room(bench: Bench, value: float | None) -> None:
    """Let a further room sensor say something, or nothing."""
    seen = None if value is None else Reading(celsius(value), bench.now)
    _say_more(bench, "further", {"sensor.attic": seen})


OPTIONS: tuple[Callable[[Settings], Settings], ...] = (
    lambda s: replace(s, relays=Relays(keep_alive=timedelta())),
    lambda s: replace(s, relays=Relays(keep_alive=minutes(1))),
    lambda s: replace(s, freeze_guard=FreezeGuard()),
    lambda s: replace(s, freeze_guard=FreezeGuard(guards_off=True)),
    lambda s: replace(s, freeze_guard=FreezeGuard(heats_blindly=False)),
    lambda s: replace(s, limits=Limits(warmest=celsius(25.0), coldest=celsius(20.0))),
    *(
        lambda s, stops=stops: replace(s, sensors=replace(s.sensors, fault_stops=stops))
        for stops in FaultStops
    ),
    lambda s: replace(s, fan=Fan(run_on_heat=seconds(0), run_on_cool=seconds(0))),
    lambda s: replace(s, auxiliary=Auxiliary(temper_defrost=True)),
    lambda s: replace(s, auxiliary=Auxiliary(maximum_outdoor=None)),
    lambda s: replace(s, machine=replace(s.machine, ratings=DATASHEET)),
    lambda s: replace(s, schedule=Schedule(is_adaptive=True)),
    lambda s: replace(
        s, compressor=replace(s.compressor, quiet_from=time(22), quiet_until=time(6))
    ),
    lambda s: replace(
        s,
        compressor=Compressor(
            minimum_outdoor=s.compressor.minimum_outdoor, outage_delay=minutes(60)
        ),
    ),
)


ENDS = st.sampled_from([1, 20, 90])
"""In how many minutes something ends."""
PAIRS = st.sampled_from([(12, 30), (17, 21), (20, 24), (22, 26)])


def _hold(bench: Bench, pair: tuple[float, float], ends: float) -> None:
    """Hold temperatures for a while."""
    until = bench.now + minutes(ends)
    bench.wish(lambda w: w.with_hold(targets(*pair), bench.schedule, until=until))


def _leave(
    bench: Bench, pair: tuple[float, float], begins: float, lasts: float
) -> None:
    """Plan a vacation, which may have begun."""
    leaves = bench.now + minutes(begins)
    away = Hold(targets(*pair), leaves + minutes(lasts), begins=leaves)
    bench.wish(lambda w: w.with_vacation(away))


def _limit(
    bench: Bench, source: str, offset: float, backup: float | None, ends: float
) -> None:
    """Let somebody ask the household to go without."""
    asked = Curtailment(bench.now + minutes(ends), kelvin(offset), backup)
    bench.wish(lambda w: w.with_curtailment(source, asked))


EVENTS: Mapping[str, tuple[st.SearchStrategy[Any], Callable[[Bench, Any], object]]] = {
    "choose": (st.sampled_from(Mode), Bench.choose),
    "emergency": (st.booleans(), lambda b, on: b.emergency(on=on)),
    "emergency for": (
        ENDS,
        lambda b, ends: b.wish(
            lambda w: w.with_emergency(on=True, until=b.now + minutes(ends))
        ),
    ),
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
    "lie": (st.sampled_from([-40, 0, 4, 13, 20, 31, 50]), _lie),
    "further": (st.sampled_from([None, 3, 14, 20, 31]), _add_room),
    "weather": (st.sampled_from([-25, 2, 30]), _contradict),
    "return air": (
        st.sampled_from([5, 20, 26]),
        lambda b, back: b.measure(back=back),
    ),
    "signal": (st.booleans(), lambda b, on: _say_more(b, "has_fault", on)),
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
    "dark": (
        st.sampled_from([30, 70, 200]),
        lambda b, lasts: _lose_power(b, minutes(lasts)),
    ),
    "press": (
        st.tuples(TERMINALS, st.booleans()),
        lambda b, to: [b.press(t, on=to[1]) for t in b.wired(to[0])],
    ),
    "resist": (
        st.tuples(
            TERMINALS,
            st.sampled_from([-1, 0, 2, 20]),
            st.sampled_from([None, False, True]),
        ),
        lambda b, to: _resist(b, b.wired(to[0]), to[1], to[2]),
    ),
    "mumble": (
        st.tuples(st.sets(TERMINALS), st.sampled_from([0, 1, 4, 8])),
        lambda b, to: _mumble(b, *to),
    ),
    "restart": (
        st.tuples(st.sampled_from([20, 60, 3600]), st.sampled_from(Memory)),
        lambda b, to: b.restart(seconds(to[0]), to[1]),
    ),
    "reload": (
        st.sampled_from([1, 15, 70]),
        lambda b, lasts: b.reload(seconds(lasts)),
    ),
    "option": (st.sampled_from(OPTIONS), Bench.adjust),
    "schedule": (
        st.sampled_from(
            [
                None,
                (None, None, None),
                (18, None, None),
                (22, None, None),
                (None, 21, 23),
                (None, 16, 28),
            ]
        ),
        _schedule,
    ),
    "foresee": (
        st.tuples(
            st.sampled_from([None, 16, 20, 23]),
            st.sampled_from([None, -12, 5]),
            st.sampled_from([None, 0.4]),
        ),
        _foresee,
    ),
    "hour": (st.sampled_from([3, 12, 22]), _pass_quietly),
    "hold": (
        PAIRS,
        lambda b, to: b.wish(lambda w: w.with_targets(targets(*to), b.schedule)),
    ),
    "hold for": (st.tuples(PAIRS, ENDS), lambda b, to: _hold(b, *to)),
    "leave": (
        st.tuples(PAIRS, st.sampled_from([-5, 0, 30]), ENDS),
        lambda b, to: _leave(b, *to),
    ),
    "limit": (
        st.tuples(
            st.sampled_from(["utility", "battery"]),
            st.sampled_from([0, 2, 5]),
            st.sampled_from([None, 0, 3]),
            ENDS,
        ),
        lambda b, to: _limit(b, *to),
    ),
    "resume": (st.none(), lambda b, _: b.wish(lambda w: w.resumed(b.schedule))),
    "test": (
        st.tuples(TERMINALS, st.sampled_from(Side)),
        lambda b, to: [b.test(t, to[1]) for t in b.wired(to[0])],
    ),
    "leave test": (st.none(), lambda b, _: b.leave_test()),
}
PAUSES = st.sampled_from([0, 0.5, 2, 6, 10, 61, 301, 1000, 3000, 9000])


type Story = list[tuple[str, Any, float]]


def _story(kinds: list[str]) -> st.SearchStrategy[Story]:
    events = [st.tuples(st.just(kind), EVENTS[kind][0], PAUSES) for kind in kinds]
    return st.lists(st.one_of(events), min_size=5, max_size=25)


def story() -> st.SearchStrategy[Story]:
    """Return what may happen: what, with what, and how long nothing happens then.

    Few kinds of events in a story meet each other more often.
    """
    kinds = st.sets(st.sampled_from(sorted(EVENTS)), min_size=3, max_size=9)
    return kinds.map(sorted).flatmap(_story)


STARTS = st.sampled_from(
    [
        (Mode.HEAT, 17),
        (Mode.HEAT, 19.6),
        (Mode.HEAT, 20),
        (Mode.COOL, 26),
        (Mode.HEAT_COOL, 20),
        (Mode.HEAT_COOL, 26),
    ]
)
"""The mode in which a story begins, and how warm the room is."""


def _ask_why(bench: Bench) -> None:
    """Let the thermostat explain itself: what comes next is yet to come."""
    why = explanation_of(bench.settings, bench.decision, bench.observation())
    assert why.next is None or why.next.at > bench.now


def _live(machine: str, start: tuple[Mode, float], events: Story) -> Bench:
    bench = Bench(settings_for(MACHINES[machine]), *start).run(minutes(7))
    for name, value, pause in events:
        EVENTS[name][1](bench, value)
        bench.run(seconds(pause))
        _ask_why(bench)
    return bench


def _tell(number: int) -> int:
    """Live through one round of stories; return how many steps that took."""
    steps = 0

    @seed(number)
    @examples(
        max_examples=STORIES_PER_ROUND,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(sorted(MACHINES)), STARTS, story())
    def stories(machine: str, start: tuple[Mode, float], events: Story) -> None:
        nonlocal steps
        steps += len(_live(machine, start, events).decisions)

    stories()
    return steps


def _say(text: str) -> None:
    sys.stdout.write(f"story: {text}\n")
    sys.stdout.flush()


@pytest.mark.slow
def test_nothing_breaks_an_invariant() -> None:
    steps = 0
    for number in count(SEED):
        _say(f"{steps:,} of {STEPS:,} steps; next SEED={number}")
        steps += _tell(number)
        if steps >= STEPS:
            break
    _say(f"{steps:,} steps, and every invariant held")
