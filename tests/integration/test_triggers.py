"""The triggers and conditions: when they fire, for whom, and what is offered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    condition as conditions,
    config_validation as cv,
    trigger as triggers,
)
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
import pytest
import voluptuous as vol

from custom_components.heat_pump_thermostat.condition import CONDITIONS
from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.trigger import TRIGGERS

from .house import House
from .test_actions import act

INTEGRATION = Path(__file__).parents[2] / "custom_components" / "heat_pump_thermostat"


class Watcher:
    """Somebody whom triggers tell."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.told: list[str] = []

    async def await_(self, name: str, **options: Any) -> None:
        """Be told when a trigger of the thermostat fires."""
        hass = self.house.hass
        config = cv.TRIGGER_SCHEMA(
            [{"trigger": f"{DOMAIN}.{name}", **self.target, "options": options}]
        )
        config = await triggers.async_validate_trigger_config(hass, config)

        async def tell(*_: Any, **__: Any) -> None:
            self.told.append(name)

        await triggers.async_initialize_triggers(
            hass, config, tell, DOMAIN, "test", lambda *_, **__: None
        )
        await self.house.settle()

    @property
    def target(self) -> Mapping[str, Any]:
        """The thermostat's card."""
        return {"target": {"entity_id": self.house.id("thermostat")}}

    async def is_so(self, name: str, **options: Any) -> bool:
        """Return whether a condition holds of the thermostat."""
        hass = self.house.hass
        config = cv.CONDITION_SCHEMA(
            {"condition": f"{DOMAIN}.{name}", **self.target, "options": options}
        )
        config = await conditions.async_validate_condition_config(hass, config)
        asked = await conditions.async_from_config(hass, config)
        return bool(asked.async_check())


@pytest.fixture
async def watcher(house: House) -> Watcher:
    """Have the platforms of triggers and conditions loaded."""
    assert await async_setup_component(house.hass, "automation", {})
    await house.settle()
    return Watcher(house)


# --- What is offered -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "offered"), [("triggers.yaml", TRIGGERS), ("conditions.yaml", CONDITIONS)]
)
def test_each_is_described(file: str, offered: Mapping[str, Any]) -> None:
    described = load_yaml_dict(INTEGRATION / file)
    names = {name for name in described if not name.startswith(".")}
    assert names == offered.keys()


@pytest.mark.parametrize(
    ("file", "offered"), [("triggers.yaml", TRIGGERS), ("conditions.yaml", CONDITIONS)]
)
def test_each_takes_the_choices_that_its_form_offers(
    file: str, offered: Mapping[str, Any]
) -> None:
    for name, described in load_yaml_dict(INTEGRATION / file).items():
        if name.startswith("."):
            continue
        fact = offered[name].fact
        selects = {
            field: set(spec["selector"]["select"]["options"])
            for field, spec in described["fields"].items()
            if "select" in spec["selector"]
        }
        assert selects == ({fact.choice: set(fact.choices)} if fact.choice else {})


@pytest.mark.parametrize("file", ["triggers.yaml", "conditions.yaml"])
def test_the_picker_shows_only_thermostats_of_ours(file: str) -> None:
    for name, described in load_yaml_dict(INTEGRATION / file).items():
        if not name.startswith("."):
            assert described["target"] == {
                "entity": {"integration": DOMAIN, "domain": "climate"}
            }


# --- What fires ----------------------------------------------------------------------


async def test_defrosts(shell: House) -> None:
    shell.hass.states.async_set("binary_sensor.sense", "off")
    await shell.install(sensors={"defrost_signal": "binary_sensor.sense"})
    assert await async_setup_component(shell.hass, "automation", {})
    watcher = Watcher(shell)
    await shell.ask("heat", room=18, outdoor=0)
    await shell.live(minutes=20)
    await watcher.await_("defrost_started")
    await watcher.await_("defrost_ended")
    assert not await watcher.is_so("is_defrosting")

    shell.hass.states.async_set("binary_sensor.sense", "on")
    await shell.live(minutes=1)
    assert watcher.told == ["defrost_started"]
    assert await watcher.is_so("is_defrosting")

    shell.hass.states.async_set("binary_sensor.sense", "off")
    await shell.live(minutes=5)
    assert watcher.told == ["defrost_started", "defrost_ended"]


async def test_emergency_heat_and_its_reason(watcher: Watcher) -> None:
    house = watcher.house
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    for name in ("emergency_heat_turned_on", "emergency_heat_turned_off"):
        await watcher.await_(name)
    await watcher.await_("auxiliary_heat_started", reason=["emergency_heat"])
    await watcher.await_("auxiliary_heat_started", reason="droop")
    await watcher.await_("auxiliary_heat_ran_long", **{"for": "00:20:00"})
    await watcher.await_("auxiliary_heat_ended")

    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=15)
    assert sorted(watcher.told) == [
        "auxiliary_heat_started",
        "emergency_heat_turned_on",
    ]
    assert await watcher.is_so("is_emergency_heat_on")
    assert await watcher.is_so("is_auxiliary_heat_on")
    assert not await watcher.is_so("is_auxiliary_heat_on", reason="droop")

    await house.live(minutes=20)
    assert watcher.told[-1] == "auxiliary_heat_ran_long"

    await house.use("switch", "turn_off", "emergency_heat")
    await house.live(minutes=1)
    assert sorted(watcher.told[-2:]) == [
        "auxiliary_heat_ended",
        "emergency_heat_turned_off",
    ]


async def test_auxiliary_heat_that_ends_soon_has_not_run_long(
    watcher: Watcher,
) -> None:
    house = watcher.house
    await watcher.await_("auxiliary_heat_ran_long", **{"for": "00:30:00"})
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=25)
    await house.choose("turn_off")
    await house.live(minutes=30)
    assert watcher.told == []


async def test_lockouts(watcher: Watcher) -> None:
    house = watcher.house
    await house.tune(compressor={"lock_out_heating": True, "minimum_outdoor": -5})
    await watcher.await_("locked_out", lockout="compressor")
    await watcher.await_("released", lockout="compressor")
    await house.ask("heat", room=19, outdoor=-10)
    await house.live(minutes=15)
    assert watcher.told == ["locked_out"]
    assert await watcher.is_so("is_locked_out", lockout=["compressor"])

    await house.sense(outdoor=5)
    await house.live(minutes=20)
    assert watcher.told == ["locked_out", "released"]


async def test_a_short_cycle_and_statuses(watcher: Watcher) -> None:
    house = watcher.house
    await watcher.await_("short_cycle_prevented")
    await watcher.await_("status_became", status=["minimum_off", "off"])
    await house.ask("heat", room=18)
    await house.live(minutes=10)
    assert watcher.told == []

    await house.choose("turn_off")
    await house.live(seconds=30)
    await house.choose("turn_on")
    await house.choose("set_hvac_mode", hvac_mode="heat")
    await house.live(seconds=30)
    assert "short_cycle_prevented" in watcher.told
    assert watcher.told.count("status_became") >= 1
    assert await watcher.is_so("status_is", status="minimum_off")
    assert not await watcher.is_so("status_is", status=["off", "idle"])


async def test_problems(watcher: Watcher) -> None:
    house = watcher.house
    await watcher.await_("problem_began", problem="relay_lost")
    await watcher.await_("problem_began", problem="freezing")
    await watcher.await_("problem_ended")
    await house.ask("heat", room=18)
    await house.live(minutes=6)
    house["y1"].vanish()
    await house.live(minutes=5)
    assert watcher.told == ["problem_began"]
    assert await watcher.is_so("has_problem")

    house["y1"].mend()
    await house.live(minutes=5)
    assert watcher.told == ["problem_began", "problem_ended"]


async def test_the_setpoint_is_reached_by_heat_not_by_asking_for_less(
    watcher: Watcher,
) -> None:
    house = watcher.house
    await watcher.await_("setpoint_reached")
    await house.ask("heat", room=19)
    await house.live(minutes=20)
    await house.choose("set_temperature", temperature=18)
    await house.live(minutes=5)
    assert watcher.told == []

    await house.choose("set_temperature", temperature=20)
    await house.live(minutes=10)
    await house.sense(room=20.6)
    await house.live(minutes=10)
    assert watcher.told == ["setpoint_reached"]


async def test_vacations_set_back(watcher: Watcher) -> None:
    house = watcher.house
    await watcher.await_("setback_began")
    await house.ask("heat", room=20)
    assert not await watcher.is_so("is_set_back")
    await act(house, "vacation", to="2026-02-01 12:00")
    assert watcher.told == ["setback_began"]
    assert await watcher.is_so("is_set_back")
    assert not await watcher.is_so("is_held")
    await act(house, "hold", temperature=19)
    assert await watcher.is_so("is_held")


async def test_the_balance_point_is_crossed_by_a_margin(shell: House) -> None:
    sheet = {
        f"heating_{what}_{point}": value
        for point, capacity, cop in (
            ("47f", 9.0, 3.6),
            ("17f", 5.5, 2.3),
        )
        for what, value in (("capacity", capacity), ("cop", cop))
    }
    await shell.install(performance=sheet)
    assert await async_setup_component(shell.hass, "automation", {})
    await shell.ask("heat", room=20, outdoor=5)
    await shell.live(minutes=15)
    told = shell.entry.runtime_data.decision.estimates.outlook.thermal_balance
    assert isinstance(told, float)
    watcher = Watcher(shell)
    await watcher.await_("fell_below_balance_point")
    await watcher.await_("rose_above_balance_point")
    assert not await watcher.is_so("is_below_balance_point")

    await shell.sense(outdoor=round(told) - 3)
    await shell.live(minutes=20)
    assert watcher.told == ["fell_below_balance_point"]
    assert await watcher.is_so("is_below_balance_point")
    await shell.sense(outdoor=round(told) + 4)
    await shell.live(minutes=20)
    assert watcher.told == ["fell_below_balance_point", "rose_above_balance_point"]


async def test_a_task_is_due(watcher: Watcher) -> None:
    house = watcher.house
    await watcher.await_("service_due", task="filter")
    await house.tune(upkeep={"filter_time": 7})
    assert watcher.told == []
    await house.wait(days=8)
    assert watcher.told == ["service_due"]


async def test_preheating(watcher: Watcher) -> None:
    house = watcher.house
    await watcher.await_("preheating_began")
    states = house.hass.states
    card = house.climate
    states.async_set(
        card.entity_id, "heat", {**card.attributes, "hvac_action": "preheating"}
    )
    await house.settle()
    assert watcher.told == ["preheating_began"]


# --- What does not -------------------------------------------------------------------


async def test_nothing_fires_over_a_reload(watcher: Watcher) -> None:
    house = watcher.house
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=10)
    for name in TRIGGERS:
        if name == "status_became":
            continue
        await watcher.await_(name, **({"for": 60} if name.endswith("long") else {}))
    states = house.hass.states
    card = house.climate
    states.async_set(card.entity_id, STATE_UNAVAILABLE)
    await house.settle()
    states.async_set(card.entity_id, card.state, card.attributes)
    await house.settle()
    assert watcher.told == []


async def test_cards_of_others_are_not_looked_at(
    hass: HomeAssistant, watcher: Watcher
) -> None:
    hass.states.async_set("climate.other", "heat", {"hvac_action": "heating"})
    config = {
        "trigger": f"{DOMAIN}.defrost_started",
        "target": {"entity_id": "climate.other"},
    }
    checked = await triggers.async_validate_trigger_config(
        hass, cv.TRIGGER_SCHEMA([config])
    )

    async def tell(*_: Any, **__: Any) -> None:
        watcher.told.append("fired")

    await triggers.async_initialize_triggers(
        hass, checked, tell, DOMAIN, "test", lambda *_, **__: None
    )
    hass.states.async_set("climate.other", "heat", {"hvac_action": "defrosting"})
    await watcher.house.wait(seconds=1)
    assert watcher.told == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("status_became", {}),
        ("status_became", {"status": []}),
        ("status_became", {"status": "asleep"}),
        ("auxiliary_heat_ran_long", {}),
        ("auxiliary_heat_started", {"reason": "boredom"}),
        ("defrost_started", {"reason": "droop"}),
        ("locked_out", {"lockout": "door"}),
    ],
)
async def test_what_makes_no_sense_is_refused(
    watcher: Watcher, name: str, options: dict[str, Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await watcher.await_(name, **options)
