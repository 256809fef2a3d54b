"""What an e-mail that reminds somebody of a duty says. It holds a name and a role, and nothing else of a person."""

from dataclasses import dataclass
from datetime import date

from aimwell.domain.duties.due_dates import day_in_words
from aimwell.domain.duties.reminders import About, Reminder, To
from aimwell.presentation.duty_words import NOT_VERIFIED, chain_in_words, due_in_words, title_in_words


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text of an e-mail, plain text without marks."""

    subject: str
    text: str


def reminder_letter(reminder: Reminder, *, name: str, role: str, today: date, address: str = "") -> Letter:
    """The e-mail for one reminder. `address` is where the workplace shows the duty, if it is to be named."""
    watched = reminder.watched
    title = title_in_words(watched.duty, watched.due)
    chain = chain_in_words(watched.chain)
    parts = [
        f"Dear {name},",
        f"{_why(reminder, today)} You get this as {role}.",
        f"{title}\nDue: {due_in_words(watched.due)} ({watched.due.how}).\nWhere it stands: {watched.progress.because}.",
        "Sign-off\n" + "\n".join(f"{n}. {line}" for n, line in enumerate(chain, start=1)) if chain else "",
        f"When it is done, record it with what shows it: {watched.duty.evidence}",
        "" if watched.duty.verified else NOT_VERIFIED,
        f"Ground: {watched.duty.basis}.\nSource: {watched.duty.source}" if watched.duty.source else "",
        f"Open it: {address}" if address else "",
    ]
    return Letter(
        _one_line(f"{_subject(reminder, today)}: {title}"), "\n\n".join(p for p in parts if p) + "\n"
    )


def _subject(reminder: Reminder, today: date) -> str:
    if reminder.about < today:
        return "Overdue" if reminder.rule.about is About.DUE else "Late"
    return f"By {day_in_words(reminder.about)}"


def _why(reminder: Reminder, today: date) -> str:
    day, passed = day_in_words(reminder.about), reminder.about < today
    match reminder.rule.about:
        case About.START:
            return f"Sign-off {'should have begun' if passed else 'has to begin'} by {day}."
        case About.STEP:
            whose = "Your signature" if reminder.to is To.SIGNATORY else "The next signature"
            return f"{whose} {'was' if passed else 'is'} needed by {day}."
        case About.DUE:
            due = reminder.watched.due.on
            finish = "" if due == reminder.about else f" Offices are closed then: finish by {day}."
            return f"This {'was' if due < today else 'is'} due on {day_in_words(due)}.{finish}"


def _one_line(text: str) -> str:
    """A subject cannot hold a line end: what follows one would become a header of its own."""
    return " ".join(text.split())
