"""The last gate before the relays holds whatever the rules before it decide."""

import pytest

from custom_components.heat_pump_thermostat.engine.board import (
    Board,
    Contact,
    Relay,
    Terminal,
)
from custom_components.heat_pump_thermostat.engine.clock import Clock
from custom_components.heat_pump_thermostat.engine.relays.conditions import Approach
from custom_components.heat_pump_thermostat.engine.relays.sequence import target

from ..invariants import W1, W2, Y1, Y2, B, E, G, O
from ..rig import NOON, TWO_STAGE, seconds, settings_for


def _says(*on: Terminal, lost: Terminal | None = None, for_: float = 301) -> Board:
    """Return a board with all terminals: on, lost, or else off, for some seconds."""
    says = dict.fromkeys(Terminal, Relay.OFF) | dict.fromkeys(on, Relay.ON)
    says |= {lost: Relay.UNKNOWN} if lost else {}
    since = NOON - seconds(for_)
    return Board({t: Contact(relay, since, relay) for t, relay in says.items()})


@pytest.mark.parametrize(
    ("goal", "board", "terminal", "is_on"),
    [
        pytest.param({Y1}, _says(G), Y1, True, id="Y1: all is ready"),
        pytest.param({Y1}, _says(), Y1, None, id="Y1: no fan"),
        pytest.param({Y1}, _says(G, for_=300), Y1, None, id="Y1: rested too short"),
        pytest.param({Y1}, _says(G, lost=Y2), Y1, None, id="Y1: Y2 may run"),
        pytest.param({Y1}, _says(G, E), Y1, None, id="Y1: E is on"),
        pytest.param({Y1}, _says(G, W1), Y1, None, id="Y1: W1 is on"),
        pytest.param({Y1}, _says(G, O), Y1, None, id="Y1: the valve is wrong"),
        pytest.param({Y1}, _says(G, lost=O), Y1, None, id="Y1: the valve is lost"),
        pytest.param({Y1, Y2}, _says(G), Y2, None, id="Y2: Y1 is off"),
        pytest.param({Y1, Y2}, _says(Y1), Y2, None, id="Y2: no fan"),
        pytest.param({Y1, Y2}, _says(G, Y1), Y2, True, id="Y2: beside Y1"),
        pytest.param(
            {Y1, Y2}, _says(G, Y1, for_=179), Y2, None, id="Y2: off too short"
        ),
        pytest.param({Y1, Y2}, _says(G, Y1, for_=180), Y2, True, id="Y2: off for long"),
        pytest.param({Y1}, _says(G, Y1, Y2, for_=299), Y2, None, id="Y2: on too short"),
        pytest.param({Y1}, _says(G, Y1, Y2, for_=300), Y2, False, id="Y2: on for long"),
        pytest.param(set(), _says(G, Y1, Y2, for_=1), Y2, False, id="Y2: Y1 stops"),
        pytest.param({Y1}, _says(G, Y2, for_=1), Y2, False, id="Y2: Y1 has stopped"),
        pytest.param({Y1}, _says(G, Y1, Y2, E, for_=1), Y2, None, id="Y2: E gives way"),
        pytest.param({E}, _says(G), E, True, id="E: Y is off"),
        pytest.param({E}, _says(G, lost=Y2, for_=119), E, None, id="E: Y2 is lost"),
        pytest.param({E}, _says(G, lost=Y2, for_=120), E, True, id="E: for long"),
        pytest.param({Y1, E}, _says(G, Y1), E, None, id="E: never beside Y1"),
        pytest.param({Y1, W2}, _says(G), W2, None, id="W2: Y1 comes first"),
        pytest.param({Y1, W2}, _says(G, Y1), W2, True, id="W2: beside Y1"),
        pytest.param({W2}, _says(G, Y1), W2, None, id="W2 alone: not beside Y1"),
        pytest.param({W2}, _says(G, Y2), W2, None, id="W2 alone: not beside Y2"),
        pytest.param({W1}, _says(Y1), W1, None, id="W1: Y1 is on"),
        pytest.param({W1}, _says(lost=Y1), W1, None, id="W1: Y1 is lost"),
        pytest.param({W1}, _says(for_=59), W1, None, id="W1: too soon"),
        pytest.param({W1}, _says(for_=60), W1, True, id="W1: soon enough"),
        pytest.param({O}, _says(B), O, None, id="O: B is on"),
        pytest.param({O}, _says(Y2), O, None, id="O: Y2 is on"),
        pytest.param({B}, _says(O), B, None, id="B: O is on"),
        pytest.param(set(), _says(Y1, O), O, None, id="O: not back under Y1"),
        pytest.param(set(), _says(Y1, G), G, True, id="G: stays for Y1"),
        pytest.param(set(), _says(G, lost=Y1), G, None, id="G: Y1 may be on"),
        pytest.param(set(), _says(G, for_=59), G, None, id="G: the elements are hot"),
        pytest.param(set(), _says(G, for_=60), G, False, id="G: they have cooled"),
        pytest.param(set(), _says(G, lost=W2, for_=59), G, None, id="G: W2 is lost"),
    ],
)
def test_where_a_relay_must_be(
    goal: set[Terminal], board: Board, terminal: Terminal, *, is_on: bool | None
) -> None:
    wanted = {t: t in goal for t in Terminal}
    approach = Approach(wanted, board, {}, settings_for(TWO_STAGE), Clock(NOON))
    assert target(approach, terminal) is is_on


@pytest.mark.parametrize(("ends_in", "is_on"), [(1, None), (0, False)])
def test_hot_elements_keep_the_fan_while_there_is_time(
    ends_in: float, *, is_on: bool | None
) -> None:
    approach = Approach(
        {G: False},
        _says(G, for_=20),
        {},
        settings_for(TWO_STAGE),
        Clock(NOON),
        ends_at=NOON + seconds(ends_in),
    )
    assert target(approach, G) is is_on


def test_where_there_is_no_opinion_there_is_no_order() -> None:
    approach = Approach({}, _says(Y1), {}, settings_for(TWO_STAGE), Clock(NOON))
    assert [target(approach, terminal) for terminal in Terminal] == [None] * 8
