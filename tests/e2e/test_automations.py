"""Actions, triggers and conditions in a Home Assistant that runs, by its people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import json
from typing import Any, Final

import pytest
import pytest_asyncio

from custom_components.heat_pump_thermostat.actions import DEEDS
from custom_components.heat_pump_thermostat.condition import CONDITIONS
from custom_components.heat_pump_thermostat.trigger import TRIGGERS

from .client import DOMAIN, HomeAssistant, RefusedError, running
from .household import HOME
from .process import HomeAssistantProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOON: Final = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d %H:%M:%S}"
TARGET: Final = {"entity_id": HOME.climate}
DEMANDS: Final[dict[str, dict[str, Any]]] = {
    "status_became": {"status": ["off"]},
    "auxiliary_heat_ran_long": {"for": "01:00:00"},
    "status_is": {"status": ["off"]},
}
"""The options that some cannot do without."""
ORDER: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("hold", {"temperature": 22, "for": "01:00:00"}),
    ("resume_schedule", {}),
    ("vacation", {"to": SOON}),
    ("end_vacation", {}),
    ("emergency_heat", {"for": "01:00:00"}),
    ("limit", {"source": "utility", "offset": 1, "for": "01:00:00"}),
    ("end_limit", {"source": "utility"}),
    ("service_done", {"task": "filter"}),
    ("explain", {}),
    ("export", {}),
    ("reset_learned", {"of": "house"}),
)
WATCHED: Final = (
    "emergency_heat_turned_on",
    "emergency_heat_turned_off",
    "auxiliary_heat_started",
    "setback_began",
)
"""The triggers that flip a switch of their own."""


def flag(name: str) -> str:
    return f"input_boolean.fired_{name}"


@dataclass(frozen=True, kw_only=True)
class Home:
    """A house with one thermostat, and three who live in it."""

    home_assistant: HomeAssistant
    tokens: dict[str, dict[str, str]]

    async def do_as(self, person: str, action: str, **fields: Any) -> Any:
        """Call an action of the thermostat as somebody; return what it answers."""
        owner, asked = self.home_assistant.tokens, action in ("explain", "export")
        self.home_assistant.tokens = self.tokens[person]
        path = f"/api/services/{DOMAIN}/{action}" + (
            "?return_response" if asked else ""
        )
        try:
            return await self.home_assistant.post(path, TARGET | fields)
        finally:
            self.home_assistant.tokens = owner

    async def card(self) -> dict[str, Any]:
        """Return what the card tells."""
        state = await self.home_assistant.get(f"/api/states/{HOME.climate}")
        return {"state": state["state"], **state["attributes"]}

    async def holds(self, name: str) -> bool:
        """Return whether a condition holds."""
        condition = {
            "condition": f"{DOMAIN}.{name}",
            "target": TARGET,
            "options": DEMANDS.get(name, {}),
        }
        ask = self.home_assistant.command
        return bool((await ask("test_condition", condition=condition))["result"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """A Home Assistant with one thermostat, an owner, a member and a guest."""
    process = HomeAssistantProcess(tmp_path_factory.mktemp("automations") / "config")
    _automate(process)
    async with running(process) as home_assistant:
        await home_assistant.add_thermostat(HOME)
        tokens = {
            "owner": home_assistant.tokens,
            "member": await _moved_in(home_assistant, "member", "system-users"),
            "guest": await _moved_in(home_assistant, "guest", "system-read-only"),
        }
        yield Home(home_assistant=home_assistant, tokens=tokens)
    # Of whom it refuses Home Assistant warns itself.
    assert [each for each in process.complaints() if "http.ban" not in each] == []


def _automate(process: HomeAssistantProcess) -> None:
    """Let each trigger flip a switch."""
    file = process.folder / "configuration.yaml"
    configuration = json.loads(file.read_text(encoding="utf-8"))
    configuration["input_boolean"] |= {f"fired_{name}": {} for name in WATCHED}
    configuration["automation"] = [
        {
            "alias": name,
            "id": name,
            "triggers": [{"trigger": f"{DOMAIN}.{name}", "target": TARGET}],
            "actions": [
                {"action": "input_boolean.turn_on", "target": {"entity_id": flag(name)}}
            ],
        }
        for name in WATCHED
    ]
    file.write_text(json.dumps(configuration), encoding="utf-8")


async def _moved_in(
    home_assistant: HomeAssistant, name: str, group: str
) -> dict[str, str]:
    """Add somebody of a group, and return the tokens of a sign-in."""
    created = await home_assistant.command(
        "config/auth/create", name=name, group_ids=[group]
    )
    await home_assistant.command(
        "config/auth_provider/homeassistant/create",
        user_id=created["user"]["id"],
        username=name,
        password=name,
    )
    client = {"client_id": home_assistant.client_id}
    flow = await home_assistant.post(
        "/auth/login_flow",
        client
        | {
            "handler": ["homeassistant", None],
            "redirect_uri": home_assistant.client_id,
        },
    )
    answer = await home_assistant.post(
        f"/auth/login_flow/{flow['flow_id']}",
        client | {"username": name, "password": name},
    )
    grant = {"grant_type": "authorization_code", "code": answer["result"]}
    tokens: dict[str, str] = await home_assistant.request(
        "POST", "/auth/token", form=grant | client
    )
    return tokens


# --- What the editor offers ---------------------------------------------------


@pytest.mark.parametrize(
    ("command", "offered"),
    [
        ("get_triggers_for_target", TRIGGERS),
        ("get_conditions_for_target", CONDITIONS),
        ("get_services_for_target", DEEDS),
    ],
)
async def test_the_editor_offers_ours_for_the_thermostat_and_for_no_relay(
    home: Home, command: str, offered: dict[str, Any]
) -> None:
    ask = home.home_assistant.command
    ours = {f"{DOMAIN}.{name}" for name in offered}
    for entity, expected in ((HOME.climate, ours), (HOME.relay("y1"), set[str]())):
        told = await ask(command, target={"entity_id": [entity]})
        assert {each for each in told if each.startswith(f"{DOMAIN}.")} == expected


async def test_the_editor_accepts_each(home: Home) -> None:
    def asked(kind: str, name: str) -> list[dict[str, Any]]:
        options = DEMANDS.get(name, {})
        return [{kind: f"{DOMAIN}.{name}", "target": TARGET, "options": options}]

    answer = await home.home_assistant.command(
        "validate_config",
        triggers=[each for name in TRIGGERS for each in asked("trigger", name)],
        conditions=[each for name in CONDITIONS for each in asked("condition", name)],
        actions=[
            {"action": f"{DOMAIN}.{name}", "target": TARGET, "data": fields}
            for name, fields in ORDER
        ],
    )
    assert {kind: told["error"] for kind, told in answer.items()} == dict.fromkeys(
        ("triggers", "conditions", "actions")
    )


async def test_the_editor_has_words_for_each(home: Home) -> None:
    for category, offered in (
        ("triggers", TRIGGERS),
        ("conditions", CONDITIONS),
        ("services", DEEDS),
    ):
        texts = await home.home_assistant.translations(category)
        assert all(texts[f"{category}.{name}.name"] for name in offered)


# --- Who may do what ------------------------------------------------------------


async def test_every_action_is_tried() -> None:
    assert {name for name, _ in ORDER} | {"import_learned"} == DEEDS.keys()


async def test_a_guest_may_call_none(home: Home) -> None:
    before = await home.card()
    for name, fields in ORDER:
        with pytest.raises(RefusedError, match="401"):
            await home.do_as("guest", name, **fields)
    assert await home.card() == before


async def test_a_member_may_call_each_and_the_card_tells(home: Home) -> None:
    await home.home_assistant.act(
        "climate.set_hvac_mode", HOME.climate, hvac_mode="cool"
    )
    told = {}
    for name, fields in ORDER:
        answer = await home.do_as("member", name, **fields)
        told[name] = (await home.card(), answer)

    card = {name: each for name, (each, _) in told.items()}
    assert (card["hold"]["is_held"], card["hold"]["temperature"]) == (True, 22)
    assert card["hold"]["hold_until"]
    assert not card["resume_schedule"]["is_held"]
    assert card["vacation"]["preset_mode"] == "away"
    assert card["end_vacation"]["vacation_until"] is None
    assert card["emergency_heat"]["preset_mode"] == "emergency_heat"
    assert card["emergency_heat"]["emergency_heat_until"]
    assert card["limit"]["limits"][0]["source"] == "utility"
    assert card["end_limit"]["limits"] == []
    answers = {name: answer for name, (_, answer) in told.items()}
    why = answers["explain"]["service_response"][HOME.climate]
    assert "Emergency heat ends at" in why["text"]
    learned = answers["export"]["service_response"][HOME.climate]["learned"]
    await home.do_as("member", "import_learned", learned=learned)


async def test_what_cannot_be_is_refused_in_words(home: Home) -> None:
    with pytest.raises(RefusedError, match=r"400.*either temperatures or a preset"):
        await home.do_as("member", "hold")


# --- What fires ------------------------------------------------------------


async def test_triggers_fire_and_conditions_hold(home: Home) -> None:
    act, until = home.home_assistant.act, home.home_assistant.history.until_state
    await act("switch.turn_off", HOME.emergency_heat)
    for name in WATCHED:
        await act("input_boolean.turn_off", flag(name))
    await act("climate.set_hvac_mode", HOME.climate, hvac_mode="heat")
    assert not await home.holds("is_emergency_heat_on")

    await act("switch.turn_on", HOME.emergency_heat)
    await until(flag("emergency_heat_turned_on"), "on")
    await until(flag("auxiliary_heat_started"), "on")
    assert await home.holds("is_emergency_heat_on")
    assert await home.holds("is_auxiliary_heat_on")
    assert not await home.holds("status_is")

    await act("switch.turn_off", HOME.emergency_heat)
    await until(flag("emergency_heat_turned_off"), "on")
    await home.do_as("member", "vacation", to=SOON)
    await until(flag("setback_began"), "on")
    assert await home.holds("is_set_back")
    await home.do_as("member", "end_vacation")
    await act("climate.turn_off", HOME.climate)
    assert await home.holds("status_is")
