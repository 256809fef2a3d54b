"""Every page of the workplace in a browser: for everybody, on a phone, by keyboard, without scripts, without other hosts.

The pages are those of every door that answers GET, so that a door that is added is looked at without being named.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from aimwell.web.all_doors import DOORS
from tests.browser.test_site import AXE_OPTIONS, DESK, PHONE
from tests.browser.workplace import Page, Workplace

pytestmark = pytest.mark.browser

OPEN = (
    Page("sign in", "/workplace/account/login/?next=/workplace/", ""),
    Page("forgotten password", "/workplace/account/password/reset/", ""),
    Page("link sent", "/workplace/account/password/reset/done/", ""),
)
ALSO = (
    Page("second factor", "/workplace/account/mfa/", "strategy"),
    Page("change password", "/workplace/account/password/change/", "strategy"),
    Page("not found", "/workplace/accounts/missing/", "strategy"),
)
SAME_PAGE = frozenset({"plan-checklist-answer"})
"""Doors that show another's page: where its form is sent to."""
SEEN = """() => {
  const reached = document.activeElement;
  const style = getComputedStyle(reached);
  return [reached.getAttribute('href'), style.outlineStyle !== 'none' || style.boxShadow !== 'none'];
}"""
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true })"
FORMS = """() => [...document.querySelectorAll('main form')].filter(form =>
  !form.querySelector('button:not([type=button]), input[type=submit]') && !form.id).length"""


@dataclass
class Found:
    """What one visit to a page found."""

    status: int = 0
    title: str = ""
    headings: int = 0
    faults: list[Any] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    phone_width: int = 0
    first_stop: tuple[str, bool] = ("", False)
    forms_without_button: int = 0
    words: str = ""
    words_without_scripts: str = ""


@pytest.fixture(scope="session")
def found(browser: Any, workplace: Workplace) -> dict[str, Found]:
    """Every page visited once; the tests ask what was found."""
    pages = (*OPEN, *ALSO, *workplace.pages)
    return {page.door: seen for role in {page.role for page in pages} for page, seen in _visits(browser, workplace, role, pages)}  # fmt: skip


def _visits(
    browser: Any, workplace: Workplace, role: str, pages: tuple[Page, ...]
) -> Iterator[tuple[Page, Found]]:
    with_scripts = _context(browser, workplace, role)
    without = _context(browser, workplace, role, java_script_enabled=False)
    opened, plain = with_scripts.new_page(), without.new_page()
    current: list[Found] = [Found()]
    opened.on("console", lambda message: current[0].console.append(message.text) if message.type == "error" else None)  # fmt: skip
    opened.on("pageerror", lambda error: current[0].console.append(str(error)))
    opened.on("request", lambda request: current[0].elsewhere.append(request.url))
    for page in pages:
        if page.role == role:
            current[0] = Found()
            _look(opened, plain, workplace.base + page.path, current[0])
            current[0].elsewhere = [
                url for url in current[0].elsewhere if not url.startswith((workplace.base, "data:"))
            ]
            yield page, current[0]
    with_scripts.close()
    without.close()


def _context(browser: Any, workplace: Workplace, role: str, **options: Any) -> Any:
    if role:
        return workplace.context(browser, role, viewport=DESK, **options)
    return browser.new_context(viewport=DESK, **options)


def _look(opened: Any, plain: Any, address: str, found: Found) -> None:
    opened.set_viewport_size(PHONE)
    answer = opened.goto(address)
    opened.keyboard.press("Tab")
    found.first_stop = tuple(opened.evaluate(SEEN))
    opened.evaluate(UNFOLD)
    found.phone_width = opened.evaluate("document.documentElement.scrollWidth")
    opened.set_viewport_size(DESK)
    found.status, found.title, found.headings = answer.status, opened.title(), opened.locator("h1").count()
    found.forms_without_button = opened.evaluate(FORMS)
    violations = Axe().run(opened, options=AXE_OPTIONS).response["violations"]
    found.faults = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in violations]
    found.words = _words(opened)
    plain.goto(address)
    plain.evaluate(UNFOLD)
    found.words_without_scripts = _words(plain)


def _words(page: Any) -> str:
    return " ".join(page.locator("main").inner_text().split())


def test_no_page_of_the_workplace_has_an_accessibility_fault(found: dict[str, Found]) -> None:
    assert {door: seen.faults for door, seen in found.items() if seen.faults} == {}


def test_every_door_that_answers_get_was_looked_at(found: dict[str, Found], workplace: Workplace) -> None:
    assert {door: seen.status for door, seen in found.items() if seen.status not in (200, 404)} == {}
    asked = {door.name for door in DOORS if "GET" in door.methods}
    assert {page.door for page in workplace.pages} <= asked
    assert len(workplace.pages) > len(asked) * 0.8  # the others hand out files or only lead on


def test_no_page_of_the_workplace_says_anything_in_the_console(found: dict[str, Found]) -> None:
    said = {door: seen.console for door, seen in found.items() if seen.console and seen.status == 200}
    assert said == {}


def test_no_page_of_the_workplace_asks_another_host(found: dict[str, Found]) -> None:
    assert {door: seen.elsewhere for door, seen in found.items() if seen.elsewhere} == {}


def test_no_page_of_the_workplace_scrolls_sideways_on_a_phone_or_at_four_times_its_size(
    found: dict[str, Found],
) -> None:
    wide = {
        door: seen.phone_width for door, seen in found.items() if seen.phone_width > PHONE["width"]
    }  # a page of 1,280 at four times its size is as wide
    assert wide == {}


def test_every_page_of_the_workplace_has_one_main_heading(found: dict[str, Found]) -> None:
    assert {door: seen.headings for door, seen in found.items() if seen.headings != 1} == {}


def test_no_two_pages_of_the_workplace_have_the_same_title(found: dict[str, Found]) -> None:
    shown = {door: seen.title for door, seen in found.items() if seen.status == 200 and door not in SAME_PAGE}
    often = {title for title, times in Counter(shown.values()).items() if times > 1}
    assert {door: title for door, title in shown.items() if title in often} == {}


def test_the_keyboard_first_reaches_the_way_past_the_menu_and_sees_it(found: dict[str, Found]) -> None:
    first = {door: seen.first_stop for door, seen in found.items()}
    assert {door: stop for door, stop in first.items() if stop != ("#main", True)} == {}


def test_every_page_of_the_workplace_says_the_same_without_scripts(found: dict[str, Found]) -> None:
    assert [door for door, seen in found.items() if seen.words != seen.words_without_scripts] == []


def test_every_form_of_the_workplace_can_be_sent_without_scripts(found: dict[str, Found]) -> None:
    lacking = {door: seen.forms_without_button for door, seen in found.items() if seen.forms_without_button}
    assert lacking == {}
