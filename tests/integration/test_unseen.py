"""The options tell what else could be seen, of this installation alone."""

from collections.abc import Mapping
import json
from pathlib import Path
from random import Random
import re
from typing import Any, Final

import pytest

from .gauges import DATASHEET
from .house import DUAL_FUEL, ONE_STAGE, OUTDOOR, ROOM, WIRINGS, House, Wiring

TRANSLATIONS: Final = (
    Path(__file__).parents[2] / "custom_components/heat_pump_thermostat/translations"
)
PRICES: Final = {"electricity_price": 0.3, "fuel_price": 0.1}
TOLD: Final = (
    "weather",
    "datasheet",
    "backup_rating",
    "electricity_price",
    "fuel_price",
    "plan",
)
DRAWN: Final = [
    pytest.param(
        random.choice(WIRINGS), frozenset(random.sample(TOLD, random.randint(0, 5)))
    )
    for random in map(Random, range(24))
]


@pytest.fixture(autouse=True)
def wiring() -> Wiring:
    """A machine with a furnace; drawn tests wire their own."""
    return DUAL_FUEL


def words(language: str = "en") -> Mapping[str, Any]:
    texts: Mapping[str, Any] = json.loads(
        (TRANSLATIONS / f"{language}.json").read_text()
    )
    return texts


async def hint(house: House) -> str:
    """Return what stands under the menu of topics."""
    options = house.hass.config_entries.options
    menu = await options.async_init(house.entry.entry_id)
    options.async_abort(menu["flow_id"])
    placeholders = menu["description_placeholders"]
    assert placeholders is not None
    return placeholders["hint"]


def offered(hint: str) -> dict[str, set[str]]:
    """Return the sensors of each line of a hint, by their keys."""
    english = words()
    keys = {told["name"]: key for key, told in english["entity"]["sensor"].items()}
    found: dict[str, set[str]] = {}
    for offer, text in english["selector"]["could_see"]["options"].items():
        pattern = re.escape(f"- {text}").replace(r"\{names\}", "(.*)")
        if line := re.search(f"^{pattern}$", hint, re.MULTILINE):
            found[offer] = {keys[name] for name in line[1].split(", ")}
    assert len(found) == hint.count("\n- ")
    return found


async def tell(house: House, told: frozenset[str], *, is_new: bool = False) -> None:
    """Install a thermostat that is told so much, or tell it that."""
    user = {"name": "Upstairs", "room_temperature": ROOM}
    user |= {"backup": house.wiring.backup}
    user |= {"outdoor_temperature": OUTDOOR} if "weather" in told else {}
    rated = {"aux_rating"} & ({"aux_rating"} if "backup_rating" in told else set())
    rated |= set(DATASHEET) - {"aux_rating"} if "datasheet" in told else set()
    sheet = {key: DATASHEET[key] for key in rated}
    if is_new:
        await house.install(user=user, performance=sheet)
    else:
        terminals = {t.value: relay.entity_id for t, relay in house.relays.items()}
        result = await house.reconfigure(user, terminals, {}, sheet)
        assert result["reason"] == "reconfigure_successful", result
        await house.settle()
    prices = {key: price for key, price in PRICES.items() if key in told}
    if prices:
        await house.tune(prices=prices)
    if "plan" in told:
        await house.tune(schedule={"schedule": "schedule.days"})


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(("wiring", "told"), DRAWN)
async def test_what_is_offered_comes_once_it_is_told_and_nothing_else_is_missing(
    shell: House, told: frozenset[str]
) -> None:
    if shell.wiring is DUAL_FUEL:  # does not start without the weather
        told |= {"weather"}
    await tell(shell, told, is_new=True)
    offers = offered(await hint(shell))
    promised = {key for keys in offers.values() for key in keys}

    assert not {*offers} & told
    assert not promised & shell.keys()

    await tell(shell, frozenset(TOLD))

    assert promised <= shell.keys()
    assert await hint(shell) == ""
    assert ("fuel_price" in offers) <= (shell.wiring is DUAL_FUEL)


async def test_a_datasheet_and_prices_are_offered_with_what_they_show(
    shell: House,
) -> None:
    await tell(shell, frozenset({"weather"}), is_new=True)

    assert offered(await hint(shell)) == {
        "datasheet": {
            "heating_capacity",
            "estimated_power",
            "thermal_balance_point",
            "heat_pump_energy",
            "seasonal_performance",
        },
        "backup_rating": {"furnace_fuel_energy", "aux_heat_share"},
        "electricity_price": {"cost_today", "saved_on_resistance"},
        "fuel_price": {"economic_balance_point"},
        "plan": {"preheat_start"},
    }


@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_who_has_no_furnace_is_not_asked_for_the_price_of_fuel(
    shell: House, wiring: Wiring
) -> None:
    assert wiring is shell.wiring
    await tell(shell, frozenset(), is_new=True)

    assert [*offered(await hint(shell))] == [
        *("weather", "datasheet", "backup_rating", "electricity_price", "plan")
    ]


async def test_it_is_told_in_the_language_of_the_house(shell: House) -> None:
    shell.hass.config.language = "de"
    await tell(shell, frozenset({"weather"}), is_new=True)

    german = words("de")
    told = await hint(shell)
    assert german["selector"]["could_see"]["options"]["intro"] in told
    assert german["entity"]["sensor"]["cost_today"]["name"] in told


async def test_of_a_thermostat_that_does_not_run_nothing_is_promised(
    shell: House,
) -> None:
    await tell(shell, frozenset({"weather"}), is_new=True)
    await shell.unload(shell.entry)

    assert await hint(shell) == ""
