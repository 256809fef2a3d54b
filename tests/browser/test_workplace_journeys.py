"""What people do in the workplace, from the first page to the last, in a browser: with scripts and without."""

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bench.workplace_store import PAPER

from aimwell.gateways.workbooks import FilledSheet, write_workbook
from aimwell.services.workplace.sheets import priority_layout, target_layout
from tests.browser.test_site import DESK
from tests.browser.workplace import Workplace
from tests.workplace.conftest import TODAY

pytestmark = pytest.mark.browser
MEASURE = "ae_within_4_hours"
Visitor = Callable[..., Any]


@pytest.fixture
def visitor(browser: Any, workplace: Workplace) -> Iterator[Visitor]:
    """Open a page as somebody of a role; '' for somebody who has not signed in."""
    opened = []

    def open_as(role: str, *, scripts: bool = True) -> Any:
        options = {"viewport": DESK, "java_script_enabled": scripts}
        made = workplace.context(browser, role, **options) if role else browser.new_context(**options)
        opened.append(made)
        return made.new_page()

    yield open_as
    for each in opened:
        each.close()


def send(page: Any, button: str = "", **fields: str) -> None:
    """Fill in fields of the form in the page by their names, and send it."""
    for name, value in fields.items():
        page.fill(f"main [name='{name}']", value)
    found = page.locator("main form button:not([type=button])")
    (found.filter(has_text=button) if button else found).first.click()


def said(page: Any) -> str:
    """What the page says, on one line."""
    return " ".join(page.inner_text("main").split())


def test_the_first_administrator_chooses_a_password_and_a_second_factor_and_makes_an_account(
    visitor: Visitor, workplace: Workplace
) -> None:
    page = visitor("", scripts=False)  # all of it can be done without
    page.goto(f"{workplace.base}/workplace/")
    send(page, login=workplace.email, password=workplace.password)
    chosen = "four words of my own choosing"
    send(page, oldpassword=workplace.password, password1=chosen, password2=chosen)
    page.goto(f"{workplace.base}/workplace/")
    secret = page.inner_text(".aw-key")
    send(page, code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.goto(f"{workplace.base}/workplace/accounts/add/")
    send(page, name="Sam Example", email="sam@example.org", because="Our new analyst")
    assert "The account is made" in said(page)
    assert page.inner_text("h1") == "Sam Example"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_promise_is_added_proposed_approved_and_public_and_a_partner_signs_it(
    visitor: Visitor, workplace: Workplace, scripts: bool
) -> None:
    name = "with scripts" if scripts else "without scripts"
    lead, approver = visitor("strategy", scripts=scripts), visitor("approver", scripts=scripts)
    _add_priority(lead, workplace, f"Nobody waits in pain, {name}")
    _propose(lead)
    priority = lead.url
    _add_target(lead, workplace, f"Seen in four hours, {name}", f"Nobody waits in pain, {name}")
    _propose(lead)
    target = lead.url
    for record in (priority, target):
        approver.goto(f"{record}decide/")
        approver.check("main [name='decision'][value='approve']")
        send(approver, because="Agreed by the board in public")
        assert "It is approved and public" in said(approver)
    public = visitor("", scripts=scripts)
    public.goto(f"{workplace.base}/systems/{workplace.system}-promises.html")
    assert f"Seen in four hours, {name}" in public.inner_text("main")
    partner = visitor("partner", scripts=scripts)
    partner.goto(f"{target}sign/")
    send(partner, title="Chief executive", because="Agreed by our board on 4 June, item 7")
    assert "Signed for" in said(partner)


def _add_priority(page: Any, workplace: Workplace, title: str) -> None:
    page.goto(workplace.at("priorities/add/"))
    _choose(page, "level", "local")
    _choose(page, "aim", "outcomes")
    send(page, title=title, why="Pain is not to be waited with.", because="Asked for by residents")
    if not page.url.endswith("/priorities/"):
        assert page.inner_text("h1") == title
        return
    page.get_by_role("link", name=title).first.click()


def _add_target(page: Any, workplace: Workplace, title: str, priority: str) -> None:
    page.goto(workplace.at("targets/add/"))
    page.select_option("main [name='priority']", label=priority)
    send(page, title=title, measure=MEASURE, value="85", by="31 3 2028", because="The first step")
    target = re.match(r".*/targets/[0-9a-f-]{36}/", page.url)
    assert target, said(page)
    page.goto(f"{target.group()}baseline/")
    page.locator("main [name='chosen']").first.check()
    send(page, because="The newest figure there is")
    page.goto(f"{target.group()}trajectory/")
    send(page, "straight line", because="Equal steps")
    page.goto(target.group())


def _choose(page: Any, name: str, value: str) -> None:
    """One of several, in whichever way the form offers them."""
    if page.locator(f"main select[name='{name}']").count():
        page.select_option(f"main select[name='{name}']", value)
    else:
        page.check(f"main [name='{name}'][value='{value}']")


def _propose(page: Any) -> None:
    address = page.url
    page.get_by_role("link", name="Propose for approval").click()
    send(page, because="Ready for the board")
    page.goto(address)
    assert "Waiting for approval" in said(page)


def test_a_fault_in_a_spreadsheet_is_told_with_its_cell_and_nothing_is_saved(
    visitor: Visitor, workplace: Workplace
) -> None:
    priority = {"Priority": "From a sheet", "Level": "local", "Aim": "outcomes"}
    target = {"Target": "A wish", "Priority": "From a sheet", "Measure": MEASURE, "Place": "NOWHERE"}
    sheets = [FilledSheet(priority_layout(), [priority]), FilledSheet(target_layout([]), [target])]
    content = write_workbook(sheets=sheets, title="Sheets", about=(), made=TODAY)
    page = visitor("strategy")
    page.goto(workplace.at("spreadsheets/"))
    page.set_input_files("main [name='file']", [{"name": "sheets.xlsx", "mimeType": "", "buffer": content}])
    send(page, "See what would change")
    assert "Nothing was saved" in said(page)
    assert re.search(r"\b[A-Z]\d+\b", page.inner_text(".nhsuk-error-summary"))
    page.goto(workplace.at("priorities/"))
    assert "From a sheet" not in said(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_paper_is_checked_and_what_is_asked_about_it_is_answered(
    visitor: Visitor, workplace: Workplace, scripts: bool
) -> None:
    page = visitor("analyst", scripts=scripts)
    page.goto(workplace.at("claims/"))
    send(page, "Check it", text=PAPER.read_text("utf-8"), title="Report to the board")
    assert "Report to the board" in said(page)
    page.locator("main input[type=radio]").first.check()
    send(page, "Check again")
    assert page.locator("main dt", has_text="Answers").count() == 1


def test_a_plan_is_taken_away_as_word_and_as_pdf(visitor: Visitor, workplace: Workplace) -> None:
    page = visitor("reader")
    page.goto(workplace.at("plans/"))
    page.locator("main a[href*='/plans/']", has_text="of").first.click()
    for words, begins in (("Word document", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=words).first.click()
        assert BytesIO(waiting.value.path().read_bytes()).read(4).startswith(begins)
