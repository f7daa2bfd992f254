"""In which order relays move, and what becomes of it when one of them fails."""

from itertools import pairwise

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import (
    BARE,
    BOTH_VALVES,
    DUAL_FUEL,
    EMERGENCY_ONLY,
    HEAT_ONLY,
    JUST_A_COMPRESSOR,
    ONE_STAGE,
    RHEEM,
    TWO_STAGE,
    House,
)
from .relays import Temper, hanging, late, lying, obeying, raising, silent

REST = 301
"""The minimum off time and a moment."""
SETTLING = 5
"""How long the valve stands before the compressor starts."""
RUN_ON = 60
"""How long the fan goes on after a call."""

BAD_TEMPERS = pytest.mark.parametrize(
    "temper",
    [
        pytest.param(silent, id="silent"),
        pytest.param(raising, id="raising"),
        pytest.param(lying, id="lying"),
        pytest.param(hanging, id="hanging"),
    ],
)


# --- The order of relays that obey ---------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "moves"),
    [
        pytest.param(TWO_STAGE, ["g on", "y1 on", "y2 on"], id="two stages"),
        pytest.param(ONE_STAGE, ["g on", "y1 on"], id="one stage"),
        pytest.param(RHEEM, ["b on", "g on", "y1 on"], id="B valve"),
        pytest.param(BOTH_VALVES, ["g on", "y1 on"], id="O and B"),  # B stands already
        pytest.param(EMERGENCY_ONLY, ["g on", "y1 on"], id="E alone"),
        pytest.param(DUAL_FUEL, ["g on", "y1 on"], id="dual fuel"),
        pytest.param(BARE, ["g on", "y1 on"], id="no backup"),
        pytest.param(HEAT_ONLY, ["y1 on"], id="no fan, no valve"),
        pytest.param(JUST_A_COMPRESSOR, ["y1 on"], id="just a compressor"),
    ],
)
async def test_a_heat_call(house: House, moves: list[str]) -> None:
    """The valve stands, the fan blows, then the compressor starts, stage by stage."""
    await house.ask("heat", room=18.0, outdoor=8.0)
    await house.wait(seconds=SETTLING)

    assert house.moves == moves


@pytest.mark.parametrize(
    ("wiring", "moves"),
    [
        pytest.param(TWO_STAGE, ["o on", "g on", "y1 on", "y2 on"], id="two stages"),
        pytest.param(RHEEM, ["g on", "y1 on"], id="B valve"),
        pytest.param(BOTH_VALVES, ["b off", "g on", "o on", "y1 on"], id="O and B"),
    ],
)
async def test_a_cool_call(house: House, moves: list[str]) -> None:
    await house.ask("cool", room=26.0, outdoor=30.0)
    await house.wait(seconds=SETTLING)

    assert house.moves == moves


@pytest.mark.parametrize(
    ("first", "then"), [("g", "y1"), ("y1", "y2")], ids=["fan", "first stage"]
)
async def test_a_call_waits_for_each_confirmation(
    house: House, first: str, then: str
) -> None:
    house[first].temper = late(4)

    await house.ask("heat", room=18.0)
    called = house.now
    await house.wait(seconds=10)

    assert (house.when(f"{then} on") - called).total_seconds() == 4


async def test_from_heat_to_cool(house: House) -> None:
    """The compressor stops and rests before the valve moves under no pressure."""
    await house.ask("heat", room=18.0, outdoor=30)
    await house.live(minutes=6)
    house.forget()

    await house.ask("cool", room=26.0, outdoor=30.0)
    await house.live(minutes=6)

    assert house.moves == [
        *("y2 off", "y1 off", "g off"),
        *("o on", "g on", "y1 on", "y2 on"),
    ]
    assert house.since("y1 off", until="g off") == RUN_ON
    assert house.since("y1 off", until="o on") == REST
    assert house.since("o on", until="y1 on") == SETTLING


async def test_auxiliary_heat_goes_first_and_the_fan_last(house: House) -> None:
    await house.ask("heat", room=18.0)
    await house.live(minutes=11)
    assert house.on == {"g", "y1", "y2", "w2"}
    house.forget()

    await house.sense(room=22.0)
    await house.live(minutes=2)

    assert house.moves == ["w2 off", "y2 off", "y1 off", "g off"]
    assert house.since("y1 off", until="g off") == RUN_ON


async def test_emergency_heat_replaces_a_running_compressor(house: House) -> None:
    await house.ask("heat", room=18.0)
    await house.wait(minutes=1)
    house.forget()

    await house.use("switch", "turn_on", "emergency_heat")

    assert house.moves == ["y2 off", "y1 off", "e on", "w2 on"]
    assert house.since("y1 off") == 0


async def test_emergency_heat_keeps_the_auxiliary_heat_that_runs(house: House) -> None:
    await house.ask("heat", room=18.0)
    await house.live(minutes=11)
    house.forget()

    await house.use("switch", "turn_on", "emergency_heat")

    assert house.moves == ["y2 off", "y1 off", "e on"]


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_a_furnace_never_burns_beside_the_compressor(house: House) -> None:
    await house.ask("heat", room=18.0)
    await house.wait(minutes=6)
    house.forget()

    await house.use("switch", "turn_on", "emergency_heat")
    await house.wait(minutes=3)
    await house.use("switch", "turn_off", "emergency_heat")
    await house.live(minutes=10)

    assert house.moves == [
        *("y1 off", "g off", "w1 on"),
        *("w1 off", "g on", "y1 on"),
    ]
    assert house.since("y1 off", until="y1 on") >= REST
    assert house.since("w1 off", until="y1 on") >= 180


@pytest.mark.parametrize(
    ("wiring", "together"),
    [
        pytest.param(TWO_STAGE, {"y1", "e"}, id="compressor and E"),
        pytest.param(TWO_STAGE, {"o", "w2"}, id="cooling and W2"),
        pytest.param(EMERGENCY_ONLY, {"y1", "e"}, id="compressor and E alone"),
        pytest.param(DUAL_FUEL, {"y1", "w1"}, id="compressor and furnace"),
        pytest.param(BOTH_VALVES, {"o", "b"}, id="both valves"),
    ],
)
@pytest.mark.parametrize("seconds", [0, 3, 8])
async def test_what_is_never_on_together(
    house: House, together: set[str], seconds: float
) -> None:
    """Whatever the household does, and however late the relays answer."""
    for relay in house.relays.values():
        relay.temper = late(seconds)

    await house.ask("heat", room=18.0, outdoor=10.0)
    await house.live(minutes=12)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=4)
    await house.ask("cool", room=28.0, outdoor=30.0)
    await house.live(minutes=1)
    await house.use("switch", "turn_off", "emergency_heat")
    await house.live(minutes=15)
    await house.ask("heat_cool", room=15.0, outdoor=0.0)
    await house.live(minutes=30)
    await house.choose("turn_off")
    await house.live(minutes=2)

    assert set.union(*house.history) >= together
    assert not [on for on in house.history if on >= together]


@pytest.mark.parametrize(
    ("needed", "by"),
    [({"y1"}, {"y2"}), ({"g"}, {"y1"}), ({"g"}, {"w2"}), ({"g"}, {"e"})],
    ids=["Y1 for Y2", "G for Y1", "G for W2", "G for E"],
)
@pytest.mark.parametrize("seconds", [0, 3, 8])
async def test_what_is_never_on_alone(
    house: House, needed: set[str], by: set[str], seconds: float
) -> None:
    for relay in house.relays.values():
        relay.temper = late(seconds)

    await house.ask("heat", room=18.0)
    await house.live(minutes=12)
    await house.sense(room=22.0)
    await house.live(minutes=12)
    await house.sense(room=17.0)
    await house.live(minutes=12)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=4)
    await house.choose("turn_off")
    await house.live(minutes=4)

    assert not [on for on in house.history if on >= by and not on >= needed]
    assert house.on == set()


async def test_a_relay_moves_in_the_name_of_the_person_who_asked(
    hass: HomeAssistant, house: House
) -> None:
    """The logbook tells who turned the heat on, and who did not turn it off."""
    person = Context()
    await house.sense(room=18)
    fields = {"entity_id": house.id("thermostat"), "hvac_mode": "heat"}
    await hass.services.async_call(
        "climate", "set_hvac_mode", fields, blocking=True, context=person
    )
    await house.live(minutes=6)
    movers = {e.data["entity_id"]: e.context.id for e in house.events}
    assert movers["switch.y1"] == person.id

    await house.sense(room=22)
    movers = {e.data["entity_id"]: e.context.id for e in house.events}
    assert movers["switch.y1"] != person.id


async def test_a_wiggled_setpoint_starts_the_compressor_once(house: House) -> None:
    await house.ask("heat", room=19.0)

    for _ in range(10):
        await house.choose("set_temperature", temperature=15)
        await house.wait(seconds=10)
        await house.choose("set_temperature", temperature=22)
        await house.wait(seconds=10)

    assert house.moves.count("y1 on") == 1
    assert house.moves.count("y1 off") == 0


async def test_a_wiggled_mode_starts_the_compressor_once_a_rest(house: House) -> None:
    await house.ask("heat", room=19.0)

    for _ in range(25):
        await house.choose("turn_off")
        await house.wait(seconds=10)
        await house.choose("turn_on")
        await house.wait(seconds=10)

    assert house.moves.count("y1 on") == 2


@pytest.mark.parametrize("minutes", [0, 5, 12])
async def test_off_leaves_nothing_behind_that_could_start_later(
    house: House, minutes: float
) -> None:
    """Neither a second stage nor auxiliary heat that was about to join."""
    await house.ask("heat", room=18)
    await house.live(minutes=minutes)
    await house.choose("turn_off")
    await house.live(minutes=2)
    house.forget()

    await house.live(hours=3)

    assert house.moves == []


async def test_a_new_call_does_not_begin_with_auxiliary_heat(house: House) -> None:
    await house.ask("heat", room=18)
    await house.live(minutes=12)
    assert "w2" in house.on
    await house.sense(room=22)
    await house.live(minutes=10)
    house.forget()

    await house.sense(room=18)
    await house.live(minutes=9)

    assert house.moves == ["g on", "y1 on", "y2 on"]


# --- Relays that fail ----------------------------------------------------------


@BAD_TEMPERS
@pytest.mark.parametrize("bad", ["y2", "w2"])
async def test_the_other_relays_go_on(house: House, temper: Temper, bad: str) -> None:
    house[bad].temper = temper

    await house.ask("heat", room=18.0)
    await house.live(minutes=12)

    assert house.on == {"g", "y1", "y2", "w2"} - {bad}


@BAD_TEMPERS
async def test_an_order_is_repeated_ever_more_rarely(
    house: House, temper: Temper
) -> None:
    house["y2"].temper = temper

    await house.ask("heat", room=18.0)
    await house.wait(minutes=8)

    gaps = [
        (later - sooner).total_seconds()
        for sooner, later in pairwise(house["y2"].orders)
    ]
    assert gaps == sorted(gaps)
    assert gaps[0] <= 10
    assert gaps[-2:] == [60, 60]


@BAD_TEMPERS
async def test_without_its_fan_nothing_starts(house: House, temper: Temper) -> None:
    house["g"].temper = temper

    await house.ask("heat", room=18.0)
    await house.live(minutes=30)

    assert house.moves == []
    assert house.status == "relay_lost"


@BAD_TEMPERS
async def test_a_compressor_that_does_not_stop_keeps_backup_heat_off(
    house: House, temper: Temper
) -> None:
    await house.ask("heat", room=18.0)
    house["y1"].temper = temper

    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=10)

    assert house.on == {"g", "y1"}


@BAD_TEMPERS
async def test_off_is_repeated_until_the_relay_obeys(
    house: House, temper: Temper
) -> None:
    await house.ask("heat", room=18.0)
    house["y1"].temper = temper
    await house.choose("turn_off")
    await house.wait(minutes=10)
    assert house.on == {"g", "y1"}

    house["y1"].temper = obeying
    await house.wait(minutes=1)

    assert "y1" not in house.on


@pytest.mark.parametrize("terminal", ["y1", "y2", "w2", "g"])
async def test_off_is_carried_out_when_a_lost_relay_returns(
    house: House, terminal: str
) -> None:
    await house.ask("heat", room=18.0)
    await house.live(minutes=11)
    assert terminal in house.on
    house[terminal].vanish()
    await house.choose("turn_off")
    await house.wait(minutes=20)
    assert house.climate.state == "off"

    house[terminal].come_back(on=True)
    await house.settle()
    assert house.on <= {"g"}

    await house.wait(seconds=RUN_ON)
    assert house.on == set()


async def test_a_lost_compressor_relay_counts_as_running(house: House) -> None:
    """The minimum off time counts from when it is seen to be off."""
    await house.ask("heat", room=18.0)
    await house.wait(minutes=6)
    house["y1"].vanish()
    await house.wait(minutes=20)
    house["y1"].come_back(on=False)
    back = house.now
    house.forget()

    await house.live(minutes=10)

    assert (house.when("y1 on") - back).total_seconds() == REST


@pytest.mark.parametrize(
    ("wiring", "minutes", "on"),
    [
        pytest.param(TWO_STAGE, 1.9, {"g"}, id="electric heat waits"),
        pytest.param(TWO_STAGE, 2.1, {"g", "w2", "e"}, id="electric heat runs"),
        pytest.param(DUAL_FUEL, 60, set(), id="a furnace never"),
    ],
)
async def test_emergency_heat_without_an_answer_from_the_compressor(
    house: House, minutes: float, on: set[str]
) -> None:
    house["y1"].vanish()
    await house.ask("heat", room=18.0)

    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=minutes)

    assert house.on == on


@pytest.mark.parametrize("terminal", ["y1", "g", "w2", "o"])
async def test_a_lost_relay_becomes_a_repair_issue(
    house: House, issue_registry: ir.IssueRegistry, terminal: str
) -> None:
    issue_id = f"{house.entry.entry_id}_relay_lost"
    await house.ask("heat", room=18.0)
    house[terminal].vanish()
    await house.live(minutes=2)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is None

    await house.live(minutes=1)
    issue = issue_registry.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": f"`switch.{terminal}`",
    }
    assert house.state("problem").state == "on"

    house[terminal].come_back(on=False)
    await house.live(minutes=1)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is None
    assert house.state("problem").state == "off"


@pytest.mark.parametrize("temper", [silent, raising, hanging])
async def test_a_lost_fan_stops_the_compressor_within_a_minute(
    house: House, issue_registry: ir.IssueRegistry, temper: Temper
) -> None:
    await house.ask("heat", room=18.0)
    await house.live(minutes=11)
    house["g"].temper = temper
    house["g"].say(False)

    await house.wait(minutes=1)
    assert house.on == set()

    await house.live(minutes=9)
    issue_id = f"{house.entry.entry_id}_relay_lost"
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is not None


async def test_an_unavailable_fan_stops_the_compressor_within_a_minute(
    house: House,
) -> None:
    await house.ask("heat", room=18.0)
    await house.live(minutes=11)
    house["g"].vanish()

    await house.wait(minutes=1)

    assert house.on - {"g"} == set()


@pytest.mark.parametrize("mode", ["heat", "cool"])
async def test_nothing_starts_on_a_valve_that_does_not_answer(
    house: House, mode: str
) -> None:
    house["o"].vanish()

    await house.ask(mode, room={"heat": 18, "cool": 26}[mode], outdoor=20)
    await house.live(minutes=20)

    assert house.climate.state == mode
    assert house.on <= {"g"}
    assert house.status == "relay_lost"


async def test_a_cooling_compressor_does_not_start_to_heat_with_its_valve_lost(
    house: House,
) -> None:
    await house.ask("cool", room=26, outdoor=30)
    await house.live(minutes=6)

    house["o"].vanish()
    await house.sense(room=22)
    await house.live(minutes=10)
    await house.choose("set_hvac_mode", hvac_mode="heat_cool")
    await house.sense(room=15)
    await house.live(minutes=30)

    assert not house.on & {"y1", "y2"}


# --- Relays that somebody else moves -------------------------------------------


async def test_a_fan_turned_off_by_hand_is_turned_on_again(house: House) -> None:
    await house.ask("heat", room=18.0)

    house["g"].say(False)
    await house.settle()

    assert house.on == {"g", "y1", "y2"}


async def test_a_valve_moved_by_hand_stops_the_compressor_before_it_is_righted(
    house: House,
) -> None:
    await house.ask("heat", room=18.0)
    await house.wait(minutes=1)
    house.forget()

    house["o"].say(True)
    await house.live(minutes=7)

    assert house.moves[:3] == ["o on", "y2 off", "y1 off"]
    assert house.moves[-3:] == ["g on", "y1 on", "y2 on"]
    assert house.since("o on", until="y1 off") == 0
    assert house.since("y1 off", until="o off") == REST
    assert house.since("o off", until="y1 on") == SETTLING


async def test_a_compressor_started_by_hand_is_stopped_and_counts_as_a_run(
    house: House,
) -> None:
    house["y1"].say(True)
    await house.settle()
    assert house.on <= {"g"}

    await house.ask("heat", room=18.0)
    await house.live(minutes=10)

    assert house.since("y1 off", until="y1 on") == REST


async def test_a_compressor_started_by_hand_gets_its_fan_and_its_minimum_run(
    house: House,
) -> None:
    await house.ask("heat", room=21.0)
    house["y1"].say(True)
    await house.settle()
    assert house.on == {"g", "y1"}
    assert house.status == "minimum_on"

    await house.live(minutes=5)
    assert "y1" not in house.on


@pytest.mark.parametrize("terminal", ["y1", "y2", "w2", "e", "g"])
async def test_what_is_found_on_is_released_where_nothing_is_wanted(
    shell: House, terminal: str
) -> None:
    """A restart in the middle of a call, and nothing known of it."""
    shell[terminal].say(True)

    await shell.install()
    await shell.wait(minutes=2)

    assert shell.on == set()


async def test_a_valve_is_left_alone_where_nothing_is_wanted(shell: House) -> None:
    shell["o"].say(True)

    await shell.install()
    await shell.wait(minutes=10)

    assert shell.moves == ["o on"]
