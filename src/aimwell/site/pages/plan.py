"""The page of one published plan: its text, what it commits to, who does what with which money, and who decided it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from markupsafe import Markup, escape

from aimwell.domain.places import Place
from aimwell.domain.plan_checklists import Answer, PlanRules, Standing, check_contents, rules_in_force
from aimwell.domain.plan_documents import Bullets, Paragraph
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, day_words
from aimwell.site.page import Dataset, Frame
from aimwell.site.plan_views import (
    NOBODY,
    ActionView,
    CommitmentView,
    Money,
    PlanView,
    plan_datasets,
    plan_views,
    text_parts,
)
from aimwell.site.promise_views import priority_views
from aimwell.site.public_threads import drawn_thread, part_of_plan, pounds, public_thread
from aimwell.site.scorecard import FORMATS, day_of, decided_words, marked, promise_frame
from aimwell.store.released.promises import PublicPlan, SystemPromises

TEXT_ROOM, ACTION_ROOM = 20_000, 36_000  # bytes of a page of at most 150 KB; the downloads hold all of it
PICTURE_ROOM = 72_000  # bytes for text, actions and picture together
ROUND_A_PART, ROUND_A_COMMITMENT, ROUND_AN_ACTION = 40, 420, 300  # bytes of the marks about each
MOST_LINES = 60  # budget lines on the page

TextParts = tuple[Paragraph | Bullets, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A section of the plan's text."""

    heading: str
    parts: TextParts


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as a row of a table."""

    title: str
    words: str
    owner: str
    partners: str
    due: str
    progress: str
    money: Money | None
    measures: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CommitmentBlock:
    """A commitment with as many of its actions as the page has room for."""

    commitment: CommitmentView
    parts: TextParts
    actions: tuple[ActionRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A budget line and how many actions it pays for."""

    money: Money
    actions: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing that a document of its kind has to contain, and where it does."""

    asks: str
    standing: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """One published plan."""

    template: ClassVar[str] = "plan.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    illustrative: str
    invented: bool
    facts: tuple[tuple[str, str], ...]
    text: tuple[TextBlock, ...]
    text_left_out: bool
    commitments: tuple[CommitmentBlock, ...]
    commitments_left_out: int
    actions_left_out: int
    picture: Markup
    money: tuple[MoneyRow, ...]
    money_left_out: int
    total: str
    checklist_words: str
    checklist: tuple[CheckRow, ...]
    signed: tuple[str, ...]
    versions: tuple[str, ...]
    thread: str
    decisions: str


def plan_page(contents: SiteContents, place: Place, identity: str) -> PlanPage | None:
    """The page of a plan; None where it is not public."""
    views = plan_views(contents, place.id, priority_views(contents, place.id))
    view = next((each for each in views if each.plan.id == identity), None)
    promises = contents.release.promises.get(place.id)
    if view is None or promises is None:
        return None
    text, text_used, text_left_out = _text(view.plan)
    commitments, used = _commitments(view)
    frame = promise_frame(
        view.path, view.plan.title, f"{kind_words(contents, view.plan.kind)}, {place.name}", place, FORMATS,
        (Link(addresses.promises(place.id), "Promises"),),
    )  # fmt: skip
    checklist_words, checklist = _checklist(contents, view.plan)
    money = tuple(_money_rows(view))
    return PlanPage(
        frame=frame,
        datasets=plan_datasets((view,)),
        illustrative=marked(promises),
        invented=view.plan.illustrative,
        facts=tuple(_facts(contents, view)),
        text=text,
        text_left_out=text_left_out,
        commitments=commitments,
        commitments_left_out=len(view.commitments) - len(commitments),
        actions_left_out=len(view.actions) - sum(len(each.actions) for each in commitments),
        picture=_picture(contents, place, view, frame, PICTURE_ROOM - used - text_used),
        money=money[:MOST_LINES],
        money_left_out=max(0, len(money) - MOST_LINES),
        total=pounds(sum((line.amount for line in view.money.values()), Decimal(0))) if money else "",
        checklist_words=checklist_words,
        checklist=checklist,
        signed=tuple(_signed(view.plan)),
        versions=tuple(_versions(promises, view.plan)),
        thread=addresses.thread(place.id),
        decisions=addresses.decisions(place.id),
    )


def kind_words(contents: SiteContents, kind: str) -> str:
    """What a kind of plan is called, by the newest rules."""
    titles = {rules.kind: rules.title for rules in contents.plan_rules}
    return titles.get(kind, "Plan")


def many(count: int, one: str) -> str:
    """A number of things in words."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def _size(*texts: str) -> int:
    return sum(len(str(escape(text)).encode()) for text in texts)


def _facts(contents: SiteContents, view: PlanView) -> Iterable[tuple[str, str]]:
    plan = view.plan
    runs = " to ".join(day_words(day_of(each)) for each in (plan.starts, plan.ends) if each)
    because = f": {plan.decided['because']}" if plan.decided.get("because") else ""
    found = (
        ("Kind", kind_words(contents, plan.kind)),
        ("Owner", plan.owner),
        ("Runs", runs),
        ("Holds", f"{many(len(view.commitments), 'commitment')}, {many(len(view.actions), 'action')}"),
        ("Decided", f"{decided_words(plan.decided)}{because}" if plan.decided else ""),
    )
    return ((key, words) for key, words in found if words)


def _text(plan: PublicPlan) -> tuple[tuple[TextBlock, ...], int, bool]:
    """The sections that the page has room for, how much of it they take, and whether some of them were left out."""
    given = [("In short", plan.content.get("summary", ""))]
    given += [(each["heading"], each["words"]) for each in plan.content.get("sections", ())]
    used = 0
    shown: list[TextBlock] = []
    for heading, words in given:
        fitting: list[Paragraph | Bullets] = []
        for part in text_parts(words):
            size = ROUND_A_PART + _size(*(part.items if isinstance(part, Bullets) else (part.text,)))
            if used + size > TEXT_ROOM:
                return (*shown, TextBlock(heading, tuple(fitting))), used, True
            fitting.append(part)
            used += size
        if fitting:
            shown.append(TextBlock(heading, tuple(fitting)))
    return tuple(shown), used, False


def _commitments(view: PlanView) -> tuple[tuple[CommitmentBlock, ...], int]:
    """What the page has room for: every commitment before any action, then actions in their order."""
    used, fitting = 0, []
    for each in view.commitments:
        proofs = sum(120 + _size(proof.link.words) for proof in each.proofs)
        size = ROUND_A_COMMITMENT + proofs + _size(each.title, each.words)
        if used + size > ACTION_ROOM:
            break
        used += size
        fitting.append(each)
    blocks = []
    for each in fitting:
        shown: list[ActionRow] = []
        for action in each.actions:
            row = _row(action)
            size = ROUND_AN_ACTION + _size(row.title, row.words, row.owner, row.partners)
            if used + size > ACTION_ROOM:
                break
            used += size
            shown.append(row)
        blocks.append(
            CommitmentBlock(each, text_parts(each.words), tuple(shown), len(each.actions) - len(shown))
        )
    return tuple(blocks), used


def _row(action: ActionView) -> ActionRow:
    return ActionRow(
        title=action.title,
        words=action.words,
        owner=action.owner or NOBODY,
        partners=", ".join(action.partners),
        due=day_words(date.fromisoformat(action.due)) if action.due else "No day is set",
        progress=action.progress,
        money=action.money,
        measures=action.measures,
    )


def _picture(contents: SiteContents, place: Place, view: PlanView, frame: Frame, room: int) -> Markup:
    """The plan's part of the golden thread, where the page has room for it."""
    found = public_thread(contents, place.id)
    return drawn_thread(found, part_of_plan(found, view.plan.id), frame, room=room) if found else Markup("")


def _money_rows(view: PlanView) -> Iterable[MoneyRow]:
    paid: dict[str, int] = {}
    for action in view.actions:
        if action.money:
            paid[action.money.id] = paid.get(action.money.id, 0) + 1
    lines: Sequence[Money] = sorted(view.money.values(), key=lambda line: (line.year, line.title))
    return (MoneyRow(line, many(paid[line.id], "action")) for line in lines)


def _checklist(contents: SiteContents, plan: PublicPlan) -> tuple[str, tuple[CheckRow, ...]]:
    rules = _rules(contents, plan)
    if rules is None:
        return "", ()
    answers: dict[str, Answer] = {
        row["item"]: Answer(row.get("where", ""), row.get("does_not_apply_because", ""))
        for row in plan.content.get("checklist", ())
    }
    found = check_contents(rules, answers)
    rows = tuple(
        CheckRow(each.content.asks, _standing_words(each.standing), each.because) for each in found.contents
    )
    held = [each for each in found.contents if each.standing is not Standing.TO_CONSIDER]
    there = len(held) - len(found.missing)
    said = f"{there} of {len(held)} required contents are dealt with." if held else ""
    return said, rows


def _standing_words(standing: Standing) -> str:
    return "Not required for certain" if standing is Standing.TO_CONSIDER else standing.value.capitalize()


def _rules(contents: SiteContents, plan: PublicPlan) -> PlanRules | None:
    day = date.fromisoformat(plan.starts) if plan.starts else contents.today
    own = [each for each in contents.plan_rules if each.kind == plan.kind]
    newest = max(own, key=lambda each: each.starts, default=None)
    return rules_in_force(own, plan.kind, day) or newest


def _signed(plan: PublicPlan) -> Iterable[str]:
    for each in plan.signatures:
        earlier = "" if each.get("of_this_version", True) else ", an earlier version"
        yield f"{each['body']}, {each['title']}, {day_words(day_of(each['on']))}{earlier}"


def _versions(promises: SystemPromises, plan: PublicPlan) -> Iterable[str]:
    """Every approval of the plan, the newest first; one that was never changed has only the one above."""
    rows: list[Any] = [row for row in promises.log if row.record == plan.id and row.what == "published"]
    if len(rows) < 2:
        return ()
    newest_first = sorted(rows, key=lambda row: (row.at, row.number), reverse=True)
    return (
        f"Version {row.version}, {day_words(day_of(row.at))}, by {row.by}: {row.because}"
        for row in newest_first
    )
