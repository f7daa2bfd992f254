"""A relay board that keeps a heat pump safe, whatever it is told."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import esphome.codegen as cg
from esphome.components import output, sensor
import esphome.config_validation as cv
from esphome.const import CONF_ID, CONF_OUTPUT, CONF_PLATFORM, CONF_SWITCH
import esphome.final_validate as fv

DOMAIN = "heat_pump_board"
CODEOWNERS = ["@heat-pump-thermostat"]
AUTO_LOAD = ["output", "sensor", "switch"]

CONF_FALLBACK = "fallback"
CONF_GUARD = "guard"
CONF_FAN_RUN_ON = "fan_run_on"
CONF_HEAT = "heat"
CONF_HEARTBEAT_TIMEOUT = "heartbeat_timeout"
CONF_MEMORY_FOR = "memory_for"
CONF_MINIMUM_OFF = "minimum_off"
CONF_OFF_AT = "off_at"
CONF_ON_BELOW = "on_below"
CONF_OUTDOOR = "outdoor"
CONF_ROOM = "room"
CONF_STALE = "stale"
CONF_TERMINAL = "terminal"

HeatPumpBoard = cg.esphome_ns.namespace(DOMAIN).class_(
    "HeatPumpBoard", cg.PollingComponent
)
rules = cg.global_ns.namespace("board_safety")

HEAT = {
    "compressor": rules.HEAT_BY_COMPRESSOR,
    "electric": rules.HEAT_BY_ELECTRICITY,
    "furnace": rules.HEAT_BY_FURNACE,
}
HEATED_BY = {"compressor": {"Y1"}, "electric": {"W2", "E"}, "furnace": {"W1"}}
"""The terminals of which one has to be there."""


def _hysteresis(config: dict[str, Any]) -> dict[str, Any]:
    if config[CONF_OFF_AT] <= config[CONF_ON_BELOW]:
        raise cv.Invalid(f"{CONF_OFF_AT} has to be above {CONF_ON_BELOW}")
    return config


def _one_at_most(uses: list[str]) -> list[str]:
    if len(set(uses)) > 1:
        raise cv.Invalid("a page and Bluetooth do not fit into the memory together")
    return uses


CONFIG_SCHEMA = cv.Schema(
    {
        cv.GenerateID(): cv.declare_id(HeatPumpBoard),
        # Below three minutes the pressures of the machine have not equalised.
        cv.Optional(CONF_MINIMUM_OFF, default="180s"): cv.All(
            cv.positive_time_period_milliseconds,
            cv.Range(
                min=cv.TimePeriod(seconds=180),
                max=cv.TimePeriod(seconds=900),
            ),
        ),
        cv.Optional(
            CONF_FAN_RUN_ON, default="60s"
        ): cv.positive_time_period_milliseconds,
        cv.Optional(CONF_HEARTBEAT_TIMEOUT): cv.All(
            cv.positive_time_period_milliseconds,
            cv.Range(
                min=cv.TimePeriod(minutes=2),
                max=cv.TimePeriod(minutes=60),
            ),
        ),
        cv.Optional(CONF_FALLBACK): cv.All(
            {
                # The first that is believed counts.
                cv.Required(CONF_ROOM): cv.All(
                    cv.ensure_list(cv.use_id(sensor.Sensor)), cv.Length(min=1, max=4)
                ),
                cv.Optional(CONF_STALE, default="15min"): cv.All(
                    cv.positive_time_period_milliseconds,
                    cv.Range(
                        min=cv.TimePeriod(minutes=2),
                        max=cv.TimePeriod(minutes=120),
                    ),
                ),
                cv.Optional(CONF_OUTDOOR): cv.use_id(sensor.Sensor),
                cv.Required(CONF_HEAT): cv.enum(HEAT, lower=True),
                cv.Optional(CONF_ON_BELOW, default="5°C"): cv.temperature,
                cv.Optional(CONF_OFF_AT, default="7°C"): cv.temperature,
            },
            _hysteresis,
        ),
        # What packages add that fits into the memory of a board only once.
        cv.Optional(CONF_MEMORY_FOR, default=[]): cv.All(
            cv.ensure_list(cv.one_of("page", "bluetooth", lower=True)), _one_at_most
        ),
        # On while somebody looks after the house; its normally-closed contact hands it
        # to a mechanical thermostat.
        cv.Optional(CONF_GUARD): cv.use_id(output.BinaryOutput),
    }
).extend(cv.polling_component_schema("1s"))


def _wiring(config: dict[str, Any]) -> dict[str, Any]:
    """Refuse a wiring that cannot be meant."""
    switches = [
        entry
        for entry in fv.full_config.get().get(CONF_SWITCH, [])
        if entry[CONF_PLATFORM] == DOMAIN
    ]
    terminals = Counter(str(entry[CONF_TERMINAL]) for entry in switches)
    relays = Counter(str(entry[CONF_OUTPUT]) for entry in switches)
    if CONF_GUARD in config:
        relays[str(config[CONF_GUARD])] += 1
    for problem in _problems(config, terminals, relays):
        raise cv.Invalid(problem)
    return config


def _problems(
    config: dict[str, Any], terminals: Counter[str], relays: Counter[str]
) -> Iterator[str]:
    for name, times in (*terminals.items(), *relays.items()):
        if times > 1:
            yield f"{name} is used twice"
    if "Y1" not in terminals:
        yield "Y1 has no relay"
    if (fallback := config.get(CONF_FALLBACK)) is None:
        return
    if CONF_HEARTBEAT_TIMEOUT not in config:
        yield "the fallback needs the watchdog"
    heat = str(fallback[CONF_HEAT])
    if not HEATED_BY[heat] & terminals.keys():
        yield f"the fallback heat '{heat}' has no relay"


FINAL_VALIDATE_SCHEMA = _wiring


async def to_code(config: dict[str, Any]) -> None:
    """Write the component's set-up."""
    board = cg.new_Pvariable(config[CONF_ID])
    await cg.register_component(board, config)
    cg.add(board.set_minimum_off(config[CONF_MINIMUM_OFF]))
    cg.add(board.set_fan_run_on(config[CONF_FAN_RUN_ON]))
    if timeout := config.get(CONF_HEARTBEAT_TIMEOUT):
        cg.add(board.set_heartbeat_timeout(timeout))
    if fallback := config.get(CONF_FALLBACK):
        for room in fallback[CONF_ROOM]:
            sensor_ = await cg.get_variable(room)
            cg.add(board.add_room(sensor_, fallback[CONF_STALE]))
        if CONF_OUTDOOR in fallback:
            outdoor = await cg.get_variable(fallback[CONF_OUTDOOR])
            cg.add(board.set_outdoor(outdoor))
        cg.add(
            board.set_fallback(
                fallback[CONF_HEAT], fallback[CONF_ON_BELOW], fallback[CONF_OFF_AT]
            )
        )
    if CONF_GUARD in config:
        cg.add(board.set_guard(await cg.get_variable(config[CONF_GUARD])))
