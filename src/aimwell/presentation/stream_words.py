"""Funding streams in words: one settlement, its score, and what does not fit."""

from collections.abc import Iterable, Iterator

from aimwell.domain.money.alignment import Finding
from aimwell.domain.money.pot_score import PotScore
from aimwell.domain.money.streams import Payment, Round, Settled, StreamPart
from aimwell.domain.periods import Period

NOT_VERIFIED = "Not verified: rests on facts that nobody has read on a page that states them."
NOT_KNOWN = "not known"


def when_words(text: str) -> str:
    """A day or month as people say it; 'not known' for none."""
    return Period.parse(text).words if text else NOT_KNOWN


def amount_words(each: Round) -> str:
    """What its years are worth: '2023/24: £600,000,000; 2024/25: not known'."""
    known = {amount.year: f"£{amount.pounds:,}" for amount in each.amounts}
    if len(each.years) == 1:
        return known.get(each.years[0], NOT_KNOWN)
    return "; ".join(f"{year}: {known.get(year, NOT_KNOWN)}" for year in each.years)


def payment_words(payments: Iterable[Payment]) -> str:
    """When it is paid: '40% in December 2022; 60% in January 2023'."""
    told = [
        when_words(payment.when)
        if payment.percent is None
        else f"{payment.percent}% in {when_words(payment.when)}"
        for payment in payments
    ]
    return "; ".join(told) or NOT_KNOWN


def report_words(each: Round) -> str:
    """The reports that it asks for."""
    if each.reports is None:
        return NOT_KNOWN
    told = []
    for report in each.reports:
        due = f", due {Period.day(report.due).words}" if report.due else ""
        besides = f", besides {report.besides}" if report.besides else ""
        told.append(f"{report.times} × {report.what}{due}{besides}")
    return "; ".join(told) or "none"


def part_words(part: StreamPart) -> str:
    """A part of a round."""
    worth = f" £{part.pounds:,}" if part.pounds is not None else ""
    return f"{part.title}{worth}" + (f" ({part.shared_by})" if part.shared_by else "")


def settled_lines(one: Settled, score: PotScore, receivers: str) -> list[str]:
    """One settlement for reading, its score with every component."""
    each = one.round
    lines = [
        one.name + ("" if each.verified else " (not verified)"),
        f"  {', '.join(one.stream.given_by)} → {receivers}",
        f"  Amount: {amount_words(each)}",
        *(f"    {part_words(part)}" for part in each.parts),
        f"  Announced {when_words(each.announced)}; confirmed {when_words(each.confirmed)}; paid {payment_words(each.payments)}",
        f"  To be spent from {Period.day(each.spend_from).words} to {Period.day(each.spend_by).words}; {each.certainty.value}",
        f"  Conditions: {NOT_KNOWN if each.conditions is None else '; '.join(each.conditions) or 'none'}",
        f"  Reports: {report_words(each)}",
        *score_lines(score),
    ]
    return [
        *lines,
        *([f"  {each.note}"] if each.note else []),
        *([f"  {each.source}"] if each.source else []),
    ]


def range_words(score: PotScore) -> str:
    """The total as a range: '15 to 20 of 100, from 5 of 6 components'."""
    if not score.known:
        return f"cannot tell: none of {len(score.components)} components is known"
    total = f"{score.lowest}" if score.lowest == score.highest else f"{score.lowest} to {score.highest}"
    return f"{total} of 100, from {score.known} of {len(score.components)} components"


def score_lines(score: PotScore) -> Iterator[str]:
    """The score and all that it is made of; the total never stands alone."""
    yield f"  Pot score {range_words(score)}" + (":" if score.known else "")
    for one in score.components if score.known else ():
        points = "  ?" if one.points is None else f"{one.points:3}"
        yield f"    {points}  {one.component.title} (weight {one.component.weight}): {one.words}"


def finding_lines(finding: Finding) -> list[str]:
    """One thing that does not fit, with what can be done."""
    return [
        f"{finding.kind.value.capitalize()}: {finding.found}",
        f"  {finding.remedy}",
        *([] if finding.verified else [f"  {NOT_VERIFIED}"]),
    ]
