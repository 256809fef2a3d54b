"""Times and figures are read as they are said, with what they are to the claim and how exact they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.claims.numbers import Bound, FigureKind, StatedFigure, agrees, in_unit, stated_figures
from aimwell.domain.claims.times import TimeRole, stated_times


@pytest.mark.parametrize(
    ("text", "period", "role"),
    [
        ("was 77.3% in April 2026", "2026-04", TimeRole.AT),
        ("at the end of Feb-26", "2026-02", TimeRole.AT),
        ("as at 31 March 2026", "2026-03", TimeRole.AT),
        ("rose in 2024/25", "2024/25", TimeRole.AT),
        ("rose in 2024-25", "2024/25", TimeRole.AT),
        ("rose in Q3 2025/26", "2025-Q4", TimeRole.AT),
        ("rose in 2024", "2024", TimeRole.AT),
        ("improved since March 2024", "2024-03", TimeRole.BASELINE),
        ("compared with April 2025", "2025-04", TimeRole.BASELINE),
        ("up from 57% in January 2026", "2026-01", TimeRole.BASELINE),
        ("by March 2029", "2029-03", TimeRole.DUE),
        ("by the end of March 2029", "2029-03", TimeRole.DUE),
        ("in the 12 months to March 2026", "2026-03", TimeRole.UNCLEAR),
    ],
)
def test_a_time_is_read_with_its_role(text, period, role):
    (found,) = stated_times(text)
    assert (found.period.text, found.role) == (period, role)


@pytest.mark.parametrize(
    "text", ["rose by 2024 people", "may improve", "2,024 people", "march on", "in 30 days"]
)
def test_what_is_no_time_is_not_read_as_one(text):
    assert not [each for each in stated_times(text) if each.period and each.period.text != "2024"]
    assert "may" not in {each.words for each in stated_times(text)}


def test_a_month_alone_has_no_year():
    (found,) = stated_times("rose in April")
    assert (found.period, found.month) == (None, 4)


@pytest.mark.parametrize(
    ("text", "value", "step", "kind"),
    [
        ("77.3%", 77.3, 0.1, FigureKind.PERCENT),
        ("77 per cent", 77, 1, FigureKind.PERCENT),
        ("131,658", 131_658, 1, FigureKind.PLAIN),
        ("130,000", 130_000, 10_000, FigureKind.PLAIN),
        ("7.1 million", 7_100_000, 100_000, FigureKind.PLAIN),
        ("7.1m", 7_100_000, 100_000, FigureKind.PLAIN),
        ("£1,204", 1204, 1, FigureKind.POUNDS),
        ("14.1 weeks", 14.1, 0.1, FigureKind.TIME),
    ],
)
def test_a_figure_is_as_exact_as_it_is_said(text, value, step, kind):
    (found,) = stated_figures(text)
    assert (found.value, found.step, found.kind) == (pytest.approx(value), pytest.approx(step), kind)


@pytest.mark.parametrize("text", ["35 minutes 12 seconds", "00:35:12", "35:12", "35 mins and 12 secs"])
def test_minutes_and_seconds_are_one_figure(text):
    (found,) = stated_figures(text)
    assert in_unit(found, "minutes")[0] == pytest.approx(35.2)


@pytest.mark.parametrize("text", ["the 3rd time", "DM01", "COVID-19", "12/05"])
def test_what_only_has_digits_is_no_figure(text):
    assert not stated_figures(text)


@pytest.mark.parametrize(
    ("bound", "value", "holds"),
    [
        (Bound.ABOUT, 78.9, True),
        (Bound.ABOUT, 79.1, False),
        (Bound.MORE_THAN, 99.0, True),
        (Bound.MORE_THAN, 77.0, False),
        (Bound.LESS_THAN, 77.0, True),
        (Bound.LESS_THAN, 78.5, False),
    ],
)
def test_about_over_and_under_are_taken_at_their_word(bound, value, holds):
    assert (
        agrees(StatedFigure("78%", 0, 3, FigureKind.PERCENT, 78.0, 1.0, bound=bound), value, "percent")
        is holds
    )


@given(st.decimals(0, 100, places=1))
def test_a_figure_written_from_a_value_agrees_with_it(value):
    (found,) = stated_figures(f"{value}%")
    assert agrees(found, float(value), "percent")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    assert all(each.start < each.end for each in (*stated_times(text), *stated_figures(text)))
