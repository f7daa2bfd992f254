"""Every scenario, played by a thermostat that was set up in Home Assistant."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, override

from homeassistant.util import dt as dt_util
import pytest

from tests.scenarios import SCENARIOS, marks_of
from tests.stage import Scenario, Stage

from .conftest import SetClock
from .house import CELSIUS, OUTDOOR, ROOM, House, Wiring, on_the_way
from .relays import Relay, Temper, hanging, late, lying, raising, silent
from .test_issues import issues

HALL: Final = "sensor.hall"
WINDOW: Final = "binary_sensor.window"
DEFROST: Final = "binary_sensor.defrost"
TEMPERS: Final[Mapping[str, Temper]] = {
    "silent": silent,
    "raising": raising,
    "hanging": hanging,
    "lying": lying,
}
LOCKS: Final = {
    "minimum_outdoor": "lock_out_heating",
    "cooling_minimum_outdoor": "lock_out_cooling",
    "maximum_outdoor": "lock_out_auxiliary",
}
"""Which option tells whether another one applies."""


class HouseStage(Stage):
    """A house with a thermostat in Home Assistant."""

    def __init__(
        self, house: House, stored: dict[str, Any], set_clock: SetClock
    ) -> None:
        self.house = house
        self._before = set[str]()
        """What was on when moves began to be looked at."""
        self._stored = stored
        self._set_clock = set_clock

    async def begin(self, scenario: Scenario) -> HouseStage:
        """Install the thermostat."""
        user = {"name": "Upstairs", "room_temperature": ROOM}
        if scenario.outdoors is not None:
            self.house.report(outdoor=scenario.outdoors)
            user |= {"outdoor_temperature": OUTDOOR}
        sensors = {}
        if scenario.senses_defrosts:
            self.house.hass.states.async_set(DEFROST, "off")
            sensors = {"defrost_signal": DEFROST}
        user |= {"backup": scenario.backup}
        await self.house.install(user=user, sensors=sensors)
        if not scenario.is_new:
            await self.house.wait(minutes=6)
        await self.forget()
        return self

    def _relays(self, terminals: str) -> list[Relay]:
        return [self.house[terminal] for terminal in terminals.split()]

    async def _say(self, entity: str, says: str, attributes: Any = None) -> None:
        self.house.hass.states.async_set(entity, says, attributes)
        await self.house.settle()

    @override
    async def wait(self, duration: timedelta, *, is_silent: bool = False) -> None:
        pass_time = self.house.wait if is_silent else self.house.live
        await pass_time(seconds=duration.total_seconds())

    @override
    async def room(self, says: float | str) -> None:
        await self.house.sense(room=says)

    @override
    async def fallback(self, says: float | str) -> None:
        before = self.house.others.get(HALL, says)
        for value in on_the_way(before, says):
            self.house.others[HALL] = value
            await self._say(HALL, str(value), CELSIUS)
        await self.options("sensors", fallback=HALL)

    @override
    async def outdoors(self, says: float | str) -> None:
        await self.house.sense(outdoor=says)

    @override
    async def window(self, says: str) -> None:
        if self.house.hass.states.get(WINDOW) is None:
            await self._say(WINDOW, "off")
            await self.options("sensors", windows=[WINDOW])
        await self._say(WINDOW, says)

    @override
    async def defrost(self, says: str) -> None:
        await self._say(DEFROST, says)
        await self.house.live(seconds=10 if says == "on" else 0)

    @override
    async def mode(self, mode: str) -> None:
        await self.house.choose("set_hvac_mode", hvac_mode=mode)

    @override
    async def turn(self, to: str) -> None:
        await self.house.choose(f"turn_{to}")

    @override
    async def setpoint(self, degrees: float, mode: str | None = None) -> None:
        more = {"hvac_mode": mode} if mode else {}
        await self.house.choose("set_temperature", temperature=degrees, **more)

    @override
    async def setpoints(self, low: float, high: float) -> None:
        wish = {"target_temp_low": low, "target_temp_high": high}
        await self.house.choose("set_temperature", **wish)

    @override
    async def preset(self, preset: str) -> None:
        await self.house.choose("set_preset_mode", preset_mode=preset)

    @override
    async def fan(self, mode: str) -> None:
        await self.house.choose("set_fan_mode", fan_mode=mode)

    @override
    async def emergency(self, to: str) -> None:
        await self.house.use("switch", f"turn_{to}", "emergency_heat")

    @override
    async def options(self, section: str, /, **fields: Any) -> None:
        locks = {
            LOCKS[key]: value is not None
            for key, value in fields.items()
            if key in LOCKS
        }
        kept = {key: _kept(value) for key, value in fields.items()}
        chosen = {key: value for key, value in kept.items() if value is not None}
        entry = self.house.entry
        before = entry.options.get(section, {})
        self.house.hass.config_entries.async_update_entry(
            entry, options={**entry.options, section: {**before, **locks, **chosen}}
        )
        await self.house.settle()

    @override
    async def press(self, terminals: str, to: str) -> None:
        for relay in self._relays(terminals):
            relay.say(to == "on")
            await self.house.settle()

    @override
    async def lose(self, terminals: str, says: str = "unavailable") -> None:
        for relay in self._relays(terminals):
            if says == "unavailable":
                relay.vanish()
            else:
                relay.temper = silent
                self.house.hass.states.async_set(relay.entity_id, says)
        await self.house.settle()

    @override
    async def find(self, terminals: str, to: str | None = None) -> None:
        for relay in self._relays(terminals):
            relay.come_back(on=bool(relay.is_on) if to is None else to == "on")
        await self.house.settle()

    @override
    async def spoil(self, terminals: str, temper: str = "silent") -> None:
        for relay in self._relays(terminals):
            relay.temper = TEMPERS[temper]

    @override
    async def slow(self, terminals: str, seconds: float) -> None:
        for relay in self._relays(terminals):
            relay.temper = late(seconds)

    @override
    async def mend(self, terminals: str) -> None:
        for relay in self._relays(terminals):
            relay.mend()
        await self.house.settle()

    @override
    async def unload(self) -> None:
        await self.house.unload(self.house.entry)

    @override
    async def reload(self) -> None:
        await self.house.unload(self.house.entry)
        await self.house.set_up()

    @override
    async def lose_storage(self) -> None:
        await self.house.unload(self.house.entry)
        self._stored.clear()
        await self.house.set_up()

    @override
    async def cut_power(self, duration: timedelta, on: str = "") -> None:
        gap = duration.total_seconds()
        await self.house.cut_power(self._stored, relays=on.split(), seconds=gap)
        self._before = set(on.split())

    @override
    async def set_clock(self, by: timedelta) -> None:
        self._set_clock(by)
        await self.house.settle()

    @override
    async def forget(self) -> None:
        self.house.forget()
        self._before = self.house.on

    @property
    @override
    def moved(self) -> list[tuple[datetime, str]]:
        on, moved = set(self._before), list[tuple[datetime, str]]()
        for at, move in self.house.moved:
            terminal, says = move.split()
            if says == "on" and terminal not in on:
                on.add(terminal)
            elif says == "off" and terminal in on:
                on.remove(terminal)
            else:  # It was lost, or is back as it was.
                continue
            moved.append((at, move))
        return moved

    @property
    @override
    def on(self) -> set[str]:
        return self.house.on

    @property
    @override
    def status(self) -> str:
        return self.house.status

    @property
    @override
    def action(self) -> str:
        return str(self.house.climate.attributes["hvac_action"])

    @property
    @override
    def chosen(self) -> str:
        return self.house.climate.state

    @property
    @override
    def believed(self) -> float | None:
        shown: float | None = self.house.climate.attributes["current_temperature"]
        return shown

    @property
    @override
    def problem(self) -> bool:
        return self.house.state("problem").state == "on"

    @property
    @override
    def issues(self) -> set[str]:
        return set(issues(self.house))

    @property
    @override
    def due_in(self) -> float | None:
        at = dt_util.parse_datetime(self.house.state("next_change").state)
        return None if at is None else (at - self.house.now).total_seconds()


def _kept(value: Any) -> Any:
    """Return an option as the config entry keeps it."""
    return value.total_seconds() if isinstance(value, timedelta) else value


TO_THE_RULES_ALONE: Final = frozenset(
    {
        "auxiliary: a house that grew cold has it until its call ends",
        "auxiliary: a room that warms is left to the compressor",
        "auxiliary: it has a minimum on time",
        "auxiliary: it joins far from the setpoint, and goes with the call",
        "auxiliary: it joins where the room stands, and not in the first ten minutes",
        "auxiliary: it never outlasts off",
        "auxiliary: it rejoins a room that falls again, after its minimum off time",
        "auxiliary: its minimum on time ends with the call",
        "compressor: a start by hand is a run with all its rules",
        "compressor: a stop that is on its way is not called back",
        "compressor: an ordinary stop is a warm room",
        "compressor: an ordinary stop waits for the minimum run",
        "compressor: an unknown past may have ended just now",
        "compressor: starts are not spaced",
        "compressor: starts are remembered over a restart",
        "compressor: the fifth start within an hour waits for the hour",
        "emergency: it heats to the setpoint and again, and waits for no minimum",
        "fan: a short call between is no share of the hour",
        "fan: it cools the elements of electric heat whatever is chosen: a warm room",
        "fan: it does not run on where it does not run",
        "fan: it runs on after electric heat",
        "fan: one that is about to stop is no fan",
        "furnace: a droop of more than a kelvin brings the furnace until the setpoint",
        "furnace: a smaller droop does not",
        "furnace: a wish for cold waits for the furnace",
        "furnace: an interrupted droop starts again",
        "furnace: the furnace rests for its minimum",
        "furnace: the furnace runs for its minimum, and says so",
        "modes: a chosen mode waits for no changeover",
        "modes: a first stage past the setpoint needs no second",
        "modes: a setting applies without a restart",
        "modes: a short excursion changes nothing",
        "modes: in heat at 19 °C, and 0 °C outdoors, it is heating_stage_2",
        "modes: it changes back the same way",
        "modes: it leaves at the setpoint, and the first finishes",
        "modes: it rejoins only after another long first stage",
        "modes: the changeover may be chosen to take no time",
        "modes: the second stage joins by distance: 19.4 °C in heat",
        "pauses: a room that is warm enough waits for it",
        "relays: a release waits five seconds for the one before",
        "relays: a second stage without a first is released",
        "relays: auxiliary heat goes first, the fan last",
        "relays: both valves never meet on the way",
        "relays: slow relays end a call one by one",
        "valve: a move on its way is waited for",
        "valve: even then the second stage goes first",
        "valve: it moves when the compressor has rested, and settles: B valve",
        "valve: it moves when the compressor has rested, and settles: no backup",
        "valve: it moves when the compressor has rested, and settles: one stage",
        "valve: it moves when the compressor has rested, and settles: two stages",
    }
)
"""Scenes that hang on the room being somewhere at once and to the tenth, as no room is.

The rules can be told so. In a house a room is observed, and believed to get there in
its time.
"""


def test_each_scene_that_only_the_rules_are_told_is_one() -> None:
    assert TO_THE_RULES_ALONE.issubset(SCENARIOS)


@pytest.mark.parametrize(
    ("wiring", "scenario"),
    [
        pytest.param(
            Wiring(each.backup, each.wired), each, id=name, marks=marks_of(name)
        )
        for name, each in SCENARIOS.items()
        if name not in TO_THE_RULES_ALONE
    ],
)
async def test_in_a_house(
    shell: House,
    hass_storage: dict[str, Any],
    set_clock: SetClock,
    scenario: Scenario,
) -> None:
    stage = await HouseStage(shell, hass_storage, set_clock).begin(scenario)
    await scenario.play(stage)
