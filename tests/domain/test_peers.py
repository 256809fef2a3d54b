"""Which places are like one another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from aimwell.domain.peers import nearest

EVEN = np.ones(2)


def test_the_place_most_like_another_is_its_first_peer():
    values = np.array([[10.0, 1.0], [11.0, 1.1], [90.0, 9.0], [80.0, 8.0]])
    assert nearest(values, EVEN, count=1, cut_off=5)[:, 0].tolist() == [1, 0, 3, 2]


def test_a_place_of_which_something_is_unknown_has_no_peers_and_is_nobodys():
    values = np.array([[10.0, 1.0], [11.0, np.nan], [12.0, 1.0]])
    found = nearest(values, EVEN, count=2, cut_off=5)
    assert found[1].tolist() == [-1, -1]
    assert 1 not in found[[0, 2]]


def test_where_there_are_too_few_others_the_places_left_over_stay_empty():
    assert nearest(np.array([[1.0, 1.0], [2.0, 2.0]]), EVEN, count=3, cut_off=5).tolist() == [
        [1, -1, -1],
        [0, -1, -1],
    ]


def test_a_variable_without_weight_changes_nothing():
    values = np.array([[10.0, 1.0], [11.0, 50.0], [40.0, 1.0]])
    assert nearest(values, np.array([1.0, 0.0]), count=1, cut_off=5)[0, 0] == 1


@given(arrays(float, (8, 3), elements=st.floats(0, 1e6)))
def test_the_unit_of_a_variable_does_not_matter(values: np.ndarray):
    once = nearest(values, np.ones(3), count=3, cut_off=5)
    again = nearest(values * np.array([4.0, 16.0, 64.0]), np.ones(3), count=3, cut_off=5)
    roots = np.sqrt(values)
    if np.all(roots.std(axis=0) > 1e-6 * (1 + roots.mean(axis=0))):
        assert (once == again).mean() > 0.9  # ties may fall either way by rounding


def test_nobody_is_their_own_peer():
    values = np.random.default_rng(1).uniform(1, 100, (30, 4))
    found = nearest(values, np.ones(4), count=5, cut_off=5)
    assert all(row not in peers for row, peers in enumerate(found.tolist()))
