"""A fault of the thermostat itself, to see it let go of the machine."""

from importlib import import_module
from typing import Any

_CONTROLLER = "custom_components.heat_pump_thermostat.controller"
_decide: list[Any] = []
"""What decides otherwise."""


def stop_deciding(is_stopped: bool) -> None:  # noqa: FBT001 - what is to be
    """Let every decision of the thermostat end in an error, or none any more."""
    if is_stopped == bool(_decide):
        return
    controller: Any = import_module(_CONTROLLER)
    if is_stopped:
        _decide.append(controller.step)
        controller.step = _fail
    else:
        controller.step = _decide.pop()


def _fail(*_: object) -> None:
    raise RuntimeError("somebody let the thermostat fail")
