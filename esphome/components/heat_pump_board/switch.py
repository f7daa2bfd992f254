"""The terminals of the heat pump, as switches."""

from typing import Any

import esphome.codegen as cg
from esphome.components import output, switch
import esphome.config_validation as cv
from esphome.const import CONF_NAME, CONF_OUTPUT, CONF_RESTORE_MODE

from . import CONF_TERMINAL, DOMAIN, HeatPumpBoard, rules

CONF_BOARD = "board"

TERMINALS = {
    name: getattr(rules, name) for name in ("Y1", "Y2", "G", "O", "B", "W2", "E", "W1")
}

TerminalSwitch = cg.esphome_ns.namespace(DOMAIN).class_(
    "TerminalSwitch", switch.Switch, cg.Component
)


def _named(config: dict[str, Any]) -> dict[str, Any]:
    """Name the switch like its terminal."""
    return {CONF_NAME: config.get(CONF_TERMINAL), **config}


CONFIG_SCHEMA = cv.All(
    _named,
    switch.switch_schema(TerminalSwitch, block_inverted=True)
    .extend(
        {
            cv.GenerateID(CONF_BOARD): cv.use_id(HeatPumpBoard),
            cv.Required(CONF_TERMINAL): cv.enum(TERMINALS, upper=True),
            cv.Required(CONF_OUTPUT): cv.use_id(output.BinaryOutput),
            # After a power cut nobody knows what is right: off.
            cv.Optional(CONF_RESTORE_MODE, default="ALWAYS_OFF"): cv.enum(
                {"ALWAYS_OFF": switch.RESTORE_MODES["ALWAYS_OFF"]}, upper=True
            ),
        }
    )
    .extend(cv.COMPONENT_SCHEMA),
)


async def to_code(config: dict[str, Any]) -> None:
    """Write the set-up of one terminal."""
    board = await cg.get_variable(config[CONF_BOARD])
    relay = await cg.get_variable(config[CONF_OUTPUT])
    terminal = await switch.new_switch(config, board, config[CONF_TERMINAL], relay)
    await cg.register_component(terminal, config)
    cg.add(board.add_terminal(terminal))
