"""Whatever is altered in the log shows: a field, a missing entry, one put in, two changed round, an end cut off."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aimwell.domain.workplace.log_chain import FIRST, Entry, digest, first_break

words = st.text(max_size=12)
changes = st.dictionaries(words, st.tuples(words, words), max_size=3)
Row = tuple[Entry, str, str]


@st.composite
def chains(draw: Any, smallest: int = 1) -> list[Row]:
    """A log as it is written."""
    rows: list[Row] = []
    before = FIRST
    for number in range(1, draw(st.integers(smallest, 8)) + 1):
        entry = Entry(number, *(draw(words) for _ in range(11)), changes=draw(changes))
        own = digest(entry, before)
        rows.append((entry, before, own))
        before = own
    return rows


def head_of(rows: Sequence[Row]) -> tuple[int, str]:
    return (rows[-1][0].number, rows[-1][2]) if rows else (0, FIRST)


@given(chains())
def test_a_log_that_nobody_altered_holds(rows):
    assert first_break(rows, head=head_of(rows)) is None


def test_an_empty_log_holds():
    assert first_break([], head=(0, FIRST)) is None


@given(chains(), st.data())
@pytest.mark.parametrize("name", [field.name for field in fields(Entry)])
def test_a_change_to_any_field_is_found_where_it_was_made(name, rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    entry, before, own = rows[at]
    new = data.draw({"number": st.integers(), "changes": changes}.get(name, words))
    assume(new != getattr(entry, name))
    altered = [*rows[:at], (replace(entry, **{name: new}), before, own), *rows[at + 1 :]]
    found = first_break(altered, head=head_of(rows))
    assert found is not None
    assert found.number == entry.number


@given(chains(), st.data())
def test_an_entry_that_was_forged_with_a_digest_of_its_own_is_found_by_the_next(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    entry, before, _ = rows[at]
    forged = replace(entry, because=entry.because + "!")
    altered = [*rows[:at], (forged, before, digest(forged, before)), *rows[at + 1 :]]
    assert first_break(altered, head=head_of(rows)) is not None


@given(chains(), st.data())
def test_an_entry_that_was_taken_out_is_found(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    assert first_break([*rows[:at], *rows[at + 1 :]], head=head_of(rows)) is not None


@given(chains(), st.data())
def test_an_end_that_was_cut_off_is_found(rows, data):
    left = data.draw(st.integers(0, len(rows) - 1))
    assert first_break(rows[:left], head=head_of(rows)) is not None


@given(chains(), st.data())
def test_an_entry_that_was_put_in_is_found(rows, data):
    at = data.draw(st.integers(0, len(rows)))
    before = rows[at - 1][2] if at else FIRST
    put_in = Entry(at + 1, *("x",) * 11, changes={})
    altered = [*rows[:at], (put_in, before, digest(put_in, before)), *rows[at:]]
    assert first_break(altered, head=head_of(rows)) is not None


@given(chains(smallest=2), st.data())
def test_entries_that_changed_places_are_found(rows, data):
    one, other = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True))
    altered = list(rows)
    altered[one], altered[other] = altered[other], altered[one]
    assert first_break(altered, head=head_of(rows)) is not None


@given(chains(), st.data())
def test_going_on_from_a_checked_entry_finds_what_going_through_all_would(rows, data):
    at = data.draw(st.integers(0, len(rows)))
    checked = head_of(rows[:at])
    assert first_break(rows[at:], head=head_of(rows), checked=checked) is None
    cut = first_break(rows[at:-1] if at < len(rows) else [], head=(len(rows) + 1, "x"), checked=checked)
    assert cut is not None
