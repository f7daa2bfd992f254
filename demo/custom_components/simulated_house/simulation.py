"""The running simulation: real time goes in, a house that lives comes out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.storage import Store

from .const import DOMAIN, Season
from .faults import EFFECTS, Effect, Fault
from .own_fault import stop_deciding
from .physics import House, OutdoorUnit, Relays, Weather, advance, iced
from .weather import Week, read_week

type SimulationConfigEntry = ConfigEntry[Simulation]

INTERVAL: Final = timedelta(seconds=5)
SAVE_DELAY: Final = 30
DEFAULT_SPEED: Final = 5

ARRIVALS: Final[Mapping[Season, tuple[float, House]]] = {
    Season.WINTER: (6 * 3600.0, House(air=19.4, structure=18.4)),
    Season.SUMMER: (
        10 * 3600.0,
        House(air=25.6, structure=25.4, humidity_ratio=0.0115),
    ),
}
"""When in a week the story begins (s), and how the house is found then."""
REMEMBERED: Final = (
    "air",
    "structure",
    "humidity_ratio",
    "heat_pump_kwh",
    "aux_kwh",
)


class Seen(Protocol):
    """What the sensors look at: the house now, or as it was in the past."""

    @property
    def house(self) -> House:
        """The house, and what its machine does."""

    @property
    def weather(self) -> Weather:
        """The weather of this moment."""

    @property
    def moment(self) -> datetime:
        """The date and time in the house."""


class Simulation:
    """The house, its relays, its weather, and its own pace of time."""

    def __init__(
        self, hass: HomeAssistant, weeks: Mapping[Season, Week], store: Store[Any]
    ) -> None:
        self.season = Season.WINTER
        self.speed = DEFAULT_SPEED
        self.faults: frozenset[Fault] = frozenset()
        self.relays = Relays()
        self.house = House()
        self._hass = hass
        self.weeks = weeks
        self._store = store
        self._elapsed = 0.0
        self._advanced_at = hass.loop.time()
        self._listeners: list[CALLBACK_TYPE] = []
        self._arrive()

    @classmethod
    async def async_create(cls, hass: HomeAssistant) -> Self:
        """Read the weather and what the house was like when it was left."""
        weeks = await hass.async_add_executor_job(
            _read_weeks, Path(hass.config.path("weather"))
        )
        store: Store[Any] = Store(hass, 1, DOMAIN)
        simulation = cls(hass, weeks, store)
        if remembered := await store.async_load():
            simulation._remember(remembered)
        return simulation

    @property
    def weather(self) -> Weather:
        """The weather of this moment."""
        return self.weeks[self.season].at(self._elapsed)

    @property
    def moment(self) -> datetime:
        """The date and time in the house."""
        return self.weeks[self.season].moment(self._elapsed)

    @property
    def effects(self) -> list[Effect]:
        """What is wrong now."""
        return [EFFECTS[fault] for fault in self.faults]

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Let time pass; call what is returned to stop it."""
        stop = async_track_time_interval(self._hass, self._async_tick, INTERVAL)
        forget = self._hass.bus.async_listen_once(
            EVENT_HOMEASSISTANT_STOP, self._async_keep
        )

        def end() -> None:
            stop()
            forget()

        return end

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> Callable[[], None]:
        """Call `listener` whenever anything may have changed."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_switch(self, wire: str, *, on: bool) -> None:
        """Put 24 V on a wire, or take them off."""
        self._advance()
        self.relays = replace(self.relays, **{wire: on})
        self._open_broken_relays()
        self._changed()

    @callback
    def async_choose_season(self, season: Season) -> None:
        """Move to the other week, and begin its story."""
        self.season = season
        self._arrive()
        self._changed()

    @callback
    def async_choose_speed(self, speed: int) -> None:
        """Let the house and its weather go faster or slower."""
        self._advance()
        self.speed = speed
        self._changed()

    @callback
    def async_set_fault(self, fault: Fault, *, on: bool) -> None:
        """Let something go wrong, or put it right."""
        self._advance()
        self.faults = self.faults | {fault} if on else self.faults - {fault}
        self._open_broken_relays()
        stop_deciding(any(effect.stops_deciding for effect in self.effects))
        self._changed()

    def _open_broken_relays(self) -> None:
        """Let those be open that do not close any more."""
        for effect in self.effects:
            self.relays = replace(self.relays, **dict.fromkeys(effect.opens, False))

    @callback
    def async_ice_up(self) -> None:
        """Let freezing rain cover the outdoor coil: its board defrosts at once."""
        self._advance()
        self.house = iced(self.house)
        self._changed()

    @callback
    def async_take_over(self, house: House, elapsed: float) -> None:
        """Go on with a house as it was left at a time of the week."""
        self._advance()
        self.house, self._elapsed = house, elapsed
        self._changed()

    def _arrive(self) -> None:
        self._elapsed, self.house = ARRIVALS[self.season]
        self._stand_still()

    def _stand_still(self) -> None:
        """Let an outdoor unit that has rested for long be as cold as the air."""
        self.house = replace(
            self.house,
            supply=self.house.air,
            unit=OutdoorUnit(coil=self.weather.temperature),
        )

    def _advance(self) -> None:
        """Bring the house to the present."""
        now = self._hass.loop.time()
        seconds = (now - self._advanced_at) * self.speed
        self._advanced_at = now
        self._elapsed += seconds
        self.house = advance(self.house, self._wires, self.weather, seconds)

    @property
    def _wires(self) -> Relays:
        """The wires as the machine feels them."""
        is_dead = any(effect.kills_outdoor_unit for effect in self.effects)
        return replace(self.relays, y1=False, y2=False) if is_dead else self.relays

    @callback
    def _async_tick(self, _: datetime) -> None:
        self._advance()
        self._publish()

    @callback
    def _async_keep(self, _: Event) -> None:
        self._store.async_delay_save(self._memory, SAVE_DELAY)

    def _changed(self) -> None:
        self._advance()
        self._store.async_delay_save(self._memory, SAVE_DELAY)
        self._publish()

    def _publish(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    def _memory(self) -> dict[str, Any]:
        return {
            "season": self.season,
            "speed": self.speed,
            "elapsed": self._elapsed,
            "house": {name: getattr(self.house, name) for name in REMEMBERED},
        }

    def _remember(self, memory: dict[str, Any]) -> None:
        self.season = Season(memory["season"])
        self.speed = memory["speed"]
        self._elapsed = memory["elapsed"]
        self.house = House(**memory["house"])
        self._stand_still()


def _read_weeks(folder: Path) -> dict[Season, Week]:
    return {season: read_week(folder / f"{season}.csv") for season in Season}
