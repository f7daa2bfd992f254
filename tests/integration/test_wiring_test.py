"""Each wire is tested from the options, and what is wrong with it is told."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import (
    BOTH_VALVES,
    CELSIUS,
    DUAL_FUEL,
    HEAT_ONLY,
    JUST_A_COMPRESSOR,
    ONE_STAGE,
    RHEEM,
    TWO_STAGE,
    WIRINGS,
    House,
    Wiring,
)
from .relays import silent

MEASURED = {
    "supply_temperature": "sensor.supply",
    "return_temperature": "sensor.return",
}


class Dialog:
    """The options of a thermostat, as the browser shows them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._flows = house.hass.config_entries.options
        self.shown: ConfigFlowResult

    async def open(self) -> Dialog:
        """Open the options, and choose the test of the wiring."""
        self.shown = await self._flows.async_init(self._house.entry.entry_id)
        return await self.choose("wiring_test")

    async def choose(self, step: str) -> Dialog:
        """Choose one way of a menu."""
        return await self.answer(next_step_id=step)

    async def answer(self, **fields: str) -> Dialog:
        """Send what a form or menu asks for."""
        flow = self.shown["flow_id"]
        self.shown = await self._flows.async_configure(flow, fields)
        await self._house.settle()
        return self

    async def test(self, terminal: str, **fields: str) -> Dialog:
        """Begin the test of a terminal."""
        await self.choose(f"test_{terminal}")
        return await self.answer(**fields)

    async def look(self) -> Dialog:
        """Look at what the dialog shows by now."""
        self.shown = await self._flows.async_configure(self.shown["flow_id"])
        return self

    async def wait(self, **duration: float) -> Dialog:
        """Let time pass, then look."""
        await self._house.wait(**duration)
        return await self.look()

    def leave(self) -> None:
        """Close the dialog."""
        self._flows.async_abort(self.shown["flow_id"])

    async def told(self) -> str:
        """Return the text that is shown, with its facts filled in."""
        texts = await async_get_translations(
            self._house.hass, "en", "options", [DOMAIN]
        )
        step, facts = self.step, self.facts
        if self.shown["type"] == "progress":
            key = f"progress.{self.shown['progress_action']}"
        elif self.shown["type"] == "abort":
            key = f"abort.{self.shown['reason']}"
        else:
            key = f"step.{step}.description"
        return texts[f"component.{DOMAIN}.options.{key}"].format(**facts)

    @property
    def step(self) -> str:
        """The step that is shown."""
        return str(self.shown.get("step_id", self.shown["type"]))

    @property
    def facts(self) -> Mapping[str, str]:
        """What the text of the step has to be filled in with."""
        return self.shown.get("description_placeholders") or {}

    @property
    def ways(self) -> list[str]:
        """Where the menu leads."""
        ways = self.shown["menu_options"]
        assert isinstance(ways, list)
        return ways


@pytest.fixture
async def dialog(house: House) -> Dialog:
    """Open the dialog of a thermostat whose compressor may start."""
    return await Dialog(house).open()


@pytest.fixture
async def running(house: House, dialog: Dialog) -> Dialog:
    """Test the compressor until it has run for a while."""
    await dialog.test("y1")
    await house.wait(minutes=1)
    assert "y1" in house.on
    return dialog


async def measure(house: House, supply: float, back: float) -> None:
    for entity, value in (("supply", supply), ("return", back)):
        house.hass.states.async_set(f"sensor.{entity}", str(value), CELSIUS)
    await house.settle()


@pytest.fixture
async def measured(shell: House) -> House:
    """Install a thermostat with supply and return sensors, and let it rest."""
    await measure(shell, 20, 20)
    await shell.install(sensors=MEASURED)
    await shell.wait(minutes=6)
    shell.forget()
    return shell


# --- The way through it --------------------------------------------------------------


async def test_the_options_open_with_a_menu(house: House) -> None:
    options = house.hass.config_entries.options
    menu = await options.async_init(house.entry.entry_id)

    assert menu["type"] == "menu"
    assert "wiring_test" in menu["menu_options"]


@pytest.mark.parametrize(
    ("wiring", "offered"),
    [
        (TWO_STAGE, "g o w2 e y1 y2"),
        (RHEEM, "g b w2 y1"),
        (DUAL_FUEL, "g o w1 y1"),
        (JUST_A_COMPRESSOR, "y1"),
    ],
)
async def test_only_what_is_wired_is_offered(dialog: Dialog, offered: str) -> None:
    assert dialog.ways == [*(f"test_{t}" for t in offered.split()), "finish"]
    assert dialog.facts["y1"] == "switch.y1"


async def test_it_says_what_to_look_for_before_anything_moves(
    house: House, dialog: Dialog
) -> None:
    await dialog.choose("test_g")

    assert (dialog.shown["type"], dialog.step) == ("form", "test_g")
    assert "`switch.g` goes on for a minute" in await dialog.told()
    assert house.moves == []


@pytest.mark.parametrize("wiring", WIRINGS, ids=lambda wiring: wiring.terminals)
async def test_every_terminal_of_every_wiring(
    house: House, dialog: Dialog, wiring: Wiring
) -> None:
    for terminal in wiring.terminals.split():
        await house.wait(minutes=2)  # The fan runs on after the one before.
        was_on = False
        await dialog.test(terminal)
        while dialog.shown["type"] == "progress":
            was_on |= terminal in house.on
            assert "{" not in await dialog.told()
            await dialog.wait(seconds=30)
        compressor = terminal in ("y1", "y2")
        assert dialog.step == ("result_ran" if compressor else "result_on")
        assert f"`switch.{terminal}` was on after" in await dialog.told()
        assert was_on
        await dialog.choose("wiring_test")

    await house.wait(minutes=2)
    assert house.on <= {"o", "b"}
    await dialog.choose("finish")
    assert dialog.shown["type"] == "create_entry"
    assert house.entry.options == {}


async def test_options_stay_as_they_are(house: House) -> None:
    await house.tune(compressor={"minimum_off": 400})
    dialog = await Dialog(house).open()
    await dialog.choose("finish")

    assert house.entry.options == {"compressor": {"minimum_off": 400}}


async def test_the_compressor_can_be_tested_either_way(
    house: House, dialog: Dialog
) -> None:
    await dialog.test("y1", side="heat")
    await dialog.wait(minutes=7)
    await house.sense(outdoor=30)
    await house.live(minutes=15)
    await dialog.choose("wiring_test")
    await dialog.test("y1", side="cool")
    await house.wait(minutes=1)

    assert house.on == {"y1", "g", "o"}


@pytest.mark.parametrize("wiring", [HEAT_ONLY])
async def test_which_way_is_asked_only_where_there_are_two(dialog: Dialog) -> None:
    await dialog.choose("test_y1")

    schema = dialog.shown["data_schema"]
    assert schema is not None
    assert schema.schema == {}


# --- What it shows meanwhile ---------------------------------------------------------


async def test_it_shows_how_it_goes_on(house: House, dialog: Dialog) -> None:
    await dialog.test("w2")

    assert (dialog.shown["type"], dialog.shown["progress_action"]) == (
        "progress",
        "running",
    )
    assert house.on == {"g", "w2"}
    assert house.status == "testing"
    assert house.state("next_change").state == "2026-01-15T14:07:00+00:00"
    assert "next change at 06:07:00" in await dialog.told()
    await dialog.wait(seconds=59)
    assert dialog.shown["type"] == "progress"
    await dialog.wait(seconds=2)
    assert dialog.step == "result_on"
    assert house.on == {"g"}
    await house.wait(minutes=1)
    assert house.on == set()


async def test_it_waits_for_the_minimum_off_and_says_so(new_house: House) -> None:
    dialog = await Dialog(new_house).open()
    await dialog.test("y1")
    await dialog.wait(seconds=1)

    assert "Y1 (`switch.y1`) is not on yet: Compressor resting." in await dialog.told()
    assert new_house.on == set()
    await dialog.wait(minutes=5, seconds=10)
    assert dialog.shown["progress_action"] == "running"
    assert new_house.since("y1 on") < 20
    await dialog.wait(minutes=6)
    assert dialog.step == "result_ran"


async def test_a_relay_that_answers_late(house: House) -> None:
    async def after_four(relay: Any, on: bool) -> None:
        relay.say_later(on, 4)

    house["w2"].temper = after_four
    dialog = await Dialog(house).open()
    await dialog.test("w2")
    await dialog.wait(seconds=65)
    assert dialog.shown["progress_action"] == "releasing"
    await dialog.wait(seconds=5)

    assert dialog.step == "result_on"
    assert dialog.facts["seconds"] == "4"


# --- What is found -------------------------------------------------------------------


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM], ids=["US"])
async def test_warm_air_proves_compressor_and_valve(measured: House) -> None:
    dialog = await Dialog(measured).open()
    await dialog.test("y1", side="heat")
    await measure(measured, 32, 20)
    await dialog.wait(minutes=7)

    assert dialog.step == "result_right_air"
    assert dialog.facts["lift"] == "21.6 °F"


async def test_air_that_stays_the_same_tells_of_a_machine_that_does_not_run(
    measured: House,
) -> None:
    dialog = await Dialog(measured).open()
    await dialog.test("y1")
    await dialog.wait(minutes=7)

    assert dialog.step == "result_same_air"
    assert "changed by only 0.0 K" in await dialog.told()


@pytest.mark.parametrize(
    ("wiring", "advice"),
    [
        pytest.param(
            TWO_STAGE,
            "choose `switch.o` for B, and leave O empty",
            id="O that should be B",
        ),
        pytest.param(
            RHEEM, "choose `switch.b` for O, and leave B empty", id="B that should be O"
        ),
        pytest.param(BOTH_VALVES, "exchange the relays of O and B", id="both"),
        pytest.param(HEAT_ONLY, "Neither O nor B is wired", id="none"),
    ],
)
async def test_a_swapped_valve_is_measured_and_it_says_what_to_change(
    measured: House, advice: str
) -> None:
    dialog = await Dialog(measured).open()
    await dialog.test("y1")
    await measure(measured, 12, 20)
    await dialog.wait(minutes=7)
    assert dialog.step == "result_wrong_air"
    assert "-8.0 K" in await dialog.told()

    await dialog.choose("wrong_air")
    assert advice in await dialog.told()
    assert dialog.ways == ["wiring_test", "finish"]


async def test_a_swapped_valve_is_told_by_the_person(dialog: Dialog) -> None:
    await dialog.test("y1")
    await dialog.wait(minutes=7)
    assert dialog.step == "result_ran"

    await dialog.choose("wrong_air")
    assert dialog.step == "swapped"
    assert dialog.facts == {"wired": "O", "other": "B", "valve": "`switch.o`"}


async def test_a_wire_that_does_nothing(dialog: Dialog) -> None:
    await dialog.test("g")
    await dialog.wait(minutes=2)
    assert dialog.ways == ["not_seen", "wiring_test", "finish"]

    await dialog.choose("not_seen")
    assert "check what is behind it" in await dialog.told()


async def test_a_relay_that_does_not_answer(house: House) -> None:
    house["w2"].temper = silent
    dialog = await Dialog(house).open()
    await dialog.test("w2")
    assert "is not on yet" in await dialog.told()
    await dialog.wait(seconds=70)

    assert dialog.step == "result_silent"
    assert "`switch.w2` did not confirm" in await dialog.told()


async def test_a_relay_that_does_not_release(house: House, dialog: Dialog) -> None:
    await dialog.test("w2")
    house["w2"].temper = silent
    await dialog.wait(seconds=80)
    assert dialog.shown["progress_action"] == "releasing"
    await dialog.wait(seconds=40)

    assert dialog.step == "result_stuck"
    assert "does not confirm that it is off" in await dialog.told()


# --- What ends it --------------------------------------------------------------------


async def test_leaving_the_dialog_ends_it(house: House, running: Dialog) -> None:
    running.leave()
    await house.settle()
    assert house.on <= {"g"}
    assert house.status == "off"


async def test_leaving_after_it_ends_nobody_elses(house: House) -> None:
    first = await Dialog(house).open()
    await first.test("g")
    await first.wait(minutes=2)
    second = await Dialog(house).open()
    await second.test("w2")
    first.leave()
    await house.wait(seconds=10)

    assert house.on == {"g", "w2"}


@pytest.mark.parametrize(
    ("service", "fields"), [("turn_off", {}), ("set_hvac_mode", {"hvac_mode": "off"})]
)
async def test_off_ends_it_even_where_the_mode_is_off(
    house: House, running: Dialog, service: str, fields: dict[str, str]
) -> None:
    await house.choose(service, **fields)
    assert house.on <= {"g"}

    await running.look()
    assert running.step == "result_stopped"


@pytest.mark.usefixtures("running")
async def test_a_temperature_that_is_set_does_not_end_it(house: House) -> None:
    await house.choose("set_temperature", temperature=22)

    assert "y1" in house.on


async def test_what_comes_first_is_told_at_once(house: House) -> None:
    await house.sense(room="unavailable")
    await house.wait(minutes=16)
    dialog = await Dialog(house).open()
    await dialog.test("y1")

    assert dialog.step == "result_prevented"
    assert "Room sensor lost" in await dialog.told()


async def test_a_result_can_be_looked_at_again(dialog: Dialog) -> None:
    await dialog.test("g")
    await dialog.wait(minutes=2)
    ways = dialog.ways
    await dialog.look()

    assert (dialog.step, dialog.ways) == ("result_on", ways)


# --- The thermostat goes away --------------------------------------------------------


async def test_a_thermostat_that_does_not_run_cannot_be_tested(house: House) -> None:
    await house.unload(house.entry)
    dialog = await Dialog(house).open()

    assert "is not running" in await dialog.told()


async def test_a_terminal_that_was_unwired_meanwhile(
    house: House, dialog: Dialog
) -> None:
    await house.spend(house.rewire(ONE_STAGE))
    await house.wait(seconds=10)
    await dialog.choose("test_e")

    assert await dialog.told() == "This terminal is no longer wired."


async def test_a_second_test_has_to_wait(house: House) -> None:
    first, second = await Dialog(house).open(), await Dialog(house).open()
    await second.choose("test_g")
    await first.test("w2")
    await second.answer()
    assert "already being tested" in await second.told()
    third = await Dialog(house).open()

    assert "already being tested" in await third.told()
    assert house.on == {"g", "w2"}


async def test_a_test_that_another_one_replaces_was_stopped(house: House) -> None:
    """The first one only waits for its relay to let go."""
    first = await Dialog(house).open()
    await first.test("w2")
    house["w2"].temper = silent
    await first.wait(seconds=70)
    assert first.shown["progress_action"] == "releasing"
    second = await Dialog(house).open()
    await second.test("g")
    await first.look()

    assert first.step == "result_stopped"
    assert second.shown["type"] == "progress"


async def test_unloading_ends_it(
    house: House, dialog: Dialog, caplog: pytest.LogCaptureFixture
) -> None:
    await dialog.test("w2")
    await house.unload(house.entry)
    await dialog.look()

    assert house.on == set()
    assert "is not running" in await dialog.told()
    assert "Task was destroyed" not in caplog.text
    assert [r for r in caplog.records if r.levelname in ("ERROR", "WARNING")] == []


async def test_a_reload_ends_it(house: House, dialog: Dialog) -> None:
    await dialog.test("w2")
    await house.reload()
    await dialog.look()

    assert house.on <= {"g"}
    assert dialog.step == "result_prevented"
    assert "Shutting down" in await dialog.told()


async def test_leaving_a_dialog_whose_thermostat_is_gone(
    house: House, dialog: Dialog
) -> None:
    await house.unload(house.entry)
    dialog.leave()

    assert house.on == set()
