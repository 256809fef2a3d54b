"""The alignment calendar of a year: a drawing, and a document with the tables behind it."""

from collections.abc import Iterator
from datetime import date, timedelta

from aimwell.domain.money.streams import Payment, Settled
from aimwell.domain.periods import Period
from aimwell.domain.plan_documents import Bullets, Chart, Heading, Paragraph, PlanDocument, Section, Table
from aimwell.presentation.charts.alignment_timeline import (
    AlignmentTimeline,
    TimelineGroup,
    TimelineRow,
    alignment_timeline,
)
from aimwell.presentation.stream_words import (
    NOT_VERIFIED,
    amount_words,
    payment_words,
    range_words,
    report_words,
    when_words,
)
from aimwell.services.money.ask_streams import StreamsAnswer

A_YEAR = timedelta(days=365)


def timeline_of(answer: StreamsAnswer) -> AlignmentTimeline:
    """The settlements of the year under their receivers, from the first day anybody knew to a year after its end."""
    known = [on for one in answer.settled for on in (one.round.announced_by, one.round.confirmed_by) if on]
    first = max(min([*known, answer.year.start]), answer.year.start - A_YEAR) - timedelta(days=20)
    receivers = list(dict.fromkeys(one.stream.to for one in answer.settled))
    groups = tuple(
        TimelineGroup(
            _capital(answer.receivers(next(one for one in answer.settled if one.stream.to == to))),
            tuple(_drawn(one) for one in answer.settled if one.stream.to == to),
        )
        for to in receivers
    )
    title = f"Money of {answer.year.text}: when it is known, and until when"
    count = len(answer.settled)
    words = f"{count} settlement{'' if count == 1 else 's'} with announcement, confirmation, payments and end; the same in a table below"
    return AlignmentTimeline(title, words, first, answer.year.end + A_YEAR, groups)


def timeline_svg(answer: StreamsAnswer) -> str:
    """The drawing alone."""
    return alignment_timeline(timeline_of(answer))


def streams_document(answer: StreamsAnswer, *, made: date) -> PlanDocument:
    """The calendar as a document: the drawing, what does not fit, and how every pot scores."""
    return PlanDocument(
        title=f"Alignment calendar {answer.year.text}",
        system="Money of the NHS and councils",
        covers=f"Covers {answer.year.words}",
        made=made,
        status="Made of the register of funding streams; national figures",
        sections=(
            Section("When money is known, and until when", tuple(_timeline_parts(answer))),
            Section("What does not fit", tuple(_finding_parts(answer))),
            Section("What each pot costs in trouble", tuple(_score_parts(answer))),
        ),
        source="The page that states each fact stands beside its stream in the CSV of aimwell money streams.",
    )


def _drawn(one: Settled) -> TimelineRow:
    each = one.round
    return TimelineRow(
        label=one.name,
        announced=each.announced_by,
        confirmed=each.confirmed_by,
        paid=tuple(_middle(payment) for payment in each.payments),
        spend_from=each.spend_from,
        spend_by=each.spend_by,
        verified=each.verified,
    )


def _middle(payment: Payment) -> date:
    """The day of a payment; the middle of its month where no day is known."""
    period = Period.parse(payment.when)
    return period.start + timedelta(days=period.days // 2)


def _timeline_parts(answer: StreamsAnswer) -> Iterator[Chart | Paragraph]:
    if not answer.settled:
        yield Paragraph(
            f"The register has no stream for {answer.year.text}. `aimwell money streams --year` takes another."
        )
        return
    timeline = timeline_of(answer)
    table = Table(
        f"Funding streams of {answer.year.text}",
        ("Stream", "To", "When it is known and paid", "To be spent", "Amount", "Reports"),
        tuple(
            (
                one.name + ("" if one.round.verified else " (not verified)"),
                answer.receivers(one),
                _known_and_paid(one),
                f"{Period.day(one.round.spend_from).words} to {Period.day(one.round.spend_by).words}",
                amount_words(one.round),
                report_words(one.round),
            )
            for one in answer.settled
        ),
    )
    yield Chart(timeline.title, alignment_timeline(timeline), timeline.words, table, prints=True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _known_and_paid(one: Settled) -> str:
    each = one.round
    told, ruled = when_words(each.announced), when_words(each.confirmed)
    return f"Announced: {told}. Confirmed: {ruled}. Paid: {payment_words(each.payments)}."


def _finding_parts(answer: StreamsAnswer) -> Iterator[Heading | Bullets | Paragraph]:
    if not answer.findings:
        yield Paragraph(
            "Nothing in the register of this year is late, overlapping, ending or of different lengths."
        )
    for kind in dict.fromkeys(finding.kind for finding in answer.findings):
        yield Heading(kind.value.capitalize())
        yield Bullets(
            tuple(
                f"{each.found} {each.remedy}" + ("" if each.verified else f" {NOT_VERIFIED}")
                for each in answer.findings
                if each.kind is kind
            )
        )


def _score_parts(answer: StreamsAnswer) -> Iterator[Paragraph | Table]:
    rules = answer.pot_rules
    yield Paragraph(
        f"{rules.title}, by {rules.by}. {rules.reason} 100 is least trouble; what is not known makes a range."
    )
    for one, score in zip(answer.settled, answer.scores, strict=True):
        yield Table(
            f"{one.name}: {range_words(score)}",
            ("Component", "Weight", "Points", "Why", "What can be done"),
            tuple(
                (
                    part.component.title,
                    str(part.component.weight),
                    "not known" if part.points is None else str(part.points),
                    part.words,
                    part.remedy or "–",
                )
                for part in score.components
            ),
        )
