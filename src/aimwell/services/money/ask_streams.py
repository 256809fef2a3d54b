"""Which money comes when, for how long and with what strings, for every partner; and what does not fit."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.catalogue.body_kinds import read_body_kinds
from aimwell.catalogue.funding_streams import read_alignment_rules, read_pot_rules, read_streams
from aimwell.domain.money.alignment import Finding, Register, findings_of
from aimwell.domain.money.pot_score import PotRules, PotScore, pot_score
from aimwell.domain.money.streams import Settled, Stream, settled_in
from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.problems import Problem, Where
from aimwell.gateways.bank_holidays import english_calendar
from aimwell.presentation.stream_words import part_words

STREAM_COLUMNS = (
    "stream", "title", "round", "years", "given_by", "to", "purposes", "pounds", "parts", "announced", "confirmed",
    "paid", "spend_from", "spend_by", "length_in_years", "certainty", "recurrent", "match_funding", "ring_fenced", "conditions", "reports",
    "score_lowest", "score_highest", "score_components", "verified", "source", "note",
)  # fmt: skip


@dataclass(frozen=True)
class StreamsAnswer:
    """The settlements of a year with their scores, and what does not fit."""

    year: Period
    settled: tuple[Settled, ...]
    scores: tuple[PotScore, ...]
    findings: tuple[Finding, ...]
    register: Register
    pot_rules: PotRules

    def receivers(self, one: Settled) -> str:
        """Who gets it, in words."""
        return " and ".join(_within_a_sentence(self.register.called(body)) for body in one.stream.to)


def streams_of_year(*, definitions: Path, year: str, body: str = "") -> StreamsAnswer:
    """The streams of a financial year, for one kind of body if named. Raises Problem for an unknown year or body."""
    period = Period.parse(year)
    if period.kind is not PeriodKind.FINANCIAL_YEAR:
        raise Problem(
            code="streams.not-a-financial-year",
            found=f"'{year}' is not a financial year.",
            expected="A financial year such as 2022/23.",
            remedy="Write the year with its second half: 2022/23 is April 2022 to March 2023.",
            where=Where(column="--year"),
        )
    streams = read_streams(definitions)
    names = {kind.id: kind.title for kind in read_body_kinds(definitions).kinds}
    _require_known(body, streams)
    days = _years_of(streams, period)
    register = Register(streams, read_alignment_rules(definitions), english_calendar(*days), names)
    rules = read_pot_rules(definitions)
    settled = settled_in(streams, (period,), body)
    scores = tuple(pot_score(one.round, rules) for one in settled)
    return StreamsAnswer(period, settled, scores, findings_of(register, period, body), register, rules)


def stream_rows(answer: StreamsAnswer) -> list[tuple[Any, ...]]:
    """Rows of STREAM_COLUMNS; lists in a cell are parted by semicolons, an empty cell is not known."""
    return [_row(one, score) for one, score in zip(answer.settled, answer.scores, strict=True)]


def _within_a_sentence(name: str) -> str:
    """A name with a small first letter, unless it begins with a short name such as NHS."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _row(one: Settled, score: PotScore) -> tuple[Any, ...]:
    stream, each = one.stream, one.round
    return (
        stream.id,
        one.name,
        each.id,
        "; ".join(each.years),
        "; ".join(stream.given_by),
        "; ".join(stream.to),
        "; ".join(stream.purposes),
        "; ".join(f"{amount.year}={amount.pounds}" for amount in each.amounts),
        "; ".join(part_words(part) for part in each.parts),
        each.announced,
        each.confirmed,
        "; ".join(payment.when + (f"={payment.percent}%" if payment.percent else "") for payment in each.payments),
        each.spend_from.isoformat(),
        each.spend_by.isoformat(),
        each.length_in_years,
        each.certainty.value,
        each.recurrent,
        each.match_funding,
        each.ring_fenced,
        None if each.conditions is None else "; ".join(each.conditions) or "none",
        None if each.reports is None else "; ".join(f"{one.times}={one.what}" for one in each.reports) or "none",
        score.lowest,
        score.highest,
        "; ".join(
            f"{part.component.aspect.value}={'?' if part.points is None else part.points}"
            for part in score.components
        ),
        each.verified,
        each.source,
        each.note,
    )  # fmt: skip


def _require_known(body: str, streams: tuple[Stream, ...]) -> None:
    known = sorted({each for stream in streams for each in stream.to})
    if body and body not in known:
        raise Problem(
            code="streams.unknown-body",
            found=f"No funding stream goes to bodies of the kind '{body}'.",
            expected=f"One of {', '.join(known)}.",
            remedy="Use one of these, or leave --body out.",
            where=Where(column="--body"),
        )


def _years_of(streams: tuple[Stream, ...], asked: Period) -> tuple[int, int]:
    """The years whose bank holidays are needed: those of every day that is counted from or to."""
    days: list[date] = [asked.start, asked.end]
    for stream in streams:
        for each in stream.rounds:
            days += [on for on in (each.announced_by, each.confirmed_by, each.spend_by) if on]
            days += [report.due for report in each.reports or () if report.due]
    return min(days).year, max(days).year
