"""What a page must not do is seen when it does it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from explorer.tests.watched import chromium, watched
from tests.support import ROOT

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


def written(folder: Path, body: str, policy: str = POLICY) -> str:
    """Write a page that is in order but for what stands in its body; return its address."""
    file = folder / "page.html"
    file.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><link rel="icon" href="data:,"></head>'
        f"<body><main><h1>A page</h1>{body}</main></body></html>",
        encoding="utf-8",
    )
    return file.as_uri()


def test_nothing_is_seen_on_a_page_that_is_in_order(
    tmp_path: Path, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    (tmp_path / "script.js").write_text("document.body.append(document.createElement('p'))", encoding="utf-8")
    page.goto(written(tmp_path, '<img src="data:," alt="nothing"><script src="script.js"></script>'))
    assert page.locator("p").count() == 1
    assert axe(page) == []


FAULTS = {
    "console error: too bad": "console.error('too bad')",
    "page error: too bad": "throw new Error('too bad')",
    "page error: later": "Promise.reject(new Error('later'))",
    "dialog: alert: 1": "alert('1')",
    "outside request: https://example.org/a": "fetch('https://example.org/a').catch(() => 0)",
    "outside request: http://localhost/b": "open('http://localhost/b')",
    "console error: Failed to load resource": "document.body.append(Object.assign(new Image(), {src: 'none.png'}))",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_script_does_wrong_is_seen(fault: str, tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "script.js").write_text(FAULTS[fault], encoding="utf-8")
    address = written(tmp_path, '<script src="script.js"></script>', policy="script-src 'self'")
    with pytest.raises(AssertionError, match=fault), watched(browser) as page:
        page.goto(address, wait_until="networkidle")


def test_a_test_fails_whose_page_does_something_wrong(tmp_path: Path) -> None:
    (tmp_path / "script.js").write_text("console.error('too bad')", encoding="utf-8")
    address = written(tmp_path, '<script src="script.js"></script>')
    test = tmp_path / "test_page.py"
    test.write_text(f"def test_page(page):\n    page.goto({address!r})\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "explorer.tests.conftest", "-p", "no:cacheprovider", str(test)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "AssertionError: console error: too bad" in done.stdout
    assert "1 passed, 1 error" in done.stdout


VIOLATIONS = {
    "style-src-attr blocked inline": '<p style="color: red">red</p>',
    "style-src-elem blocked inline": "<style>p { color: red }</style>",
    "script-src-elem blocked inline": "<script>console.log(1)</script>",
    "script-src-attr blocked inline": '<img src="data:," alt="nothing" onerror="console.log(1)">',
    "img-src blocked https://example.org": '<img src="https://example.org/a.png" alt="outside">',
    "base-uri blocked https://example.org": '<base href="https://example.org/">',
}


@pytest.mark.parametrize("fault", VIOLATIONS)
def test_what_the_policy_refuses_is_seen(fault: str, tmp_path: Path, browser: Browser) -> None:
    with pytest.raises(AssertionError, match=f"policy violation: {fault}"), watched(browser) as page:
        page.goto(written(tmp_path, VIOLATIONS[fault]))


def test_a_violation_is_seen_on_a_page_without_scripts(tmp_path: Path, browser: Browser) -> None:
    with (
        pytest.raises(AssertionError, match=r"console error: .*inline style"),
        watched(browser, java_script_enabled=False) as page,
    ):
        page.goto(written(tmp_path, '<p style="color: red">red</p>'))


HINDRANCES = {
    "image-alt": '<img src="data:,">',
    "color-contrast": '<p><font color="#ddd">pale</font></p>',
    "heading-order": "<h4>too deep</h4>",
    "target-size": '<a href="#a">a</a><a href="#b">b</a>',
    "label": '<input type="search">',
}
"""A fault for each set of rules: of WCAG 2.0 A and AA, of 2.2 AA, of best practice."""


@pytest.mark.parametrize("rule", HINDRANCES)
def test_what_hinders_people_is_seen(rule: str, tmp_path: Path, page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto(written(tmp_path, HINDRANCES[rule]))
    assert {violation.partition(":")[0] for violation in axe(page)} == {rule}


def test_without_a_browser_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="install chromium"), chromium():
        pass
