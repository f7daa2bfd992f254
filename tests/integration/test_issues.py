"""What becomes a repair issue, when, and when it is withdrawn."""

from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import DUAL_FUEL, JUST_A_COMPRESSOR, TWO_STAGE, House

STEPS = {"room_sensor_lost": "sensor", "relay_lost": "relay"}
"""The first step of putting each of them right."""


def issues(house: House) -> dict[str, ir.IssueEntry]:
    """Return the thermostat's issues by their kind."""
    registry = ir.async_get(house.hass).issues
    return {
        issue_id.removeprefix(f"{house.entry.entry_id}_"): issue
        for (domain, issue_id), issue in registry.items()
        if domain == DOMAIN and issue.active
    }


async def lose(house: House, *terminals: str) -> None:
    """Lose relays for long enough to bother somebody."""
    for terminal in terminals:
        house[terminal].vanish()
    await house.live(minutes=4)


# --- The room sensor -----------------------------------------------------------------


async def test_a_room_sensor_is_worth_an_issue_two_hours_after_it_is_given_up(
    house: House,
) -> None:
    await house.sense(room="unavailable")
    await house.wait(hours=2, minutes=14)
    assert house.state("problem").state == "on"
    assert issues(house) == {}

    await house.wait(minutes=2)
    issue = issues(house)["room_sensor_lost"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.is_fixable is True
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": "`sensor.room`",
    }

    await house.sense(room=19)
    assert issues(house) == {}


async def test_a_room_sensor_that_falls_silent_is_worth_an_issue(house: House) -> None:
    """One that reports only changes is given up after two hours."""
    await house.sense(room=19)
    await house.wait(hours=3, minutes=59)
    assert issues(house) == {}

    await house.wait(minutes=2)
    assert set(issues(house)) == {"room_sensor_lost", "outdoor_sensor_lost"}


@pytest.mark.parametrize("mode", ["off", "heat", "cool", "heat_cool", "fan_only"])
async def test_a_room_sensor_that_was_never_there_is_worth_an_issue_in_every_mode(
    shell: House, mode: str
) -> None:
    shell.report(room="unknown")
    await shell.install()
    await shell.choose("set_hvac_mode", hvac_mode=mode)
    await shell.wait(hours=1, minutes=59)
    assert issues(shell) == {}

    await shell.wait(minutes=2)
    assert set(issues(shell)) == {"room_sensor_lost"}


# --- Relays --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wiring", "terminals", "named"),
    [
        pytest.param(TWO_STAGE, ["y1"], "`switch.y1`", id="compressor"),
        pytest.param(
            TWO_STAGE, ["y1", "g", "e"], "`switch.e`, `switch.g`, `switch.y1`", id="all"
        ),
        pytest.param(DUAL_FUEL, ["w1"], "`switch.w1`", id="furnace"),
        pytest.param(JUST_A_COMPRESSOR, ["y1"], "`switch.y1`", id="the only one"),
    ],
)
async def test_lost_relays_are_one_issue_that_names_them(
    house: House, terminals: list[str], named: str
) -> None:
    await lose(house, *terminals)

    issue = issues(house)["relay_lost"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.is_fixable is True
    assert issue.translation_placeholders == {"name": "Upstairs", "entities": named}


async def test_an_issue_follows_the_relays_that_are_still_lost(house: House) -> None:
    await lose(house, "w2", "e")
    house["w2"].come_back(on=False)
    await house.live(minutes=1)

    named = issues(house)["relay_lost"].translation_placeholders or {}
    assert named["entities"] == "`switch.e`"


# --- Both ----------------------------------------------------------------------------


async def test_issues_are_withdrawn_with_the_thermostat(house: House) -> None:
    await lose(house, "w2")
    assert set(issues(house)) == {"relay_lost"}

    await house.unload(house.entry)

    assert issues(house) == {}


async def test_issues_can_be_read(house: House) -> None:
    await house.sense(room="unavailable")
    await lose(house, "y1")
    await house.live(hours=3)
    texts = await async_get_translations(house.hass, "en", "issues", [DOMAIN])

    told = [
        texts[f"component.{DOMAIN}.issues.{problem}.{part}"].format(
            **issue.translation_placeholders or {}
        )
        for problem, issue in issues(house).items()
        for part in ("title", f"fix_flow.step.{STEPS[problem]}.description")
    ]

    assert len(told) == 4
    assert not [text for text in told if "{" in text]
