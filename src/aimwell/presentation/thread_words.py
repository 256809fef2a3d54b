"""The golden thread in words: its stages, and what each record says in a line."""

from aimwell.domain.periods import Period
from aimwell.domain.workplace.golden_thread import Action, Knot, Measure, Pound, Record, Target

STAGE_WORDS = ("Need", "Priority", "Commitment", "Action", "Money", "Proof")
KNOT_WORDS = {Knot.POUND: "budget line"}


def stage_word(kind: Knot) -> str:
    """A kind of record within a sentence."""
    return KNOT_WORDS.get(kind, kind.value)


def knot_words(record: Record) -> str:
    """What a record is called."""
    return record.title


def knot_note(record: Record) -> str:
    """What is said of a record beside its name; '' for nothing."""
    match record:
        case Action():
            due = f", due {Period.day(record.due).words}" if record.due and record.open else ""
            return f"{record.progress}{due}"
        case Pound():
            exact = f"£{record.amount:,.2f}".removesuffix(".00")
            return f"{exact} in {record.year}" if record.year else exact
        case Target():
            return record.standing
        case Measure():
            return record.verdict
        case _:
            return ""
