"""What a thermostat answers to questions, in the household's units."""

from datetime import timedelta

from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM, UnitSystem
import pytest

from custom_components.heat_pump_thermostat.explaining import async_explained
from custom_components.heat_pump_thermostat.voice.answers import ANSWERS, Inquiry
from custom_components.heat_pump_thermostat.voice.speech import Speech, async_speech

from .gauges import DATASHEET, equip
from .house import DUAL_FUEL, ONE_STAGE, House, Wiring


async def asked(house: House, topic: str) -> str:
    """Return the answer to a question."""
    controller = house.entry.runtime_data
    why = await async_explained(house.hass, controller, "en")
    inquiry = Inquiry(
        controller.decision,
        controller.situation,
        await async_speech(house.hass, "en"),
        why["text"],
    )
    return ANSWERS[topic](inquiry)


@pytest.mark.parametrize("topic", ANSWERS)
async def test_every_question_has_an_answer_from_the_first_moment(
    new_house: House, topic: str
) -> None:
    assert (await asked(new_house, topic)).endswith(".")


@pytest.mark.slow_after(1)
@pytest.mark.parametrize("topic", ANSWERS)
async def test_every_question_has_an_answer_where_nothing_is_known(
    house: House, topic: str
) -> None:
    await house.ask("heat", room=18)
    house.report(room="unavailable", outdoor="unavailable")
    house["y1"].vanish()
    await house.wait(hours=4)

    assert (await asked(house, topic)).endswith(".")


async def test_a_compressor_that_heats_is_told(house: House) -> None:
    await house.ask("heat", room=18)

    assert await asked(house, "heating") == "Yes, with the compressor."
    assert (await asked(house, "compressor")).startswith("Yes, since ")
    assert (await asked(house, "running")).startswith("Yes. Heating")
    assert (await asked(house, "cooling")).startswith("No. Heating")
    assert await asked(house, "auxiliary") == "No, auxiliary heat is off."


async def test_emergency_heat_is_told(house: House) -> None:
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=30)

    assert await asked(house, "heating") == "Yes, with backup heat."
    assert await asked(house, "auxiliary") == "Yes. Emergency heat."
    assert (await asked(house, "compressor")).startswith("No. Emergency heat")
    assert (await asked(house, "auxiliary_today")).startswith(
        "Auxiliary heat ran 30 minutes today"
    )


@pytest.mark.parametrize("wiring", [DUAL_FUEL])
async def test_a_furnace_is_told(house: House, wiring: Wiring) -> None:
    assert wiring is house.wiring
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    await house.live(minutes=2)

    assert await asked(house, "heating") == "Yes, with the furnace."


async def test_a_compressor_that_does_not_answer_is_not_said_to_rest(
    house: House,
) -> None:
    await house.ask("heat", room=18)
    house["y1"].vanish()
    await house.live(minutes=1)

    assert "does not answer" in await asked(house, "compressor")


@pytest.mark.parametrize("wiring", [ONE_STAGE])
async def test_a_defrost_is_told(shell: House, wiring: Wiring) -> None:
    assert wiring is shell.wiring
    await equip(shell, "defrost_signal")
    await shell.wait(minutes=6)
    await shell.ask("heat", room=18)
    await shell.live(minutes=20)
    shell.hass.states.async_set("binary_sensor.defrost_signal", "on")
    await shell.live(minutes=2)

    assert (await asked(shell, "defrosting")).startswith("Yes, since ")
    assert (await asked(shell, "heating")).startswith("No. Defrosting")


async def test_money_is_told_once_there_is_a_price(shell: House) -> None:
    await shell.install(performance=DATASHEET)
    await shell.tune(prices={"electricity_price": 0.2})
    await shell.wait(minutes=6)
    await shell.ask("heat", room=18)
    await shell.live(minutes=40)

    cost = (await asked(shell, "cost_today")).removeprefix("It cost ")
    assert float(cost.split()[0]) > 0
    assert cost.endswith("EUR today.")
    assert (await asked(shell, "cop")).startswith("The COP is ")


async def test_what_is_off_does_not_get_warm(house: House) -> None:
    assert await asked(house, "warm") == "It is not heating. Off."


async def test_a_warm_room_is_said_to_be_warm(house: House) -> None:
    await house.ask("heat", room=20.5)

    told = await asked(house, "warm")
    assert told == "It is warm. It is 20.5 °C, and set to 20 °C."


@pytest.mark.parametrize("units", [US_CUSTOMARY_SYSTEM])
async def test_a_household_of_fahrenheit_hears_fahrenheit(
    house: House, units: UnitSystem
) -> None:
    assert house.hass.config.units is units
    await house.sense(room=20.5, outdoor=10)
    await house.wait(minutes=15)
    await house.choose("set_hvac_mode", hvac_mode="heat")

    assert await asked(house, "outdoor") == "It is 50 °F outdoors."
    assert "°F, and set to 68 °F" in await asked(house, "warm")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "less than a minute"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour and 1 minute"),
        (150, "2 hours and 30 minutes"),
        (24 * 60, "24 hours"),
    ],
)
async def test_a_duration_is_told_in_hours_and_minutes(
    new_house: House, minutes: int, words: str
) -> None:
    speech: Speech = await async_speech(new_house.hass, "en")
    assert speech.duration(timedelta(minutes=minutes)) == words


async def test_an_unknown_language_hears_english(new_house: House) -> None:
    speech = await async_speech(new_house.hass, "tlh")
    assert speech.say("yes") == "Yes."
