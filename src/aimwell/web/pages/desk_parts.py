"""The parts of a system's desk: each asks one question and answers with what needs doing.

A subject adds its own to PARTS: a function from a visit to one part or several, or to none where it has nothing to say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.loose_ends import Loose, counted_ends
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.ceilings import carried_priorities, fullness
from aimwell.services.workplace.deciding import waiting
from aimwell.services.workplace.target_quality import counted, graded_lines, lines_of
from aimwell.services.workplace.threads import loose_ends_of
from aimwell.web.doors import Visit
from aimwell.web.pages.duties import duties_for_desk
from aimwell.web.pages.priorities import packs_of
from aimwell.web.pages.targets import measures_of, rules_of
from aimwell.web.taking import address

SOON = timedelta(days=30)  # how far ahead reviews are shown
MOST = 6  # lines of one part


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One thing that needs somebody, and where it is done."""

    words: str
    href: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class DeskPart:
    """A question of the desk: its heading, a figure or word that sums it up, and lines."""

    heading: str
    summary: str
    lines: tuple[DeskLine, ...]
    more: str = ""  # where all of it is
    more_words: str = ""


def decisions_part(visit: Visit) -> DeskPart:
    """What waits for a decision, for those who decide and those who wait."""
    rows = waiting(visit.system)
    door = "decide" if visit.may(Act.APPROVE) else ""
    lines = tuple(
        DeskLine(
            str(each.record),
            address(
                f"{each.kind}-{door}" if door else each.kind, system=visit.system.code, record=each.record.pk
            ),
            f"{each.kind}, proposed by {each.author}",
        )
        for each in rows[:MOST]
    )
    words = "Nothing waits for a decision" if not rows else f"{len(rows)} waiting for a decision"
    heading = "Waiting for your decision" if door else "Waiting for approval"
    return DeskPart(heading, words, lines, address("decisions", system=visit.system.code), "All that waits")


def targets_part(visit: Visit) -> tuple[DeskPart, DeskPart]:
    """How well targets are made, and which are to be reviewed: two parts from one reading."""
    rules = rules_of(visit)
    found = graded_lines(lines_of(visit.system), measures=measures_of(visit), rules=rules, today=visit.today)
    grades = counted(found, rules)
    base = address("targets", system=visit.system.code)
    holes = tuple(
        DeskLine(
            f"{word}: {number}",
            f"{base}?grade={word.replace(' ', '+')}",
            urgent=bool(number) and word == grades[-1][0],
        )
        for word, number in grades
    )
    due = sorted(
        (each.line for each in found if each.line.review_on and each.line.review_on <= visit.today + SOON),
        key=lambda line: line.review_on or visit.today,
    )
    reviews = tuple(
        DeskLine(
            line.title,
            address("target", system=visit.system.code, record=line.pk),
            f"to be reviewed on {line.review_on:%d/%m/%Y}",
            urgent=bool(line.review_on and line.review_on < visit.today),
        )
        for line in due[:MOST]
    )
    words = f"{len(found)} {'target' if len(found) == 1 else 'targets'}"
    return (
        DeskPart(
            "How well targets are made", words, holes if found else (), base, "All targets, worst first"
        ),
        DeskPart(
            "Reviews due",
            f"{len(due)} within 30 days or overdue" if due else "No review is due in the next 30 days",
            reviews,
        ),
    )


def priorities_part(visit: Visit) -> DeskPart:
    """How full the list of priorities is."""
    carried = carried_priorities(visit.system, visit.today)
    full = fullness(system=visit.system, packs=packs_of(visit), day=visit.today, carried=carried)
    local = sum(row.level == "local" for row in carried)
    drafts = sum(row.state == State.DRAFT.value for row in carried)
    base = address("priorities", system=visit.system.code)
    lines = tuple(
        DeskLine(
            f"{each.carried} of {each.allowed} {' and '.join(each.ceiling.levels)} priorities",
            base,
            f"the ceiling of '{each.ceiling.title}' is {each.ceiling.most}",
            urgent=each.carried > each.allowed,
        )
        for each in full
    )
    words = f"{len(carried) - local} national and {local} local, {drafts} of them drafts"
    return DeskPart("Priorities", words, lines, base, "All priorities")


def _priorities(visit: Visit) -> tuple[DeskPart, ...]:
    return (priorities_part(visit),)


def duties_part(visit: Visit) -> tuple[DeskPart, ...]:
    """What of duties is late, due in the next 30 days, or waiting for the visitor's signature."""
    found = duties_for_desk(visit)
    base = address("duties", system=visit.system.code)
    late = tuple(
        DeskLine(row.title, row.href, f"was due {row.due}", urgent=True) for row in found.overdue[:MOST]
    )
    soon = tuple(
        DeskLine(row.title, row.href, f"due {row.due}; {row.standing.lower()}") for row in found.soon[:MOST]
    )
    to_sign = tuple(DeskLine(row.title, row.href, row.line.progress.because) for row in found.to_sign[:MOST])
    words = f"{found.how_many_overdue} overdue, {len(found.soon)} due in the next 30 days"
    nobody = f", {found.not_taken_up} of them taken up by nobody" if found.not_taken_up else ""
    calendar = DeskPart("Duties", f"{words}{nobody}", (*late, *soon)[:MOST], base, "The calendar of duties")
    if not to_sign:
        return (calendar,)
    return (DeskPart("Waiting for your signature", f"{len(found.to_sign)} to sign", to_sign, base), calendar)


def thread_part(visit: Visit) -> tuple[DeskPart, ...]:
    """The loose ends of the golden thread, by kind; overdue actions first."""
    counts = counted_ends(loose_ends_of(system=visit.system, today=visit.today))
    base = address("loose-ends", system=visit.system.code)
    lines = tuple(
        DeskLine(f"{about.words}: {number}", f"{base}?kind={kind.value}", urgent=kind is Loose.ACTION_OVERDUE)
        for kind, about, number in sorted(
            counts, key=lambda each: (each[0] is not Loose.ACTION_OVERDUE, -each[2])
        )
    )
    total = sum(number for _, _, number in counts)
    words = f"{total} loose end{'' if total == 1 else 's'}" if total else "No loose end"
    return (DeskPart("Golden thread", words, lines[:MOST], base, "All loose ends"),)


def _decisions(visit: Visit) -> tuple[DeskPart, ...]:
    return (decisions_part(visit),)


PARTS: tuple[Callable[[Visit], tuple[DeskPart, ...]], ...] = (
    _decisions,
    duties_part,
    targets_part,
    _priorities,
    thread_part,
)
"""The parts in the order of the desk."""
