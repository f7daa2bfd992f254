"""The plan of the board as a thermostat, for a page or a display of its own."""

from typing import Any

import esphome.codegen as cg
from esphome.components import climate
import esphome.config_validation as cv

from . import DOMAIN, HeatPumpBoard

CONF_BOARD = "board"

HandClimate = cg.esphome_ns.namespace(DOMAIN).class_(
    "HandClimate", climate.Climate, cg.PollingComponent
)

CONFIG_SCHEMA = (
    climate.climate_schema(HandClimate)
    .extend({cv.GenerateID(CONF_BOARD): cv.use_id(HeatPumpBoard)})
    .extend(cv.polling_component_schema("1s"))
)


async def to_code(config: dict[str, Any]) -> None:
    """Write the thermostat's set-up."""
    board = await cg.get_variable(config[CONF_BOARD])
    hand = await climate.new_climate(config, board)
    await cg.register_component(hand, config)
