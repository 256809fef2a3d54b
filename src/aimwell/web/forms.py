"""Forms as the design system draws them: labels, hints and errors beside each field, and a reason for the log."""

from typing import Any

from django import forms

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

    def shown(self) -> list[forms.BoundField]:
        """The fields in order, the reason last."""
        names = [name for name in self.fields if name not in ("seen", "because")]
        return [self[name] for name in [*names, "because"]]

    def values(self) -> dict[str, Any]:
        """What was given, without what belongs to the form itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "because")}
