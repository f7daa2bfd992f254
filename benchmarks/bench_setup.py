"""Set the thermostat up through its config flow, for the closed-loop bench.

SENSORS="supply_temperature return_temperature" wires only these of the optional
sensors, SENSORS="" none of them. OPTIONS='{"auxiliary": {"strategy": "comfort"}}'
chooses options, by section.
"""

import json
import os
from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

DOMAIN = "heat_pump_thermostat"

SENSORS = {
    "outdoor_humidity": "sensor.outdoor_humidity",
    "outdoor_coil_temperature": "sensor.outdoor_coil",
    "supply_temperature": "sensor.supply",
    "return_temperature": "sensor.return",
    "heat_pump_power": "sensor.heat_pump_power",
}
OPTIONS = json.loads(os.environ.get("OPTIONS", "{}"))
WIRED = os.environ.get("SENSORS", " ".join(SENSORS)).split()

MACHINE = json.loads(os.environ.get("BENCH_MACHINE", "null"))
"""Another machine than the plain one, as the bench describes it."""

STEPS: tuple[dict[str, Any], ...] = (
    {
        "name": "Bench",
        "room_temperature": "sensor.room",
        "outdoor_temperature": "sensor.outdoor",
        "source": "air",
        "backup": "electric",
    },
    {terminal: f"input_boolean.{terminal}" for terminal in ("y1", "g", "o", "w2", "e")},
    {key: SENSORS[key] for key in WIRED},
    {
        "heating_capacity_47f": 10.55,
        "heating_cop_47f": 3.69,
        "heating_capacity_35f": 8.88,
        "heating_cop_35f": 3.32,
        "heating_capacity_17f": 6.68,
        "heating_cop_17f": 2.72,
        "heating_capacity_5f": 5.40,
        "heating_cop_5f": 2.35,
        "rated_with_defrost": "no",
        "aux_rating": 10,
    },
    {},
)


def steps_for(machine: dict[str, Any] | None) -> tuple[dict[str, Any], ...]:
    """Return the answers to the forms, for the plain machine or another."""
    user, _, sensors, sheet, finish = STEPS
    if machine is None:
        return STEPS
    relays = {"y1", "g", "o"} | ({"y2"} if machine["stages"] == 2 else set())
    if machine["backup"] == "furnace":
        user, relays = {**user, "backup": "fuel"}, relays | {"w1"}
    else:
        relays |= {"w2", "e"}
    is_inverter = machine["machine"].startswith("inverter")
    kinds = {2: "two_stage"}
    kind = "variable_speed" if is_inverter else kinds.get(machine["stages"])
    points = {
        f"heating_{figure}_{at}": value
        for at, figures in machine["heating"]["1"].items()
        for figure, value in zip(("capacity", "cop"), figures, strict=True)
    }
    given = {"machine_type": kind or "single_speed", "aux_rating": machine["aux_kw"]}
    ducts = {"indoor_unit": "ducted", "rated_speed": "rated"} if is_inverter else {}
    wires = {relay: f"input_boolean.{relay}" for relay in relays}
    sheet = {**sheet, **points, **given, **ducts}
    return user, wires, sensors, sheet, finish


async def setup(
    hass: HomeAssistant,
    *,
    setpoint: float,
    schedule: str | None,
    setback: float | None,
) -> str:
    """Return the climate entity of a thermostat that heats to the setpoint."""
    flow = hass.config_entries.flow
    result = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    for answers in steps_for(MACHINE):
        result = await flow.async_configure(result["flow_id"], answers)
    entry = result["result"]
    await hass.async_block_till_done()
    chosen = dict(OPTIONS)
    if schedule is not None:
        followed = {"schedule": schedule, "setback_heat": setback}
        chosen["schedule"] = {**chosen.get("schedule", {}), **followed}
    options = hass.config_entries.options
    for topic, fields in chosen.items():
        form = await options.async_init(entry.entry_id)
        way = {"next_step_id": topic}
        form = await options.async_configure(form["flow_id"], way)
        await options.async_configure(form["flow_id"], fields)
    entity = er.async_get(hass).async_get_entity_id(
        "climate", DOMAIN, f"{entry.entry_id}_thermostat"
    )
    assert entity is not None
    for service, data in (
        ("set_hvac_mode", {"hvac_mode": "heat"}),
        ("set_temperature", {"temperature": setpoint}),
    ):
        if service == "set_temperature" and schedule is not None:
            continue
        await hass.services.async_call(
            "climate", service, {"entity_id": entity, **data}, blocking=True
        )
    return entity
