"""The actions of a plan as a spreadsheet, out and back, with what would change shown before it does."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.problems import Busy, Problem, Problems
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.action_sheets import (
    ActionChanges,
    action_changes,
    actions_workbook,
    import_actions,
)
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.plan_printing import file_name
from aimwell.services.workplace.sheets import read_file
from aimwell.store.workplace import waiting_uploads
from aimwell.store.workplace.models import Plan
from aimwell.store.workplace.waiting_uploads import WaitingUpload
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.spreadsheets import KINDS, MOST_SHOWN, UploadForm
from aimwell.web.rendering import page
from aimwell.web.taking import address, done

WAITS = "actions that wait"  # its name in the session


def overview(visit: Visit) -> HttpResponse:
    """The download, and the form that takes the file back."""
    return _asked(visit, UploadForm(), ())


def _asked(visit: Visit, form: UploadForm, problems: Any) -> HttpResponse:
    given = {
        "title": "Actions in a spreadsheet",
        "visit": visit,
        "plan": visit.record,
        "form": form,
        "problems": list(problems)[:MOST_SHOWN],
        "count": len(problems),
    }
    return page(visit.request, "plan_sheet.html", given, status=400 if problems or form.errors else 200)


def download(visit: Visit) -> HttpResponse:
    """The workbook."""
    name = file_name(visit.record, visit.today, "xlsx")
    body = actions_workbook(plan=visit.record, day=visit.today)
    headers = {"Content-Disposition": f'attachment; filename="actions-{name}"'}
    return HttpResponse(body, content_type=KINDS["workbook"][1], headers=headers)


def take(visit: Visit) -> HttpResponseBase:
    """Look at a file that was sent: every fault, or what it would add and change."""
    if visit.request.method == "GET":
        return redirect("plan-sheet", system=visit.system.code, record=visit.record.pk)
    form = UploadForm(visit.request.POST, visit.request.FILES)
    if not form.is_valid():
        return _asked(visit, form, ())
    file: Any = form.cleaned_data["file"]
    content, name = file.read(), file.name or "file"
    try:
        found = _changes(visit, content, name)
    except Busy:
        raise
    except Problem as problem:
        return _asked(visit, form, (problem,))
    if found.problems:
        return _asked(visit, form, found.problems)
    waiting = waiting_uploads.keep(visit.settings.folder, content, key=uuid4(), name=name, now=visit.now)
    visit.request.session[WAITS] = {
        "key": waiting.key.hex, "digest": waiting.digest, "name": name, "plan": str(visit.record.pk),
        "mark": found.mark,
    }  # fmt: skip
    return _preview(visit, ChangeForm(), name, found)


def _upload(visit: Visit, content: bytes, name: str) -> Any:
    settings = visit.settings
    return read_file(
        content=content, name=name, definitions=settings.definitions, most_bytes=settings.largest_upload
    )


def _changes(visit: Visit, content: bytes, name: str) -> ActionChanges:
    upload = _upload(visit, content, name)
    return action_changes(
        upload=upload, plan=visit.record, definitions=visit.settings.definitions, today=visit.today
    )


def _preview(visit: Visit, form: ChangeForm, name: str, found: ActionChanges) -> HttpResponse:
    own = {"system": visit.system.code, "record": visit.record.pk}
    given = {
        "title": "What the spreadsheet would change",
        "visit": visit,
        "form": form,
        "changes": found,
        "added": [(each.where, each.action.title) for each in found.new[:MOST_SHOWN]],
        "changed": [(each.where, str(each.action), each.differences) for each in found.changed[:MOST_SHOWN]],
        "counts": {"added": len(found.new), "changed": len(found.changed), "unchanged": found.unchanged},
        "name": name,
        "notes": (),
        "most": MOST_SHOWN,
        "confirm_at": address("plan-sheet-confirm", **own),
        "back_to": address("plan-sheet", **own),
    }
    return page(visit.request, "spreadsheet_preview.html", given)


def confirm(visit: Visit) -> HttpResponseBase:
    """Save what was shown: the same file, read anew, and only if it still changes the same."""
    held = visit.request.session.get(WAITS)
    if visit.request.method == "GET" or not held or held["plan"] != str(visit.record.pk):
        return redirect("plan-sheet", system=visit.system.code, record=visit.record.pk)
    waiting = WaitingUpload(UUID(held["key"]), held["digest"], held["name"])
    form = ChangeForm(visit.request.POST)
    try:
        content = waiting_uploads.content_of(visit.settings.folder, waiting)
        if not form.is_valid():
            return _preview(visit, form, waiting.name, _changes(visit, content, waiting.name))
        found = import_actions(
            asking=visit.asking(), upload=_upload(visit, content, waiting.name), plan=visit.record,
            definitions=visit.settings.definitions, seen=held["mark"],
        )  # fmt: skip
    except (Refused, Busy):
        raise
    except Problem as problem:
        return _asked(visit, UploadForm(), (problem,))
    except Problems as several:
        return _asked(visit, UploadForm(), several.problems)
    del visit.request.session[WAITS]
    waiting_uploads.throw_away(visit.settings.folder, waiting)
    done(visit.request, f"{found.count} actions added or changed, {found.unchanged} left as they are")
    return redirect("plan", system=visit.system.code, record=visit.record.pk)


BOTH = ("GET", "POST")
BASE = "<system>/plans/<uuid:record>/spreadsheet/"
DOORS = (
    Door("plan-sheet", BASE, overview, Act.EXPORT, about=Plan),
    Door("plan-sheet-file", f"{BASE}file/", download, Act.EXPORT, about=Plan),
    Door("plan-sheet-take", f"{BASE}take/", take, Act.IMPORT, BOTH, Plan, heavy=True),
    Door("plan-sheet-confirm", f"{BASE}confirm/", confirm, Act.IMPORT, BOTH, Plan, heavy=True),
)
