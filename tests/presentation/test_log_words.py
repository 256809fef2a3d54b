"""An entry of the log is a sentence that anybody can read."""

import pytest

from aimwell.domain.workplace.log_chain import Entry
from aimwell.presentation.log_words import entry_in_words


def entry(**given) -> Entry:
    plain = {
        "number": 1, "at": "2026-06-01T09:30:00+00:00", "actor": "1", "actor_name": "Strategy lead A", "roles": "strategy",
        "act": "edit targets", "outcome": "done", "kind": "target", "record": "2", "label": "Fewer people smoke",
        "system": "3", "because": "Agreed", "changes": {},
    }  # fmt: skip
    return Entry(**{**plain, **given})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"changes": {"value": ("5", "4")}},
            "Strategy lead A changed the target 'Fewer people smoke': value 5 → 4.",
        ),
        (
            {"changes": {"title": ("", "Fewer people smoke"), "by": ("", "2027-03-31")}},
            "Strategy lead A added the target 'Fewer people smoke': title Fewer people smoke; by when 2027-03-31.",
        ),
        (
            {"changes": {"owner": ("Chair", "")}},
            "Strategy lead A changed the target 'Fewer people smoke': owner Chair taken away.",
        ),
        (
            {"changes": {"owner": ("", "Chair")}},
            "Strategy lead A changed the target 'Fewer people smoke': owner Chair.",
        ),
        (
            {"outcome": "refused"},
            "Strategy lead A was refused: edit targets, the target 'Fewer people smoke'.",
        ),
        ({"act": "sign in", "kind": "account", "label": "A"}, "Strategy lead A signed in."),
        (
            {"act": "sign in", "outcome": "refused", "actor": "", "actor_name": "aimwell", "kind": "account", "label": ""},
            "Somebody not signed in was refused: sign in.",
        ),
        (
            {"label": "x" * 100},
            f"Strategy lead A did 'edit targets' with the target '{'x' * 79}…'.",
        ),
    ],
)  # fmt: skip
def test_an_entry_is_told_in_plain_words(given, words):
    assert entry_in_words(entry(**given)) == words


def test_every_kind_of_record_has_its_word():
    from aimwell.presentation.log_words import KINDS
    from aimwell.store.workplace import models
    from aimwell.store.workplace.models.record import Record

    kinds = {
        each._meta.model_name
        for each in vars(models).values()
        if isinstance(each, type) and issubclass(each, Record)
    }
    assert kinds - set(KINDS) == set(), "give these a word in presentation/log_words.py"
