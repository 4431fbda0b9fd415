"""What every test shares: the order, Hypothesis profiles, and how a test asks for a tool of the system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

IN_CI = os.environ.get("CI") == "true"

# No deadline and no check of speed: on a shared machine they fail without a fault.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every run, so that a red build means the change and not the dice.
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile("ci" if IN_CI else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests last, so that a plain mistake shows within seconds."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session")
def need() -> Callable[..., str]:
    """``need("msgfmt")`` gives the path of the first command that is there.

    Without any, the test is skipped; under CI=true it fails, for there it is a fault of the set-up.
    """

    def find(*names: str) -> str:
        for name in names:
            path = shutil.which(name)
            if path is not None:
                return path
        missing = f"none of {', '.join(names)} is installed; `make test` says how to get it"
        if IN_CI:
            pytest.fail(missing)
        pytest.skip(missing)

    return find
