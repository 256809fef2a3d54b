"""What is asked of a paper's author: which measures words mean. Each answer is checked at once, and kept with the check."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.claims.findings import ClaimsReport, Question
from aimwell.domain.claims.ties import NO_MEASURE, answer_key
from aimwell.domain.measures import Measure
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.claim_checks import answer_questions, may_read, shown, words_gone
from aimwell.services.workplace.declared import catalogue_of
from aimwell.store.workplace.models import ClaimCheck
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.claims import around
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in

BECAUSE = "To say which measures the paper means"
MOST_ASKED = 30  # questions of one form; the next follow when these are answered


class AnswersForm(forms.Form):
    """A choice of measures for each question, and the answers that may be asked again."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, data: Any = None, *, visit: Visit, check: ClaimCheck, report: ClaimsReport) -> None:
        super().__init__(data, initial={"seen": check.version})
        measures = catalogue_of(visit.settings.definitions).measures
        self.asked = {f"q{at}": each for at, each in enumerate(report.questions[:MOST_ASKED])}
        self.more = len(report.questions) - len(self.asked)
        for name, question in self.asked.items():
            self.fields[name] = _field(question, measures)
        if check.answers:
            self.fields["again"] = forms.MultipleChoiceField(
                label="Answers to take back",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[
                    (words, f"{words}: {_named(measure, measures)}")
                    for words, measure in sorted(check.answers.items())
                ],
            )

    def shown(self) -> list[forms.BoundField]:
        """The questions in the order of the paper, then the answers given."""
        return [self[name] for name in self.fields if name != "seen"]

    def answers(self) -> dict[str, str]:
        """Which measures were chosen, by the words."""
        return {
            answer_key(question.words): self.cleaned_data[name]
            for name, question in self.asked.items()
            if self.cleaned_data[name]
        }

    def again(self) -> list[str]:
        """The words whose answers are taken back."""
        found: list[str] = self.cleaned_data.get("again", [])
        return found


def _field(question: Question, measures: Mapping[str, Measure]) -> forms.ChoiceField:
    choices = [(each, _named(each, measures)) for each in question.candidates]
    return forms.ChoiceField(
        label="A sentence that names no measure" if question.of_sentence else f"“{question.words}”",
        help_text=f"“{question.sentence}”" if question.sentence else "",
        required=False,
        widget=forms.RadioSelect,
        choices=[*choices, (NO_MEASURE, "None of these")],
    )


def _named(measure: str, measures: Mapping[str, Measure]) -> str:
    return measures[measure].title if measure in measures else "none of the measures"


def answer(visit: Visit) -> HttpResponseBase:
    """Take the answers, and check the paper again."""
    check: ClaimCheck = visit.record
    back = redirect("claim-check", system=visit.system.code, record=check.pk)
    if visit.request.method == "GET" or not may_read(check, visit.actor).allowed:
        return back
    told = shown(check, around(visit))
    if not told.with_words:
        raise words_gone()
    form = AnswersForm(visit.request.POST, visit=visit, check=check, report=told.report)
    if form.is_valid():
        with told_in(form):
            answer_questions(
                asking=visit.asking(BECAUSE),
                check=check,
                around=around(visit),
                answers=form.answers(),
                again=form.again(),
                seen=form.cleaned_data["seen"],
            )
    if not form.errors:
        left = check.asked
        done(
            visit.request,
            f"Checked again. {f'Still asked: {left}.' if left else 'Nothing is asked any more.'}",
        )
        return back
    given = {"title": f"Which measure is meant? {check.title}", "visit": visit, "form": form, "check": check}
    return page(visit.request, "claim_answers.html", given, status=400)


DOORS = (
    Door(
        "claim-answers",
        "<system>/claims/<uuid:record>/answers/",
        answer,
        Act.CHECK_CLAIMS,
        ("GET", "POST"),
        ClaimCheck,
        heavy=True,
    ),
)
