"""What relays confirm: on, off or nothing; and unknown is not off."""

from datetime import datetime, timedelta

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    DOUBT,
    Board,
    Contact,
    Relay,
    Terminal,
)

from .invariants import Y1, Y2, E, G
from .rig import NOON, minutes, seconds

ON, OFF, UNKNOWN = Relay.ON, Relay.OFF, Relay.UNKNOWN


@pytest.mark.parametrize(
    ("says", "is_on", "is_off"),
    [
        pytest.param(ON, True, False, id="on"),
        pytest.param(OFF, False, True, id="off"),
        pytest.param(UNKNOWN, False, False, id="unknown is neither"),
    ],
)
def test_what_is_confirmed(says: Relay, *, is_on: bool, is_off: bool) -> None:
    board = Board({Y1: Contact(says, NOON)})
    assert (board.is_on(Y1), board.is_off(Y1)) == (is_on, is_off)


def test_what_is_not_wired_is_off_and_always_was() -> None:
    board = Board({})
    assert board.is_off(Y1)
    assert not board.is_on(Y1)
    assert not board.is_possibly_on(Y1)
    assert not board.is_wired(Y1)
    assert board.since(Y1) is None
    assert board.off_since([Y1]) is None
    assert board.running_since is None


@pytest.mark.parametrize(
    ("says", "since"),
    [
        pytest.param(ON, NOON, id="it runs"),
        pytest.param(OFF, None, id="it rests"),
        pytest.param(UNKNOWN, None, id="nobody knows"),
    ],
)
def test_since_when_the_compressor_runs(says: Relay, since: datetime | None) -> None:
    board = Board({}).confirmed({Y1: OFF}, NOON - minutes(9))
    board = board.confirmed({Y1: says}, NOON)
    assert board.confirmed({Y1: says}, NOON + minutes(1)).running_since == since


@pytest.mark.parametrize(
    ("terminal", "story", "possibly"),
    [
        pytest.param(Y1, [ON], True, id="Y on"),
        pytest.param(Y1, [OFF], False, id="Y off"),
        pytest.param(Y1, [UNKNOWN], True, id="Y never answered"),
        pytest.param(Y1, [OFF, UNKNOWN], True, id="Y lost while off"),
        pytest.param(E, [ON], True, id="E on"),
        pytest.param(E, [UNKNOWN], True, id="E never answered"),
        pytest.param(E, [ON, UNKNOWN], True, id="E lost while on"),
        pytest.param(E, [OFF, UNKNOWN], False, id="E lost while off"),
        pytest.param(E, [ON, OFF, UNKNOWN], False, id="its last answer counts"),
    ],
)
def test_what_is_possibly_on(
    terminal: Terminal, story: list[Relay], *, possibly: bool
) -> None:
    board = Board({})
    for says in story:
        board = board.confirmed({terminal: says}, NOON)
    assert board.is_possibly_on(terminal) is possibly


def test_a_relay_seen_for_the_first_time_may_just_have_changed() -> None:
    assert Board({}).confirmed({Y1: OFF}, NOON).since(Y1) == NOON


def test_what_is_said_again_is_no_news() -> None:
    board = Board({}).confirmed({Y1: OFF}, NOON)
    assert board.confirmed({Y1: OFF}, NOON + minutes(1)) is board


@pytest.mark.parametrize(
    ("says", "since"),
    [
        pytest.param({Y1: OFF, Y2: OFF}, NOON + minutes(1), id="the later of both"),
        pytest.param({Y1: OFF, Y2: ON}, None, id="one is on"),
        pytest.param({Y1: OFF, Y2: UNKNOWN}, None, id="one is unknown"),
    ],
)
def test_off_since(says: dict[Terminal, Relay], since: datetime | None) -> None:
    board = Board({}).confirmed({Y1: OFF, Y2: ON}, NOON)
    later = board.confirmed(says, NOON + minutes(1))
    assert later.off_since([Y1, Y2, G]) == since


@pytest.mark.parametrize(
    ("says", "after", "believed"),
    [
        pytest.param(OFF, seconds(29), UNKNOWN, id="it may still move"),
        pytest.param(OFF, DOUBT, OFF, id="it did not move"),
        pytest.param(ON, seconds(1), ON, id="it moved"),
        pytest.param(UNKNOWN, minutes(5), UNKNOWN, id="it is lost"),
    ],
)
def test_a_doubted_relay_is_unknown_until_it_moves_or_long_does_not(
    says: Relay, after: timedelta, believed: Relay
) -> None:
    board = Board({E: Contact(OFF, NOON - minutes(9), OFF)}).doubting([E], NOON)
    assert board.is_possibly_on(E)
    later = board.confirmed({E: says}, NOON + after)
    assert later.contacts[E].relay is believed
