"""Names that Home Assistant and this integration share."""

from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "heat_pump_thermostat"

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CLIMATE,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TIME,
)

CONF_ROOM_TEMPERATURE: Final = "room_temperature"
CONF_OUTDOOR_TEMPERATURE: Final = "outdoor_temperature"
CONF_SOURCE: Final = "source"
CONF_BACKUP: Final = "backup"
CONF_TERMINALS: Final = "terminals"
CONF_SENSORS: Final = "sensors"
CONF_PERFORMANCE: Final = "performance"
CONF_FINISH: Final = "finish"
CONF_HIDE_RELAYS: Final = "hide_relays"
CONF_VOICE: Final = "voice"

CONF_ROOM_HUMIDITY: Final = "room_humidity"
CONF_DEFROST_SIGNAL: Final = "defrost_signal"

PRESET_EMERGENCY_HEAT: Final = "emergency_heat"

CARD: Final = "thermostat"
"""The key of the card: of all entities it tells best what was chosen."""

ATTR_STATUS: Final = "status"
ATTR_HELD: Final = "is_held"
ATTR_SET_BACK: Final = "is_set_back"
ATTR_BACKUP_HEAT: Final = "backup_heat"
ATTR_LOCKOUTS: Final = "lockouts"
ATTR_PROBLEMS: Final = "problems"
ATTR_DUE: Final = "due"
ATTR_BELOW_BALANCE_POINT: Final = "is_below_balance_point"
"""What the card tells, and triggers and conditions ask."""
