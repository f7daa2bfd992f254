"""Which alerts are raised of backup heat, when, and how often."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from custom_components.heat_pump_thermostat.engine.accounts.alerts import (
    Alert,
    Alerts,
    BackupNow,
    advance,
)

BEGUN: Final = datetime(2026, 1, 15, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
AT_REST: Final = BackupNow(
    seconds=0, is_held=False, is_eased=False, is_emergency=False, cost=None
)
IN_THE_COLD: Final = replace(AT_REST, seconds=60)
HELD: Final = replace(IN_THE_COLD, is_held=True)
EASED: Final = replace(HELD, is_eased=True)
EMERGENCY: Final = replace(AT_REST, is_emergency=True)


class House:
    """A house whose backup does this and that, minute by minute."""

    def __init__(self) -> None:
        self.now = BEGUN
        self.alerts = Alerts()

    def live(self, seen: BackupNow, hours: float) -> None:
        """Let the backup do the same for hours."""
        for _ in range(round(hours * 60)):
            self.now += MINUTE
            self.alerts = advance(self.alerts, seen, self.now)

    @property
    def raised(self) -> dict[Alert, int]:
        """How often each alert was raised."""
        return {alert: each.times for alert, each in self.alerts.raised.items()}


@pytest.fixture
def house() -> House:
    return House()


def test_ten_hours_of_a_day_that_the_weather_explains_are_no_alert(
    house: House,
) -> None:
    house.live(IN_THE_COLD, 24)
    assert house.raised == {}


def test_more_than_ten_hours_of_a_day_that_it_does_not_explain_are(
    house: House,
) -> None:
    house.live(HELD, 10)
    assert house.raised == {}
    house.live(HELD, 0.1)
    assert house.raised == {Alert.BACKUP_RAN_LONG: 1}
    assert house.alerts.raised[Alert.BACKUP_RAN_LONG].hours == pytest.approx(10, abs=1)


@pytest.mark.parametrize(("cold", "alerts"), [(4, 1), (6, 0)])
def test_most_of_it_has_to_be_unexplained(
    house: House, cold: float, alerts: int
) -> None:
    house.live(IN_THE_COLD, cold)
    house.live(HELD, 10.2 - cold)
    assert len(house.raised) == alerts


def test_what_ran_a_day_ago_counts_no_more(house: House) -> None:
    for _ in range(5):
        house.live(HELD, 8)
        house.live(AT_REST, 16)
    assert house.raised == {}


def test_two_hours_in_weather_that_the_compressor_carries_with_ease(
    house: House,
) -> None:
    house.live(EASED, 1.9)
    assert house.raised == {}
    house.live(EASED, 0.2)
    assert house.raised == {Alert.BACKUP_IN_MILD_WEATHER: 1}


def test_an_alert_is_raised_anew_only_after_a_day(house: House) -> None:
    house.live(EASED, 24)
    assert house.raised[Alert.BACKUP_IN_MILD_WEATHER] == 1
    house.live(EASED, 3)
    assert house.raised[Alert.BACKUP_IN_MILD_WEATHER] == 2
    house.live(AT_REST, 48)
    assert house.raised[Alert.BACKUP_IN_MILD_WEATHER] == 2


def test_emergency_heat_is_told_after_a_day_with_what_it_cost(house: House) -> None:
    house.live(replace(EMERGENCY, cost=100.0), 1)
    house.live(replace(EMERGENCY, cost=112.5), 22)
    assert house.raised == {}
    house.live(replace(EMERGENCY, cost=112.5), 1.1)
    told = house.alerts.raised[Alert.EMERGENCY_HEAT_LONG]
    assert (told.times, told.hours, told.cost) == (1, 24, 12.5)


def test_without_prices_its_cost_is_not_known(house: House) -> None:
    house.live(EMERGENCY, 12)
    house.live(replace(EMERGENCY, cost=3.0), 13)
    assert house.alerts.raised[Alert.EMERGENCY_HEAT_LONG].cost is None


def test_emergency_heat_that_was_off_meanwhile_begins_anew(house: House) -> None:
    house.live(EMERGENCY, 20)
    house.live(AT_REST, 0.1)
    house.live(EMERGENCY, 20)
    assert house.raised == {}
