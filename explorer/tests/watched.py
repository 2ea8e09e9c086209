"""Pages in Chromium, and a record of all that must not happen on one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

# Each start has an empty profile, which the browser throws away. Left to itself, Chromium asks its maker for news.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OF_THE_PAGE = {"file", "data", "blob"}
"""The schemes of addresses that no network is asked for."""
REPORT = """addEventListener('securitypolicyviolation', event =>
    reportViolation(`${event.effectiveDirective} blocked ${event.blockedURI} at ${event.documentURI}`))
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that is installed, and end it.

    Raises:
        FileNotFoundError: There is none.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise FileNotFoundError("the tests of the explorer need Chromium; on Debian and Ubuntu, install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=SWITCHES)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, **settings: Any) -> Iterator[Page]:
    """Open an empty page without a network, with a storage of its own, and close it.

    Args:
        browser: What opens it.
        settings: Those of Playwright's ``new_context``, such as ``viewport`` or ``java_script_enabled``.

    Raises:
        AssertionError: The page, or one that it opened, logged or threw an error, broke its policy, asked outside or
            opened a dialog.
    """
    faults: list[str] = []

    def note_error(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console error: {message.text}")

    def note_dialog(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.type}: {dialog.message}")
        dialog.dismiss()

    def note_request(request: Request) -> None:
        if urlsplit(request.url).scheme not in OF_THE_PAGE:
            faults.append(f"outside request: {request.url}")

    context = browser.new_context(offline=True, **settings)
    try:
        context.on("console", note_error)
        context.on("dialog", note_dialog)
        context.on("request", note_request)
        context.on("weberror", lambda error: faults.append(f"page error: {error.error}"))
        context.expose_binding("reportViolation", lambda _, violation: faults.append(f"policy violation: {violation}"))
        context.add_init_script(REPORT)
        yield context.new_page()
        # What the page reported before this answer has arrived with it.
        for page in context.pages:
            page.evaluate("0")
    finally:
        context.close()
    assert not faults, "\n".join(faults)
