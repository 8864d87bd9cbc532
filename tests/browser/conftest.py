"""A real Chromium, the one that is installed here: CHROMIUM names another. Without one, these tests say so in one line."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The browser's driver runs an event loop in this thread; Django would take that for asynchronous code of ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if "/tests/browser/" in str(item.path)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None and os.environ.get("FSO_REQUIRE_BROWSER") != "1":
            item.add_marker(
                pytest.mark.skip(reason="No Chromium here, so no page was looked at (Debian: apt install chromium)")
            )


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.fail("A browser is required here (FSO_REQUIRE_BROWSER=1) and no Chromium is installed")
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(autouse=True)
def _no_page_stays_open(browser: Browser) -> Iterator[None]:
    """A page that stays open keeps the keyboard: the next test's page would not have the focus."""
    yield
    for context in list(browser.contexts):
        context.close()
