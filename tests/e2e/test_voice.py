"""What a household says to Assist, and what comes of it, without any hand work."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
import json
import logging
from pathlib import Path
import re
import shutil
from typing import Any, Final

import pytest
import pytest_asyncio

from .client import HomeAssistant, running
from .household import ATTIC, HOME, UPSTAIRS
from .process import HomeAssistantProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

_LOGGER = logging.getLogger(__name__)

ROOT: Final = Path(__file__).parents[2]
OWN_SENTENCES: Final = ["was (treibt|tut) die Wärmepumpe [gerade]"]
AREA: Final = "living room"
LEAST_RIGHT: Final = 38


class Verdict(StrEnum):
    RIGHT = "right"
    REFUSED = "refused"
    """Nothing was understood, and nothing was done."""
    WRONG = "wrong"
    """Another question was answered, or another thing done."""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Something that is said, what is wanted of it, and what stood before."""

    text: str
    answer: str = ""
    """What has to be in the answer, as a pattern."""
    effect: dict[str, Any] = field(default_factory=dict)
    """What the card, or another entity, has to show then."""
    first: tuple[str, ...] = ()
    """What is said before, so that there is something to change."""
    is_refused: bool = False
    """Whether it is right not to understand it."""
    is_near: bool = False
    """Whether it is said to a satellite in the area."""


def said(text: str, answer: str = "", **more: Any) -> Sentence:
    return Sentence(text=text, answer=answer, **more)


EMERGENCY: Final = HOME.emergency_heat
NO_STARTS: Final = "Compressor resting, until"

SENTENCES: Final = (
    said("set the heat pump to 21", "21", effect={"temperature": 21}),
    said(
        "set the heat pump thermostat to 22 degrees", "22", effect={"temperature": 22}
    ),
    said(
        "set the temperature to 21 degrees",
        "21",
        effect={"temperature": 21},
        is_near=True,
    ),
    said("what is the temperature", "19.5", is_near=True),
    said("what is the temperature of the heat pump thermostat", "19.5"),
    said("what's the temperature in the living room", "19.5"),
    said("turn on emergency heat", effect={EMERGENCY: "on"}),
    said("turn off emergency heat", effect={EMERGENCY: "off"}),
    said("turn on heat pump thermostat emergency heat", effect={EMERGENCY: "on"}),
    said(
        "turn on emergency heat in the living room",
        effect={EMERGENCY: "on"},
        first=("turn off emergency heat",),
    ),
    said("is emergency heat on", "^Yes"),
    said(
        "is heat pump thermostat emergency heat on",
        "^No",
        first=("turn off emergency heat",),
    ),
    said("is the heat pump defrosting", "^No, it is not defrosting"),
    said("is heat pump thermostat defrosting on", "^No, it is not defrosting"),
    said("is the heat pump heating", f"^No. {NO_STARTS}"),
    said("is auxiliary heat running", "^No, auxiliary heat is off"),
    said("is the compressor running", f"^No. {NO_STARTS}"),
    said("is the heat pump thermostat compressor running", f"^No. {NO_STARTS}"),
    said("why is the heat off", f"^{NO_STARTS} [0-9]"),
    said("why is the heat pump not running", f"^{NO_STARTS} [0-9]"),
    said("what is the heat pump thermostat status", f"^{NO_STARTS} [0-9]"),
    said("what is the status of the heat pump thermostat", f"^{NO_STARTS} [0-9]"),
    said("what's the outdoor temperature", "-3.3 °C"),
    said("what is the heat pump thermostat outdoor temperature", "-3.3"),
    said("how much aux heat did we use today", "^Auxiliary heat (ran|has not run)"),
    said("how long did auxiliary heat run today", "^Auxiliary heat (ran|has not run)"),
    said("how much did heating cost today", "no electricity price"),
    said("what is the heat pump thermostat COP", "no COP now"),
    said("when will it be warm", "^At about [0-9]"),
    said("turn the heat off", effect={"state": "off"}),
    said("turn off the heat", effect={"state": "off"}, first=("turn the heat on",)),
    said(
        "turn off the heat pump thermostat",
        effect={"state": "off"},
        first=("turn on the heat",),
    ),
    said("turn on the heat pump thermostat", effect={"state": "heat"}),
    said("set heat pump thermostat to cool", "Cool", effect={"state": "cool"}),
    said("set heat pump thermostat to heat", "Heat", effect={"state": "heat"}),
    said("set the heat pump thermostat fan mode to on", effect={"fan_mode": "on"}),
    said(
        "set the heat pump thermostat fan to circulate",
        effect={"fan_mode": "circulate"},
    ),
    said("set the heat pump thermostat preset to away", effect={"preset_mode": "away"}),
    said(
        "make it warmer",
        "17",
        effect={"temperature": 17},
        is_near=True,
    ),
    said(
        "hold 22 degrees until ten",
        "22 °C until (10:00|22:00)",
        effect={"temperature": 22, "is_held": True},
    ),
    said("resume the schedule", "back to its plan", effect={"is_held": False}),
    said("is the filter due", "^No, it has [0-9]+ hours"),
    said("turn on relay board w2", is_refused=True),
)


@dataclass(frozen=True, kw_only=True)
class Assist:
    """The household's Assist, and the satellite in the living room."""

    home_assistant: HomeAssistant
    satellite: str

    async def says(self, text: str, device: str | None = None) -> str:
        """Say something, and return what is answered."""
        response = await self.home_assistant.say(text, device)
        return str(response["speech"]["plain"]["speech"])

    async def shows(self, entity: str, wanted: Any) -> bool:
        """Return whether an entity, or an attribute of the card, is as wanted."""
        is_entity = "." in entity
        at = entity if is_entity else HOME.climate
        found = await self.home_assistant.get(f"/api/states/{at}")
        shown = found["state"] if is_entity or entity == "state" else None
        return bool((shown or found["attributes"].get(entity)) == wanted)

    async def verdict(self, sentence: Sentence) -> tuple[Verdict, str]:
        """Say something, and return what became of it."""
        for text in sentence.first:
            await self.home_assistant.say(text)
        device = self.satellite if sentence.is_near else None
        response = await self.home_assistant.say(sentence.text, device)
        speech = response["speech"]["plain"]["speech"]
        if response["response_type"] == "error":
            right = Verdict.RIGHT if sentence.is_refused else Verdict.REFUSED
            return right, speech
        is_so = [await self.shows(*each) for each in sentence.effect.items()]
        is_right = re.search(sentence.answer, speech) and all(is_so)
        is_right = is_right and not sentence.is_refused
        return Verdict.RIGHT if is_right else Verdict.WRONG, speech


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def assist(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Assist]:
    """A Home Assistant with one thermostat, as set up, in an area, asked to heat."""
    process = HomeAssistantProcess(tmp_path_factory.mktemp("voice") / "config")
    _add_blueprint(process.folder)
    async with running(process) as home_assistant:
        entry_id = await home_assistant.add_thermostat(HOME)
        device = await _in_area(home_assistant, entry_id)
        await home_assistant.act(
            "climate.set_hvac_mode", HOME.climate, hvac_mode="heat"
        )
        await home_assistant.act(
            "climate.set_temperature", HOME.climate, temperature=23
        )
        yield Assist(home_assistant=home_assistant, satellite=device)
    assert process.complaints() == []


def _add_blueprint(folder: Path) -> None:
    """Put the blueprint of sentences to use, as if it had been imported."""
    shutil.copytree(ROOT / "blueprints", folder / "blueprints")
    used = {
        "path": "heat_pump_thermostat/ask.yaml",
        "input": {"thermostat": HOME.climate, "sentences": OWN_SENTENCES},
    }
    configuration = folder / "configuration.yaml"
    config = json.loads(configuration.read_text(encoding="utf-8"))
    config["automation"] = [{"id": "ask", "use_blueprint": used}]
    configuration.write_text(json.dumps(config), encoding="utf-8")


async def _in_area(home_assistant: HomeAssistant, entry_id: str) -> str:
    """Put the thermostat into its area, and return its device."""
    areas = await home_assistant.command("config/area_registry/list")
    area = next(area for area in areas if area["name"].casefold() == AREA)
    entities = await home_assistant.entities(entry_id)
    device = str(entities[f"{entry_id}_thermostat"]["device_id"])
    await home_assistant.command(
        "config/device_registry/update", device_id=device, area_id=area["area_id"]
    )
    return device


async def test_a_household_is_understood(assist: Assist) -> None:
    verdicts = {each.text: await assist.verdict(each) for each in SENTENCES}
    for text, (verdict, speech) in verdicts.items():
        _LOGGER.info("%s: %s: %s", verdict, text, speech)
    found = [verdict for verdict, _ in verdicts.values()]
    wrong = {text: it for text, it in verdicts.items() if it[0] is Verdict.WRONG}

    assert len(SENTENCES) == len(verdicts) == 43
    assert wrong == {}
    assert found.count(Verdict.RIGHT) >= LEAST_RIGHT


@pytest.mark.parametrize(
    "text", ["was tut die Wärmepumpe", "Was treibt die Wärmepumpe gerade?"]
)
async def test_the_blueprint_answers_sentences_of_the_household(
    assist: Assist, text: str
) -> None:
    response = await assist.home_assistant.say(text)

    assert response["response_type"] == "action_done"
    assert re.match(r"[A-Z].*\.", response["speech"]["plain"]["speech"])


async def test_a_relay_is_switched_by_voice_unless_a_thermostat_has_it(
    assist: Assist,
) -> None:
    await assist.says("turn on upstairs g")
    assert await assist.shows(UPSTAIRS.relay("g"), "on")

    await assist.says("turn on relay board w2")
    assert await assist.shows(HOME.relay("w2"), "off")


async def test_a_name_that_is_given_later_is_understood(assist: Assist) -> None:
    await assist.home_assistant.command(
        "config/entity_registry/update",
        entity_id=HOME.climate,
        aliases=[None, "heat pump", "Rosie"],
    )
    await asyncio.sleep(1)

    assert "not defrosting" in await assist.says("is Rosie defrosting")
    assert "not defrosting" in await assist.says("is the heat pump defrosting")


async def test_who_may_only_look_is_answered_and_changes_nothing(
    assist: Assist,
) -> None:
    await assist.says("set the heat pump to heat")
    reader = await _reader(assist)

    async def says(text: str) -> str:
        return str((await reader.say(text))["speech"]["plain"]["speech"])

    assert await says("turn the heat off") == "You are not allowed to do that."
    assert await says("hold 25 until ten") == "You are not allowed to do that."
    assert await assist.shows("state", "heat")
    assert "not defrosting" in await says("is the heat pump defrosting")


async def _reader(assist: Assist) -> HomeAssistant:
    """Let somebody sign in who may look at everything, and change nothing."""
    owner = assist.home_assistant
    name = {"username": "guest", "password": "guest"}
    made = await owner.command(
        "config/auth/create", name="Guest", group_ids=["system-read-only"]
    )
    await owner.command(
        "config/auth_provider/homeassistant/create", user_id=made["user"]["id"], **name
    )
    guest = HomeAssistant(owner.session, owner.process)
    client = {"client_id": guest.client_id}
    provider = {"handler": ["homeassistant", None], "redirect_uri": guest.client_id}
    form = await guest.post("/auth/login_flow", client | provider)
    done = await guest.post(f"/auth/login_flow/{form['flow_id']}", client | name)
    grant = {"grant_type": "authorization_code", "code": done["result"]}
    guest.tokens = await guest.request("POST", "/auth/token", form=grant | client)
    return guest


async def test_of_two_thermostats_the_one_is_meant_that_is_named_or_near(
    assist: Assist,
) -> None:
    await assist.home_assistant.add_thermostat(ATTIC)
    await assist.home_assistant.act(
        "climate.set_hvac_mode", ATTIC.climate, hvac_mode="off"
    )
    await assist.says("set the heat pump thermostat to heat")

    which = await assist.says("is the heat pump heating")
    assert which == "Which one: Heat pump thermostat, Attic?"
    assert await assist.says("is the attic heating") == "No. Off."
    near = await assist.says("is the heat pump heating", assist.satellite)
    assert near != which
    assert near != "No. Off."

    await assist.says("turn the heat off", assist.satellite)
    assert await assist.shows("state", "off")
    await assist.says("set attic to heat")
    assert await assist.shows(ATTIC.climate, "heat")
    assert await assist.shows("state", "off")
