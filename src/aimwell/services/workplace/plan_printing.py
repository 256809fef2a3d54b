"""A plan of the workplace as a document to print: its text, what it commits to, its targets and how they stand, who signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.measures import Measure
from aimwell.domain.periods import Period
from aimwell.domain.plan_checklists import CheckedPlan
from aimwell.domain.plan_documents import (
    GoldenThread,
    Heading,
    Paragraph,
    Part,
    PlanDocument,
    PlanTarget,
    PriorityBlock,
    Section,
    SignOff,
    SignOffs,
    Table,
    ThreadLine,
)
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.golden_thread import Key, Knot, Thread, of_plan
from aimwell.domain.workplace.states import WORDS, State
from aimwell.presentation.figures import Unit, difference, said, unit_named
from aimwell.presentation.plan_blocks import day_words
from aimwell.presentation.plan_text import parts_of_text
from aimwell.presentation.promise_words import KIND_WORDS, PromiseTopic, standing_sentence
from aimwell.presentation.thread_words import knot_note, knot_words
from aimwell.services.workplace.ask_plans import WholePlan, actions_of, checked, whole_plan
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.figures import places_of
from aimwell.services.workplace.standings import Ask, standings_of_drafts
from aimwell.services.workplace.threads import system_thread
from aimwell.store.workplace.models import Action, Plan, Priority, Publication, Signature, Target

DRAFT = "Draft"
NOTHING = "Not said"


@dataclass(frozen=True, slots=True)
class _Around:
    """What a plan's own records do not say: names of measures and places, standings, signatures."""

    ask: Ask
    measures: Mapping[str, Measure]
    places: Mapping[str, str]
    signed: Mapping[object, tuple[str, ...]]  # bodies that signed each target


def plan_document(*, plan: Plan, ask: Ask) -> PlanDocument:
    """The plan as it stands. A draft says so in its title; what was invented says so on every page."""
    whole = whole_plan(plan)
    targets = _targets(whole)
    around = _around(whole.plan, targets, ask)
    thread = of_plan(system_thread(system=whole.plan.system, ask=ask).thread, str(plan.pk))
    draft = whole.plan.state != State.APPROVED.value
    return PlanDocument(
        title=f"{DRAFT}: {whole.plan.title}" if draft else whole.plan.title,
        system=f"{whole.plan.owner}, {whole.plan.system.name}",
        covers=_covers(whole.plan),
        made=ask.today,
        status=_status(whole.plan),
        sections=tuple(section for section in _sections(whole, targets, thread, around) if section.parts),
        illustrative=whole.plan.illustrative,
        source="Figures: released values of aimwell, each traceable to the published file it came from.",
    )


def _sections(
    whole: WholePlan, targets: Sequence[Target], thread: Thread, around: _Around
) -> Iterator[Section]:
    if whole.plan.summary.strip():
        yield Section("In short", parts_of_text(whole.plan.summary))
    for each in whole.sections:
        yield Section(each.heading, parts_of_text(each.words))
    yield Section("What we commit to", tuple(_commitments(whole)))
    yield Section("Priorities and targets", tuple(_priorities(whole, targets, around)))
    yield Section("How the targets stand", _standings(targets, around))
    yield Section("Money", _money(whole.actions))
    yield Section("Golden thread", (GoldenThread(_lines(thread)),) if thread.strands else ())
    yield Section(
        "What it has to contain", _checklist(checked(whole.plan, around.ask.definitions, around.ask.today))
    )
    signed = _signatures(whole.plan)
    nobody = Paragraph("No partner has signed it yet.")
    yield Section("Who has signed", (SignOffs(signed) if signed else nobody,))


def _covers(plan: Plan) -> str:
    starts, ends = day_words(plan.starts), day_words(plan.ends)
    if starts and ends:
        return f"{starts} to {ends}"
    return f"From {starts}" if starts else f"Until {ends}" if ends else "No period is set"


def _status(plan: Plan) -> str:
    if plan.state == State.APPROVED.value:
        row = Publication.objects.filter(record=plan.pk, withdrawn=False).order_by("-log_number").first()
        when = f" on {day_words(row.at.date())} by {row.approved_as}" if row else ""
        return f"Approved{when}, version {plan.version}"
    public = (
        f" Version {plan.approved_version} is public."
        if plan.approved_version
        else " Nothing of it is public."
    )
    return f"{WORDS[State(plan.state)]}, version {plan.version}. It is not approved.{public}"


def _commitments(whole: WholePlan) -> Iterator[Part]:
    for each in whole.commitments:
        yield Heading(each.title, 3)
        yield from parts_of_text(each.words)
        yield Paragraph(f"Priority: {each.priority.title if each.priority else 'none yet'}.")
        actions = actions_of(each)
        if not actions:
            yield Paragraph("Nobody does anything for it yet.")
            continue
        headings = ("Action", "Owner", "With", "Due", "How it goes", "Money")
        yield Table(f"Actions: {each.title}", headings, tuple(_action(action) for action in actions))


def _action(action: Action) -> tuple[str, ...]:
    line = action.budget
    finished = f" on {day_words(action.done_on)}" if action.done_on else ""
    return (
        action.title,
        str(action.owner or NOTHING),
        ", ".join(sorted(str(each) for each in action.partners.all())) or "nobody else",
        day_words(action.due) or NOTHING,
        f"{action.get_progress_display()}{finished}",
        f"{line.title}, £{line.amount:,.2f} in {line.year}" if line else NOTHING,
    )


def _targets(whole: WholePlan) -> list[Target]:
    ids = {target.pk for each in whole.commitments for target in each.targets.all()}
    rows = Target.objects.filter(pk__in=ids).exclude(state=State.RETIRED.value)
    rows = rows.select_related("owner__body", "system").prefetch_related("trajectory", "asked")
    return list(rows.order_by("title", "pk"))


def _around(plan: Plan, targets: Sequence[Target], ask: Ask) -> _Around:
    signed: dict[object, list[str]] = {}
    rows = Signature.objects.filter(record__in=[target.pk for target in targets], withdrawn_on=None)
    for row in rows.select_related("body").order_by("on", "pk"):
        signed.setdefault(row.record, []).append(str(row.body))
    system = plan.system
    places = {
        each.code: each.name
        for each in places_of(ask.definitions, system.figures_code, system.name, ask.today)
    }
    return _Around(
        ask,
        catalogue_of(ask.definitions).measures,
        places,
        {record: tuple(dict.fromkeys(bodies)) for record, bodies in signed.items()},
    )


def _priorities(whole: WholePlan, targets: Sequence[Target], around: _Around) -> Iterator[Part]:
    named = {each.priority_id for each in whole.commitments} | {target.priority_id for target in targets}
    rows = Priority.objects.filter(pk__in=[each for each in named if each]).select_related("owner__body")
    for priority in rows.order_by("position", "title", "pk"):
        yield PriorityBlock(
            title=priority.title,
            kind=f"{priority.get_level_display()} priority",
            why=" ".join(each for each in (priority.need, priority.why) if each),
            owner=str(priority.owner or ""),
            targets=tuple(_target(each, around) for each in targets if each.priority_id == priority.pk),
        )


def _target(target: Target, around: _Around) -> PlanTarget:
    measure = around.measures.get(target.measure)
    unit = unit_named(measure.unit if measure else target.unit)
    baseline = said(target.baseline, unit) if target.baseline is not None else ""
    asked = [f"{each.who}: {each.said}" for each in target.asked.all()]
    return PlanTarget(
        words=target.title,
        measure=measure.title if measure else "",
        place=around.places.get(target.place, target.place),
        baseline=f"{baseline}, {_period(target.baseline_period)}" if baseline else "",
        value=said(target.value, unit) if target.value is not None else "",
        due=day_words(target.by),
        gap=_gap(target, unit),
        owner=str(target.owner or ""),
        partners=around.signed.get(target.pk, ()),
        asked="; ".join(asked),
        evidence=target.evidence,
    )


def _gap(target: Target, unit: Unit) -> str:
    if not target.gap_by:
        return ""
    ends = [difference(each, unit) for each in (target.gap_baseline, target.gap_value) if each is not None]
    due = f" by {day_words(target.gap_due)}" if target.gap_due else ""
    return f"{target.gap_words or target.gap_by}{': ' if ends else ''}{' to '.join(ends)}{due}"


def _period(text: str) -> str:
    try:
        return Period.parse(text).words
    except Problem:
        return text or "no period"


def _standings(targets: Sequence[Target], around: _Around) -> tuple[Part, ...]:
    told = standings_of_drafts(ask=around.ask, targets=targets)
    rows = []
    for target in targets:
        standing = told[str(target.pk)].standing
        topic = PromiseTopic(unit_named(target.unit), target.direction, target.value, target.by)
        rows.append((target.title, KIND_WORDS[standing.kind], standing_sentence(topic, standing)))
    if not rows:
        return ()
    stands = Table("How the targets stand", ("Target", "Standing", "Why"), tuple(rows))
    ways = tuple((target.title, words) for target in targets if (words := _way(target, around)))
    return (stands, Table("The way there", ("Target", "Where it means to be"), ways)) if ways else (stands,)


def _way(target: Target, around: _Around) -> str:
    """A trajectory in a line: one row for each of its months would fill a page for each target."""
    measure = around.measures.get(target.measure)
    unit = unit_named(measure.unit if measure else target.unit)
    steps = sorted(target.trajectory.all(), key=lambda point: point.period)
    return "; ".join(f"{_period(step.period)} {said(step.value, unit)}" for step in steps)


def _money(actions: Sequence[Action]) -> tuple[Part, ...]:
    lines = {action.budget.pk: action.budget for action in actions if action.budget}
    rows = [
        (
            line.title,
            line.year,
            f"£{line.amount:,.2f}",
            "; ".join(action.title for action in actions if action.budget_id == line.pk),
        )
        for line in sorted(lines.values(), key=lambda line: (line.year, line.title))
    ]
    table = Table(
        "Budget lines and what they pay for", ("Budget line", "Year", "Amount", "Actions"), tuple(rows)
    )
    return (table,) if rows else ()


def _lines(thread: Thread) -> tuple[ThreadLine, ...]:
    def words(key: Key | None) -> str:
        if key is None:
            return ""
        record = thread.knots[key]
        note = knot_note(record) if key.kind is not Knot.ACTION else ""
        return f"{knot_words(record)} ({note})" if note else knot_words(record)

    return tuple(
        ThreadLine(*(words(key) for key in (each.need, each.priority, each.commitment, each.action, each.pound, each.proof)))
        for each in thread.strands
    )  # fmt: skip


def _checklist(found: CheckedPlan | None) -> tuple[Part, ...]:
    if found is None:
        return ()
    rows = tuple(
        (each.content.asks, each.standing.value.capitalize(), each.because) for each in found.contents
    )
    return (
        Paragraph(found.words),
        Table("Required contents", ("Content", "State", "Where, or why not"), rows),
    )


def _signatures(plan: Plan) -> tuple[SignOff, ...]:
    rows = Signature.objects.filter(kind="plan", record=plan.pk).select_related("body", "signed_by")
    return tuple(
        SignOff(f"{row.signed_by.name}, {row.title}", str(row.body), _decision(row, plan), row.on)
        for row in rows.order_by("on", "pk")
    )


def _decision(row: Signature, plan: Plan) -> str:
    if row.withdrawn_on:
        return f"Withdrawn on {day_words(row.withdrawn_on)}"
    earlier = row.record_version < plan.version
    return f"Signed version {row.record_version}{', an earlier one' if earlier else ''}"


def file_name(plan: Plan, made: date, ending: str) -> str:
    """A name for the file that anybody's computer takes."""
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in plan.title.casefold())
    words = "-".join(part for part in kept.split("-") if part)[:60] or "plan"
    return f"{words}-{made.isoformat()}.{ending}"
