"""A system beside those most like it."""

from aimwell.domain.verdicts import Change, Comparison, Prospect, Verdict
from aimwell.site.similar import _sentence


def verdict(lower: float | None, upper: float | None) -> Verdict:
    return Verdict(
        "m", "A", "2026-02", 50.0, lower, upper, "percent", "ok", "v1", 20, Change.STEADY, Prospect.NO_TARGET,
        None, "", Comparison.SIMILAR, 50.0, None, "mdc-excel",
    )  # fmt: skip


OWN = verdict(49, 51)


def test_only_intervals_that_lie_apart_count_as_different():
    others = [verdict(40, 45), verdict(55, 60), verdict(50, 52)]
    assert _sentence(OWN, others) == (
        "By more than chance, it is higher than 1 and lower than 1 of the 3, and much the same as 1."
    )


def test_where_nothing_lies_apart_it_is_much_the_same():
    said = _sentence(OWN, [verdict(50, 52), verdict(48, 50)])
    assert said == "It is much the same as all 2: no difference is more than chance."


def test_without_a_likely_range_nobody_can_say():
    assert "nobody can say" in _sentence(verdict(None, None), [OWN])
