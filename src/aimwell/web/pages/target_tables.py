"""Bring in a target table: paste rows or send a file, look at every field as it was read, tick what is to become a target."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.draft_targets import DraftTarget
from aimwell.domain.problems import Busy, Problem, Problems
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.target_tables import (
    ReadTable,
    Ticked,
    keep_ticked,
    post_named,
    read_target_table,
)
from aimwell.store.workplace import waiting_uploads
from aimwell.store.workplace.models import Priority
from aimwell.store.workplace.waiting_uploads import WaitingUpload
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.target_rows import RowsForm, drafted_of, row_of
from aimwell.web.rendering import page
from aimwell.web.taking import done

WAITS = "target table that waits"  # its name in the session
PASTED = "Pasted rows"


class TableForm(forms.Form):
    """Rows that somebody pastes, or a file."""

    use_required_attribute = False
    pasted = forms.CharField(
        label="Paste the table",
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        strip=False,
        help_text="Copy the rows with their line of headings from Word, Excel or a web page.",
    )
    file = forms.FileField(
        label="Or send a file",
        required=False,
        allow_empty_file=True,
        help_text="Word (.docx), workbook (.xlsx), CSV, text, or PDF for its sentences.",
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = self.cleaned_data
        if not given.get("file") and not given.get("pasted", "").strip():
            self.add_error("pasted", "Paste a table or choose a file")
        return given


def ask(visit: Visit) -> HttpResponse:
    """The form that takes a table."""
    return _asked(visit, TableForm(), ())


def _asked(visit: Visit, form: TableForm, problems: Sequence[Problem]) -> HttpResponse:
    given = {
        "title": "Bring in a target table",
        "visit": visit,
        "form": form,
        "problems": problems,
        "priorities": Priority.objects.filter(system=visit.system)
        .exclude(state=State.RETIRED.value)
        .exists(),
    }
    return page(visit.request, "target_table.html", given, status=400 if problems or form.errors else 200)


def read(visit: Visit) -> HttpResponseBase:
    """Read what was sent, and show every row; nothing is kept as a target."""
    if visit.request.method == "GET":
        return redirect("target-table", system=visit.system.code)
    form = TableForm(visit.request.POST, visit.request.FILES)
    if not form.is_valid():
        return _asked(visit, form, ())
    file: Any = form.cleaned_data["file"]
    if file and (file.size or 0) > visit.settings.largest_upload:
        form.add_error("file", f"The file is larger than {visit.settings.largest_upload // 1_048_576} MB")
        return _asked(visit, form, ())
    content = file.read() if file else form.cleaned_data["pasted"].encode("utf-8")
    name = (file.name or "file") if file else PASTED
    try:
        table = _read(visit, content, name, pasted=not file)
    except Busy:
        raise
    except Problem as problem:
        return _asked(visit, form, (problem,))
    waiting = waiting_uploads.keep(visit.settings.folder, content, key=uuid4(), name=name, now=visit.now)
    visit.request.session[WAITS] = {
        "key": waiting.key.hex, "digest": waiting.digest, "name": name, "system": str(visit.system.pk),
        "pasted": not file,
    }  # fmt: skip
    return _shown(visit, RowsForm(visit=visit, drafts=table.drafts), table, name)


def _read(visit: Visit, content: bytes, name: str, *, pasted: bool) -> ReadTable:
    return read_target_table(
        content=content, name=name, pasted=pasted, definitions=visit.settings.definitions
    )


def _shown(visit: Visit, form: RowsForm, table: ReadTable, name: str, *, status: int = 200) -> HttpResponse:
    given = {
        "title": "What was read",
        "visit": visit,
        "form": form,
        "name": name,
        "rows": [row_of(visit, form, number, draft) for number, draft in enumerate(table.drafts)],
        "passed_over": table.passed_over,
        "notes": table.notes,
        "priorities": bool(form.priorities),
    }
    return page(visit.request, "target_drafts.html", given, status=status)


def keep(visit: Visit) -> HttpResponseBase:
    """Make draft targets of the ticked rows of the same table, read anew; all of them or none."""
    held = visit.request.session.get(WAITS)
    if visit.request.method == "GET" or not held or held["system"] != str(visit.system.pk):
        return redirect("target-table", system=visit.system.code)
    waiting = WaitingUpload(UUID(held["key"]), held["digest"], held["name"])
    try:
        content = waiting_uploads.content_of(visit.settings.folder, waiting)
        table = _read(visit, content, waiting.name, pasted=held["pasted"])
    except Busy:
        raise
    except Problem as problem:
        return _asked(visit, TableForm(), (problem,))
    form = RowsForm(visit.request.POST, visit=visit, drafts=table.drafts)
    if not form.is_valid() or not _kept(visit, form, table, waiting.name):
        return _shown(visit, form, table, waiting.name, status=400)
    del visit.request.session[WAITS]
    waiting_uploads.throw_away(visit.settings.folder, waiting)
    return redirect("targets", system=visit.system.code)


def _kept(visit: Visit, form: RowsForm, table: ReadTable, name: str) -> bool:
    """Whether the ticked rows became targets; if not, the form says why."""
    rows = [_ticked(visit, form, number, table.drafts[number]) for number in form.ticked()]
    try:
        made = keep_ticked(asking=visit.asking(), system=visit.system, rows=rows, source=name)
    except Refused:
        raise
    except Problem as problem:
        form.add_error(None, f"{problem.found} {problem.remedy}")
        return False
    except Problems as several:
        for each in several.problems:
            form.add_error(None, f"{each.found} {each.remedy}")
        return False
    done(
        visit.request,
        f"{len(made)} draft target{'s were' if len(made) > 1 else ' was'} made. Fill their holes next",
    )
    return True


def _ticked(visit: Visit, form: RowsForm, number: int, draft: DraftTarget) -> Ticked:
    given: Mapping[str, Any] = form.cleaned_data
    return Ticked(
        drafted_of(visit, form, number, draft),
        form.priorities[given[f"priority-{number}"]],
        post_named(draft.owner.written, form.posts) if draft.owner else None,
        draft.address,
    )


BOTH = ("GET", "POST")
DOORS = (
    Door("target-table", "<system>/targets/table/", ask, Act.IMPORT),
    Door("target-table-read", "<system>/targets/table/read/", read, Act.IMPORT, BOTH, heavy=True),
    Door("target-table-keep", "<system>/targets/table/keep/", keep, Act.IMPORT, BOTH, heavy=True),
)
