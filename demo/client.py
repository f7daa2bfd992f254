"""Talking to Home Assistant over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from aiohttp import ClientError, ClientSession

type Json = Any
type Answers = Mapping[str, Mapping[str, Json]]
"""What to answer in a flow: its steps' names, and their fields."""

POLL: Final = 0.5
FLOWS: Final = "/api/config/config_entries/flow"
OPTIONS_FLOWS: Final = "/api/config/config_entries/options/flow"


class DemoError(Exception):
    """Something that the person who starts the demo must know."""


def say(message: str) -> None:
    """Tell what is going on."""
    print(f"demo: {message}", flush=True)


class HomeAssistant:
    """A running Home Assistant."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._token = ""

    @property
    def client_id(self) -> str:
        """By what name we ask for tokens."""
        return f"{self._url}/"

    async def call(
        self,
        path: str,
        json: Json = None,
        *,
        method: str = "POST",
        form: Mapping[str, str] | None = None,
    ) -> Json:
        """Return the answer to a request."""
        try:
            async with self._session.request(
                method, self._url + path, json=json, data=form, headers=self._headers()
            ) as answer:
                if answer.ok:
                    return await answer.json()
                reason = f"{answer.status} {await answer.text()}"
        except ClientError as error:
            raise DemoError(f"Home Assistant does not answer: {error}") from error
        raise DemoError(f"Home Assistant refused {method} {path}: {reason}")

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    async def until_listening(self) -> list[str]:
        """Wait for the web server; return the steps of the onboarding still to do."""
        while True:
            try:
                async with self._session.get(f"{self._url}/api/onboarding") as answer:
                    if answer.status == HTTPStatus.NOT_FOUND:
                        return []
                    if answer.ok:
                        steps = await answer.json()
                        return [step["step"] for step in steps if not step["done"]]
            except ClientError:
                pass
            await asyncio.sleep(POLL)

    async def until_running(self) -> None:
        """Wait until everything is set up."""

        async def is_running() -> bool:
            config = await self.call("/api/config", method="GET")
            return bool(config["state"] == "RUNNING")

        await _until(is_running)

    async def until_exists(self, entity_id: str) -> None:
        """Wait until an entity has a state."""

        async def exists() -> bool:
            states = await self.call("/api/states", method="GET")
            return entity_id in {state["entity_id"] for state in states}

        await _until(exists)

    async def authorise(self, code: str) -> None:
        """Trade a code for the token that all further requests carry."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.client_id,
        }
        self._token = (await self.call("/auth/token", form=form))["access_token"]

    async def entries(self, domain: str) -> list[str]:
        """Return the ids of an integration's config entries."""
        path = f"/api/config/config_entries/entry?domain={domain}"
        return [entry["entry_id"] for entry in await self.call(path, method="GET")]

    async def remove_entry(self, entry_id: str) -> None:
        """Remove a config entry."""
        path = f"/api/config/config_entries/entry/{entry_id}"
        await self.call(path, method="DELETE")

    async def create_entry(self, domain: str, answers: Answers) -> str:
        """Go through a config flow; return the id of the new entry."""
        result = await self._go_through(FLOWS, domain, answers)
        return str(result["result"]["entry_id"])

    async def set_options(self, entry_id: str, answers: Answers) -> None:
        """Go through an options flow; fields without an answer keep their values."""
        await self._go_through(OPTIONS_FLOWS, entry_id, answers)

    async def _go_through(self, path: str, handler: str, answers: Answers) -> Json:
        result = await self.call(path, {"handler": handler})
        while result["type"] in ("form", "menu"):
            step = result["step_id"]
            if result.get("errors"):
                raise DemoError(f"{handler}, step {step}: {result['errors']}")
            answer = answers.get(step, {})
            if result["type"] == "form":
                answer = _filled_in(result["data_schema"], answer)
            result = await self.call(f"{path}/{result['flow_id']}", answer)
        if result["type"] != "create_entry":
            raise DemoError(f"{handler}: {result.get('reason', result['type'])}")
        return result

    async def command(self, kind: str, **arguments: Json) -> None:
        """Send one command over the websocket."""
        async with self._session.ws_connect(f"{self._url}/api/websocket") as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._token})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": kind, **arguments})
            if not (answer := await socket.receive_json())["success"]:
                raise DemoError(f"Home Assistant refused {kind}: {answer['error']}")


async def _until(condition: Callable[[], Awaitable[bool]]) -> None:
    while True:
        if await condition():
            return
        await asyncio.sleep(POLL)


def _filled_in(schema: list[Json], answer: Mapping[str, Json]) -> dict[str, Json]:
    """Return the form as a person sends it who changes nothing but `answer`."""
    names = {field["name"] for field in schema}
    if unknown := answer.keys() - names:
        raise DemoError(f"the form has no field {', '.join(sorted(unknown))}")
    filled: dict[str, Json] = {}
    for field in schema:
        name = field["name"]
        if field.get("type") == "expandable":
            filled[name] = _filled_in(field["schema"], answer.get(name, {}))
        elif (value := answer.get(name, _shown(field))) is not None:
            filled[name] = value
    return filled


def _shown(field: Json) -> Json:
    """Return what a form shows in a field before anyone types."""
    suggestion = (field.get("description") or {}).get("suggested_value")
    return field.get("default") if suggestion is None else suggestion
