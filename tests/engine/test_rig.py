"""The inspector notices each broken invariant, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay, Terminal
from custom_components.heat_pump_thermostat.engine.meter import Count
from custom_components.heat_pump_thermostat.engine.wishes import Mode

from .invariants import ORDERS, W1, W2, WIRES, Y1, Y2, B, E, G, Moment, O, violations
from .rig import NOON, Bench, Memory, minutes, seconds
from .wires import FakeRelay

LONG = minutes(60)
SOON = seconds(4)
TERMINALS = (Y1, Y2, G, O, B, W2, E, W1)


def moment(*closed: Terminal, **more: Any) -> Moment:
    """Return a moment in which only these relays are on, and long have been."""
    says = {t: Relay.ON if t in closed else Relay.OFF for t in TERMINALS}
    known = Moment(
        closed=frozenset(closed),
        says=says,
        says_for=dict.fromkeys(TERMINALS, LONG),
        told_for={},
        compressor_off_for=LONG,
        compressor_quiet_for=LONG,
        running_for=LONG,
        cools=False,
    )
    return replace(known, **more)


def told(terminal: Terminal, *closed: Terminal, to: bool, **more: Any) -> Moment:
    """Return a moment in which a relay is being told something."""
    return moment(*closed, told=terminal, to=to, **more)


DISPUTED = frozenset({Y1, W2})


def meeting(**more: Any) -> Moment:
    """Return a moment in which disputed auxiliary heat meets a disputed cooling Y1."""
    return moment(Y1, G, W2, cools=True, disputed=DISPUTED, **more)


LOST = dict.fromkeys(TERMINALS, Relay.OFF) | {Y1: Relay.UNKNOWN}
FRESH = dict.fromkeys(TERMINALS, LONG) | {O: SOON}
LATELY = dict.fromkeys(TERMINALS, SOON)


@pytest.mark.parametrize(
    ("broken", "invariant"),
    [
        pytest.param(
            told(Y1, G, to=True, is_emergency=True), "1: Y in emergency heat", id="1a"
        ),
        pytest.param(told(E, Y1, G, to=True), "1: E while Y may run", id="1b"),
        pytest.param(
            told(E, G, to=True, says=LOST, says_for=LATELY),
            "1: E while Y may run",
            id="1c",
        ),
        pytest.param(moment(Y1, E, G), "1: Y beside E", id="1d"),
        pytest.param(
            told(W1, to=True, says=LOST),
            "2: W1 while Y may run, or just ran",
            id="2a",
        ),
        pytest.param(
            told(W1, to=True, compressor_quiet_for=seconds(59)),
            "2: W1 while Y may run, or just ran",
            id="2b",
        ),
        pytest.param(moment(Y1, W1, G), "2: Y beside W1", id="2c"),
        pytest.param(moment(Y2, G), "3: Y2 without Y1", id="3"),
        pytest.param(moment(O, B, moved=O, to=True), "4: O beside B", id="4a"),
        pytest.param(moment(O, B, Y1, G), "4: O beside B", id="4b"),
        pytest.param(
            told(O, Y1, G, to=True),
            "5: the valve while Y may run, or just ran",
            id="5a",
        ),
        pytest.param(
            told(O, to=False, compressor_quiet_for=seconds(299)),
            "5: the valve while Y may run, or just ran",
            id="5b",
        ),
        pytest.param(
            told(Y1, G, to=True, says_for=FRESH),
            "5: Y before the valve has settled",
            id="5c",
        ),
        pytest.param(
            moment(Y1, G, O, moved=O, to=True), "5: the valve moves under Y", id="5d"
        ),
        pytest.param(
            moment(Y1, G, W2, cools=True), "6: backup heat while cooling", id="6"
        ),
        pytest.param(
            meeting(says_for=dict.fromkeys(TERMINALS, seconds(121))),
            "6: backup heat while cooling",
            id="6 in a dispute, for too long",
        ),
        pytest.param(
            moment(Y1, G, W2, cools=True, disputed=frozenset({W2}), says_for=LATELY),
            "6: backup heat while cooling",
            id="6 where Y1 could give way",
        ),
        pytest.param(
            moment(Y1, disputed=frozenset({G})),
            "9: Y, W2 or E without G",
            id="9 where Y1 could give way",
        ),
        pytest.param(
            told(Y1, G, to=True, compressor_quiet_for=seconds(299)),
            "7: Y within the minimum off time",
            id="7a",
        ),
        pytest.param(
            moment(Y1, G, moved=Y1, to=True, compressor_off_for=seconds(299)),
            "7: Y within the minimum off time",
            id="7b",
        ),
        pytest.param(
            told(Y1, Y1, G, to=False, running_for=seconds(299)),
            "8: an ordinary stop within the minimum on time",
            id="8a",
        ),
        pytest.param(
            moment(Y1, G, stop_due_for=seconds(61)),
            "8: Y runs on though it had to stop at once",
            id="8b",
        ),
        pytest.param(told(G, Y1, G, to=False), "9: G let go while Y may run", id="9a"),
        pytest.param(moment(E), "9: Y, W2 or E without G", id="9b"),
        pytest.param(
            told(W2, G, to=True, has_room=False),
            "10: a call without a room temperature",
            id="10",
        ),
    ],
)
def test_what_is_broken_is_noticed(broken: Moment, invariant: str) -> None:
    assert invariant in ORDERS.keys() | WIRES.keys()
    assert invariant in violations(broken)


@pytest.mark.parametrize(
    "fine",
    [
        pytest.param(moment(), id="rest"),
        pytest.param(moment(Y1, Y2, G, B, W2), id="heating with aux"),
        pytest.param(moment(Y1, Y2, G, O, cools=True), id="cooling"),
        pytest.param(moment(G, W2, E, is_emergency=True), id="emergency heat"),
        pytest.param(moment(W1), id="furnace"),
        pytest.param(told(Y1, G, to=True), id="a start"),
        pytest.param(told(E, G, to=True, says=LOST), id="E beside a lost Y"),
        pytest.param(
            told(Y1, Y1, G, to=False, running_for=SOON, is_stop_urgent=True),
            id="a stop at once",
        ),
        pytest.param(
            told(Y1, Y1, to=False, running_for=SOON), id="a stop for want of a fan"
        ),
        pytest.param(
            told(Y1, Y1, G, to=False, running_for=SOON, told_for={Y1: SOON}),
            id="a stop that is told again",
        ),
        pytest.param(
            told(Y1, Y1, G, W2, to=False, running_for=SOON, cools=True),
            id="a stop because auxiliary heat meets cooling",
        ),
        pytest.param(moment(Y2, G, told_for={Y2: seconds(5)}), id="Y2 does not let go"),
        pytest.param(
            moment(O, B, Y1, G, told_for={Y1: seconds(5)}),
            id="a valve that must stay, under a compressor that does not stop",
        ),
    ],
)
def test_what_is_fine_is_not(fine: Moment) -> None:
    assert violations(fine) == []


def test_the_bench_fails_a_test_that_breaks_one() -> None:
    bench = Bench(room=20)
    bench.relays[Y2].closed = True
    with pytest.raises(AssertionError, match="3: Y2 without Y1"):
        bench.settle()


@pytest.mark.parametrize(
    ("relay", "story"),
    [
        pytest.param(FakeRelay(), [(0, True, Relay.ON)], id="obeying"),
        pytest.param(FakeRelay(delay=seconds(3)), [(3, True, Relay.ON)], id="late"),
        pytest.param(FakeRelay(is_silent=True), [], id="silent"),
        pytest.param(FakeRelay(is_lost=True), [], id="lost"),
        pytest.param(
            FakeRelay(lies_for=seconds(2)),
            [(0, False, Relay.ON), (2, False, Relay.OFF)],
            id="lying",
        ),
        pytest.param(
            FakeRelay(lag=seconds(3)),
            [(0, True, Relay.OFF), (3, True, Relay.ON)],
            id="mumbling",
        ),
    ],
)
def test_what_a_relay_makes_of_an_order(
    relay: FakeRelay, story: list[tuple[float, bool, Relay]]
) -> None:
    relay.tell(NOON, on=True)
    seen = [
        (second, relay.closed, relay.says)
        for second in range(9)
        if relay.advance(NOON + timedelta(seconds=second))
    ]
    assert seen == story


def test_a_word_that_was_overtaken_is_put_right() -> None:
    relay = FakeRelay(lag=seconds(4))
    relay.tell(NOON, on=True)
    relay.lag = seconds(0)
    relay.tell(NOON + seconds(1), on=False)
    says = []
    for second in range(12):
        while relay.advance(NOON + seconds(second)):
            says.append((second, relay.closed, relay.says))
    assert says == [
        (0, True, Relay.OFF),
        (1, False, Relay.OFF),
        (4, False, Relay.ON),
        (9, False, Relay.OFF),
    ]


@pytest.mark.parametrize(
    ("memory", "compressor", "mode"),
    [
        pytest.param(Memory.KEPT, 600, Mode.HEAT, id="kept"),
        pytest.param(Memory.STORED, 570, Mode.HEAT, id="as it was stored"),
        pytest.param(Memory.LOST, 0, Mode.OFF, id="lost"),
    ],
)
def test_what_a_restart_remembers(
    memory: Memory, compressor: float, mode: Mode
) -> None:
    bench = Bench(room=19).run(minutes(10)).restart(seconds(60), memory)
    counted = bench.state.meter.total(Count.COMPRESSOR).ever
    assert compressor <= counted <= compressor + 30
    assert bench.state.wishes.mode is mode
