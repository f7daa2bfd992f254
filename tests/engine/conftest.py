"""The rules are tested without Home Assistant: its part of the package stays shut.

Only where its plugin is blocked, as `scripts/test engine` does: in one process with
the tests of the integration the package is what it is.
"""

from pathlib import Path
import sys
from types import ModuleType

import pytest

PACKAGE = "custom_components.heat_pump_thermostat"
FOLDER = Path(__file__).parents[2].joinpath(*PACKAGE.split("."))


def pytest_configure(config: pytest.Config) -> None:
    """Stand an empty front room before the package's rooms."""
    is_alone = config.pluginmanager.is_blocked("homeassistant")
    if is_alone and PACKAGE not in sys.modules:
        package = ModuleType(PACKAGE)
        package.__path__ = [str(FOLDER)]
        sys.modules[PACKAGE] = package
