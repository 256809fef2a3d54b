"""The rows of a target table on a page: every field as it was read, what is missing, and what somebody chooses for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from aimwell.domain.draft_targets import DraftTarget, Read
from aimwell.domain.workplace.drafted_targets import Chosen, Drafted, drafted, named_exactly, title_of
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.target_tables import post_named
from aimwell.store.workplace.models import Priority
from aimwell.web.doors import Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.targets import choices_of_places, measures_of
from aimwell.web.taking import owners

FIELD_WORDS = (
    ("Target", "target"), ("Measure as written", "measure_words"), ("Priority as written", "priority"),
    ("Place as written", "place"), ("Baseline", "baseline"), ("Period of the baseline", "baseline_period"),
    ("To reach", "value"), ("By", "due"), ("Direction", "direction"), ("Unit", "unit"), ("Owner", "owner"),
    ("Partners", "partners"), ("Inequality", "inequality"), ("Evidence", "evidence"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field of a row as it was written, where it stood, and how it was read."""

    words: str
    written: str
    address: str
    how: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row on the page."""

    number: int
    title: str
    address: str
    fields: tuple[FieldRead, ...]
    holes: tuple[str, ...]
    left_out: tuple[str, ...]
    tick: forms.BoundField
    choices: tuple[forms.BoundField, ...]


class RowsForm(ChangeForm):
    """Which rows become targets, and what each is tied to."""

    def __init__(self, *arguments: Any, visit: Visit, drafts: Sequence[DraftTarget], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.visit, self.drafts = visit, drafts
        live = Priority.objects.filter(system=visit.system).exclude(state=State.RETIRED.value)
        self.priorities = {str(row.pk): row for row in live.select_related("system").order_by("title")}
        self.posts = list(owners(visit.system))
        self.places = [(place.code, place.name) for place in choices_of_places(visit)]
        for number, draft in enumerate(drafts):
            self._add_row(number, draft)
        self.order_fields([name for name in self.fields if name != "because"] + ["because"])

    def _add_row(self, number: int, draft: DraftTarget) -> None:
        titles = [(row.title, key) for key, row in self.priorities.items()]
        named = named_exactly(draft.priority.written, titles) if draft.priority else ""
        codes = [(word, code) for code, name in self.places for word in (code, name)]
        place = named_exactly(draft.place.written, codes) if draft.place else self.visit.system.figures_code
        self.fields[f"tick-{number}"] = forms.BooleanField(
            label=f"Make a draft target of row {number + 1}: {title_of(draft) or 'no words'}",
            required=False,
        )
        self.fields[f"measure-{number}"] = forms.ChoiceField(
            label="Measure", required=False, choices=_measures(draft, self.visit), initial=draft.measure
        )
        self.fields[f"place-{number}"] = forms.ChoiceField(
            label="Place", required=False, initial=place,
            choices=[("", "Choose a place"), *((code, f"{name} ({code})") for code, name in self.places)],
        )  # fmt: skip
        self.fields[f"priority-{number}"] = forms.ChoiceField(
            label="Priority", required=False, initial=named,
            choices=[("", "Choose a priority"), *((key, row.title) for key, row in self.priorities.items())],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A row that is ticked has a place and a priority."""
        given = self.cleaned_data
        for number in self.ticked():
            for name, words in (("place", "place"), ("priority", "priority")):
                if not given.get(f"{name}-{number}") and f"{name}-{number}" not in self.errors:
                    self.add_error(
                        f"{name}-{number}", f"Row {number + 1}: choose its {words}, or leave the row out"
                    )
        return given

    def ticked(self) -> list[int]:
        """The numbers of the rows that are ticked."""
        given = getattr(self, "cleaned_data", {})
        return [number for number in range(len(self.drafts)) if given.get(f"tick-{number}")]

    def chosen(self, number: int) -> Chosen:
        """What is chosen for a row: as it was sent, else as the page proposes it."""
        names = (f"measure-{number}", f"place-{number}")
        return Chosen(*(str(self[name].value() or "") for name in names))


def _measures(draft: DraftTarget, visit: Visit) -> list[tuple[str, str]]:
    """The measure that the words name, or those that come near: somebody chooses."""
    known = measures_of(visit)
    ids = dict.fromkeys(
        [*([draft.measure] if draft.measure else []), *(each.id for each in draft.candidates)]
    )
    return [("", "No measure yet"), *((each, known[each].title) for each in ids if each in known)]


def row_of(visit: Visit, form: RowsForm, number: int, draft: DraftTarget) -> Row:
    """A row with all that its reader needs to judge it."""
    return Row(
        number + 1,
        title_of(draft) or "No words",
        draft.address,
        _fields(draft),
        draft.holes,
        (*drafted_of(visit, form, number, draft).left_out, *_owner_left_out(form, draft)),
        form[f"tick-{number}"],
        tuple(form[f"{name}-{number}"] for name in ("priority", "measure", "place")),
    )


def _owner_left_out(form: RowsForm, draft: DraftTarget) -> tuple[str, ...]:
    if draft.owner is None or post_named(draft.owner.written, form.posts):
        return ()
    return (
        f"{draft.owner.address} '{draft.owner.written}': no one post of this system is called exactly that",
    )


def drafted_of(visit: Visit, form: RowsForm, number: int, draft: DraftTarget) -> Drafted:
    """A row as a target, with what is chosen for it."""
    places = [code for code, _ in form.places]
    return drafted(draft, form.chosen(number), measures=measures_of(visit), places=places)


def _fields(draft: DraftTarget) -> tuple[FieldRead, ...]:
    found = []
    for words, name in FIELD_WORDS:
        read: Read[Any] | None = getattr(draft, name)
        if read is not None:
            found.append(FieldRead(words, read.written, read.address, read.how))
    way = [
        FieldRead(f"In {step.period.words}", step.quantity.written, step.quantity.address, step.quantity.how)
        for step in draft.trajectory
    ]
    return (*found, *way)
