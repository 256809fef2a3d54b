"""Where deadlines cannot hold: closed offices, late guidance, chains that do not fit, texts that contradict tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aimwell.domain.duties.due_dates import DueDate, Known, after, day_in_words, day_in_year
from aimwell.domain.duties.duty import AlsoStated, Duty, DutyStandard, QuietTime
from aimwell.domain.duties.sign_off import days_needed, lay_out
from aimwell.domain.working_days import (
    closed_because,
    last_open_day,
    next_working_day,
    working_days_between,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something about a deadline that somebody has to settle: what it is, and what to do."""

    code: str
    on: date
    duties: tuple[str, ...]
    occurrence: str
    found: str
    remedy: str


def conflicts_among(dues: Iterable[DueDate], known: Known, standard: DutyStandard) -> tuple[Conflict, ...]:
    """Every conflict of these due dates, in order of days."""
    chosen = tuple(dues)
    found = [conflict for due in chosen for conflict in _of_one(due, known, standard)]
    found += _busy_days(chosen, known, standard)
    return tuple(sorted(found, key=lambda each: (each.on, each.code, each.duties)))


def _of_one(due: DueDate, known: Known, standard: DutyStandard) -> Iterator[Conflict]:
    duty = known.duties[due.duty]
    yield from _closed(due, duty, known)
    yield from _quiet(due, duty, known, standard)
    yield from _guidance(due, duty)
    yield from _room_for_the_chain(due, duty, known)
    yield from _contradictions(due, duty, known)


def _closed(due: DueDate, duty: Duty, known: Known) -> Iterator[Conflict]:
    because = closed_because(due.on, known.calendar)
    if because:
        last = last_open_day(due.on, known.calendar)
        yield _conflict(
            "duty.due-on-a-closed-day",
            due,
            f"'{duty.title}' is due on {day_in_words(due.on)}, which is {_named(because)}.",
            f"Finish by {day_in_words(last)}, or ask for {day_in_words(next_working_day(due.on, known.calendar))} "
            "in writing.",
        )


def _named(because: str) -> str:
    return because if because.startswith("a ") else f"a bank holiday ({because})"


def _quiet(due: DueDate, duty: Duty, known: Known, standard: DutyStandard) -> Iterator[Conflict]:
    for quiet in standard.quiet_times:
        start = start_of(quiet, due.on)
        if start is not None:
            last = last_open_day(start - timedelta(days=1), known.calendar)
            yield _conflict(
                "duty.due-in-a-quiet-time",
                due,
                f"'{duty.title}' is due on {day_in_words(due.on)}, in the {quiet.title}, when few people can sign.",
                f"Have it signed by {day_in_words(last)}, or name deputies who will be there.",
            )


def start_of(quiet: QuietTime, day: date) -> date | None:
    """The first day of the quiet time that a day lies in; None when it lies in none."""
    for year in (day.year - 1, day.year):
        start = date(year, quiet.from_month, quiet.from_day)
        passes_new_year = (quiet.to_month, quiet.to_day) < (quiet.from_month, quiet.from_day)
        end = date(year + passes_new_year, quiet.to_month, quiet.to_day)
        if start <= day <= end:
            return start
    return None


def _guidance(due: DueDate, duty: Duty) -> Iterator[Conflict]:
    for each in duty.guidance:
        if each.occurrence not in ("", due.occurrence):
            continue
        published, begins = day_in_words(each.published), each.governs_from or due.begins
        if each.published > due.on:
            yield _conflict(
                "duty.guidance-after-the-deadline",
                due,
                f"'{duty.title}' was due on {day_in_words(due.on)}; {each.title} came out on {published}, after it.",
                "Record that the guidance was late, and agree a new day with whoever set the deadline.",
            )
        elif begins is not None and each.published >= begins:
            yield _conflict(
                "duty.guidance-late",
                due,
                f"{each.title} came out on {published}; what it governs began on {day_in_words(begins)}.",
                "Say in the plan which decisions were taken without it, and look at them again.",
            )


def _room_for_the_chain(due: DueDate, duty: Duty, known: Known) -> Iterator[Conflict]:
    published = [each.published for each in duty.guidance if each.occurrence in ("", due.occurrence)]
    opens = max((day for day in (due.opens, *published) if day is not None), default=None)
    needed = days_needed(duty.sign_off)
    if opens is None or not needed or opens > due.on:
        return
    there = working_days_between(opens, last_open_day(due.on, known.calendar), known.calendar)
    if there < needed:
        yield _conflict(
            "duty.sign-off-does-not-fit",
            due,
            f"'{duty.title}' can begin after {day_in_words(opens)} and is due on {day_in_words(due.on)}: "
            f"{max(there, 0)} working days for a sign-off that takes {needed}.",
            "Shorten the chain by a recorded decision, let steps run side by side, or ask for a later day.",
        )


def _contradictions(due: DueDate, duty: Duty, known: Known) -> Iterator[Conflict]:
    for each in duty.also_stated:
        if each.occurrence not in ("", due.occurrence):
            continue
        other = _other_day(each, due, known)
        if other is not None and other != due.on:
            yield _conflict(
                "duty.text-contradicts-table",
                due,
                f"'{duty.title}' is due on {day_in_words(due.on)} ({due.how}); "
                f"{each.where} makes it {day_in_words(other)}.",
                f"Keep to {day_in_words(min(due.on, other))}, the earlier, and ask the publisher which one holds.",
            )


def _other_day(stated: AlsoStated, due: DueDate, known: Known) -> date | None:
    if stated.on is not None:
        return stated.on
    if stated.day_of_financial_year is not None and due.begins is not None:
        return day_in_year(stated.day_of_financial_year, due.begins.year)
    if stated.span is not None and due.opens is not None:
        return after(due.opens, stated.span, known.calendar)
    return None


def _busy_days(dues: tuple[DueDate, ...], known: Known, standard: DutyStandard) -> list[Conflict]:
    asked: dict[tuple[date, str], list[tuple[DueDate, str]]] = defaultdict(list)
    for due in dues:
        duty = known.duties[due.duty]
        for laid in lay_out(due.on, duty.sign_off, known.calendar).steps:
            asked[laid.latest, laid.step.body].append((due, f"{laid.step.role} for '{duty.title}'"))
    return [
        _too_many(day, standard.body_name(body), steps, standard.most_steps_a_day)
        for (day, body), steps in asked.items()
        if len(steps) > standard.most_steps_a_day
    ]


def _too_many(day: date, body: str, steps: list[tuple[DueDate, str]], most: int) -> Conflict:
    return Conflict(
        code="duty.too-many-signatures",
        on=day,
        duties=tuple(sorted({due.duty for due, _ in steps})),
        occurrence="",
        found=f"{len(steps)} signatures of one kind of body, {body}, have {day_in_words(day)} as their latest day; "
        f"at most {most} are meant to: {'; '.join(text for _, text in steps)}.",
        remedy="Bring some of them forward to an earlier meeting.",
    )


def _conflict(code: str, due: DueDate, found: str, remedy: str) -> Conflict:
    return Conflict(code, due.on, (due.duty,), due.occurrence, found, remedy)
