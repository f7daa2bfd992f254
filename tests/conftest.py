"""What holds for all tests."""

from collections import Counter
import gc

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow all cases of a test but its first ones, where it is marked so."""
    seen = Counter[str]()
    for item in items:
        if marker := item.get_closest_marker("slow_after"):
            test, _, _ = item.nodeid.partition("[")
            seen[test] += 1
            if seen[test] > marker.args[0]:
                item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Look for garbage less often: a tenth of the time goes into that.

    What is there by now stays to the end.
    """
    gc.freeze()
    gc.set_threshold(100_000)
