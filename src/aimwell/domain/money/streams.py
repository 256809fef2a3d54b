"""Funding streams: who gives whom money for what, when it was announced, confirmed and paid, and when it ends.

Days are kept as texts of periods, because pages often give a month only: `2022-11-18`, `2022-12`, `2023/24`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.periods import Period


class Certainty(StrEnum):
    """How far a body may rely on money."""

    FIRM = "firm"
    INDICATIVE = "indicative"  # a figure to plan by, which may still change
    NONE = "none"  # announced, without anybody's figure


@dataclass(frozen=True, slots=True)
class YearAmount:
    """What a round is worth in a financial year, nationally."""

    year: str
    pounds: int
    verified: bool = True
    note: str = ""

    @property
    def pence(self) -> int:
        """In pence, as all other money."""
        return 100 * self.pounds


@dataclass(frozen=True, slots=True)
class StreamPart:
    """A part of a round: what for or to whom, and how it is shared out."""

    title: str
    to: str = ""  # a kind of body; '' where the page does not say
    pounds: int | None = None
    shared_by: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """When money is paid, and how much of the round, where that is known."""

    when: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that the money asks for, in its own form."""

    what: str
    times: int
    due: date | None = None
    form: str = ""
    besides: str = ""  # what it comes on top of


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One settlement of a stream. None where nobody has read it: no conditions known is not the same as no conditions."""

    id: str
    years: tuple[str, ...]
    spend_from: date
    spend_by: date
    announced: str = ""
    confirmed: str = ""  # when bodies could read the rules and their own share
    certainty: Certainty = Certainty.FIRM
    recurrent: bool | None = None
    match_funding: bool | None = None
    ring_fenced: bool | None = None
    conditions: tuple[str, ...] | None = None
    reports: tuple[ReportDue, ...] | None = None
    amounts: tuple[YearAmount, ...] = ()
    parts: tuple[StreamPart, ...] = ()
    payments: tuple[Payment, ...] = ()
    verified: bool = False
    source: str = ""
    note: str = ""

    @property
    def length_in_years(self) -> int:
        """For how many financial years it was settled at once."""
        return len(self.years)

    @property
    def pence(self) -> int | None:
        """What all its years are worth together; None where a year is missing."""
        known = {amount.year: amount.pence for amount in self.amounts}
        return sum(known.values()) if set(known) == set(self.years) else None

    @property
    def announced_by(self) -> date | None:
        """The last day on which it can have been announced."""
        return Period.parse(self.announced).end if self.announced else None

    @property
    def confirmed_by(self) -> date | None:
        """The last day on which it can have been confirmed."""
        return Period.parse(self.confirmed).end if self.confirmed else None

    @property
    def days_until_rules(self) -> int | None:
        """Days from announcement to rules and shares; None where either is unknown or known by month only."""
        told, ruled = (Period.parse(text) if text else None for text in (self.announced, self.confirmed))
        if told is None or ruled is None or told.days > 1 or ruled.days > 1:
            return None
        return (ruled.start - told.start).days

    @property
    def years_end(self) -> date:
        """The last day of its last financial year."""
        return max(Period.parse(year).end for year in self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Money from somebody to bodies of some kinds for a purpose, through all its rounds."""

    id: str
    title: str
    given_by: tuple[str, ...]
    to: tuple[str, ...]  # kinds of bodies
    purposes: tuple[str, ...]
    rounds: tuple[Round, ...]
    planned_by: bool = False  # whether its receivers plan their year by it
    followed_by: str = ""  # the stream that took its place


@dataclass(frozen=True, slots=True)
class Purpose:
    """What streams are for, with one word for all of them."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A round with the stream it belongs to."""

    stream: Stream
    round: Round

    @property
    def name(self) -> str:
        """The stream and its years: 'Public health grant 2023/24'."""
        first, last = self.round.years[0], self.round.years[-1]
        return f"{self.stream.title} {first}" + (f" to {last}" if last != first else "")


def settled_in(streams: Iterable[Stream], years: Iterable[Period], body: str = "") -> tuple[Settled, ...]:
    """The rounds that cover one of these financial years, for one kind of body if named; in order of stream and time."""
    asked = {year.text for year in years}
    return tuple(
        Settled(stream, each)
        for stream in sorted(streams, key=lambda one: one.id)
        for each in sorted(stream.rounds, key=lambda one: (one.spend_from, one.id))
        if asked & set(each.years) and (not body or body in stream.to)
    )


def faults_of_round(each: Round) -> list[str]:
    """What cannot be true of a round, in words."""
    faults = _faults_of_years(each)
    if each.spend_by < each.spend_from:
        faults.append("it must be spent before it may be spent")
    told, ruled = each.announced_by, each.confirmed_by
    if told and ruled and Period.parse(each.announced).start > ruled:
        faults.append("it is confirmed before it is announced")
    shares = [payment.percent for payment in each.payments if payment.percent is not None]
    if shares and len(shares) == len(each.payments) and sum(shares) != 100:
        faults.append(f"its payments are {sum(shares)}% of it, not 100%")
    parts = [part.pounds for part in each.parts if part.pounds is not None]
    if parts and len(parts) == len(each.parts) and each.pence is not None and 100 * sum(parts) != each.pence:
        faults.append(f"its parts are £{sum(parts):,}, not £{each.pence // 100:,}")
    if each.verified and not each.source:
        faults.append("it is verified and names no source")
    return faults


def _faults_of_years(each: Round) -> list[str]:
    if not each.years:
        return ["it covers no year"]
    faults = [f"'{year}' is no financial year" for year in each.years if not _is_financial_year(year)]
    faults += [
        f"it has an amount for {amount.year}, which it does not cover"
        for amount in each.amounts
        if amount.year not in each.years
    ]
    if len({amount.year for amount in each.amounts}) < len(each.amounts):
        faults.append("a year has two amounts")
    return faults


def _is_financial_year(text: str) -> bool:
    parts = text.split("/")
    return (
        len(parts) == 2
        and all(part.isdecimal() for part in parts)
        and len(parts[0]) == 4
        and f"{(int(parts[0]) + 1) % 100:02}" == parts[1]
    )
