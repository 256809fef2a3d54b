"""Every kind of page in a browser: for everybody, on a phone, on paper, without scripts, without other hosts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from markupsafe import Markup

from aimwell.site.contents import SiteContents
from aimwell.site.pages.board import (
    ROOMY_ROWS,
    SIDE,
    BoardSection,
    Brief,
    Glance,
    board_page,
    brief_room,
    density,
)
from aimwell.site.rendering import as_html, edition_of

pytestmark = pytest.mark.browser

KINDS = {
    "overview": "index.html",
    "older overview": "england-2022-07-01.html",
    "systems": "systems/index.html",
    "system": "systems/T6Y0W.html",
    "ended system": "systems/QMM.html",
    "England": "systems/ENG.html",
    "board": "systems/T6Y0W-board.html",
    "promises": "systems/QE1-promises.html",
    "no promises": "systems/QF7-promises.html",
    "decisions": "systems/QE1-decisions.html",
    "priority": "systems/QE1/priority-11111111-0000.html",
    "plan": "systems/QE1/plan-99999999-0.html",
    "golden thread": "systems/QE1-thread.html",
    "golden thread of a priority": "systems/QE1/thread-11111111-0000.html",
    "system with promises": "systems/QE1.html",
    "measure in a place": "systems/QMM/ae_within_4_hours.html",
    "measure with groups": "systems/ENG/rtt_within_18_weeks.html",
    "measures": "measures/index.html",
    "measure": "measures/ae_within_4_hours.html",
    "measure by hospital": "measures/rtt_waiting_list_by_provider-by-provider.html",
    "find": "find.html",
    "towns": "towns.html",
    "choice": "choice/index.html",
    "specialty": "choice/c-130.html",
    "downloads": "data/index.html",
    "downloads of an aim": "data/productivity.html",
    "measure whose chart begins anew": "systems/ENG/ae_attendances.html",
    "about": "about.html",
    "method": "method.html",
    "missing": "missing.html",
    "sources": "sources.html",
    "accessibility": "accessibility.html",
    "pages": "pages.html",
    "not found": "404.html",
}
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


def address(site: Path, path: str) -> str:
    return (site / path).as_uri()


@every_kind
def test_no_kind_of_page_has_an_accessibility_fault(page: Any, opened_site: Path, path: str) -> None:
    page.goto(address(opened_site, path))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    said = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
    assert not said


@every_kind
def test_no_kind_of_page_scrolls_sideways_on_a_phone(page: Any, opened_site: Path, path: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address(opened_site, path))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@every_kind
def test_no_kind_of_page_asks_another_host_or_misses_a_file(page: Any, opened_site: Path, path: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address(opened_site, path))
    assert not [url for url in asked if not url.startswith(opened_site.as_uri())]
    assert not faults


@every_kind
def test_every_kind_of_page_says_the_same_without_scripts(
    browser: Any, page: Any, opened_site: Path, path: str
) -> None:
    page.goto(address(opened_site, path))
    plain = browser.new_context(java_script_enabled=False, viewport=DESK)
    without = plain.new_page()
    without.goto(address(opened_site, path))
    assert without.inner_text("main") == page.inner_text("main")
    plain.close()


@pytest.mark.parametrize("path", [KINDS["board"], "systems/QMM-board.html", "systems/ENG-board.html"])
def test_a_board_page_prints_on_two_sides_of_a4(page: Any, opened_site: Path, path: str) -> None:
    page.goto(address(opened_site, path))
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


@pytest.mark.parametrize("judged", [0, 40, ROOMY_ROWS, ROOMY_ROWS + 1, SIDE])
def test_a_board_page_prints_on_two_sides_however_many_measures_can_be_judged(
    page: Any, opened_site: Path, opened_contents: SiteContents, judged: int
) -> None:
    made = board_page(opened_contents, opened_contents.register.place("ENG"))
    known = [row for brief in made.briefs for row in brief.rows]
    rows = [
        replace(known[at % len(known)], value="11.5 days per 1,000 people" if at % 9 == 0 else "97.8%")
        for at in range(SIDE)
    ]
    brief = [known[at % len(known)] for at in range(brief_room(judged))]
    crowded = replace(
        made,
        sections=tuple(
            BoardSection(
                "Better use of what there is", tuple(Glance(row, Markup("")) for row in rows[at:judged:4])
            )
            for at in range(4)
        ),
        briefs=(Brief("worse than England", tuple(brief)),),
        density=density(judged),
    )
    path = opened_site / "systems" / "crowded-board.html"
    path.write_bytes(as_html(crowded, edition_of(opened_contents)))
    page.goto(path.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    path.unlink()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


def test_every_system_on_the_map_can_be_reached_and_opened_by_keyboard(page: Any, opened_site: Path) -> None:
    page.goto(address(opened_site, "index.html"))
    systems = page.locator(".aw-systems tbody tr").count()
    page.goto(address(opened_site, KINDS["measure"]))
    links = page.locator("#map a")
    assert links.count() == systems
    links.first.focus()
    name = links.first.get_attribute("aria-label") or ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#map') !== null")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/systems/*.html")
    assert page.inner_text("h1").startswith(name.partition(":")[0])


def test_the_first_thing_a_keyboard_reaches_skips_to_the_content(page: Any, opened_site: Path) -> None:
    page.goto(address(opened_site, KINDS["system"]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_typing_a_town_offers_its_system(page: Any, opened_site: Path) -> None:
    page.goto(address(opened_site, "find.html"))
    page.fill("#q", "lowest")
    page.wait_for_selector("#answers li")
    assert "Lowestoft: Norfolk and Suffolk" in page.inner_text("#answers")


def test_a_search_from_the_front_page_arrives_with_its_answer(page: Any, opened_site: Path) -> None:
    page.goto(address(opened_site, "index.html"))
    page.fill("#q", "ipswich")
    page.press("#q", "Enter")
    page.wait_for_selector("#answers li")
    assert "Ipswich" in page.inner_text("#answers")


@pytest.mark.parametrize("path", [KINDS["system"], KINDS["measure in a place"], KINDS["measure"]])
def test_text_at_four_times_its_size_does_not_scroll_sideways(
    page: Any, opened_site: Path, path: str
) -> None:
    page.set_viewport_size({"width": 1280 // 4, "height": 256})
    page.goto(address(opened_site, path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280 // 4
