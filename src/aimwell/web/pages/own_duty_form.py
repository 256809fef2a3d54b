"""The form of a duty that a system sets itself: the same fields as those of rule packs, told in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms

from aimwell.domain.duties.duty import DutyStandard, Every, Moves, Unit
from aimwell.store.workplace.models import Body
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.duty_forms import BodyField

MOST = 400  # of any unit; longer stretches are typing errors
RULES = (
    ("single_date", "Once, on a day"),
    ("day_of_financial_year", "The same day each year"),
    ("before_financial_year", "Before each financial year begins"),
    ("after_period_end", "So long after each month, quarter or financial year"),
    ("after_duty", "So long after another duty is due"),
    ("after_event", "So long after something that is recorded when it happens"),
    ("stated_dates", "On the days of a table"),
    ("awaited", "No day is known yet"),
)
NEEDS: Mapping[str, Sequence[str]] = {
    "single_date": ("on",),
    "day_of_financial_year": ("day", "month"),
    "before_financial_year": (),
    "after_period_end": ("every", "count"),
    "after_duty": ("duty", "count"),
    "after_event": ("event", "count"),
    "stated_dates": ("dates",),
    "awaited": ("no_day_because",),
}
"""What each rule cannot do without."""
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
UNITS = [(unit.value, unit.value.replace("_", " ")) for unit in Unit]


def _lines(label: str, hint: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OwnDutyForm(ChangeForm):
    """What is owed, by whom to whom, on what ground, when, and who signs."""

    title = forms.CharField(label="What is owed", max_length=200)
    body = BodyField(label="Whose duty it is", error_messages={"required": "Choose the body"})
    owed_by = forms.MultipleChoiceField(
        label="Kinds of body that owe it", widget=forms.CheckboxSelectMultiple
    )
    owed_to = _lines("To whom", "One a line.", 2)
    basis = forms.CharField(
        label="On what ground",
        max_length=300,
        help_text="The decision, the terms of reference, the contract.",
    )
    source = forms.URLField(
        label="Where it can be read", required=False, max_length=400, assume_scheme="https"
    )
    verified = forms.BooleanField(label="I have read the days there", required=False)
    delivers = forms.CharField(
        label="What is delivered", max_length=80, required=False, help_text="A plan, a report, a return."
    )
    evidence = forms.CharField(
        label="What shows that it was done",
        max_length=300,
        required=False,
        help_text="The minutes, the receipt.",
    )
    kind = forms.ChoiceField(label="When it is due", choices=RULES, widget=forms.RadioSelect)
    on = DayField(label="The day", required=False)
    day = forms.IntegerField(label="Day of the month", min_value=1, max_value=31, required=False)
    month = forms.ChoiceField(
        label="Month",
        required=False,
        choices=[("", "—"), *((str(n), m) for n, m in enumerate(MONTHS, start=1))],
    )
    after_year_end = forms.BooleanField(label="In the year after the one it is about", required=False)
    count = forms.IntegerField(label="How long after", min_value=0, max_value=MOST, required=False)
    unit = forms.ChoiceField(label="Counted in", choices=UNITS, required=False)
    every = forms.ChoiceField(
        label="After the end of each", required=False,
        choices=[("", "—"), *((each.value, each.value.replace("_", " ")) for each in Every)],
    )  # fmt: skip
    duty = forms.ChoiceField(label="After this duty", required=False)
    event = forms.ChoiceField(label="After this happens", required=False)
    dates = _lines(
        "The table", "One line for each day: what it is called; the day. First quarter; 14 July 2026"
    )
    no_day_because = forms.CharField(label="Why there is no day yet", max_length=300, required=False)
    at = forms.TimeField(label="By which time of the day", required=False, help_text="For example, 17:00")
    moves = forms.ChoiceField(
        label="If offices are closed that day",
        choices=[
            (Moves.STAYS.value, "It stays: a deadline does not move by itself"),
            (Moves.NEXT_WORKING_DAY.value, "The rule moves it to the next working day"),
            (Moves.PREVIOUS_WORKING_DAY.value, "The rule moves it to the last working day before"),
        ],
    )
    sign_off = _lines(
        "Who signs", "In order, one a line: role; kind of body; working days. Director of finance; icb; 5", 4
    )
    guidance = _lines(
        "What has to be known first",
        "One a line: title; day it was published; for which occurrence, if not all. Terms of the fund; 1 4 2026",
    )
    exception = _lines(
        "Other days for single occurrences",
        "One a line: occurrence; day; why. 2026/27; 30 6 2026; agreed late",
    )
    also_stated = _lines(
        "What the same publication says elsewhere", "One a line: where; day; occurrence, if not all."
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    starts = DayField(label="In force from", required=False)
    ends = DayField(
        label="In force until", required=False, help_text="The last day. What was due before it stays."
    )

    def __init__(
        self,
        *given: Any,
        system: Body,
        standard: DutyStandard,
        duties: Sequence[tuple[str, str]],
        events: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.standard = standard
        bodies = Body.objects.filter(system=system, valid_to=None).order_by("name", "pk")
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["owed_by"].choices = [(body.id, body.name) for body in standard.bodies]  # type: ignore[attr-defined]
        self.fields["duty"].choices = [("", "—"), *duties]  # type: ignore[attr-defined]
        self.fields["event"].choices = [("", "—"), *events]  # type: ignore[attr-defined]

    def part(self, *names: str) -> list[forms.BoundField]:
        """Some of the fields, for the sections of the page."""
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """A rule needs what it counts from; tables need lines that can be read."""
        given = super().clean() or {}
        for name in NEEDS.get(given.get("kind", ""), ()):
            if given.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, f"'{dict(RULES)[given['kind']]}' needs this")
        for name, read in READERS.items():
            given[f"{name}_read"] = self._read(name, given.get(name) or "", read)
        return given

    def declared(self) -> dict[str, Any]:
        """The duty as rule packs declare one, in JSON's words."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            "owed_by": list(given["owed_by"]),
            "owed_to": _each_line(given["owed_to"]) or ["its partners"],
            "basis": given["basis"], "source": given["source"], "verified": given["verified"],
            "delivers": given["delivers"] or "report", "evidence": given["evidence"] or "The minutes.",
            "moves": given["moves"], "note": given["note"], "rule": self._rule(given),
            "sign_off": [{**step, "body": self._kind(step["body"])} for step in given["sign_off_read"]],
            "guidance": given["guidance_read"], "exception": given["exception_read"],
            "also_stated": given["also_stated_read"],
        }  # fmt: skip
        if given["at"]:
            found["at"] = given["at"].isoformat()
        return found

    def own(self) -> dict[str, Any]:
        """The fields of the record itself."""
        given = self.cleaned_data
        return {
            "title": given["title"], "body": given["body"], "declared": self.declared(),
            "starts": given["starts"], "ends": given["ends"],
        }  # fmt: skip

    def _rule(self, given: Mapping[str, Any]) -> dict[str, Any]:
        span = {"count": given["count"] or 0, "unit": given["unit"] or Unit.DAYS.value}
        rules: dict[str, Callable[[], dict[str, Any]]] = {
            "single_date": lambda: {"on": given["on"].isoformat()},
            "day_of_financial_year": lambda: {
                "month": int(given["month"]), "day": given["day"], "after_year_end": given["after_year_end"],
            },
            "before_financial_year": dict,
            "after_period_end": lambda: {"every": given["every"], "span": span},
            "after_duty": lambda: {"duty": given["duty"], "span": span},
            "after_event": lambda: {"event": given["event"], "span": span},
            "stated_dates": lambda: {"dates": given["dates_read"]},
            "awaited": lambda: {"because": given["no_day_because"]},
        }  # fmt: skip
        return {"kind": given["kind"], **rules[given["kind"]]()}

    def _kind(self, text: str) -> str:
        return self.standard.body_named(text) or text

    def _read(
        self, name: str, text: str, read: Callable[[list[str]], dict[str, Any]]
    ) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate(_each_line(text), start=1):
            try:
                found.append(read([part.strip() for part in line.split(";")]))
            except (ValueError, IndexError, forms.ValidationError):
                self.add_error(
                    name, f"Line {number} cannot be read: '{line[:80]}'. {self.fields[name].help_text}"
                )
        return found


def as_typed(declared: Mapping[str, Any], standard: DutyStandard) -> dict[str, Any]:
    """What a form shows of a duty as it is declared."""
    rule = dict(declared.get("rule", {}))
    span = rule.pop("span", {})
    shorts = {body.id: body.short for body in standard.bodies}
    return {
        **{name: declared.get(name) for name in ("owed_by", "basis", "source", "verified", "delivers", "evidence",
                                                 "moves", "note", "at")},
        "owed_to": "\n".join(declared.get("owed_to", ())),
        "kind": rule.get("kind"),
        **{name: rule.get(name) for name in ("on", "day", "month", "after_year_end", "every", "duty", "event")},
        "count": span.get("count"), "unit": span.get("unit"),
        "no_day_because": rule.get("because"),
        "dates": _typed(rule.get("dates", ()), ("label", "on", "at")),
        "sign_off": "\n".join(
            f"{step['role']}; {shorts.get(step['body'], step['body'])}; {step['days']}"
            for step in declared.get("sign_off", ())
        ),
        "guidance": _typed(declared.get("guidance", ()), ("title", "published", "for")),
        "exception": _typed(declared.get("exception", ()), ("for", "on", "because")),
        "also_stated": _typed(declared.get("also_stated", ()), ("where", "on", "for")),
    }  # fmt: skip


def _typed(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    return "\n".join("; ".join(str(row[name]) for name in names if row.get(name)) for row in rows)


def _each_line(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(text: str) -> str:
    found: date | None = DayField().clean(text)
    if found is None:
        raise ValueError(text)
    return found.isoformat()


def _stated(parts: list[str]) -> dict[str, Any]:
    found = {"label": parts[0][:60], "on": _day(parts[1])}
    return {**found, "at": time.fromisoformat(parts[2]).isoformat()} if len(parts) > 2 else found


def _step(parts: list[str]) -> dict[str, Any]:
    return {"role": parts[0][:160], "body": parts[1], "days": min(int(parts[2]), MOST)}


def _guidance(parts: list[str]) -> dict[str, Any]:
    found = {"title": parts[0], "published": _day(parts[1]), "source": ""}
    return {**found, "for": parts[2]} if len(parts) > 2 else found


def _exception(parts: list[str]) -> dict[str, Any]:
    return {"for": parts[0], "on": _day(parts[1]), "because": parts[2]}


def _also(parts: list[str]) -> dict[str, Any]:
    found = {"where": parts[0], "on": _day(parts[1])}
    return {**found, "for": parts[2]} if len(parts) > 2 else found


READERS: Mapping[str, Callable[[list[str]], dict[str, Any]]] = {
    "dates": _stated, "sign_off": _step, "guidance": _guidance, "exception": _exception, "also_stated": _also,
}  # fmt: skip
