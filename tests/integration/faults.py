"""Faults of the thermostat's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def failing(owner: Any, name: str) -> Iterator[None]:
    """Let something raise whenever it is called."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, fail)
        yield
