"""Forms as the design system draws them: labels, hints and errors beside each field, and a reason for the log."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.datastructures import MultiValueDict

from aimwell.domain.workplace.typed_values import FIRST_YEAR, LARGEST, LAST_YEAR, plain_number, tidied

DATE_HINT = "For example, 31 3 2027 or 2027-03-31"


class DayField(forms.DateField):
    """A day, as people in England write it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", DATE_HINT)
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"], **options
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it may be typed."""
        return value.isoformat() if hasattr(value, "isoformat") else value

    def to_python(self, value: Any) -> date | None:
        """A day, in a year that can be meant."""
        day: date | None = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(f"The year has to be from {FIRST_YEAR} to {LAST_YEAR}")
        return day


class NumberField(forms.FloatField):
    """A number, as people write it: 62.5%, 1,250 or £1.2m."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        """The number that is meant."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class PoundsField(forms.DecimalField):
    """An exact amount of money, as people write it: 1200000, £1,200,000 or £1.2m."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The pounds that are meant."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class ChangeForm(forms.Form):
    """A form that changes something: it says why, and which version its author had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    because = forms.CharField(
        label="Reason for this change",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Anyone who may read the log will see it.",
        error_messages={"required": "Say why you are making this change"},
    )

    use_required_attribute = False  # errors are told by the page, in words, with or without scripts

    def full_clean(self) -> None:
        """Look at what was sent, without the signs that nobody means to type."""
        if self.is_bound:
            self.data = MultiValueDict(
                {name: [self._tidied(name, each) for each in _given(self.data, name)] for name in self.data}
            )
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField) and not isinstance(
                field, forms.FloatField | forms.DecimalField
            ):
                field.validators = [*field.validators, MaxValueValidator(LARGEST)]
        super().full_clean()

    def _tidied(self, name: str, value: Any) -> Any:
        field = self.fields.get(name)
        one_line = field is not None and not isinstance(field.widget, forms.Textarea)
        return tidied(value, one_line=one_line) if isinstance(value, str) else value

    def shown(self) -> list[forms.BoundField]:
        """The fields in order, the reason last."""
        names = [name for name in self.fields if name not in ("seen", "because")]
        return [self[name] for name in [*names, "because"]]

    def values(self) -> dict[str, Any]:
        """What was given, without what belongs to the form itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "because")}


def _given(data: Any, name: str) -> list[Any]:
    """Everything that was sent under a name."""
    return list(data.getlist(name)) if hasattr(data, "getlist") else [data[name]]
