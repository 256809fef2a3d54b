"""One due date: by the rules, and as a body took it up; taking it up, its day, what was delivered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.domain.duties.due_dates import day_in_words
from aimwell.domain.working_days import working_days_between
from aimwell.domain.workplace.access import Act
from aimwell.presentation.duty_words import due_in_words, owed_in_words, rule_in_words, title_in_words
from aimwell.services.workplace.ask_log import LogFilter, as_lines, entries
from aimwell.services.workplace.duties import (
    deliver,
    describe,
    does_not_apply,
    open_again,
    set_aside,
    set_day,
    take_up,
)
from aimwell.services.workplace.duty_calendar import Line, SystemCalendar, line_of_record, lines_of
from aimwell.services.workplace.duty_people import holder, holders
from aimwell.store.workplace.models import DutyRecord
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.duty_forms import (
    DayForm,
    DeliverForm,
    DescribeForm,
    ReasonForm,
    SetAsideForm,
    TakeUpForm,
)
from aimwell.web.pages.duty_rows import crumbs, row_of
from aimwell.web.rendering import page
from aimwell.web.saving import saved
from aimwell.web.taking import address, done

LOG_LINES = 40


def by_rule(visit: Visit) -> HttpResponse:
    """A due date as the rules give it, and who took it up."""
    calendar, line = _by_rule(visit)
    given = {
        **_told(visit, calendar, line),
        "taken": [row_of(each, visit.system.code) for each in calendar.lines if each.record],
        "query": _query(line),
    }
    return page(visit.request, "duty_due.html", given)


def taking(visit: Visit) -> HttpResponseBase:
    """The form with which a body takes a due date up."""
    calendar, line = _by_rule(visit)
    form = TakeUpForm(
        visit.request.POST or None, system=visit.system, duty=line.duty, standard=calendar.standard,
        initial={"because": "It is ours to deliver."},
    )  # fmt: skip
    made: list[DutyRecord] = []

    def act() -> None:
        values = form.values()
        made.append(
            take_up(asking=visit.asking(), **_which(visit, line), **values, calendar=calendar.known.calendar)
        )

    if visit.request.method == "POST" and saved(form, act):
        done(
            visit.request,
            "Taken up. The sign-off is laid out backwards from the day; change it where it does not fit.",
        )
        return redirect("duty-record", system=visit.system.code, record=made[0].pk)
    return _form(visit, form, f"Take up: {title_in_words(line.duty, line.due)}")


def setting_aside(visit: Visit) -> HttpResponseBase:
    """The form that says a due date does not apply to a body."""
    calendar, line = _by_rule(visit)
    form = SetAsideForm(
        visit.request.POST or None, system=visit.system, duty=line.duty, standard=calendar.standard
    )
    made: list[DutyRecord] = []

    def act() -> None:
        made.append(set_aside(asking=visit.asking(), **_which(visit, line), **form.values()))

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "It is recorded as one that does not apply, with the reason.")
        return redirect("duty-record", system=visit.system.code, record=made[0].pk)
    return _form(visit, form, f"Does not apply: {title_in_words(line.duty, line.due)}")


def show(visit: Visit) -> HttpResponse:
    """A due date as a body took it up: its chain, who signed, what conflicts, and its history."""
    record: DutyRecord = visit.record
    calendar, line = line_of_record(definitions=visit.settings.definitions, record=record, today=visit.today)
    posts = [post for post in (record.owner, *(step.post for step in line.steps)) if post]
    held = holders(posts, visit.today)
    steps = [
        (step, laid, holder(step.post, held), line.waiting is not None and line.waiting.pk == step.pk)
        for step, laid in zip(line.steps, line.chain.steps, strict=True)
    ]
    signed = [step for step in line.steps if step.signed_on]
    given = {
        **_told(visit, calendar, line),
        "record": record,
        "plan_href": address("plan", system=visit.system.code, record=record.plan_id)
        if record.plan_id
        else "",
        "owner": holder(record.owner, held),
        "steps": steps,
        "newest_signed": signed[-1] if signed else None,
        "to_next": working_days_between(visit.today, line.waiting.latest, calendar.known.calendar)
        if line.waiting
        else 0,
        "moved_to": line.reckoned.on if line.reckoned and line.reckoned.on != record.reckoned else None,
        "history": _history(line),
        "may_sign": visit.may(Act.SIGN_OFF),
        "may_read_log": visit.may(Act.READ_LOG),
    }
    return page(visit.request, "duty_record.html", given)


def edit(visit: Visit) -> HttpResponseBase:
    """Who answers for it, the plan it is about, a note."""
    record: DutyRecord = visit.record
    held = {"owner": record.owner_id, "plan": record.plan_id, "note": record.note, "seen": record.version}
    form = DescribeForm(visit.request.POST or None, initial=held, system=visit.system)

    def act() -> None:
        describe(asking=visit.asking(), record=record, **form.values(), seen=form.cleaned_data["seen"])

    return _change(visit, form, act, f"Change: {record.title}", "Saved.")


def day(visit: Visit) -> HttpResponseBase:
    """Another day to work to: the one that the rule gives now, or one that was agreed."""
    record: DutyRecord = visit.record
    calendar, line = line_of_record(definitions=visit.settings.definitions, record=record, today=visit.today)
    reckoned = line.reckoned.on if line.reckoned else record.reckoned
    form = DayForm(visit.request.POST or None, initial={"on": reckoned, "seen": record.version})
    form.fields[
        "on"
    ].help_text = f"The rule gives {day_in_words(reckoned)}. For example, 31 3 2027 or 2027-03-31."

    def act() -> None:
        set_day(
            asking=visit.asking(), record=record, on=form.cleaned_data["on"], reckoned=reckoned,
            seen=form.cleaned_data["seen"], calendar=calendar.known.calendar,
        )  # fmt: skip

    said = "The day is changed, and the steps that are not signed yet moved with it."
    return _change(visit, form, act, f"Change the day: {record.title}", said)


def delivering(visit: Visit) -> HttpResponseBase:
    """What was delivered, when, and where it can be seen."""
    record: DutyRecord = visit.record
    held = {
        "on": visit.today, "plan": record.plan_id, "seen": record.version, "because": "It was delivered.",
    }  # fmt: skip
    form = DeliverForm(visit.request.POST or None, initial=held, system=visit.system)

    def act() -> None:
        deliver(
            asking=visit.asking(), record=record, **form.values(), today=visit.today,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip

    return _change(visit, form, act, f"Delivered: {record.title}", "Recorded as delivered.")


def setting_record_aside(visit: Visit) -> HttpResponseBase:
    """Says that a due date that was taken up does not apply after all."""
    record: DutyRecord = visit.record
    form = ReasonForm(visit.request.POST or None, initial={"seen": record.version})

    def act() -> None:
        does_not_apply(asking=visit.asking(), record=record, seen=form.cleaned_data["seen"])

    words = ["Nobody is reminded of it any more. The reason stands on its page, and you can put it back."]
    said = "It is recorded as one that does not apply."
    return _change(visit, form, act, f"Does not apply: {record.title}", said, words, "It does not apply")


def reopening(visit: Visit) -> HttpResponseBase:
    """Puts a due date back as it was before it was delivered or set aside."""
    record: DutyRecord = visit.record
    calendar, line = line_of_record(definitions=visit.settings.definitions, record=record, today=visit.today)
    form = ReasonForm(visit.request.POST or None, initial={"seen": record.version})

    def act() -> None:
        duty = calendar.known.duties.get(record.duty, line.duty)
        open_again(
            asking=visit.asking(), record=record, duty=duty, seen=form.cleaned_data["seen"],
            calendar=calendar.known.calendar,
        )  # fmt: skip

    words = [
        "Signatures stay. What was recorded as delivered, or the reason why it did not apply, is taken back."
    ]
    return _change(visit, form, act, f"Put back: {record.title}", "It is open again.", words, "Put it back")


def _change(
    visit: Visit,
    form: forms.Form,
    act: Callable[[], object],
    title: str,
    said: str,
    sentences: list[str] | None = None,
    button: str = "Save",
) -> HttpResponseBase:
    """A form about a record: asked, carried out, and back to the record's page."""
    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, said)
        return redirect("duty-record", system=visit.system.code, record=visit.record.pk)
    here = reverse("duty-record", kwargs={"system": visit.system.code, "record": visit.record.pk})
    given = {
        "title": title,
        "visit": visit,
        "form": form,
        "crumbs": crumbs(visit, (visit.record.title, here)),
        "sentences": sentences or [],
        "button": button,
        "cancel": here,
    }
    return page(visit.request, "confirm.html", given)


def _form(visit: Visit, form: forms.Form, title: str) -> HttpResponse:
    given = {"title": title, "visit": visit, "form": form, "crumbs": crumbs(visit)}
    return page(visit.request, "form.html", given)


def _by_rule(visit: Visit) -> tuple[SystemCalendar, Line]:
    """The due date that the address names, as the rules give it."""
    asked = visit.request.GET
    calendar = lines_of(
        definitions=visit.settings.definitions, system=visit.system, duty=asked.get("duty", ""),
        occurrence=asked.get("occurrence", ""), today=visit.today,
    )  # fmt: skip
    if not calendar.lines or calendar.lines[0].reckoned is None:
        raise Http404
    return calendar, calendar.lines[0]


def _told(visit: Visit, calendar: SystemCalendar, line: Line) -> dict[str, Any]:
    duty = calendar.known.duties.get(line.record.duty if line.record else line.due.duty, line.duty)
    return {
        "title": title_in_words(line.duty, line.due),
        "visit": visit,
        "crumbs": crumbs(visit),
        "row": row_of(line, visit.system.code),
        "line": line,
        "duty": duty,
        "due": due_in_words(line.due),
        "owed": owed_in_words(line.duty, calendar.standard),
        "rule": rule_in_words(duty),
        "body_name": calendar.standard.body_name,
        "may_edit": visit.may(Act.EDIT_DUTIES),
    }


def _which(visit: Visit, line: Line) -> dict[str, Any]:
    if line.reckoned is None:
        raise Http404
    record = line.record
    name = record.duty if record else line.due.duty
    return {
        "system": visit.system,
        "duty": replace(line.duty, id=name),
        "due": line.reckoned,
        "pack": line.pack.id if line.pack else "",
    }


def _query(line: Line) -> str:
    name = line.record.duty if line.record else line.due.duty
    return urlencode({"duty": name, "occurrence": line.due.occurrence})


def _history(line: Line) -> list[Any]:
    keys = [str(line.record.pk) if line.record else "", *(str(step.pk) for step in line.steps)]
    return as_lines(list(entries(LogFilter()).filter(record__in=[key for key in keys if key])[:LOG_LINES]))


FORM = ("GET", "POST")
DOORS = (
    Door("duty-due", "<system>/duties/due/", by_rule, Act.READ),
    Door("duty-take-up", "<system>/duties/due/take-up/", taking, Act.EDIT_DUTIES, FORM),
    Door("duty-set-aside", "<system>/duties/due/set-aside/", setting_aside, Act.EDIT_DUTIES, FORM),
    Door("duty-record", "<system>/duties/<uuid:record>/", show, Act.READ, about=DutyRecord),
    Door("duty-edit", "<system>/duties/<uuid:record>/edit/", edit, Act.EDIT_DUTIES, FORM, DutyRecord),
    Door("duty-day", "<system>/duties/<uuid:record>/day/", day, Act.EDIT_DUTIES, FORM, DutyRecord),
    Door("duty-deliver", "<system>/duties/<uuid:record>/deliver/", delivering, Act.EDIT_DUTIES, FORM, DutyRecord),
    Door(
        "duty-not-ours", "<system>/duties/<uuid:record>/does-not-apply/", setting_record_aside, Act.EDIT_DUTIES,
        FORM, DutyRecord,
    ),
    Door("duty-reopen", "<system>/duties/<uuid:record>/put-back/", reopening, Act.EDIT_DUTIES, FORM, DutyRecord),
)  # fmt: skip
