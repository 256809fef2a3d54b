"""Bulk work: priorities and targets as a spreadsheet, out and back, with what would change shown before it does."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.problems import Problem, Problems
from aimwell.domain.uploads import Upload
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.sheet_changes import SheetChanges, changes_of
from aimwell.services.workplace.sheet_faults import Around
from aimwell.services.workplace.sheet_saving import import_sheets
from aimwell.services.workplace.sheets import csv_of, read_file, workbook_of
from aimwell.store.workplace import waiting_uploads
from aimwell.store.workplace.waiting_uploads import WaitingUpload
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.priorities import packs_of
from aimwell.web.rendering import page
from aimwell.web.taking import done

WAITS = "upload that waits"  # its name in the session
MOST_SHOWN = 100  # changed rows, and faults, that a page shows
KINDS = {
    "workbook": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "priorities": ("csv", "text/csv; charset=utf-8"),
    "targets": ("csv", "text/csv; charset=utf-8"),
}


class UploadForm(forms.Form):
    """A file to look at."""

    use_required_attribute = False
    file = forms.FileField(
        label="Workbook (.xlsx) or CSV file",
        help_text="The export with your changes. Nothing is saved before you have seen what would change.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def shown(self) -> list[forms.BoundField]:
        """The one field there is."""
        return [self["file"]]


def overview(visit: Visit) -> HttpResponse:
    """Downloads, and the form that takes a file back."""
    given = {"title": "Work in a spreadsheet", "visit": visit, "form": UploadForm(), "problems": ()}
    return page(visit.request, "spreadsheets.html", given)


def download(visit: Visit) -> HttpResponse:
    """The spreadsheet, as a workbook or one of its sheets as CSV (?kind=)."""
    kind = visit.request.GET.get("kind", "workbook")
    ending, mime = KINDS.get(kind, KINDS["workbook"])
    if ending == "xlsx":
        body, what = workbook_of(system=visit.system, day=visit.today), "priorities-and-targets"
    else:
        body, what = csv_of(system=visit.system, targets=kind == "targets"), kind
    name = f"{what}-{visit.system.code}-{visit.today.isoformat()}.{ending}"
    return HttpResponse(
        body, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def take(visit: Visit) -> HttpResponseBase:
    """Look at a file that was sent: every fault, or what it would add and change."""
    if visit.request.method == "GET":
        return redirect("spreadsheets", system=visit.system.code)
    form = UploadForm(visit.request.POST, visit.request.FILES)
    if not form.is_valid():
        return _again(visit, form, ())
    file: Any = form.cleaned_data["file"]
    name = file.name or "upload"
    if (file.size or 0) > visit.settings.largest_upload:
        form.add_error("file", f"The file is larger than {visit.settings.largest_upload // 1_048_576} MB")
        return _again(visit, form, ())
    content = file.read()
    try:
        upload = _read(visit, content, name)
        changes = changes_of(upload, _around(visit, name))
    except Problem as problem:
        return _again(visit, form, (problem,))
    if changes.problems:
        return _again(visit, form, changes.problems)
    waiting = waiting_uploads.keep(visit.settings.folder, content, key=uuid4(), name=name, now=visit.now)
    visit.request.session[WAITS] = {
        "key": waiting.key.hex, "digest": waiting.digest, "name": name, "system": str(visit.system.pk),
        "mark": changes.mark,
    }  # fmt: skip
    return _preview(visit, ChangeForm(), upload, changes)


def _again(visit: Visit, form: forms.Form, problems: Any) -> HttpResponse:
    """The form once more, with every fault of the file."""
    given = {
        "title": "Work in a spreadsheet",
        "visit": visit,
        "form": form,
        "problems": list(problems)[:MOST_SHOWN],
        "count": len(problems),
    }
    return page(visit.request, "spreadsheets.html", given, status=400)


def _read(visit: Visit, content: bytes, name: str) -> Upload:
    settings = visit.settings
    return read_file(
        content=content, name=name, definitions=settings.definitions, most_bytes=settings.largest_upload
    )


def _around(visit: Visit, name: str) -> Around:
    settings = visit.settings
    return Around(visit.system, settings.store, settings.definitions, visit.today, name)


def _preview(visit: Visit, form: ChangeForm, upload: Upload, changes: SheetChanges) -> HttpResponse:
    added: list[Any] = [*changes.new_priorities, *changes.new_targets]
    changed: list[Any] = [*changes.changed_priorities, *changes.changed_targets]
    given = {
        "title": "What the spreadsheet would change",
        "visit": visit,
        "form": form,
        "changes": changes,
        "added": [(each.where, each.fields["title"]) for each in added[:MOST_SHOWN]],
        "changed": [(each.where, str(each.record), each.differences) for each in changed[:MOST_SHOWN]],
        "counts": {"added": len(added), "changed": len(changed), "unchanged": changes.unchanged},
        "name": upload.name,
        "notes": upload.notes,
        "most": MOST_SHOWN,
    }
    return page(visit.request, "spreadsheet_preview.html", given)


def confirm(visit: Visit) -> HttpResponseBase:
    """Save what was shown: the same file, read anew, and only if it still changes the same."""
    held = visit.request.session.get(WAITS)
    if visit.request.method == "GET" or not held or held["system"] != str(visit.system.pk):
        return redirect("spreadsheets", system=visit.system.code)
    waiting = WaitingUpload(UUID(held["key"]), held["digest"], held["name"])
    form = ChangeForm(visit.request.POST)
    upload = None
    try:
        upload = _read(visit, waiting_uploads.content_of(visit.settings.folder, waiting), waiting.name)
        around = _around(visit, waiting.name)
        if not form.is_valid():
            return _preview(visit, form, upload, changes_of(upload, around))
        changes = import_sheets(
            asking=visit.asking(), upload=upload, around=around, packs=packs_of(visit), seen=held["mark"]
        )
    except Refused:
        raise
    except Problem as problem:
        return _again(visit, UploadForm(), (problem,))
    except Problems as several:
        return _again(visit, UploadForm(), several.problems)
    del visit.request.session[WAITS]
    waiting_uploads.throw_away(visit.settings.folder, waiting)
    done(visit.request, f"{changes.count} added or changed, {changes.unchanged} left as they are")
    return redirect("targets", system=visit.system.code)


BOTH = ("GET", "POST")
DOORS = (
    Door("spreadsheets", "<system>/spreadsheets/", overview, Act.EXPORT),
    Door("spreadsheet-file", "<system>/spreadsheets/file/", download, Act.EXPORT),
    Door("spreadsheet-take", "<system>/spreadsheets/take/", take, Act.IMPORT, BOTH, heavy=True),
    Door("spreadsheet-confirm", "<system>/spreadsheets/confirm/", confirm, Act.IMPORT, BOTH, heavy=True),
)
