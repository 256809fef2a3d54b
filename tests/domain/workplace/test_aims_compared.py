"""Aims side by side: groups before ranks, and ranks only where the same thing is asked."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.workplace.aims_compared import (
    AgainstEngland,
    AimsQuestion,
    ComparedAim,
    Made,
    Part,
    SortBy,
    change_since,
    counted,
    fitting,
    made_of,
    ordered,
    per_year,
    rankable,
)

ALL = frozenset(Part)
AIM = ComparedAim(
    target="1", mark="public 1", system="QXX", system_name="Example Valley", state="Approved",
    priority="Care in time", level="local", aim="outcomes", theme="", title="78% in 4 hours",
    measure="ae_within_4_hours", measure_words="A&E within four hours", place="QXX", breakdown="all", unit="%",
    direction="higher", baseline=70.0, baseline_period="2025-03", value=78.0, by=date(2027, 3, 31),
    parts=ALL, made=Made.WHOLE, per_year=0.05, owner="Director", illustrative=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("missing", "made"),
    [
        ((), Made.WHOLE),
        ((Part.GAP,), Made.NO_GAP),
        ((Part.BASELINE,), Made.NO_BASELINE),
        ((Part.NUMBER,), Made.VAGUE),
        ((Part.DATE, Part.GAP), Made.VAGUE),
    ],
)
def test_a_target_is_grouped_by_what_it_lacks_first(missing, made):
    assert made_of(ALL - set(missing)) is made


def test_what_is_asked_a_year_is_a_share_of_the_baseline():
    assert per_year(50.0, 60.0, date(2025, 3, 31), date(2027, 3, 31)) == pytest.approx(0.1, rel=1e-3)


@pytest.mark.parametrize(
    "given_",
    [
        (0.0, 5.0, date(2025, 1, 1), date(2026, 1, 1)),
        (None, 5.0, date(2025, 1, 1), date(2026, 1, 1)),
        (5.0, 6.0, None, date(2026, 1, 1)),
        (5.0, 6.0, date(2026, 1, 1), date(2026, 1, 1)),
        (5.0, 6.0, date(2027, 1, 1), date(2026, 1, 1)),
    ],
)
def test_nothing_is_said_of_a_year_where_it_would_say_nothing(given_):
    assert per_year(*given_) is None


def test_englands_change_begins_where_the_baseline_does():
    periods, values = ["2025-03", "2025-09", "2026-03"], [50.0, 90.0, 55.0]
    assert change_since(periods, values, "2025-03") == pytest.approx(0.1, rel=1e-2)
    assert change_since(periods, values, "2024-03") is None


def test_an_aim_is_ambitious_beside_what_england_changed():
    assert replace(AIM, england_per_year=0.01).against_england is AgainstEngland.MORE
    assert replace(AIM, england_per_year=0.05).against_england is AgainstEngland.LESS
    assert AIM.against_england is AgainstEngland.UNKNOWN


def test_groups_come_before_ranks():
    bold = replace(AIM, target="2", made=Made.VAGUE, per_year=0.9)
    assert ordered([bold, AIM], SortBy.AMBITION) == [AIM, bold]


def test_what_is_asked_of_different_measures_is_not_ranked():
    other = replace(AIM, target="2", measure="rtt_within_18_weeks", per_year=0.9, system_name="Zz")
    assert not rankable([AIM, other])
    assert ordered([other, AIM], SortBy.AMBITION) == [AIM, other]


def test_within_one_measure_the_most_ambitious_come_first_and_unknown_last():
    bold, unknown = replace(AIM, target="2", per_year=0.9), replace(AIM, target="3", per_year=None)
    assert [each.target for each in ordered([unknown, AIM, bold], SortBy.AMBITION)] == ["2", "1", "3"]


@pytest.mark.parametrize(
    "question",
    [
        AimsQuestion(measure="rtt_within_18_weeks"),
        AimsQuestion(aim="development"),
        AimsQuestion(level="national"),
        AimsQuestion(theme="Cancer"),
        AimsQuestion(words="dentist"),
    ],
)
def test_what_does_not_fit_is_left_out(question):
    assert fitting([AIM], question) == []


def test_words_are_found_whatever_their_case():
    assert fitting([AIM], AimsQuestion(words="example VALLEY", has=frozenset({Part.GAP}))) == [AIM]


aims = st.lists(
    st.builds(
        lambda number, system, made, per: replace(
            AIM, target=str(number), system=system, system_name=system, made=made, per_year=per
        ),
        st.integers(0, 999), st.sampled_from("ABC"), st.sampled_from(list(Made)), st.none() | st.floats(-1, 1),
    ),
    max_size=20,
)  # fmt: skip


@given(aims, st.sampled_from(list(SortBy)))
def test_no_order_loses_an_aim_or_breaks_a_group(found, sort):
    made = ordered(found, sort)
    assert sorted(made, key=id) == sorted(found, key=id)
    groups = [list(Made).index(each.made) for each in made]
    assert groups == sorted(groups)


@given(aims)
def test_every_system_counts_once_and_every_target_once(found):
    counts = counted(found)
    assert sum(each.systems for each in counts) == len({each.system for each in found})
    assert sum(each.targets for each in counts) == len(found)
