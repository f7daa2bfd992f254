"""Leaving the house to a relay board that goes on alone, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
import math
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
import voluptuous as vol

from custom_components.heat_pump_thermostat.const import DOMAIN
from custom_components.heat_pump_thermostat.engine.meter import Count

from .conftest import SetClock
from .house import DUAL_FUEL, House

HEARTBEAT = "button.heartbeat"
ACTION = "heat_pump_relays_plan_1"
OTHERS = "another thermostat has told its plan"
ACCOUNT = {
    "alone": "11520",
    "room": "19.8",
    "compressor": "5400",
    "backup": "600",
    "starts": "7",
    "by_hand": "no",
    "mode": "heat",
    "heat": "20.0",
    "cool": "24.0",
}


@dataclass
class Board:
    """A relay board with ESPHome, as Home Assistant knows it."""

    hass: HomeAssistant
    house: House
    plans: list[Mapping[str, Any]] = field(default_factory=list)
    beats: int = 0
    refusal: str | None = None
    owner: str | None = None
    """Which thermostat told it its plan."""
    is_away: bool = False
    account: Mapping[str, str] | None = None
    """What it tells with the next plan."""

    async def plug_in(self, *, action: str | None = ACTION) -> None:
        entry = MockConfigEntry(
            domain="esphome", data={"device_name": "heat-pump-relays"}
        )
        entry.add_to_hass(self.hass)
        registry = er.async_get(self.hass)
        registry.async_get_or_create(
            "button", "esphome", "beat", config_entry=entry, object_id_base="heartbeat"
        )
        for terminal in self.house.relays:
            registry.async_update_entity(
                f"switch.{terminal.value}", config_entry_id=entry.entry_id
            )
        self.hass.states.async_set(HEARTBEAT, "unknown")
        self.hass.services.async_register("button", "press", self._beat)
        if action:
            self.can(action)
        await self.house.tune(relays={"heartbeat": HEARTBEAT})

    def can(self, action: str, takes: vol.Schema | None = None) -> None:
        """Let ESPHome know of an action of the board."""
        self.hass.services.async_register(
            "esphome",
            action,
            self._take,
            takes,
            supports_response=SupportsResponse.NONE,
        )

    async def _beat(self, _: ServiceCall) -> None:
        self.beats += 1

    async def _take(self, call: ServiceCall) -> None:
        if self.is_away:
            raise HomeAssistantError("Not connected") from ConnectionError()
        if self.account:
            told = {"thermostat": call.data["thermostat"], **self.account}
            self.account = None
            self.hass.bus.async_fire("esphome.heat_pump_account", told)
        is_others = self.owner not in (None, call.data["thermostat"])
        if refusal := OTHERS if is_others else self.refusal:
            raise HomeAssistantError(
                translation_domain="esphome",
                translation_key="action_call_failed",
                translation_placeholders={"error": refusal},
            )
        self.plans.append(call.data)

    @property
    def plan(self) -> Mapping[str, Any]:
        return self.plans[-1]


@pytest.fixture
async def board(hass: HomeAssistant, house: House) -> Board:
    return Board(hass, house)


def issue(house: House) -> ir.IssueEntry | None:
    registry = ir.async_get(house.hass)
    return registry.async_get_issue(DOMAIN, f"{house.entry.entry_id}_plan_refused")


# --- What is told --------------------------------------------------------------


async def test_a_board_is_told_what_to_do_alone(house: House, board: Board) -> None:
    await house.ask("heat", room=19, outdoor=-3)
    await board.plug_in()

    assert board.plan == {
        "mode": "heat",
        "emergency": False,
        "heat": 20.0,
        "cool": 24.0,
        "heat_differential": pytest.approx(0.28, abs=0.01),
        "cool_differential": pytest.approx(0.28, abs=0.01),
        "can_heat": True,
        "can_cool": True,
        "backup": "electric",
        "compressor_above": -100.0,
        "cooling_above": pytest.approx(12.8, abs=0.03),
        "backup_below": pytest.approx(4.4, abs=0.05),
        "minimum_off": 300.0,
        "minimum_on": 300.0,
        "starts_per_hour": 4.0,
        "outdoor": pytest.approx(-3),
        "thermostat": house.entry.entry_id,
    }


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_a_furnace_is_told_with_its_changeover(board: Board) -> None:
    await board.plug_in()
    assert board.plan["backup"] == "fuel"
    assert board.plan["compressor_above"] == pytest.approx(-4)


async def test_a_plan_is_told_when_it_changes_and_now_and_then(
    house: House, board: Board
) -> None:
    await house.ask("heat", room=20)
    await board.plug_in()
    assert len(board.plans) == 1
    await house.live(minutes=60)
    assert 6 <= len(board.plans) <= 8

    told = len(board.plans)
    await house.choose("set_temperature", temperature=21)
    await house.wait(minutes=1)
    assert len(board.plans) == told + 1
    assert board.plan["heat"] == 21


async def test_unknown_weather_is_no_number(house: House, board: Board) -> None:
    house.report(outdoor="unavailable")
    await house.live(hours=4)
    await board.plug_in()
    assert math.isnan(board.plan["outdoor"])


async def test_a_board_that_was_away_is_told_anew(house: House, board: Board) -> None:
    await board.plug_in()
    board.hass.states.async_set(HEARTBEAT, "unavailable")
    await house.wait(minutes=2)
    told = len(board.plans)
    board.hass.states.async_set(HEARTBEAT, "unknown")
    await house.wait(minutes=2)
    assert len(board.plans) > told


async def test_a_board_that_is_back_hears_of_us_before_it_is_given_orders(
    house: House, board: Board
) -> None:
    """One that takes itself to be alone refuses them."""
    await house.ask("heat", room=20)
    await board.plug_in()
    await house.live(minutes=10)
    board.hass.states.async_set(HEARTBEAT, "unavailable")
    for terminal in house.relays:
        house[terminal.value].vanish()
    await house.choose("set_fan_mode", fan_mode="on")
    await house.wait(minutes=10, seconds=20)

    calls = async_capture_events(board.hass, EVENT_CALL_SERVICE)
    board.hass.states.async_set(HEARTBEAT, "unknown")
    for terminal in house.relays:
        house[terminal.value].come_back(on=False)
    await house.wait(seconds=10)
    domains = [call.data["domain"] for call in calls]
    assert domains[0] == "button"
    assert {*domains} == {"button", "esphome", "switch"}


@pytest.mark.parametrize(
    ("action", "text"),
    [
        pytest.param(None, "plan_unknown", id="older than plans"),
        pytest.param("other_plan_1", "plan_unknown", id="another board's"),
        pytest.param("heat_pump_relays_plan_2", "plan_of_other_version", id="newer"),
    ],
)
async def test_a_board_that_takes_no_such_plan_is_told_that_we_live_and_told_of(
    house: House, board: Board, action: str | None, text: str
) -> None:
    await board.plug_in(action=action)
    await house.wait(minutes=4)
    assert issue(house) is None
    await house.wait(minutes=2)
    assert board.beats == 7
    assert board.plans == []
    found = issue(house)
    assert found is not None
    assert found.translation_key == text
    assert found.severity is ir.IssueSeverity.WARNING


async def test_a_board_that_learns_of_plans_is_told_of_no_more(
    house: House, board: Board
) -> None:
    """It was updated; or it had only not told all it can, for a while."""
    await board.plug_in(action=None)
    await house.wait(minutes=6)
    assert issue(house) is not None
    board.can(ACTION)
    await house.wait(minutes=1)
    assert issue(house) is None
    assert len(board.plans) == 1

    board.hass.services.async_remove("esphome", ACTION)
    await house.wait(minutes=4)
    board.can(ACTION)
    await house.wait(minutes=6)
    assert issue(house) is None


async def test_a_board_that_is_chosen_no_more_is_told_of_no_more(
    house: House, board: Board
) -> None:
    await board.plug_in(action=None)
    await house.wait(minutes=6)
    assert issue(house) is not None
    await house.tune(relays={})
    assert issue(house) is None


async def test_a_board_that_takes_something_else_by_that_name_is_told_of(
    house: House, board: Board
) -> None:
    await board.plug_in(action=None)
    priced = vol.Schema({vol.Required("price"): float}, extra=vol.ALLOW_EXTRA)
    board.can(ACTION, priced)
    await house.wait(minutes=2)
    found = issue(house)
    assert found is not None
    assert found.translation_placeholders is not None
    assert "price" in found.translation_placeholders["because"]
    assert board.beats == 3


async def test_what_a_board_refuses_is_told_and_its_heart_beats_on(
    house: House, board: Board
) -> None:
    board.refusal = OTHERS
    await board.plug_in()
    await house.wait(minutes=3)
    found = issue(house)
    assert found is not None
    assert found.translation_placeholders is not None
    assert found.translation_placeholders["because"] == board.refusal
    assert board.beats == 4

    board.refusal = None
    await house.live(minutes=12)
    assert issue(house) is None


async def test_a_board_that_does_not_answer_is_no_refusal(
    house: House, board: Board
) -> None:
    board.is_away = True
    await board.plug_in()
    await house.wait(minutes=3)
    assert issue(house) is None
    board.is_away = False
    await house.wait(minutes=1)
    assert len(board.plans) == 1


async def test_of_two_thermostats_the_board_belongs_to_the_first(
    house: House, board: Board
) -> None:
    """Until that has been silent for so long that it will not come back."""
    board.owner = "the other"
    await board.plug_in()
    await house.live(minutes=20)
    assert issue(house) is not None
    assert not board.plans

    board.owner = None
    await house.live(minutes=11)
    assert issue(house) is None
    assert board.plan["thermostat"] == house.entry.entry_id


# --- Finding it ----------------------------------------------------------------


def beside_a_heartbeat(house: House, *, lacks: str | None = None) -> None:
    """Let the relays be those of a board with a heartbeat, but for one."""
    entry = MockConfigEntry(domain="esphome", data={"device_name": "relays"})
    entry.add_to_hass(house.hass)
    registry = er.async_get(house.hass)
    registry.async_get_or_create(
        "button",
        "esphome",
        "beat",
        config_entry=entry,
        object_id_base="alive",
        original_name="Heartbeat",
    )
    house.hass.states.async_set("button.alive", "unknown")
    for terminal in house.relays:
        if terminal.value != lacks:
            registry.async_update_entity(
                f"switch.{terminal.value}", config_entry_id=entry.entry_id
            )


async def test_set_up_finds_the_board_by_its_heartbeat(shell: House) -> None:
    beside_a_heartbeat(shell)
    await shell.install()
    assert shell.entry.options["relays"] == {"heartbeat": "button.alive"}


async def test_a_household_may_do_without_it(shell: House) -> None:
    beside_a_heartbeat(shell)
    await shell.install(finish={"board": False})
    assert "heartbeat" not in shell.entry.options.get("relays", {})


async def test_a_board_that_lacks_a_relay_is_not_offered(shell: House) -> None:
    beside_a_heartbeat(shell, lacks="w2")
    await shell.install()
    assert "heartbeat" not in shell.entry.options.get("relays", {})


# --- Leaving ---------------------------------------------------------------------


async def test_a_stop_leaves_the_running_machine_to_the_board(
    hass: HomeAssistant, house: House, board: Board
) -> None:
    await board.plug_in()
    await house.ask("heat", room=18)
    await house.live(minutes=10)
    running = house.on
    assert "y1" in running
    await house.spend(hass.async_stop())
    assert house.on == running


@pytest.mark.parametrize("reason", ["refused", "elsewhere", "old"])
async def test_a_stop_releases_what_the_board_would_not_look_after(
    hass: HomeAssistant, house: House, board: Board, reason: str
) -> None:
    if reason == "refused":
        board.refusal = "no"
    await board.plug_in(action=None if reason == "old" else ACTION)
    if reason == "elsewhere":
        registry = er.async_get(hass)
        registry.async_update_entity("switch.w2", config_entry_id=None)
    await house.ask("heat", room=18)
    await house.live(minutes=10)
    assert "y1" in house.on
    await house.spend(hass.async_stop())
    assert house.on <= {"o", "b"}


# --- Trying it -----------------------------------------------------------------


async def begun(house: House) -> ConfigFlowResult:
    """Return the dialog in which the board is tested, once that has begun."""
    flow = house.hass.config_entries.options
    menu = await flow.async_init(house.entry.entry_id)
    menu = await flow.async_configure(menu["flow_id"], {"next_step_id": "wiring_test"})
    assert "test_board" in menu["menu_options"]
    way = {"next_step_id": "test_board"}
    form = await flow.async_configure(menu["flow_id"], way)
    assert form["step_id"] == "test_board"
    return await flow.async_configure(form["flow_id"], {})


@pytest.mark.parametrize("hours", [0, 2, -2])
async def test_a_silence_on_purpose_is_a_silence(
    house: House, board: Board, set_clock: SetClock, hours: float
) -> None:
    """Nothing is ordered or told for six minutes, whatever happens."""
    await board.plug_in()
    await house.ask("heat", room=20)
    await house.wait(minutes=1)
    await begun(house)
    beats, told = board.beats, len(board.plans)
    set_clock(timedelta(hours=hours))
    house.forget()
    house.report(room=18.5)
    await house.wait(minutes=5, seconds=50)
    assert (house.moves, board.beats, len(board.plans)) == ([], beats, told)

    board.account = ACCOUNT
    await house.wait(seconds=30)
    assert board.beats > beats
    assert len(board.plans) > told
    await house.live(minutes=10)
    assert "y1" in house.on


@pytest.mark.parametrize(
    ("account", "outcome"),
    [(ACCOUNT, "result_board_kept"), (None, "result_board_idle")],
)
async def test_the_board_is_seen_to_take_over_or_not(
    house: House,
    board: Board,
    account: dict[str, str] | None,
    outcome: str,
) -> None:
    await board.plug_in()
    dialog = await begun(house)
    board.account = account
    await house.wait(minutes=7)
    flow = house.hass.config_entries.options
    shown = await flow.async_configure(dialog["flow_id"])
    while shown["type"] is FlowResultType.SHOW_PROGRESS_DONE:
        shown = await flow.async_configure(dialog["flow_id"])
    assert shown["step_id"] == outcome
    if account:
        assert shown["description_placeholders"] == {"room": "19.8 °C"}


async def test_a_dialog_that_is_closed_ends_the_silence(
    house: House, board: Board
) -> None:
    await board.plug_in()
    dialog = await begun(house)
    beats = board.beats
    house.hass.config_entries.options.async_abort(dialog["flow_id"])
    await house.wait(seconds=2)
    assert board.beats == beats + 1


async def test_without_such_a_board_there_is_nothing_to_try(house: House) -> None:
    flow = house.hass.config_entries.options
    menu = await flow.async_init(house.entry.entry_id)
    menu = await flow.async_configure(menu["flow_id"], {"next_step_id": "wiring_test"})
    assert "test_board" not in menu["menu_options"]


# --- Coming back -------------------------------------------------------------------


async def test_what_the_board_did_is_counted_and_told(
    hass: HomeAssistant,
    house: House,
    board: Board,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await house.ask("heat", room=20)
    kept = async_capture_events(hass, f"{DOMAIN}_house_kept")
    caplog.set_level("INFO")
    board.account = ACCOUNT
    await board.plug_in()

    assert "the board kept the house at 19.8 °C for 3 h 12 min" in caplog.text
    (event,) = kept
    assert event.data["hours"] == 3.2
    assert event.data["room"] == 19.8
    assert float(house.state("compressor_runtime").state) == pytest.approx(1.5)
    assert float(house.state("aux_heat_runtime").state) == pytest.approx(
        1 / 6, abs=0.01
    )
    assert float(house.state("compressor_starts_today").state) == 7


@pytest.mark.parametrize(
    ("told", "mode", "heat"),
    [
        pytest.param({"mode": "heat", "heat": "22.5"}, "heat", 22.5, id="warmer"),
        pytest.param({"mode": "off", "heat": "20"}, "off", 20, id="off"),
    ],
)
async def test_what_was_wished_at_the_board_is_heeded(
    house: House, board: Board, told: dict[str, str], mode: str, heat: float
) -> None:
    await house.ask("heat", room=20)
    board.account = {**ACCOUNT, "by_hand": "yes", **told}
    await board.plug_in()
    await house.wait(minutes=2)

    assert house.climate.state == mode
    assert board.plan["mode"] == mode
    assert board.plan["heat"] == heat


@pytest.mark.parametrize(
    "nonsense",
    [
        {"alone": "long"},
        {"alone": "inf"},
        {"heat": "nan", "by_hand": "yes"},
        {"heat": "99", "by_hand": "yes"},
        {"mode": "warm"},
        {"starts": ""},
        {"compressor": "1e99"},
        {"alone": "1e13", "compressor": "1e13", "backup": "1e13"},
    ],
    ids=str,
)
async def test_nonsense_changes_nothing(
    house: House,
    board: Board,
    nonsense: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await house.ask("heat", room=20)
    board.account = {**ACCOUNT, **nonsense}
    await board.plug_in()
    await house.wait(minutes=2)
    assert house.climate.attributes["temperature"] == 20
    assert float(house.state("compressor_runtime").state) <= 1.5
    assert [r for r in caplog.get_records("call") if r.levelname == "ERROR"] == []


@pytest.mark.parametrize("much", ["12345678", "1e12"])
async def test_no_more_is_counted_than_there_was_time_for(
    house: House, board: Board, much: str
) -> None:
    """A sum keeps for ever what it took."""
    starts = much if much.isdigit() else "9" * 400
    more = {"compressor": much, "backup": much, "starts": starts}
    board.account = {**ACCOUNT, **more}
    await board.plug_in()
    await house.wait(minutes=2)
    meter = house.entry.runtime_data.decision.state.meter
    alone = float(ACCOUNT["alone"])
    assert meter.ever(Count.COMPRESSOR) == pytest.approx(alone, abs=120)
    assert meter.ever(Count.AUX) == pytest.approx(alone, abs=120)
    assert 0 < meter.ever(Count.STARTS) <= alone / 60


async def test_another_thermostats_account_is_not_ours(
    hass: HomeAssistant, house: House, board: Board
) -> None:
    await board.plug_in()
    told = {**ACCOUNT, "thermostat": "another"}
    hass.bus.async_fire("esphome.heat_pump_account", told)
    await house.settle()
    assert float(house.state("compressor_starts_today").state) == 0
