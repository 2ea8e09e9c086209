"""What a page must keep to at every width, on paper, for those who see otherwise, and for fingers."""

from playwright.sync_api import Page

WIDTHS = (320, 412, 640, 768, 1280, 2560)
"""From a small phone to a large screen, in CSS pixels; 640 is what is left of 1280 at a zoom of 200 %."""

NARROW = """() => [...document.querySelectorAll('.field > *, .field > * > *, td, th, li, figcaption')].filter(element =>
    element.checkVisibility() && getComputedStyle(element).display !== 'inline'
        && element.scrollWidth > element.clientWidth + 1).map(
    element => `${element.localName}: ${element.innerText.slice(0, 40)}`)"""
SIDEWAYS = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.querySelectorAll('body *')].filter(element =>
        element.checkVisibility() && element.getBoundingClientRect().right > room + 1 && !element.closest('.scroll'));
    return wide.slice(0, 3).map(element => `${element.localName}.${element.className}`).concat('the page');
}"""
CLIPPED = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(element => {
    const style = getComputedStyle(element);
    const hides = part => ['hidden', 'clip'].includes(part);
    return element.checkVisibility() && element.innerText && style.clipPath === 'none'
        && (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1
            || hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1
            || style.textOverflow === 'ellipsis');
}).map(element => `${element.localName}: ${element.innerText.slice(0, 40)}`)"""
SMALL = """() => [...document.querySelectorAll(
    'button, input, summary, [role=button], header a, .button, .neighbours a')]
    .filter(element => element.checkVisibility())
    .map(element => [element, (element.closest('label') ?? element).getBoundingClientRect()])
    .filter(([element, box]) => Math.min(box.width, box.height) < 23.5)
    .map(([element, box]) => `${element.localName} ${element.textContent}: ${box.width} x ${box.height}`)
"""
CONTROLS = """() => [...document.querySelectorAll('button, input, nav, form, dialog, .skip')]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().height)
    .map(element => `${element.localName} ${element.textContent.trim().slice(0, 20)}`)"""
UNMARKED = """() => [...document.querySelectorAll('mark')].filter(mark => {
    const style = getComputedStyle(mark);
    return !mark.checkVisibility() || style.outlineStyle === 'none' && style.borderBottomStyle === 'none'
        && style.textDecorationLine === 'none';
}).map(mark => mark.textContent)"""
MOVING = """() => [document.documentElement, ...document.querySelectorAll('body, body *')].filter(element => {
    const style = getComputedStyle(element);
    const takes = times => times.split(',').some(time => parseFloat(time) > 0);
    return takes(style.transitionDuration) || takes(style.animationDuration) || style.scrollBehavior === 'smooth';
}).map(element => element.localName)"""


def misfits(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Return at which widths a page must be scrolled sideways, text is cut off, or runs out of its column."""
    wrong = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width}: sideways: {element}" for element in page.evaluate(SIDEWAYS)]
        wrong += [f"{width}: cut off: {element}" for element in page.evaluate(CLIPPED)]
        wrong += [f"{width}: too long: {element}" for element in page.evaluate(NARROW)]
    return wrong


def misfits_in_large_type(page: Page) -> list[str]:
    """Return what does not fit where a reader has set the type of the browser to twice its size."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong = misfits(page, (640, 1280))
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def small_targets(page: Page) -> list[str]:
    """Return which controls are too small for a finger on a phone: less than 24 CSS pixels, as WCAG 2.2 has it."""
    page.set_viewport_size({"width": 412, "height": 900})
    listed: list[str] = page.evaluate(SMALL)
    return listed


def wrong_print(page: Page) -> list[str]:
    """Return which controls are printed, and which marked words do not stand out on paper without colour."""
    page.emulate_media(media="print")
    wrong = [f"printed: {control}" for control in page.evaluate(CONTROLS)]
    wrong += [f"not marked: {words}" for words in page.evaluate(UNMARKED)]
    page.emulate_media(media="screen")
    return wrong


def lost_marks(page: Page) -> list[str]:
    """Return which marked words do not stand out where the reader has set all colours."""
    page.emulate_media(forced_colors="active")
    listed: list[str] = page.evaluate(UNMARKED)
    page.emulate_media(forced_colors="none")
    return listed


def moving(page: Page) -> list[str]:
    """Return what moves though the reader asked for less motion."""
    page.emulate_media(reduced_motion="reduce")
    listed: list[str] = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")
    return listed
