"""What is asked a year, and how much of the way lies behind, in words."""

import pytest

from aimwell.domain.workplace.aims_compared import AgainstEngland, Made, Part, SortBy
from aimwell.presentation.aims_compared import (
    ENGLAND_WORDS,
    MADE_WORDS,
    PART_WORDS,
    SORT_WORDS,
    share_words,
    way_words,
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, ""),
        (0.032, "3.2% better a year"),
        (-0.0125, "1.3% worse a year"),
        (0.0001, "no change"),
        (-0.0, "no change"),
    ],
)
def test_a_change_a_year_says_whether_it_is_for_the_better(share, words):
    assert share_words(share) == words


@pytest.mark.parametrize(
    ("share", "words"), [(None, ""), (0.404, "40%"), (-0.33, "−33%"), (1.2, "120%"), (-0.001, "0%")]
)
def test_the_way_travelled_may_lead_backwards(share, words):
    assert way_words(share) == words


def test_everything_that_can_be_asked_has_words():
    assert (set(MADE_WORDS), set(PART_WORDS), set(SORT_WORDS), set(ENGLAND_WORDS)) == (
        set(Made),
        set(Part),
        set(SortBy),
        set(AgainstEngland),
    )
