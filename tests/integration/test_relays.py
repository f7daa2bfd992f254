"""In which order relays move, and what becomes of it when one of them fails."""

from itertools import pairwise

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockGroup

from .house import House
from .relays import Temper, hanging, lying, raising, silent

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


async def test_a_relay_moves_because_of_the_person_who_asked(
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
    causes = {e.data["entity_id"]: e.context.parent_id for e in house.events}
    assert causes["switch.y1"] == person.id

    await house.sense(room=22)
    await house.live(minutes=10)
    causes = {e.data["entity_id"]: e.context.parent_id for e in house.events}
    assert causes["switch.y1"] is None


@pytest.fixture
async def guest(hass: HomeAssistant, house: House) -> Context:
    """Let somebody use the thermostat's entities, and nothing else in the house."""
    await hass.auth.async_create_user("Owner")
    group = MockGroup("guests", "Guests").add_to_hass(hass)
    own = {house.id("thermostat"): True, house.id("emergency_heat"): True}
    group.policy = {"entities": {"entity_ids": own}}
    user = await hass.auth.async_create_user("Guest", group_ids=[group.id])
    assert not user.is_admin
    return Context(user_id=user.id)


async def test_a_guest_who_may_not_switch_relays_is_obeyed_at_once(
    hass: HomeAssistant, house: House, guest: Context
) -> None:
    await house.sense(room=18)
    relay = {"entity_id": "switch.y1"}
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "switch", "turn_on", relay, blocking=True, context=guest
        )
    fields = {"entity_id": house.id("thermostat"), "hvac_mode": "heat"}
    await hass.services.async_call(
        "climate", "set_hvac_mode", fields, blocking=True, context=guest
    )
    await house.settle()

    assert {"y1", "g"} <= house.on
    assert [len(house[terminal].orders) for terminal in ("y1", "g")] == [1, 1]
    causes = {(e.context.user_id, e.context.parent_id) for e in house.events}
    assert causes == {(None, guest.id)}

    emergency = {"entity_id": house.id("emergency_heat")}
    await hass.services.async_call(
        "switch", "turn_on", emergency, blocking=True, context=guest
    )
    await house.settle()
    assert house.on == {"g", "w2", "e"}


# --- Relays that fail ----------------------------------------------------------


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


# --- Relays that somebody else moves -------------------------------------------


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
