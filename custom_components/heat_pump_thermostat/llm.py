"""What language models may ask of the thermostats, and tell them to do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, override

from homeassistant.components.climate import (
    ATTR_HVAC_MODE,
    ATTR_PRESET_MODE,
    SERVICE_SET_HVAC_MODE,
    SERVICE_SET_PRESET_MODE,
    HVACMode,
)
from homeassistant.components.llm import LLMTools
from homeassistant.const import ATTR_NAME, ATTR_TEMPERATURE
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
import voluptuous as vol

from .const import DOMAIN, PRESET_EMERGENCY_HEAT
from .controller import Controller
from .devices import area_of_device
from .engine.meter import Count
from .engine.settings import Preset
from .explaining import async_explained
from .voice.orders import async_use
from .voice.whom import (
    Spoken,
    exposed_thermostats,
    is_known,
    meant,
)

HOURS: Final = "hours"
ASSISTANT: Final = "assistant"
"""By which name a limit is shown that a language model asks for."""
MOST_LIMIT_HOURS: Final = 24
MOST_HOURS: Final = 24 * 7
"""Hours that a language model may hold a temperature."""
PROMPT: Final = (
    "A heat pump thermostat tells by its tools why it heats or does not, what comes "
    "next, and what today took; use them for questions about the heat pump, auxiliary "
    "heat, defrosting or emergency heat."
)


@dataclass(frozen=True, slots=True)
class Request:
    """The thermostat that is meant, and by whom."""

    hass: HomeAssistant
    card: str
    controller: Controller
    language: str | None
    context: Context | None

    async def use(self, action: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Use the card with the rights of whoever speaks, and tell what is so then."""
        await async_use(self.hass, self.card, action, fields, self.context)
        return await self.explained()

    async def explained(self) -> dict[str, Any]:
        """Return why the machine does what it does, until when, and what comes next."""
        return await async_explained(self.hass, self.controller, self.language)


async def _explain(asked: Request, _fields: Mapping[str, Any]) -> dict[str, Any]:
    return await asked.explained()


async def _summarize_today(
    asked: Request, _fields: Mapping[str, Any]
) -> dict[str, Any]:
    meter = asked.controller.decision.state.meter
    return {
        key: round(meter.today(count) / divisor, 2)
        if meter.has_counted(count)
        else None
        for key, (count, divisor) in TODAY.items()
    } | {"currency": asked.hass.config.currency}


async def _hold_it(asked: Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    held = {
        key: fields[key]
        for key in (ATTR_TEMPERATURE, ATTR_PRESET_MODE)
        if key in fields
    }
    if HOURS in fields:
        held["for"] = timedelta(hours=fields[HOURS])
    return await asked.use("hold", held)


async def _let_schedule_rule(
    asked: Request, _fields: Mapping[str, Any]
) -> dict[str, Any]:
    return await asked.use("resume_schedule", {})


async def _go_without(asked: Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    limit = {key: fields[key] for key in ("offset", "backup_power") if key in fields}
    until = {"source": ASSISTANT, "for": timedelta(hours=fields[HOURS])}
    return await asked.use("limit", {**limit, **until})


async def _choose(asked: Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    for key, action in CHOICES.items():
        if key in fields:
            await asked.use(action, {key: fields[key]})
    return await asked.explained()


CHOICES: Final[Mapping[str, str]] = {
    ATTR_HVAC_MODE: SERVICE_SET_HVAC_MODE,
    ATTR_PRESET_MODE: SERVICE_SET_PRESET_MODE,
}
"""What may be chosen, and the action that chooses it: the mode first."""
SECONDS: Final = 3600
TODAY: Final[Mapping[str, tuple[Count, float]]] = {
    "compressor_hours": (Count.COMPRESSOR, SECONDS),
    "compressor_starts": (Count.STARTS, 1),
    "auxiliary_heat_hours": (Count.AUX, SECONDS),
    "auxiliary_heat_kwh": (Count.AUX_ELECTRICITY, 1),
    "heating_kwh": (Count.HEATING_ELECTRICITY, 1),
    "cooling_kwh": (Count.COOLING_ELECTRICITY, 1),
    "heat_delivered_kwh": (Count.HEAT, 1),
    "defrosts": (Count.DEFROSTS, 1),
    "cost": (Count.COST, 1),
}
"""What is told of today: the sum, and what makes it the unit of its key."""

READS: Final = ToolAnnotations(
    read_only=True, destructive=False, idempotent=True, open_world=False
)
WRITES: Final = ToolAnnotations(destructive=False, idempotent=True, open_world=False)
WHICH: Final = {
    vol.Optional(ATTR_NAME, description="The thermostat, if there are several"): (
        cv.string
    )
}


class ThermostatTool(Tool):
    """One thing that may be asked of a thermostat, or told to it."""

    integration = DOMAIN

    def __init__(
        self,
        name: str,
        description: str,
        annotations: ToolAnnotations,
        do: Callable[[Request, Mapping[str, Any]], Awaitable[dict[str, Any]]],
        parameters: Mapping[Any, Any] | None = None,
    ) -> None:
        """Tell what it is called, what it does, and what it has to know."""
        self.name = f"{DOMAIN}__{name}"
        self.title = name.replace("_", " ").capitalize()
        self.description = description
        self.annotations = annotations
        self.parameters = vol.Schema({**WHICH, **(parameters or {})})
        self._do = do

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Answer, or do it; what cannot be done is told in words."""
        fields = self.parameters(tool_input.tool_args)
        found = _thermostats(hass, llm_context, fields.pop(ATTR_NAME, ""))
        if len(found) != 1:
            return _answer_of_refusal(
                "Which thermostat?", names=[each.names[0] for each in found]
            )
        asked = Request(
            hass,
            found[0].card.entity_id,
            found[0].entry.runtime_data,
            llm_context.language,
            llm_context.context,
        )
        try:
            return ToolResult(await self._do(asked, fields))
        except HomeAssistantError as error:
            return _answer_of_refusal(str(error) or type(error).__name__)


def _answer_of_refusal(error: str, **more: Any) -> ToolResult:
    return ToolResult({"error": error, **more}, error=True)


TOOLS: Final[tuple[Tool, ...]] = (
    ThermostatTool(
        "explain",
        "Tells why the heat pump heats, cools or does nothing, until when, what comes "
        "next, what is held, and what is wrong.",
        READS,
        _explain,
    ),
    ThermostatTool(
        "today",
        "Tells what compressor and auxiliary heat did today: hours, starts, energy in "
        "kWh, and cost. What is null is not known.",
        READS,
        _summarize_today,
    ),
    ThermostatTool(
        "hold",
        "Holds a temperature, in the household's unit, or a preset, over the schedule: "
        "for some hours, or until the schedule's next block.",
        WRITES,
        _hold_it,
        {
            vol.Exclusive(ATTR_TEMPERATURE, "held"): vol.Coerce(float),
            vol.Exclusive(ATTR_PRESET_MODE, "held"): vol.In([*Preset]),
            vol.Optional(HOURS): vol.All(
                vol.Coerce(float), vol.Range(min=0.1, max=MOST_HOURS)
            ),
        },
    ),
    ThermostatTool(
        "resume_schedule",
        "Ends a hold: the schedule rules again.",
        WRITES,
        _let_schedule_rule,
    ),
    ThermostatTool(
        "limit",
        "Lets the household go without for some hours, to save: the room may be colder "
        "(or warmer, where it is cooled) by an offset in degrees of the household, and "
        "electric backup heat is limited to some kW, 0 for none.",
        WRITES,
        _go_without,
        {
            vol.Optional("offset"): vol.All(vol.Coerce(float), vol.Range(min=0, max=9)),
            vol.Optional("backup_power"): vol.All(vol.Coerce(float), vol.Range(min=0)),
            vol.Required(HOURS): vol.All(
                vol.Coerce(float), vol.Range(min=0.1, max=MOST_LIMIT_HOURS)
            ),
        },
    ),
    ThermostatTool(
        "choose",
        "Chooses the mode of the heat pump, or its preset. Emergency heat costs far "
        "more than the heat pump: only where somebody asks for it.",
        WRITES,
        _choose,
        {
            vol.Optional(ATTR_HVAC_MODE): vol.In([*map(str, HVACMode)]),
            vol.Optional(ATTR_PRESET_MODE): vol.In(
                ["none", *Preset, PRESET_EMERGENCY_HEAT]
            ),
        },
    ),
)


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools, where a thermostat of ours is exposed to who asks."""
    if api_id != LLM_API_ASSIST or not llm_context.assistant:
        return None
    if not _thermostats(hass, llm_context, ""):
        return None
    return LLMTools([*TOOLS], PROMPT)


def _thermostats(
    hass: HomeAssistant, llm_context: LLMContext, name: str
) -> list[Spoken]:
    """Return the thermostat of that name, else the one near who asks, else all."""
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    exposed = exposed_thermostats(hass, entries, llm_context.assistant)
    if name and not is_known(exposed, name):
        return []
    return meant(exposed, name, area_of_device(hass, llm_context.device_id))
