"""The parts of a target that come after what is promised: where it starts, the way there, the gap between groups."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase

from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.trajectories import Point, pasted_numbers, periods_between, straight_line
from aimwell.services.workplace.declared import labels_of
from aimwell.services.workplace.figures import figure_of, recent_figures, released_series, verdict_on
from aimwell.services.workplace.targets import way_of
from aimwell.store.released.series import ReleasedSeries
from aimwell.store.workplace.models import Target
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField, NumberField
from aimwell.web.pages.targets import end_of, fetched, in_unit, measures_of, period_words
from aimwell.web.pages.targets_edit import changed_target
from aimwell.web.rendering import page
from aimwell.web.taking import told_in

MOST_BASELINES = 24  # released values to choose from
OF_THE_GAP = ("gap_by", "gap_words", "gap_baseline", "gap_value", "gap_due")


class BaselineForm(ChangeForm):
    """Where a target starts: a released value, or a number of another source."""

    chosen = forms.ChoiceField(
        label="Released values, newest first", widget=forms.RadioSelect, required=False
    )
    baseline = NumberField(label="Or a number from elsewhere", required=False)
    baseline_period = forms.CharField(
        label="Its period", max_length=10, required=False, help_text="Such as 2026-02, 2025-Q4 or 2024/25."
    )

    def __init__(self, *arguments: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["chosen"].choices = [*choices, ("", "None of these")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A number needs its period."""
        given = self.cleaned_data
        if given.get("chosen"):
            return given
        period = given.get("baseline_period", "")
        if given.get("baseline") is not None and not period:
            self.add_error("baseline_period", "Say which period the number is for")
        if period:
            try:
                Period.parse(period)
            except Problem as problem:
                self.add_error("baseline_period", f"{problem.found} {problem.expected}")
        return given


def series_of(visit: Visit, target: Target) -> ReleasedSeries | None:
    """The released series that a target is about."""
    settings = visit.settings
    return released_series(
        settings.store, settings.definitions,
        measure=target.measure, place=target.place, breakdown=target.breakdown,
    )  # fmt: skip


def baseline(visit: Visit) -> HttpResponseBase:
    """Choose where a target starts; a released value is frozen with its id, number and period."""
    target = fetched(visit.record)
    series = series_of(visit, target)
    recent = recent_figures(series, MOST_BASELINES)
    choices = [
        (each.value_id, f"{in_unit(each.value, target.unit)} in {period_words(each.period)}")
        for each in recent
    ]
    if target.baseline_value_id and target.baseline_value_id not in {each.value_id for each in recent}:
        words = f"{in_unit(target.baseline, target.unit)} in {period_words(target.baseline_period)} (chosen before)"
        choices.append((target.baseline_value_id, words))
    held = {"chosen": target.baseline_value_id, "seen": target.version}
    if not target.baseline_value_id:
        held |= {"baseline": target.baseline, "baseline_period": target.baseline_period}
    form = BaselineForm(visit.request.POST or None, initial=held, choices=choices)
    if visit.request.method == "POST" and form.is_valid():
        answer = changed_target(visit, form, target, _baseline_fields(target, series, form.cleaned_data))
        if answer:
            return answer
    given = {"title": "Where it starts", "visit": visit, "form": form, "target": target, "any": bool(recent)}
    return page(visit.request, "target_baseline.html", given)


def _baseline_fields(target: Target, series: ReleasedSeries | None, given: dict[str, Any]) -> dict[str, Any]:
    """A released value's number is taken from the release, never from the form."""
    chosen = given["chosen"]
    if not chosen:
        return {
            "baseline_value_id": "",
            "baseline": given["baseline"],
            "baseline_period": given["baseline_period"] if given["baseline"] is not None else "",
        }
    if chosen == target.baseline_value_id:
        return {}
    figure = figure_of(series, chosen)
    if figure is None:
        return {}
    return {"baseline_value_id": chosen, "baseline": figure.value, "baseline_period": figure.period}


class TrajectoryForm(ChangeForm):
    """Where a target means to be in each period."""

    pasted = forms.CharField(
        label="Or paste a column of figures from a spreadsheet",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="One number a line, in the order of the periods. They take the place of the table.",
    )

    def __init__(self, *arguments: Any, periods: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for period in periods:
            self.fields[f"p{period}"] = NumberField(label=period_words(period), required=False)
        self.periods = periods
        self.order_fields([*(f"p{period}" for period in periods), "pasted", "because", "seen"])

    def points(self) -> tuple[Point, ...]:
        """What was typed or pasted. Raises Problem for what is no column of numbers."""
        given = self.cleaned_data
        numbers = pasted_numbers(given["pasted"]) or [given[f"p{period}"] for period in self.periods]
        if len(numbers) > len(self.periods):
            raise Problem(
                code="target.too-many-numbers",
                found=f"{len(numbers)} numbers were pasted, and there are {len(self.periods)} periods.",
                expected="At most one number for each period.",
                remedy="Copy only the periods between the baseline and the target's date.",
            )
        pairs = zip(self.periods, numbers, strict=False)
        return tuple(Point(period, number) for period, number in pairs if number is not None)


def in_order(periods: Iterable[str]) -> list[str]:
    """Periods in the order of time; what is none comes first, as it stands."""
    return sorted(periods, key=lambda text: (end_of(text) or date.min, text))


def trajectory(visit: Visit) -> HttpResponseBase:
    """The way from baseline to target, typed, pasted, or a straight line at one press."""
    target = fetched(visit.record)
    points = {point.period: point.value for point in way_of(target)}
    try:
        between = (
            periods_between(target.baseline_period, target.by) if target.baseline_period and target.by else ()
        )
        wrong = ""
    except Problem as problem:
        between, wrong = (), problem.found
    periods = in_order({*(period.text for period in between), *points})
    held: dict[str, Any] = {f"p{period}": value for period, value in points.items()}
    form = TrajectoryForm(
        visit.request.POST or None, initial={**held, "seen": target.version}, periods=periods
    )
    if visit.request.method == "POST" and form.is_valid():
        answer = _save_trajectory(visit, form, target)
        if answer:
            return answer
    can_fill = bool(between) and target.baseline is not None and target.value is not None
    given = {
        "title": "The way there",
        "visit": visit,
        "form": form,
        "target": target,
        "periods": periods,
        "can_fill": can_fill,
        "wrong": wrong,
    }
    return page(visit.request, "target_trajectory.html", given)


def _save_trajectory(visit: Visit, form: TrajectoryForm, target: Target) -> HttpResponseRedirect | None:
    with told_in(form):
        if "straight" in visit.request.POST and target.baseline is not None and target.value is not None:
            between = periods_between(target.baseline_period, target.by) if target.by else ()
            points = straight_line(target.baseline, target.value, between)
        else:
            points = form.points()
        return changed_target(visit, form, target, {}, points)
    return None


class GapForm(ChangeForm):
    """By how much the gap between groups is to narrow."""

    gap_by = forms.ChoiceField(label="Gap between groups by", required=False)
    gap_words = forms.CharField(
        label="In words",
        max_length=200,
        required=False,
        help_text="For example: between the most and the least deprived fifth.",
    )
    gap_baseline = NumberField(label="Gap at the start", required=False)
    gap_value = NumberField(label="Gap to reach", required=False)
    gap_due = DayField(label="By", required=False)

    def __init__(self, *arguments: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["gap_by"].choices = [("", "No gap target"), *choices]  # type: ignore[attr-defined]


def gap(visit: Visit) -> HttpResponseBase:
    """The gap target beside the average."""
    target = fetched(visit.record)
    measure = measures_of(visit).get(target.measure)
    labels = labels_of(visit.settings.definitions)
    choices = [(each.by, each.title) for each in measure.breakdowns] if measure else []
    if target.gap_by and target.gap_by not in dict(choices):
        choices.append((target.gap_by, labels.dimension_title(target.gap_by)))
    initial = {name: getattr(target, name) for name in OF_THE_GAP}
    form = GapForm(visit.request.POST or None, initial={**initial, "seen": target.version}, choices=choices)
    if visit.request.method == "POST" and form.is_valid():
        answer = changed_target(visit, form, target, form.values())
        if answer:
            return answer
    placed = verdict_on(visit.settings.store, measure=target.measure, place=target.place)
    given = {
        "title": "The gap between groups",
        "visit": visit,
        "form": form,
        "target": target,
        "released": placed.verdict.gap if placed else None,
        "any": bool(choices),
    }
    return page(visit.request, "target_gap.html", given)


BOTH = ("GET", "POST")
AT = "<system>/targets/<uuid:record>/"
DOORS = (
    Door("target-baseline", f"{AT}baseline/", baseline, Act.EDIT_TARGETS, BOTH, Target),
    Door("target-trajectory", f"{AT}trajectory/", trajectory, Act.EDIT_TARGETS, BOTH, Target),
    Door("target-gap", f"{AT}gap/", gap, Act.EDIT_TARGETS, BOTH, Target),
)
