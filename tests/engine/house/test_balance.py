"""Where two curves cross over the outdoor temperature, and where they do not."""

from collections.abc import Callable
from math import inf

import pytest

from custom_components.heat_pump_thermostat.engine.house.balance import (
    Balance,
    Beyond,
    balance_point,
    outdoor_limit,
    warmest_balance,
)
from custom_components.heat_pump_thermostat.engine.units import Celsius

type Surplus = Callable[[Celsius], float | None]


def dipping(outdoor: Celsius) -> float:
    """Return a surplus that frost takes away between 1 and 3 °C, and cold below −9."""
    return -1.0 if 1 < outdoor < 3 else outdoor + 9


@pytest.mark.parametrize(
    ("surplus", "balance"),
    [
        pytest.param(lambda t: t + 4.6, -4.6, id="between two degrees"),
        pytest.param(lambda t: t + 4, -4, id="on a degree"),
        pytest.param(lambda t: t + 35, Beyond.COLDER, id="none at the coldest"),
        pytest.param(lambda t: t - 20, 20, id="at the warmest"),
        pytest.param(lambda t: t + 50, Beyond.COLDER, id="always enough"),
        pytest.param(lambda t: t - 50, Beyond.WARMER, id="never enough"),
        pytest.param(lambda _: 0.0, Beyond.COLDER, id="a tie is enough"),
        pytest.param(dipping, 3, id="the warmest of several"),
        pytest.param(lambda _: None, None, id="nothing known"),
        pytest.param(
            lambda t: t + 4 if -10 <= t <= 12 else None, -4, id="known in a range"
        ),
        pytest.param(
            lambda t: t + 20 if -10 <= t <= 12 else None,
            Beyond.COLDER,
            id="enough wherever it is known",
        ),
        pytest.param(
            lambda t: t + 4.3 if t == round(t) else None, -4, id="known by the degree"
        ),
    ],
)
def test_crossing(surplus: Surplus, balance: float | Beyond | None) -> None:
    found = balance_point(surplus)
    if isinstance(balance, float | int):
        assert found == pytest.approx(balance, abs=0.001)
    else:
        assert found is balance


@pytest.mark.parametrize(
    ("balances", "rules"),
    [
        pytest.param((Celsius(2), Celsius(-5)), 2, id="both"),
        pytest.param((None, Celsius(-5)), -5, id="one unknown"),
        pytest.param((Beyond.COLDER, Celsius(-5)), -5, id="one never"),
        pytest.param((Beyond.WARMER, Celsius(-5)), Beyond.WARMER, id="one always"),
        pytest.param((None, None), None, id="nothing known"),
    ],
)
def test_the_warmest_of_several_rules(
    balances: tuple[Balance | None, ...], rules: Balance | None
) -> None:
    assert warmest_balance(*balances) == rules


@pytest.mark.parametrize(
    ("balance", "number"),
    [
        pytest.param(Celsius(-5), -5, id="a temperature"),
        pytest.param(Beyond.COLDER, -inf, id="colder than any"),
        pytest.param(Beyond.WARMER, inf, id="warmer than any"),
    ],
)
def test_limits_compare(balance: Balance, number: float) -> None:
    assert outdoor_limit(balance) == number
