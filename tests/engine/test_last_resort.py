"""When the thermostat itself fails, the machine is let go of, and no pipe freezes."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

import pytest

from custom_components.heat_pump_thermostat.engine.board import Relay, Side, Terminal
from custom_components.heat_pump_thermostat.engine.last_resort import (
    REST,
    STOPPED,
    is_freezing,
    orders,
)
from custom_components.heat_pump_thermostat.engine.settings import (
    FaultStops,
    Machine,
)

from .invariants import W1, W2, Y1, Y2, B, E, G, O
from .rig import (
    COOLING_ONLY,
    DUAL_FUEL,
    E_ONLY,
    MACHINES,
    NO_BACKUP,
    SINGLE_STAGE_B,
    TWO_STAGE,
    celsius,
    minutes,
)

ON, OFF, UNKNOWN = Relay.ON, Relay.OFF, Relay.UNKNOWN


@dataclass
class Wires:
    """Relays that obey, one round after the other."""

    machine: Machine
    relays: dict[Terminal, Relay]
    told: list[str] = field(default_factory=list)

    def obey(
        self, rounds: int = 1, failing_for: timedelta = REST, *, freezing: bool = False
    ) -> list[str]:
        """Return which moves were ordered and made."""
        for _ in range(rounds):
            for order in orders(
                self.machine,
                self.relays,
                failing_for=failing_for,
                is_freezing=freezing,
            ):
                self.relays[order.terminal] = ON if order.on else OFF
                self.told.append(f"{order.terminal} {'on' if order.on else 'off'}")
        return self.told


def wires(machine: Machine, *on: Terminal) -> Wires:
    return Wires(machine, {t: ON if t in on else OFF for t in machine.wired})


def test_everything_lets_go_in_order_and_the_fan_last() -> None:
    running = wires(TWO_STAGE, Y1, Y2, G, O, W2)
    assert running.obey() == ["w2 off", "y2 off", "y1 off"]
    assert running.obey() == ["w2 off", "y2 off", "y1 off", "g off"]
    assert running.obey(5)[4:] == []
    assert running.relays[O] is ON


def test_the_fan_cools_what_electric_heat_leaves_in_its_elements() -> None:
    relays = {Y1: OFF, W2: OFF, G: ON}
    for hot in (True, False):
        told = orders(
            TWO_STAGE,
            relays,
            failing_for=minutes(1),
            is_freezing=False,
            are_elements_hot=hot,
        )
        assert [order.terminal for order in told] == ([] if hot else [G])


def test_what_does_not_answer_is_told_and_keeps_the_fan() -> None:
    silent = Wires(TWO_STAGE, dict.fromkeys(TWO_STAGE.wired, UNKNOWN))
    told = orders(TWO_STAGE, silent.relays, failing_for=minutes(1), is_freezing=False)
    assert [order.terminal for order in told] == [E, W2, Y2, Y1]
    assert not any(order.on for order in told)


@pytest.mark.parametrize(
    ("machine", "heats_with"),
    [
        pytest.param(TWO_STAGE, {G, W2, E}, id="electric"),
        pytest.param(E_ONLY, {G, E}, id="E alone"),
        pytest.param(DUAL_FUEL, {W1}, id="a furnace"),
        pytest.param(NO_BACKUP, {G, Y1}, id="no backup: the compressor"),
        pytest.param(COOLING_ONLY, {G, W2}, id="never one that cools"),
    ],
)
def test_a_freezing_house_is_heated(
    machine: Machine, heats_with: set[Terminal]
) -> None:
    house = wires(machine)
    house.obey(4, freezing=True)
    assert {t for t, relay in house.relays.items() if relay is ON} == heats_with


@pytest.mark.parametrize(
    ("machine", "valve"),
    [
        pytest.param(NO_BACKUP, {O: ON}, id="O on"),
        pytest.param(NO_BACKUP, {O: UNKNOWN}, id="O silent"),
        pytest.param(Machine(wired=frozenset({Y1, B}), backup=NO_BACKUP.backup), {}),
        pytest.param(
            Machine(
                wired=frozenset({Y1}),
                backup=NO_BACKUP.backup,
                without_valve=Side.COOL,
            ),
            {},
            id="cooling only",
        ),
    ],
)
def test_a_valve_that_may_stand_for_cooling_is_left_alone(
    machine: Machine, valve: dict[Terminal, Relay]
) -> None:
    house = wires(machine)
    house.relays |= valve
    assert house.obey(5, freezing=True) == []


def test_a_compressor_heats_only_after_a_rest_that_nobody_can_doubt() -> None:
    house = wires(NO_BACKUP)
    assert house.obey(5, REST - minutes(1), freezing=True) == []
    assert house.obey(5, REST, freezing=True) == ["g on", "y1 on"]


def test_one_with_b_heats_while_b_is_on() -> None:
    machine = Machine(wired=frozenset({Y1, G, B}), backup=NO_BACKUP.backup)
    house = wires(machine, B)
    assert house.obey(3, freezing=True) == ["g on", "y1 on"]


@pytest.mark.parametrize(
    ("rooms", "was_freezing", "freezes"),
    [
        ([4.9], False, True),
        ([5.0], False, False),
        ([6.9], True, True),
        ([7.0], True, False),
        ([], True, False),
        # By the coldest, whichever sensor it is …
        ([14.0, 4.0], False, True),
        # … but no house in which another one says that it is warm.
        ([0.0, 18.0], False, False),
        ([0.0, 15.0], True, False),
    ],
)
def test_which_house_may_freeze(
    rooms: list[float], was_freezing: bool, freezes: bool
) -> None:
    said = [celsius(room) for room in rooms]
    assert is_freezing(said, was_freezing=was_freezing) is freezes


@pytest.mark.parametrize("freezing", [True, False])
@pytest.mark.parametrize("name", MACHINES)
def test_nothing_meets_what_it_must_not(name: str, *, freezing: bool) -> None:
    machine = MACHINES[name]
    terminals = sorted(machine.wired)
    for relays in product((ON, OFF, UNKNOWN), repeat=len(terminals)):
        house = Wires(machine, dict(zip(terminals, relays, strict=True)))
        before = dict(house.relays)
        for order in orders(machine, before, failing_for=REST, is_freezing=freezing):
            if not order.on or order.terminal is G:
                continue
            possibly_on = {t for t, relay in before.items() if relay is not OFF}
            assert order.terminal not in {Y2, O, B}
            assert not possibly_on & {Y1, Y2}
            assert order.terminal is W1 or G not in machine.wired or before[G] is ON
            if order.terminal is Y1:
                assert not possibly_on & {W2, E, W1}


def test_a_single_stage_with_b_is_let_go_of_too() -> None:
    assert wires(SINGLE_STAGE_B, Y1, G, B).obey(3) == ["y1 off", "g off"]


@pytest.mark.parametrize(
    ("machine", "stops", "heats"),
    [
        pytest.param(TWO_STAGE, FaultStops.COMPRESSOR, {"e on", "w2 on"}, id="backup"),
        pytest.param(NO_BACKUP, FaultStops.COMPRESSOR, set(), id="no compressor"),
        pytest.param(NO_BACKUP, FaultStops.COOLING, {"y1 on"}, id="it may heat"),
        pytest.param(TWO_STAGE, FaultStops.EVERYTHING, set(), id="nothing"),
        pytest.param(DUAL_FUEL, FaultStops.EVERYTHING, set(), id="no furnace"),
    ],
)
def test_what_a_signalled_fault_stops_does_not_heat_against_frost(
    machine: Machine, stops: FaultStops, heats: set[str]
) -> None:
    house = wires(machine)
    for _ in range(3):
        for order in orders(
            machine,
            house.relays,
            failing_for=REST,
            is_freezing=True,
            forbidden=STOPPED[stops],
        ):
            house.relays[order.terminal] = ON if order.on else OFF
    heaters = {Y1, W2, E, W1} & house.relays.keys()
    assert {f"{t} on" for t in heaters if house.relays[t] is ON} == heats
