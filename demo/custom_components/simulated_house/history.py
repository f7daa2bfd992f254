"""Days that nobody looked at: house and thermostat live through them in seconds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from custom_components.heat_pump_thermostat.engine.accounts.costs import Prices
from custom_components.heat_pump_thermostat.engine.board import Relay
from custom_components.heat_pump_thermostat.engine.decision import Decision
from custom_components.heat_pump_thermostat.engine.observation import (
    Observation,
    Reading,
)
from custom_components.heat_pump_thermostat.engine.settings import Settings
from custom_components.heat_pump_thermostat.engine.state import State
from custom_components.heat_pump_thermostat.engine.step import step
from custom_components.heat_pump_thermostat.engine.units import Celsius
from custom_components.heat_pump_thermostat.engine.wishes import Mode, Wishes

from .physics import House, Operation, Relays, Weather, advance
from .weather import Week

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
SETTLING: Final = 50
"""How many rounds of orders and answers one moment may take; about five as a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """What there was to see at one moment."""

    now: datetime
    house: House
    weather: Weather
    moment: datetime
    """The date and time in the house."""
    decision: Decision


class Past:
    """A house that is heated from a moment on, at the clock's own pace."""

    def __init__(
        self,
        settings: Settings,
        prices: Prices | None,
        week: Week,
        begin: datetime,
        zone: tzinfo,
    ) -> None:
        """Begin on an evening like any other; the week's weather follows the clock."""
        self.now = begin
        self.house = House(air=20.0, structure=19.2)
        self.state = State(wishes=Wishes().with_mode(Mode.HEAT))
        self._settings = settings
        self._prices = prices
        self._week = week
        self._zone = zone
        self._relays = Relays()
        self._wake_at: datetime | None = None
        self._is_closing = False
        self._first = begin

    def live(self, end: datetime) -> Iterator[Instant]:
        """Let time pass, and tell each minute what there is to see."""
        offset = self.elapsed_at(end) - (end - self._first).total_seconds()
        while self.now < end:
            weather = self._week.at(offset + self._lived)
            decision = self._live_until(self.now + MINUTE, weather)
            yield Instant(
                now=self.now,
                house=self.house,
                weather=weather,
                moment=self._week.moment(offset + self._lived),
                decision=decision,
            )
        self._is_closing = True
        self._settle(weather)

    def elapsed_at(self, end: datetime) -> float:
        """Return how far into the week the house is: its clock tells the same time."""
        local = end.astimezone(self._zone)
        midnight = datetime.combine(local.date(), time(), self._zone)
        return (local - midnight).total_seconds()

    @property
    def _lived(self) -> float:
        return (self.now - self._first).total_seconds()

    def _live_until(self, end: datetime, weather: Weather) -> Decision:
        """Let time pass, and decide at the end and whenever it was asked for."""
        while True:
            until = min(end, self._wake_at or end)
            seconds = (until - self.now).total_seconds()
            self.house = advance(self.house, self._relays, weather, seconds)
            self.now = until
            decision = self._settle(weather)
            self._wake_at = decision.wake_at
            if self.now >= end:
                return decision

    def _settle(self, weather: Weather) -> Decision:
        """Decide until the relays, which answer at once, have nothing more to say."""
        for _ in range(SETTLING):
            decision = step(self._settings, self.state, self._seen(weather))
            self.state = decision.state
            if not decision.orders:
                return decision
            moves = {order.terminal.value: order.on for order in decision.orders}
            self._relays = replace(self._relays, **moves)
            self.house = advance(self.house, self._relays, weather, 0.0)
        raise RuntimeError("the relays never come to rest")

    def _seen(self, weather: Weather) -> Observation:
        """Return what the sensors say, as finely as they do."""
        house = self.house
        today = self.now.astimezone(self._zone).date()
        midnight = datetime.combine(today, time(), self._zone)
        tomorrow = datetime.combine(today + DAY, time(), self._zone)
        return Observation(
            now=self.now,
            midnight=midnight.astimezone(UTC),
            today=today,
            next_midnight=tomorrow.astimezone(UTC),
            season=date(today.year if today.month >= 7 else today.year - 1, 7, 1),
            relays={
                terminal: Relay.ON
                if getattr(self._relays, terminal.value)
                else Relay.OFF
                for terminal in self._settings.machine.wired
            },
            room=Reading(_celsius(house.air), self.now),
            outdoor=Reading(_celsius(weather.temperature), self.now),
            is_outdoor_expected=True,
            supply=_celsius(house.supply),
            back=_celsius(house.air),
            coil=_celsius(house.unit.coil),
            humidity=float(round(weather.relative_humidity)),
            power=round(house.heat_pump_watts, -1) / 1000,
            aux_power=round(house.aux_watts, -1) / 1000,
            prices=self._prices,
            is_defrosting=house.unit.operation is Operation.DEFROSTING,
            is_closing=self._is_closing,
            ends_at=self.now if self._is_closing else None,
        )


def _celsius(value: float) -> Celsius:
    return Celsius(round(value, 1))
