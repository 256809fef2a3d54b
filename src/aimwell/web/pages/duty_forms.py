"""Forms of a due date: who takes it up, its day, its chain, signatures, and what was delivered."""

from collections.abc import Sequence
from typing import Any

from django import forms

from aimwell.domain.duties.duty import Duty, DutyStandard
from aimwell.services.workplace.duties import StepPlanned
from aimwell.store.workplace.models import Body, Plan, Post, SignOffStep
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.taking import PostField, owners

MORE_STEPS = 3  # empty ones at the end of the form
LONGEST_STEP = 120  # working days


class BodyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A body of the system, those that owe the duty first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Body.objects.none(), empty_label="Choose a body", **options)


class TakeUpForm(ChangeForm):
    """Whose due date it is, and who answers for it."""

    body = BodyField(label="Which body takes it up", error_messages={"required": "Choose the body"})
    owner = PostField(
        label="Who answers for it",
        help_text="They are reminded. A post, so that it passes to whoever comes next.",
    )

    def __init__(self, *given: Any, system: Body, duty: Duty, standard: DutyStandard, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["body"].queryset = bodies_for(system, duty, standard)  # type: ignore[attr-defined]
        if "owner" in self.fields:
            self.fields["owner"].queryset = owners(system)  # type: ignore[attr-defined]


class SetAsideForm(TakeUpForm):
    """Which body it does not apply to; the reason of the change is the reason why."""

    owner = None  # type: ignore[assignment]
    field_order = ("body", "because")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["body"].label = "Which body it does not apply to"
        self.fields["because"].label = "Why it does not apply"


class DescribeForm(ChangeForm):
    """Who answers for a due date, which plan it is about, and what else there is to know."""

    owner = PostField(label="Who answers for it")
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="The plan it is about", required=False, empty_label="None"
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *given: Any, system: Body, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["owner"].queryset = owners(system)  # type: ignore[attr-defined]
        self.fields["plan"].queryset = plans_of(system)  # type: ignore[attr-defined]


class DayForm(ChangeForm):
    """The day that the body works to."""

    on = DayField(label="The day you work to")


class DeliverForm(ChangeForm):
    """What was delivered, when, and where it can be seen."""

    on = DayField(label="The day it was delivered")
    where = forms.CharField(
        label="Where it can be seen",
        required=False,
        max_length=400,
        help_text="A web address, a minute, the receipt. Or choose the plan below.",
    )
    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="The plan that was delivered", required=False, empty_label="None"
    )

    def __init__(self, *given: Any, system: Body, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["plan"].queryset = plans_of(system)  # type: ignore[attr-defined]


class SignForm(ChangeForm):
    """Whose signature it is, in which role, and where it can be seen if it is somebody else's."""

    whose = forms.ChoiceField(
        label="Whose signature it is",
        choices=[("mine", "I sign"), ("other", "Somebody else signed, and I record it")],
        widget=forms.RadioSelect,
        initial="mine",
    )
    name = forms.CharField(label="Who signed, if it was not you", max_length=60, required=False)
    role = forms.CharField(label="In which role", max_length=130)
    on = DayField(label="The day of the signature")
    note = forms.CharField(
        label="Where it can be seen",
        required=False,
        max_length=400,
        help_text="Needed when somebody else signed: the minute or the letter.",
    )

    def clean(self) -> dict[str, Any]:
        """Somebody else's signature needs a name and a place where it can be seen."""
        given = super().clean() or {}
        if given.get("whose") == "other":
            if not given.get("name"):
                self.add_error("name", "Say who signed")
            if not given.get("note"):
                self.add_error("note", "Say where the signature can be seen")
        return given


class ReasonForm(ChangeForm):
    """Only the reason."""


class ChainForm(ChangeForm):
    """The steps still to be signed: their order, role, kind of body, whose post, and working days."""

    def __init__(
        self,
        *given: Any,
        system: Body,
        standard: DutyStandard,
        steps: Sequence[SignOffStep],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.numbers = range(1, len(steps) + MORE_STEPS + 1)
        posts = list(owners(system))
        kinds = [(body.id, body.name) for body in standard.bodies]
        for number in self.numbers:
            step = steps[number - 1] if number <= len(steps) else None
            self._add_step(number, step, kinds, posts)
        self.order_fields([name for name in self.fields if name != "because"] + ["because"])

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each step together."""
        return [[self[f"{name}_{number}"] for name in STEP_FIELDS] for number in self.numbers]

    def shown(self) -> list[forms.BoundField]:
        """Only the reason: steps are shown in rows of their own."""
        return [self["because"]]

    def clean(self) -> dict[str, Any]:
        """A step with a role needs working days."""
        given = super().clean() or {}
        for number in self.numbers:
            if given.get(f"role_{number}") and not given.get(f"days_{number}"):
                self.add_error(
                    f"days_{number}", f"Say how many working days '{given[f'role_{number}']}' needs"
                )
        return given

    def steps(self, posts: dict[str, Post]) -> list[StepPlanned]:
        """The steps as they were laid out; one without a role is left out."""
        given = self.cleaned_data
        found = [
            (given[f"place_{number}"] or number, number)
            for number in self.numbers
            if given[f"role_{number}"].strip()
        ]
        return [
            StepPlanned(
                given[f"role_{number}"].strip(),
                given[f"kind_{number}"],
                given[f"days_{number}"],
                posts.get(given[f"post_{number}"]),
            )
            for _, number in sorted(found)
        ]

    def _add_step(
        self, number: int, step: SignOffStep | None, kinds: list[tuple[str, str]], posts: list[Post]
    ) -> None:
        chosen = [("", "Nobody yet"), *((str(post.pk), str(post)) for post in posts)]
        if step and step.post and step.post not in posts:
            chosen.append((str(step.post_id), f"{step.post} (ended)"))
        fields: dict[str, forms.Field] = {
            "place": forms.IntegerField(label="Order", min_value=1, max_value=99, required=False, initial=number),
            "role": forms.CharField(
                label="Who signs", max_length=160, required=False, initial=step.role if step else ""
            ),
            "kind": forms.ChoiceField(
                label="For which kind of body", choices=kinds, initial=step.kind if step else kinds[0][0]
            ),
            "post": forms.ChoiceField(
                label="Whose post", choices=chosen, required=False, initial=str(step.post_id or "") if step else ""
            ),
            "days": forms.IntegerField(
                label="Working days", min_value=1, max_value=LONGEST_STEP, required=False,
                initial=step.days if step else None,
            ),
        }  # fmt: skip
        for name, field in fields.items():
            self.fields[f"{name}_{number}"] = field


STEP_FIELDS = ("place", "role", "kind", "post", "days")


def bodies_for(system: Body, duty: Duty, standard: DutyStandard) -> Any:
    """The bodies of a system that owe a duty; all of them where none is of a kind that does."""
    rows = Body.objects.filter(system=system, valid_to=None)
    shorts = [body.short for body in standard.bodies if body.id in duty.owed_by]
    own = rows.filter(kind__in=[*duty.owed_by, *shorts])
    return (own if own.exists() else rows).order_by("name", "pk")


def plans_of(system: Body) -> Any:
    """The plans of a system that are not retired."""
    return Plan.objects.filter(system=system).exclude(state="retired").order_by("title", "pk")
