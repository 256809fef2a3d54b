"""Where partners' money does not fit together: lengths, overlaps, ends, late rules, and years without anything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.money.streams import Purpose, ReportDue, Settled, Stream, settled_in
from aimwell.domain.periods import Period
from aimwell.domain.working_days import WorkingCalendar, working_days_between


class FindingKind(StrEnum):
    """What does not fit."""

    MISMATCH = "different lengths"
    LATE = "confirmed late"
    LONG_WAIT = "long wait for rules"
    SHORT_PLAN = "short time to plan"
    CLIFF = "cliff edge"
    OVERLAP = "overlap"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class AlignmentRules:
    """From when on something is worth a finding, and what purposes and kinds of bodies are called."""

    title: str
    by: str
    reason: str
    long_wait_days: int
    short_plan_working_days: int
    overlap_streams: int
    purposes: tuple[Purpose, ...]

    def purpose(self, name: str) -> str:
        """What people call a purpose."""
        return next((each.title for each in self.purposes if each.id == name), name)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: in words, with what can be done. verified: rests on facts that somebody has read."""

    kind: FindingKind
    year: str
    rounds: tuple[str, ...]
    bodies: tuple[str, ...]
    on: date | None
    found: str
    remedy: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The streams, and all that findings are worked out from."""

    streams: tuple[Stream, ...]
    rules: AlignmentRules
    calendar: WorkingCalendar
    body_names: Mapping[str, str]

    def called(self, body: str) -> str:
        """The name of a kind of body."""
        return self.body_names.get(body, body)


def findings_of(register: Register, year: Period, body: str = "") -> tuple[Finding, ...]:
    """All findings of a financial year, for one kind of body if named; in order of kind, then of day."""
    settled = settled_in(register.streams, (year,), body)
    found = [
        *_mismatches(register, year, body),
        *(each for one in settled for each in _of_round(register, one, year)),
        *_overlaps(register, settled, year),
        *_gaps(register, year, body),
    ]
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.on or year.end, each.rounds)))


def _of_round(register: Register, one: Settled, year: Period) -> Iterator[Finding]:
    first_year = one.round.years[0] == year.text
    if first_year:
        yield from _late(one, year)
        yield from _long_wait(register, one, year)
        yield from _short_plans(register, one, year)
    if one.round.years[-1] == year.text:
        yield from _cliff(register, one, year)


def _mismatches(register: Register, year: Period, body: str) -> Iterator[Finding]:
    planned = [one for one in settled_in(register.streams, (year,)) if one.stream.planned_by]
    longest: dict[str, Settled] = {}
    for one in planned:
        for receiver in one.stream.to:
            held = longest.get(receiver)
            if held is None or one.round.length_in_years > held.round.length_in_years:
                longest[receiver] = one
    lengths = {one.round.length_in_years for one in longest.values()}
    if len(lengths) < 2 or (body and body not in longest):
        return
    told = sorted(longest.items(), key=lambda item: (item[1].round.length_in_years, item[0]))
    words = "; ".join(
        f"{register.called(who)}: {_years(one.round.length_in_years)} ({one.name}), to {_day(one.round.years_end)}"
        for who, one in told
    )
    shortest = told[0][1]
    yield Finding(
        FindingKind.MISMATCH,
        year.text,
        tuple(one.name for _, one in told),
        tuple(who for who, _ in told),
        min(one.round.years_end for _, one in told),
        f"Partners know their money for different times. {words}.",
        f"Plan jointly to {_day(shortest.round.years_end)} and say what of later years rests on money that is not settled.",
        all(one.round.verified for _, one in told),
    )


def _late(one: Settled, year: Period) -> Iterator[Finding]:
    ruled = one.round.confirmed_by
    if ruled is None or ruled <= year.start:
        return
    days = (ruled - year.start).days
    yield _finding(
        FindingKind.LATE,
        one,
        year,
        ruled,
        f"{one.name} was confirmed {_by(one.round.confirmed)}, {_days(days)} after the year began.",
        "Keep the day for the case for earlier settlements; agree beforehand what is carried on in the meantime.",
    )


def _long_wait(register: Register, one: Settled, year: Period) -> Iterator[Finding]:
    waited = one.round.days_until_rules
    if waited is None or waited < register.rules.long_wait_days:
        return
    yield _finding(
        FindingKind.LONG_WAIT,
        one,
        year,
        one.round.confirmed_by,
        f"{_days(waited)} passed between the announcement of {one.name} and its rules and shares.",
        "Draft the plan on the announcement's terms, and agree at once what can begin without the rules.",
    )


def _short_plans(register: Register, one: Settled, year: Period) -> Iterator[Finding]:
    ruled = one.round.confirmed_by
    if ruled is None:
        return
    for report in one.round.reports or ():
        left = _working_days(report, ruled, register.calendar)
        if left is not None and left < register.rules.short_plan_working_days:
            yield _finding(
                FindingKind.SHORT_PLAN,
                one,
                year,
                report.due,
                f"{one.name}: {report.what} was due on {_day(report.due or ruled)}, {left} working days after the rules"
                + (f", besides {report.besides}." if report.besides else "."),
                "Reserve the sign-off days of all partners now, or agree who may sign for them.",
            )


def _working_days(report: ReportDue, ruled: date, calendar: WorkingCalendar) -> int | None:
    return working_days_between(ruled, report.due, calendar) if report.due else None


def _cliff(register: Register, one: Settled, year: Period) -> Iterator[Finding]:
    """The end of money that does not come again; where that is not known, a hole in the register and no more."""
    if _goes_on(register.streams, one):
        return
    if one.round.recurrent is not False:
        yield _finding(
            FindingKind.GAP,
            one,
            year,
            one.round.years_end,
            f"The register knows nothing of {one.stream.title} after {year.text}.",
            "Add the next settlement with its source; if there is none, mark this round as not recurrent.",
        )
        return
    worth = f" (£{one.round.pence // 100:,})" if one.round.pence is not None else ""
    yield _finding(
        FindingKind.CLIFF,
        one,
        year,
        one.round.spend_by,
        f"{one.name}{worth} ends on {_day(one.round.spend_by)}, does not come again, and nothing in the register follows it.",
        "List the posts and services it pays for; decide for each whether it ends or who pays from the next day.",
    )


def _goes_on(streams: Iterable[Stream], one: Settled) -> bool:
    """Whether the stream, or the one that took its place, has a later round, verified or not."""
    names = {one.stream.id, one.stream.followed_by}
    return any(
        later.years_end > one.round.years_end
        for stream in streams
        if stream.id in names
        for later in stream.rounds
    )


def _overlaps(register: Register, settled: Sequence[Settled], year: Period) -> Iterator[Finding]:
    for purpose in register.rules.purposes:
        same = [one for one in settled if purpose.id in one.stream.purposes]
        if len({one.stream.id for one in same}) < register.rules.overlap_streams:
            continue
        names = tuple(one.name for one in same)
        yield Finding(
            FindingKind.OVERLAP,
            year.text,
            names,
            tuple(sorted({body for one in same for body in one.stream.to})),
            None,
            f"{purpose.title} is paid for by {len(names)} streams: {', '.join(names)}.",
            "Pool them under one plan where the rules allow, and ask for one report in place of several.",
            all(one.round.verified for one in same),
        )


def _gaps(register: Register, year: Period, body: str) -> Iterator[Finding]:
    """A year in the middle of a stream that no round covers."""
    for stream in register.streams:
        covered = {name for each in stream.rounds for name in each.years}
        if year.text in covered or not _within(covered, year.text) or (body and body not in stream.to):
            continue
        yield Finding(
            FindingKind.GAP,
            year.text,
            (stream.title,),
            stream.to,
            year.start,
            f"The register knows {stream.title} before and after {year.text}, but nothing for the year itself.",
            "Add the settlement of this year to the stream's file, with its source.",
            verified=True,
        )


def _within(covered: Iterable[str], year: str) -> bool:
    years = list(covered)
    return bool(years) and min(years) < year < max(years)


def _finding(
    kind: FindingKind, one: Settled, year: Period, on: date | None, found: str, remedy: str
) -> Finding:
    return Finding(kind, year.text, (one.name,), one.stream.to, on, found, remedy, one.round.verified)


def _by(when: str) -> str:
    period = Period.parse(when)
    return f"{'on' if period.days == 1 else 'by the end of'} {period.words}"


def _day(on: date) -> str:
    return Period.day(on).words


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


def _years(count: int) -> str:
    return f"{count} year{'' if count == 1 else 's'}"
