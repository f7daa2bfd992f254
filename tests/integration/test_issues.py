"""What becomes a repair issue, when, and when it is withdrawn."""

from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
import pytest

from custom_components.heat_pump_thermostat.const import DOMAIN

from .house import DUAL_FUEL, JUST_A_COMPRESSOR, TWO_STAGE, House, Wiring
from .relays import letting_go, obeying, silent

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


async def test_a_room_sensor_that_is_gone_is_worth_an_issue_within_the_hour(
    house: House,
) -> None:
    await house.sense(room="unavailable", outdoor=20)
    await house.wait(minutes=54)
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


async def test_a_room_sensor_that_withholds_heat_is_an_error_within_minutes(
    house: House,
) -> None:
    await house.ask("heat", room=18, outdoor=8)
    await house.sense(room="unavailable")
    await house.live(minutes=14)
    assert issues(house) == {}

    await house.live(minutes=2)
    assert "y1" not in house.on
    assert issues(house)["room_sensor_lost"].severity is ir.IssueSeverity.ERROR


async def test_an_issue_becomes_an_error_with_the_weather(house: House) -> None:
    await house.sense(room="unavailable", outdoor=20)
    await house.live(hours=3)
    assert issues(house)["room_sensor_lost"].severity is ir.IssueSeverity.WARNING

    await house.sense(outdoor=3)
    await house.live(minutes=15)
    assert issues(house)["room_sensor_lost"].severity is ir.IssueSeverity.ERROR


async def test_an_outdoor_sensor_is_a_warning(house: House) -> None:
    await house.sense(outdoor="unavailable")
    await house.live(hours=5)

    assert issues(house)["outdoor_sensor_lost"].severity is ir.IssueSeverity.WARNING


async def test_a_room_sensor_that_falls_silent_is_worth_an_issue(house: House) -> None:
    """One that reports only changes is given up after two hours."""
    await house.sense(room=19)
    await house.wait(hours=2, minutes=3)
    assert issues(house) == {}

    await house.wait(minutes=2)
    assert set(issues(house)) == {"room_sensor_lost"}

    await house.wait(hours=2)
    assert set(issues(house)) == {"room_sensor_lost", "outdoor_sensor_lost"}


@pytest.mark.parametrize("mode", ["off", "heat", "cool", "heat_cool", "fan_only"])
async def test_a_room_sensor_that_was_never_there_is_worth_an_issue_in_every_mode(
    shell: House, mode: str
) -> None:
    shell.report(room="unknown")
    await shell.install()
    await shell.choose("set_hvac_mode", hvac_mode=mode)
    await shell.wait(minutes=13)
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
    facts = issue.translation_placeholders or {}
    assert (facts["name"], facts["entities"]) == ("Upstairs", named)


async def test_an_issue_follows_the_relays_that_are_still_lost(house: House) -> None:
    await lose(house, "w2", "e")
    house["w2"].come_back(on=False)
    await house.live(minutes=1)

    named = issues(house)["relay_lost"].translation_placeholders or {}
    assert named["entities"] == "`switch.e`"


async def test_a_relay_that_does_not_close_withholds_heat_and_is_told_at_once(
    house: House,
) -> None:
    house["y1"].temper = silent
    await house.ask("heat", room=18)
    await house.live(seconds=31)

    assert house.on == {"g"}
    issue = issues(house)["relay_lost"]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.translation_placeholders == {
        "name": "Upstairs",
        "entities": "`switch.y1`",
        "trouble": "A relay does not answer",
        "advice": (
            "`switch.y1` does not do what the thermostat asks. Check that the relay "
            "has power and is connected. Until it answers, the thermostat keeps the "
            "rest of the machine safe."
        ),
    }


@pytest.mark.slow_after(1)
@pytest.mark.parametrize(
    ("terminal", "wiring"),
    [
        pytest.param("y1", TWO_STAGE, id="Y1 with strips"),
        pytest.param("g", TWO_STAGE, id="the fan that all wait for"),
    ],
)
async def test_a_relay_that_lets_go_by_itself_is_an_error_until_it_holds(
    house: House,
    terminal: str,
    wiring: Wiring,  # noqa: ARG001
) -> None:
    house[terminal].temper = letting_go(8)
    await house.ask("heat", room=18, outdoor=0)
    await house.live(minutes=30)
    for _ in range(8):
        await house.live(minutes=5)
        assert set(issues(house)) == {"relay_disputed"}
        assert issues(house)["relay_disputed"].severity is ir.IssueSeverity.ERROR

    house[terminal].temper = obeying
    await house.sense(room=21)
    await house.live(minutes=10)
    await house.sense(room=19.5)
    await house.live(minutes=80)
    assert issues(house) == {}
    assert "y1" in house.on


async def test_a_relay_that_does_not_release_heats_and_is_an_error(
    house: House,
) -> None:
    await house.ask("heat", room=18)
    await house.use("switch", "turn_on", "emergency_heat")
    house["w2"].temper = silent
    await house.choose("turn_off")
    await house.live(minutes=4)

    assert issues(house)["relay_stuck"].severity is ir.IssueSeverity.ERROR


@pytest.mark.parametrize(
    ("mode", "severity"),
    [("off", ir.IssueSeverity.WARNING), ("heat", ir.IssueSeverity.ERROR)],
)
async def test_a_lost_fan_is_an_error_while_it_withholds_heat(
    house: House, mode: str, severity: ir.IssueSeverity
) -> None:
    house["g"].vanish()
    await house.ask(mode, room=18)
    await house.live(minutes=4)

    assert issues(house)["relay_lost"].severity is severity


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
        texts[f"component.{DOMAIN}.issues.{issue.translation_key}.{part}"].format(
            **issue.translation_placeholders or {}
        )
        for problem, issue in issues(house).items()
        for part in ("title", f"fix_flow.step.{STEPS[problem]}.description")
    ]

    assert len(told) == 4
    assert not [text for text in told if "{" in text]
