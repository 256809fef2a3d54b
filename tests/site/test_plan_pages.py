"""The pages of published plans and of the golden thread: everything that was approved, and nothing that was not."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aimwell.site.contents import SiteContents
from aimwell.site.reader import Release
from aimwell.site.rendering import as_file, assets, edition_of
from aimwell.site.routes import routes_by_file
from aimwell.store.folder import StoreFolder
from aimwell.store.released.promises import PublicPlan, SystemPromises, write_promises
from tests.site.account import TODAY
from tests.site.promised import (
    ACTION,
    COMMITMENT,
    DECIDED,
    NATIONAL,
    PLAN,
    PROMISES,
    TARGET,
    Decided,
    not_invented,
)

LARGEST_PAGE = 150 * 1024
PAGE = "systems/QE1/plan-99999999-0.html"
THREAD = "systems/QE1-thread.html"


@pytest.fixture
def made_of(store: StoreFolder, definitions: Path, tmp_path: Path) -> Any:
    """What pages are made from, where a system has published something."""

    def make(promises: SystemPromises) -> SiteContents:
        shutil.copytree(store.root, tmp_path / "store", dirs_exist_ok=True)
        folder = StoreFolder(tmp_path / "store")
        write_promises(folder, promises)
        return SiteContents(Release(folder), definitions, TODAY)

    return make


def body(contents: SiteContents, path: str) -> str:
    page = routes_by_file(contents)[path].make()
    assert page is not None
    return as_file(page, path.rpartition(".")[2], edition_of(contents)).decode()


def with_content(**changed: Any) -> PublicPlan:
    return replace(PLAN, content={**PLAN.content, **changed})


LONG = (
    "Words that go on and on, as titles in plans do when several boards have to agree on every one of them. "
    * 2
)


def large(commitments: int, each: int, words: str = "", title: str = "") -> PublicPlan:
    """A plan of many commitments with many actions."""
    made = [
        {
            **COMMITMENT,
            "id": f"c{number:07}-0",
            "title": f"Commitment {number} {title}",
            "actions": [
                {**ACTION, "id": f"a{number}-{n}", "title": f"Action {number}.{n} {title}", "words": words,
                 "money": {**ACTION["money"], "id": f"line-{number % 40}", "title": f"Line {number % 40}"}}
                for n in range(each)
            ],
        }
        for number in range(commitments)
    ]  # fmt: skip
    return with_content(commitments=made)


def test_a_plan_shows_its_text_commitments_actions_money_and_who_decided(made_of: Any) -> None:
    text = body(made_of(PROMISES), PAGE)
    for words in (
        "What we do.", "Five councils &lt;&amp; more&gt;.", "<li>Two</li>", "Care on every day", "<li>Sunday</li>",
        "Open on Saturdays", "Chief nurse, Example Hospitals", "with Example Council", "1 March 2026", "Under way",
        "£1,200.50 in 2025/26, illustrative", "1 April 2026 to 31 March 2031", "Example Trust, Chair, 30 March 2026",
        "Approved by A. Chair (approver) on 1 April 2026: Agreed in public", "Who we are, page 2",
    ):  # fmt: skip
        assert words in text, words


def test_commitments_lead_to_their_priority_and_targets_with_how_they_stand(made_of: Any) -> None:
    text = body(made_of(PROMISES), PAGE)
    assert f'href="priority-{NATIONAL.id[:13]}.html">{NATIONAL.title}' in text
    assert re.search(rf'aw-stand-kept">Kept</span> <a href="priority-{NATIONAL.id[:13]}\.html#t1">', text)
    assert TARGET.title in text


def test_a_target_that_is_not_public_has_no_standing_and_no_link(made_of: Any) -> None:
    text = body(made_of(PROMISES), PAGE)
    assert re.search(r'<li>A target nobody approved <span class="aw-small">not published</span></li>', text)


def test_required_contents_without_an_answer_are_told_as_missing(made_of: Any) -> None:
    text = body(made_of(replace(PROMISES, plans=(with_content(checklist=[]),))), PAGE)
    assert "<strong>Missing.</strong>" in text
    assert re.search(r"0 of \d+ required contents are dealt with", text)


def test_every_approved_version_is_listed_once_there_are_two(made_of: Any) -> None:
    once = Decided(kind="plan", record=PLAN.id, title=PLAN.title, what="published", **DECIDED)
    again = replace(once, number=9, at="2026-04-30T09:00:00+00:00", version=3, because="Money was found")
    assert "Every version" not in body(made_of(replace(PROMISES, log=(once,))), PAGE)
    text = body(made_of(replace(PROMISES, log=(once, again))), PAGE)
    assert text.index("Version 3, 30 April 2026, by A. Chair (approver): Money was found") < text.index(
        "Version 2"
    )


@pytest.mark.parametrize(
    "plan",
    [
        large(50, 10),
        large(8, 5, title=LONG),
        large(20, 5, title=LONG),
        large(500, 1, words="What is done, in many words. " * 20),
        with_content(sections=[{"heading": "Long", "words": "Words and more <words>.\n\n" * 20_000}]),
    ],
    ids=[
        "500 actions",
        "40 long titles",
        "100 long titles",
        "500 commitments",
        "text of half a million letters",
    ],
)
def test_no_page_of_a_large_plan_is_larger_than_150_kilobytes(made_of: Any, plan: PublicPlan) -> None:
    contents = made_of(replace(PROMISES, plans=(plan,)))
    style = len(assets()["assets/aimwell.css"])
    for name, route in routes_by_file(contents).items():
        if re.match(r"systems/QE1(-promises|-thread|/plan-|/thread-|/priority-).*html", name):
            page = route.make()
            assert page is not None
            size = len(as_file(page, "html", edition_of(contents)))
            assert size + style <= LARGEST_PAGE, (name, size + style)


def test_a_page_that_shows_less_than_the_plan_says_where_the_rest_is(made_of: Any) -> None:
    text = body(made_of(replace(PROMISES, plans=(large(500, 2, title=LONG),))), PAGE)
    assert re.search(r"\d+ more commitments are in the downloads, with all \d+ actions", text)
    long = with_content(sections=[{"heading": "Long", "words": "Words.\n\n" * 20_000}])
    assert "The downloads have all of it." in body(made_of(replace(PROMISES, plans=(long,))), PAGE)


def test_the_downloads_of_a_large_plan_hold_every_action_and_all_text(made_of: Any) -> None:
    words = "Long words. " * 9_000
    plan = replace(
        large(50, 10), content={**large(50, 10).content, "sections": [{"heading": "L", "words": words}]}
    )
    tables = json.loads(body(made_of(replace(PROMISES, plans=(plan,))), PAGE.replace("html", "json")))[
        "tables"
    ]
    actions, commitments, text = tables
    assert len(actions["rows"]) == 500
    assert {row[actions["columns"].index("pounds")] for row in actions["rows"]} == {"1200.50"}
    assert len(commitments["rows"]) == 50 * 2
    assert "".join(row[2] for row in text["rows"] if row[1] == "L") == words
    assert all(len(row[2]) <= 32_767 for row in text["rows"])


def test_the_golden_thread_is_drawn_and_every_box_leads_to_a_page(made_of: Any) -> None:
    contents = made_of(PROMISES)
    known = set(routes_by_file(contents))
    for path in (THREAD, "systems/QE1-promises.html", PAGE, "systems/QE1/thread-11111111-0000.html"):
        drawn = re.search(r'<svg class="aw-thread".*?</svg>', body(contents, path), re.S)
        assert drawn, path
        links = re.findall(r'<a href="([^"#]*)', drawn[0])
        assert len(links) == drawn[0].count("<rect")
        for link in links:
            parts = [*path.split("/")[:-1], *link.split("/")]
            while ".." in parts:
                at = parts.index("..")
                parts = [*parts[: at - 1], *parts[at + 1 :]]
            assert "/".join(parts) in known, f"{path} points to {link}"


def test_a_thread_goes_from_need_to_proof_in_words_and_as_a_table(made_of: Any) -> None:
    contents = made_of(PROMISES)
    text = body(contents, "systems/QE1/thread-11111111-0000.html")
    order = [
        "People wait for hours.",
        NATIONAL.title,
        "Care on every day",
        "Open on Saturdays",
        "Saturday lists",
    ]
    listed = text[text.index("aw-thread-list") :]
    assert sorted(order, key=listed.index) == order
    table = json.loads(body(contents, THREAD.replace("html", "json")))["tables"][0]
    row = next(row for row in table["rows"] if row[3] == "Open on Saturdays")
    said = dict(zip(table["columns"], row, strict=True))
    assert (said["need"], said["pounds"], said["proof"], said["standing"]) == (
        "People wait for hours.", "1200.50", TARGET.title, "Kept",
    )  # fmt: skip


def test_a_budget_line_of_two_actions_counts_once(made_of: Any) -> None:
    two = {**COMMITMENT, "actions": [ACTION, {**ACTION, "id": "second", "title": "And on Sundays"}]}
    contents = made_of(replace(PROMISES, plans=(with_content(commitments=[two]),)))
    assert "£1,200.50 in all" in body(contents, PAGE)
    assert "2 actions</td>" in body(contents, PAGE)


def test_a_record_written_before_plans_had_pages_still_opens(made_of: Any) -> None:
    old = {**ACTION, "money": {"title": "Saturday lists", "amount": "1200.50", "year": "2025/26"}}
    plan = with_content(commitments=[{**COMMITMENT, "actions": [old]}])
    assert "£1,200.50 in 2025/26" in body(made_of(replace(PROMISES, plans=(plan,))), PAGE)
    assert "It commits nobody to anything" in body(
        made_of(replace(PROMISES, plans=(replace(PLAN, content={}),))), PAGE
    )


def test_what_people_made_is_not_called_invented(made_of: Any) -> None:
    contents = made_of(not_invented())
    for path in (PAGE, THREAD):
        assert "llustrative" not in body(contents, path)
    tables = json.loads(body(contents, PAGE.replace("html", "json")))["tables"]
    assert all("llustrative" not in str((table["title"], table["rows"])) for table in tables)


def test_a_priority_names_the_commitments_that_serve_it(made_of: Any) -> None:
    text = body(made_of(PROMISES), "systems/QE1/priority-11111111-0000.html")
    assert 'href="plan-99999999-0.html#c-aaaaaaaa-0">Care on every day (Joint forward plan)' in text
