"""An entry of the log as a sentence that anybody can read."""

from aimwell.domain.workplace.log_chain import Entry

LONGEST = 80  # letters of a value; the rest is on the entry's own line of the download
REFUSED = "refused"
BEGINS = {"title", "name", "nature", "kind", "role", "pack", "who", "heading", "item", "duty", "before"}
"""Fields that a record has from its first day: where one of them comes out of nothing, the record is new."""
KINDS = {
    "account": "account", "action": "action", "asked": "answer of people asked", "body": "body", "bodylink": "link",
    "budgetline": "budget line", "ceilingoverride": "override", "checklistanswer": "answer to the checklist",
    "calendaraddress": "calendar address", "claimcheck": "check of a paper", "commitment": "commitment", "dutyrecord": "duty", "happened": "event", "localduty": "local duty", "need": "need", "person": "person",
    "plan": "plan", "plansection": "section", "post": "post", "priority": "priority", "rolegiven": "role",
    "signature": "signature", "remindersent": "reminder", "signoffstep": "sign-off", "succession": "succession", "target": "target",
}  # fmt: skip
FIELD_WORDS = {
    "valid_from": "from", "valid_to": "until", "by": "by when", "short_name": "short name", "work_email": "e-mail",
    "gap_by": "gap between", "because": "reason", "paper": "digest of the paper", "text_until": "sentences kept until",
    "asked": "still asked", "not_supported": "not supported", "cannot_tell": "cannot tell", "checked_on": "checked on",
}  # fmt: skip


def kind_in_words(kind: str) -> str:
    """What sort of record it is."""
    return KINDS.get(kind, kind)


def who_in_words(entry: Entry) -> str:
    """Who it was."""
    return entry.actor_name if entry.actor or entry.outcome != REFUSED else "Somebody not signed in"


def entry_in_words(entry: Entry) -> str:
    """What somebody did, to what, and how it changed. The reason is told beside it."""
    who = who_in_words(entry)
    about = _about(entry)
    if entry.outcome == REFUSED:
        return f"{who} was refused: {entry.act}{f', {about}' if about else ''}."
    changes = [_change(name, before, after) for name, (before, after) in entry.changes.items()]
    told = f": {'; '.join(changes)}" if changes else ""
    return f"{who} {_deed(entry)}{f' {about}' if about else ''}{told}."


def _deed(entry: Entry) -> str:
    if entry.act in OWN:
        return OWN[entry.act]
    if not entry.changes:
        return f"did '{entry.act}' with"
    new = all(not before for before, _ in entry.changes.values()) and BEGINS & set(entry.changes)
    return "added" if new else "changed"


OWN = {
    "bring in bodies": "brought in",
    "sign in": "signed in",
    "sign out": "signed out",
    "change password": "chose a password",
    "set up a second factor": "set up a second factor",
    "take away a second factor": "took away a second factor",
    "sign out everywhere": "signed out everywhere",
    "change own name": "changed their name",
}


def _about(entry: Entry) -> str:
    if entry.act in OWN or not (entry.label or entry.kind):
        return ""
    kind = kind_in_words(entry.kind)
    if not entry.label:
        return f"the {kind}"
    return f"the {kind} '{_short(entry.label)}'" if kind else f"'{_short(entry.label)}'"


def _change(name: str, before: str, after: str) -> str:
    words = FIELD_WORDS.get(name, name.replace("_", " "))
    if not before:
        return f"{words} {_short(after)}"
    if not after:
        return f"{words} {_short(before)} taken away"
    return f"{words} {_short(before)} → {_short(after)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
