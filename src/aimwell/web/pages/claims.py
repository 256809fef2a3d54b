"""Check a paper: hand it in, and the papers that were checked before."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.claim_checks import (
    Around,
    HandedIn,
    check_paper,
    checks_of,
    keeping_rule,
    may_read,
    throw_away_what_is_due,
)
from aimwell.store.workplace.models import ClaimCheck
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.targets import choices_of_places
from aimwell.web.paging import paged
from aimwell.web.rendering import page
from aimwell.web.saving import saved

LONGEST_PASTED = 500_000  # letters; a paper of 200 pages
LONGEST_TITLE = 200
PASTED = "Pasted text"
BECAUSE = "To hold a paper against the released figures"
MEGABYTE = 1024 * 1024


class PaperForm(forms.Form):
    """A paper, what it is about, and who may read what is found."""

    file = forms.FileField(
        label="The paper: Word, PDF, Markdown or text",
        required=False,
        help_text="A file of .docx, .pdf, .md or .txt.",
        error_messages={"empty": "The file is empty"},
    )
    text = forms.CharField(
        label="Or its text, pasted",
        required=False,
        max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(
        label="What to call it",
        required=False,
        max_length=LONGEST_TITLE,
        help_text="Without one: the name of the file. Anyone who may read the log of this system will see it.",
    )
    place = forms.ChoiceField(label="The place that it is about")
    longer = forms.TypedChoiceField(
        label="How long may its sentences be kept?",
        widget=forms.RadioSelect,
        coerce=lambda given: given == "yes",
        help_text="Long enough to answer what is asked and to read the report. The findings stay.",
    )
    shared = forms.BooleanField(
        label="Let everybody with a role in this system read the report", required=False
    )
    use_required_attribute = False

    def __init__(self, *args: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.visit = visit
        rule = keeping_rule(visit.settings.definitions)
        places = [(place.code, f"{place.name} ({place.code})") for place in choices_of_places(visit)]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["longer"].choices = [  # type: ignore[attr-defined]
            ("no", f"For {rule.days} days"),
            ("yes", f"For {rule.longer_days} days"),
        ]
        self.initial.setdefault("longer", "no")

    def clean(self) -> dict[str, Any]:
        """One paper, of a size that is taken."""
        given = super().clean() or {}
        if self.errors:
            return given
        file, text = given.get("file"), given.get("text", "").strip()
        most = self.visit.settings.largest_upload
        if file and text:
            self.add_error("text", "Give the file or its text, not both")
        elif not file and not text:
            self.add_error("file", "Choose a file, or paste its text")
        elif file and (file.size or 0) > most:
            self.add_error("file", f"The file is larger than {most // MEGABYTE} MB")
        return given

    def handed_in(self) -> HandedIn:
        """What was handed in."""
        given = self.cleaned_data
        file = given["file"]
        name = (file.name or PASTED) if file else PASTED
        return HandedIn(
            content=file.read() if file else given["text"].encode("utf-8"),
            name=name,
            title=(given["title"].strip() or name)[:LONGEST_TITLE],
            place=given["place"],
            shared=given["shared"],
            longer=given["longer"],
        )


def around(visit: Visit) -> Around:
    """Where figures, definitions and papers of this server are."""
    settings = visit.settings
    return Around(settings.store, settings.definitions, settings.folder, visit.today)


def overview(visit: Visit) -> HttpResponse:
    """The form, and the papers that were checked before."""
    throw_away_what_is_due(folder=visit.settings.folder, today=visit.today)
    return _shown(visit, PaperForm(visit=visit))


def check(visit: Visit) -> HttpResponseBase:
    """Check the paper that was sent."""
    if visit.request.method == "GET":
        return redirect("claims", system=visit.system.code)
    form = PaperForm(visit.request.POST, visit.request.FILES, visit=visit)
    made: list[ClaimCheck] = []

    def act() -> None:
        made.append(
            check_paper(
                asking=visit.asking(BECAUSE),
                system=visit.system,
                handed=form.handed_in(),
                around=around(visit),
            )
        )

    if saved(form, act):
        return redirect("claim-check", system=visit.system.code, record=made[0].pk)
    return _shown(visit, form, status=400)


def _shown(visit: Visit, form: PaperForm, *, status: int = 200) -> HttpResponse:
    for name in ("file", "text"):
        form.fields[name].required = True  # one of them is: the page calls neither optional
    part = paged(visit.request, checks_of(visit.system))
    given = {
        "title": "Check a paper",
        "visit": visit,
        "form": form,
        "list": part,
        "rows": [(each, may_read(each, visit.actor).allowed) for each in part.rows],
        "largest": visit.settings.largest_upload // MEGABYTE,
    }
    return page(visit.request, "claims.html", given, status=status)


DOORS = (
    Door("claims", "<system>/claims/", overview, Act.CHECK_CLAIMS),
    Door("claim-take", "<system>/claims/take/", check, Act.CHECK_CLAIMS, ("GET", "POST"), heavy=True),
)
