"""What a person, an app and a voice assistant ask of Home Assistant."""

import asyncio
from collections.abc import AsyncIterator, Mapping
import contextlib
from typing import Any, Final, Self

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse

from .history import Change, History
from .household import MINIMUM_OFF, Thermostat
from .process import HomeAssistantProcess, until

type Json = Any

DOMAIN: Final = "heat_pump_thermostat"
ENTRIES: Final = "/api/config/config_entries/entry"
FLOWS: Final = "/api/config/config_entries/flow"
OPTIONS_FLOWS: Final = "/api/config/config_entries/options/flow"
STARTING: Final = 180
"""Seconds for a start; about ten on a quiet machine."""
PATIENCE: Final = 30
"""Seconds for an answer."""


class RefusedError(Exception):
    """Home Assistant did not do what it was asked."""


class HomeAssistant:
    """A Home Assistant to talk to; its states are recorded while connected."""

    def __init__(self, session: ClientSession, process: HomeAssistantProcess) -> None:
        self.session = session
        self._url = process.url
        self.process = process
        self.history = History()
        self.tokens: dict[str, Json] = {}
        self.onboarding: list[Json] = []
        """The steps of the onboarding, when it was done."""
        self._socket: ClientWebSocketResponse | None = None
        self._listening: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._commands = 0

    # --- HTTP ---

    async def request(
        self,
        method: str,
        path: str,
        json: Json = None,
        form: Mapping[str, str] | None = None,
    ) -> Json:
        """Return the answer to a request."""
        async with (
            asyncio.timeout(PATIENCE),
            self.session.request(
                method, self._url + path, json=json, data=form, headers=self._headers()
            ) as answer,
        ):
            if answer.ok:
                return await answer.json()
            raise RefusedError(
                f"{method} {path}: {answer.status} {await answer.text()}"
            )

    async def get(self, path: str) -> Json:
        return await self.request("GET", path)

    async def post(self, path: str, json: Json = None) -> Json:
        return await self.request("POST", path, json)

    def _headers(self) -> dict[str, str]:
        token = self.tokens.get("access_token")
        return {"Authorization": f"Bearer {token}"} if token else {}

    # --- Onboarding ---

    @property
    def client_id(self) -> str:
        """Under which name tokens are asked for."""
        return f"{self._url}/"

    async def until_running(self) -> None:
        """Wait until everything is set up."""

        async def is_running() -> bool:
            config = await self._early("/api/config") or {}
            return config.get("state") == "RUNNING"

        await until(is_running, STARTING, "Home Assistant runs")

    async def _early(self, path: str) -> Json:
        """Return an answer of a Home Assistant that starts; None while it cannot."""
        self.process.check_alive()
        with contextlib.suppress(ClientError, RefusedError, TimeoutError):
            return await self.get(path)
        return None

    async def onboard(self) -> None:
        """Go through the onboarding as its first user, as soon as it is offered."""

        async def is_offered() -> bool:
            return bool(await self._early("/api/onboarding"))

        await until(is_offered, STARTING, "Home Assistant offers its onboarding")
        client = {"client_id": self.client_id}
        person = {"name": "Owner", "username": "owner", "password": "owner"}
        answer = await self.post(
            "/api/onboarding/users", person | client | {"language": "en"}
        )
        grant = {"grant_type": "authorization_code", "code": answer["auth_code"]}
        self.tokens = await self.request("POST", "/auth/token", form=grant | client)
        await self.post("/api/onboarding/core_config", {})
        await self.post("/api/onboarding/analytics", {})
        await self.post(
            "/api/onboarding/integration", client | {"redirect_uri": self.client_id}
        )
        self.onboarding = await self.get("/api/onboarding")

    async def sign_up(self, name: str) -> Json:
        """Make somebody who is no administrator; return what signs them in."""
        made = await self.command(
            "config/auth/create", name=name, group_ids=["system-users"]
        )
        person = {"username": name, "password": name}
        await self.command(
            "config/auth_provider/homeassistant/create",
            user_id=made["user"]["id"],
            **person,
        )
        client = {"client_id": self.client_id}
        form = await self.post(
            "/auth/login_flow",
            client
            | {"handler": ["homeassistant", None], "redirect_uri": self.client_id},
        )
        answer = await self.post(f"/auth/login_flow/{form['flow_id']}", person | client)
        grant = {"grant_type": "authorization_code", "code": answer["result"]}
        return await self.request("POST", "/auth/token", form=grant | client)

    # --- Websocket ---

    async def connect(self) -> Self:
        """Open the websocket, and record from now on what happens."""
        self._socket = await self.session.ws_connect(f"{self._url}/api/websocket")
        await self._socket.receive_json()
        token = self.tokens["access_token"]
        await self._socket.send_json({"type": "auth", "access_token": token})
        assert (await self._socket.receive_json())["type"] == "auth_ok"
        self._commands = 0
        self._listening = asyncio.create_task(self._listen(self._socket))
        await self.command("subscribe_events", event_type="state_changed")
        for state in await self.command("get_states"):
            self.history.add(Change.of(state))
        return self

    async def stop(self) -> None:
        """Stop Home Assistant in good order, and record up to the end."""
        assert self._listening
        await self.act("homeassistant.stop")
        await asyncio.wait_for(self._listening, PATIENCE)
        await self.process.ended()

    async def command(self, kind: str, **arguments: Json) -> Json:
        """Return the answer to a command on the websocket."""
        assert self._socket
        self._commands += 1
        number = self._commands
        answered = asyncio.get_running_loop().create_future()
        self._answers[number] = answered
        await self._socket.send_json({"id": number, "type": kind, **arguments})
        answer = await asyncio.wait_for(answered, PATIENCE)
        if not answer["success"]:
            raise RefusedError(f"{kind}: {answer['error']}")
        return answer["result"]

    async def _listen(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            said = message.json()
            if said["type"] == "event":
                state = said["event"]["data"]["new_state"]
                if state:
                    self.history.add(Change.of(state))
            else:
                self._answers.pop(said["id"]).set_result(said)

    # --- What people do ---

    async def state(self, entity: str) -> str:
        """Return the state of an entity now."""
        return str((await self.get(f"/api/states/{entity}"))["state"])

    async def act(self, action: str, entity: str | None = None, **data: Json) -> None:
        """Perform an action, on an entity where it needs one."""
        target = {"entity_id": entity} if entity else {}
        await self.post(f"/api/services/{action.replace('.', '/')}", target | data)

    async def say(
        self, text: str, device: str | None = None, language: str = "en"
    ) -> Json:
        """Tell Assist something, perhaps to a device, and return its response."""
        said = {"text": text, "language": language, "device_id": device}
        answer = await self.post("/api/conversation/process", said)
        return answer["response"]

    async def translations(self, category: str) -> dict[str, str]:
        """Return the integration's texts of a category."""
        answer = await self.command(
            "frontend/get_translations",
            language="en",
            category=category,
            integration=[DOMAIN],
        )
        texts: dict[str, str] = answer["resources"]
        prefix = f"component.{DOMAIN}."
        return {key.removeprefix(prefix): text for key, text in texts.items()}

    async def add_thermostat(self, thermostat: Thermostat) -> str:
        """Add a thermostat through its config flow; return its config entry."""
        result = await self.fill_in(thermostat.answers)
        assert result["type"] == "create_entry", result
        return str(result["result"]["entry_id"])

    async def fill_in(self, answers: Mapping[str, Json]) -> Json:
        """Go through a config flow while there are answers; return where that led."""
        form = await self.post(FLOWS, {"handler": DOMAIN})
        for step, answer in answers.items():
            assert (form["type"], form["step_id"]) == ("form", step), form
            form = await self.post(f"{FLOWS}/{form['flow_id']}", answer)
        return form

    async def leave(self, form: Json) -> None:
        """Close a config flow unfinished."""
        await self.request("DELETE", f"{FLOWS}/{form['flow_id']}")

    async def set_minimum_off(self, entry_id: str) -> None:
        """Let the compressor rest as briefly as the options allow."""
        menu = await self.post(OPTIONS_FLOWS, {"handler": entry_id})
        flow = f"{OPTIONS_FLOWS}/{menu['flow_id']}"
        await self.post(flow, {"next_step_id": "compressor"})
        answers = {"minimum_off": {"seconds": MINIMUM_OFF.total_seconds()}}
        result = await self.post(flow, answers)
        assert result["type"] == "create_entry", result

    async def reload(self, entry_id: str) -> None:
        """Reload a config entry."""
        await self.post(f"{ENTRIES}/{entry_id}/reload")

    async def remove(self, entry_id: str) -> None:
        """Remove a config entry."""
        await self.request("DELETE", f"{ENTRIES}/{entry_id}")

    async def entities(self, entry_id: str) -> dict[str, Json]:
        """Return the registered entities of a config entry, by their unique ids."""
        return {
            entity["unique_id"]: entity
            for entity in await self.command("config/entity_registry/list")
            if entity["config_entry_id"] == entry_id
        }


@contextlib.asynccontextmanager
async def running(process: HomeAssistantProcess) -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant, onboarded and connected to; it is stopped in the end."""
    async with ClientSession() as session:
        home_assistant = HomeAssistant(session, process)
        await process.start()
        try:
            await home_assistant.onboard()
            await home_assistant.until_running()
            yield await home_assistant.connect()
        finally:
            await process.stop()
