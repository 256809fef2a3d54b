"""Published plans as pages show them: read from what their approval made public, and from nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aimwell.domain.plan_documents import Bullets, Paragraph
from aimwell.presentation.plan_text import parts_of_text
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, day_words
from aimwell.site.page import Dataset, Scalar
from aimwell.site.promise_views import MOST_IN_FULL, PriorityView, TargetView
from aimwell.site.scorecard import day_of
from aimwell.store.released.promises import PublicPlan

NOBODY = "Nobody is named"
PROGRESS_WORDS: Mapping[str, str] = {
    "not_started": "Not started",
    "under_way": "Under way",
    "done": "Done",
    "stopped": "Stopped",
}
LONGEST_CELL = 30_000  # letters; a spreadsheet's cell holds no more than 32,767


@dataclass(frozen=True, slots=True)
class Money:
    """A budget line as it was approved. id: what tells two lines of the same name apart."""

    id: str
    title: str
    amount: Decimal
    year: str
    illustrative: bool

    @property
    def words(self) -> str:
        """Exact pounds, for which year; invented ones say so."""
        mark = ", illustrative" if self.illustrative else ""
        return f"{self.pounds}{f' in {self.year}' if self.year else ''}{mark}"

    @property
    def pounds(self) -> str:
        """Exact pounds; pence where there are any."""
        return f"£{self.amount:,.2f}".removesuffix(".00")


@dataclass(frozen=True, slots=True)
class Proof:
    """A target or measure that shows whether something works; view None where no target of it is public."""

    link: Link
    view: TargetView | None = None


@dataclass(frozen=True, slots=True)
class ActionView:
    """Who does what by when, with which money."""

    id: str
    title: str
    words: str
    owner: str
    partners: tuple[str, ...]
    due: str
    progress: str
    closed: bool
    money: Money | None
    measures: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """What a plan commits its partners to."""

    id: str
    anchor: str
    title: str
    words: str
    priority: Link | None
    priority_id: str
    proofs: tuple[Proof, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A published plan with its commitments."""

    plan: PublicPlan
    path: str
    commitments: tuple[CommitmentView, ...]

    @property
    def actions(self) -> tuple[ActionView, ...]:
        """The actions of all commitments."""
        return tuple(action for each in self.commitments for action in each.actions)

    @property
    def money(self) -> dict[str, Money]:
        """Its budget lines by id, each once."""
        return {each.money.id: each.money for each in self.actions if each.money}


def plan_views(
    contents: SiteContents, place: str, priorities: Sequence[PriorityView]
) -> tuple[PlanView, ...]:
    """The plans of a system, the newest first. priorities: its published ones, to link to."""
    promises = contents.release.promises.get(place)
    if promises is None:
        return ()
    known = {view.priority.id: Link(view.path, view.priority.title) for view in priorities}
    proofs = {
        each.target.id: Proof(Link(_target_path(view, number), each.target.title), each)
        for view in priorities
        for number, each in enumerate(view.targets, start=1)
    }
    newest_first = sorted(promises.plans, key=lambda each: (each.starts, each.title), reverse=True)
    return tuple(
        PlanView(
            each,
            addresses.plan(place, each.id),
            tuple(
                _commitment(contents, given, known, proofs, each)
                for given in each.content.get("commitments", ())
            ),
        )
        for each in newest_first
    )


def _target_path(view: PriorityView, number: int) -> str:
    return f"{view.path}#t{number}" if number <= MOST_IN_FULL else view.path


def commitment_anchor(identity: str) -> str:
    """Where a commitment stands on its plan's page."""
    return f"c-{addresses.in_address(identity)[:13]}"


def _commitment(
    contents: SiteContents,
    given: Mapping[str, Any],
    priorities: Mapping[str, Link],
    proofs: Mapping[str, Proof],
    plan: PublicPlan,
) -> CommitmentView:
    named = zip(given.get("target_ids", ()), given.get("targets", ()), strict=False)
    said = str(given.get("priority", ""))
    own = str(given.get("priority_id", ""))
    return CommitmentView(
        id=str(given["id"]),
        anchor=commitment_anchor(str(given["id"])),
        title=str(given.get("title", "")),
        words=str(given.get("words", "")),
        priority=priorities.get(own, Link("", said) if said else None),
        priority_id=own if own in priorities else "",
        proofs=tuple(proofs.get(each, Proof(Link("", title))) for each, title in named),
        actions=tuple(_action(contents, each, plan) for each in given.get("actions", ())),
    )


def _action(contents: SiteContents, given: Mapping[str, Any], plan: PublicPlan) -> ActionView:
    progress = str(given.get("progress", ""))
    finished = f" on {day_words(day_of(given['done_on']))}" if given.get("done_on") else ""
    return ActionView(
        id=str(given["id"]),
        title=str(given.get("title", "")),
        words=str(given.get("words", "")),
        owner=str(given.get("owner", "")),
        partners=tuple(given.get("partners", ())),
        due=str(given.get("due", "")),
        progress=PROGRESS_WORDS.get(progress, progress) + finished,
        closed=progress in ("done", "stopped"),
        money=_money(given.get("money") or {}, plan),
        measures=tuple(_measure(contents, each) for each in given.get("measures", ())),
    )


def _measure(contents: SiteContents, identity: str) -> Link:
    measure = contents.catalogue.measures.get(identity)
    path = addresses.measure(identity) if identity in contents.release.measures else ""
    return Link(path, measure.short if measure else identity)


def _money(given: Mapping[str, Any], plan: PublicPlan) -> Money | None:
    if not given:
        return None
    title, amount, year = str(given["title"]), str(given["amount"]), str(given.get("year", ""))
    invented = bool(given.get("illustrative", False)) or plan.illustrative
    return Money(str(given.get("id", f"{title}, {year}, {amount}")), title, Decimal(amount), year, invented)


def text_parts(text: str) -> tuple[Paragraph | Bullets, ...]:
    """Text in paragraphs and lists."""
    return tuple(parts_of_text(text))


ACTION_COLUMNS = (
    "plan", "commitment", "priority", "action", "words", "owner", "partners", "due", "progress", "budget_line",
    "pounds", "year", "measures", "illustrative", "action_id",
)  # fmt: skip
COMMITMENT_COLUMNS = (
    "plan", "commitment", "words", "priority", "target", "standing", "illustrative", "commitment_id",
)  # fmt: skip
TEXT_COLUMNS = ("plan", "section", "words", "illustrative")


def plan_datasets(views: Iterable[PlanView]) -> tuple[Dataset, ...]:
    """Actions, commitments and text of plans as tables; the pages may show less of long ones."""
    shown = tuple(views)
    mark = "Illustrative: " if any(view.plan.illustrative for view in shown) else ""
    return (
        Dataset(f"{mark}Actions", ACTION_COLUMNS, [row for view in shown for row in _action_rows(view)]),
        Dataset(
            f"{mark}Commitments",
            COMMITMENT_COLUMNS,
            [row for view in shown for row in _commitment_rows(view)],
        ),
        Dataset(f"{mark}Text", TEXT_COLUMNS, [row for view in shown for row in _text_rows(view)]),
    )


def _action_rows(view: PlanView) -> Iterable[tuple[Scalar, ...]]:
    for commitment in view.commitments:
        for each in commitment.actions:
            line = each.money
            yield (
                view.plan.title, commitment.title, commitment.priority.words if commitment.priority else "",
                each.title, each.words, each.owner, "; ".join(each.partners), each.due, each.progress,
                line.title if line else "", f"{line.amount:.2f}" if line else "", line.year if line else "",
                "; ".join(measure.words for measure in each.measures), _mark(view), each.id,
            )  # fmt: skip


def _commitment_rows(view: PlanView) -> Iterable[tuple[Scalar, ...]]:
    for each in view.commitments:
        for proof in each.proofs or (None,):
            standing = proof.view.line.standing.words if proof and proof.view else ""
            yield (
                view.plan.title, each.title, each.words, each.priority.words if each.priority else "",
                proof.link.words if proof else "", standing, _mark(view), each.id,
            )  # fmt: skip


def _text_rows(view: PlanView) -> Iterable[tuple[Scalar, ...]]:
    content = view.plan.content
    sections = [("In short", content.get("summary", ""))]
    sections += [(each["heading"], each["words"]) for each in content.get("sections", ())]
    for heading, words in sections:
        for start in range(0, len(words), LONGEST_CELL):
            yield view.plan.title, heading, words[start : start + LONGEST_CELL], _mark(view)


def _mark(view: PlanView) -> str:
    return "illustrative" if view.plan.illustrative else ""
