"""What goes out as a spreadsheet comes back as it went; what is wrong is told with its cell, and nothing is half-saved."""

import csv
import io
from datetime import date
from itertools import pairwise

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from aimwell.domain.problems import Problems
from aimwell.domain.workplace.log_chain import first_break
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.priorities import add_priority
from aimwell.services.workplace.sheet_changes import changes_of
from aimwell.services.workplace.sheet_faults import Around
from aimwell.services.workplace.sheet_saving import import_sheets
from aimwell.services.workplace.sheets import csv_of, read_file, workbook_of
from aimwell.services.workplace.targets import add_target, way_of
from aimwell.store.workplace import log
from aimwell.store.workplace.models import LogEntry, Priority, Target
from tests.workplace import released_figures
from tests.workplace.conftest import NOW, TODAY, body

MOST = 20_000_000


@pytest.fixture(autouse=True)
def on_a_day_in_june(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def place(settings, db):  # noqa: ARG001
    """A system of a real code, so that a release can have figures of it."""
    released_figures.release(settings.AIMWELL.store)
    return body("Example of a real code", released_figures.PLACE)


@pytest.fixture
def by(asking, place):
    return asking("strategy", place)


@pytest.fixture
def around(settings, place):
    return Around(place, settings.AIMWELL.store, settings.AIMWELL.definitions, TODAY, "plan.xlsx")


@pytest.fixture
def filled(place, by):
    """A system with text that spreadsheets like to spoil, numbers with many digits, and ways of months and years."""
    priority = add_priority(
        asking=by,
        system=place,
        fields={"title": "=Fewer waits", "level": "local", "aim": "outcomes", "why": "Line one\nLine two"},
        packs=(),
    )
    other = add_priority(
        asking=by,
        system=place,
        fields={"title": "007", "level": "national", "aim": "inequality", "starts": TODAY},
        packs=(),
    )
    add_target(
        asking=by,
        system=place,
        fields={
            "title": "Shorter waits", "priority": priority, "measure": released_figures.MEASURE,
            "place": released_figures.PLACE, "direction": "higher", "unit": "percent", "value": 70.123456789012345,
            "by": date(2027, 3, 31), "baseline": 2 / 3, "baseline_period": "2026-01",
        },
        trajectory=(Point("2026-06", 65.0), Point("2026-07", 1 / 3)),
    )  # fmt: skip
    add_target(
        asking=by,
        system=place,
        fields={"title": "A wish", "priority": other},
        trajectory=(Point("2027/28", 1.0),),
    )
    return place


def read(content: bytes, definitions, name="plan.xlsx"):
    return read_file(content=content, name=name, definitions=definitions, most_bytes=MOST)


def rows_of(content: bytes, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def workbook_with(content: bytes, change) -> bytes:
    """The workbook with its sheets' rows changed by hand, as a person would, without any of its looks."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"strings_to_formulas": False}) as book:
        for name in ("Priorities", "Targets"):
            rows = change(name, rows_of(content, name))
            if rows is None:
                continue
            sheet = book.add_worksheet(name)
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for number, row in enumerate(rows):
                for index, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, index, cell, day)
                    else:
                        sheet.write(number, index, cell)
    return held.getvalue()


def with_cell(content: bytes, sheet: str, row: int, column: str, value: object) -> bytes:
    def change(name, rows):
        if name == sheet:
            rows[row][rows[0].index(column)] = value
        return rows

    return workbook_with(content, change)


def test_an_untouched_export_changes_nothing_and_writes_no_entry(filled, by, around, definitions):
    upload = read(workbook_of(system=filled, day=TODAY), definitions)
    changes = changes_of(upload, around)
    assert (changes.count, changes.unchanged, changes.problems) == (0, 4, [])
    before = log.head()
    import_sheets(asking=by, upload=upload, around=around, packs=(), seen=changes.mark)
    assert log.head() == before


@pytest.mark.parametrize("targets", [True, False])
def test_an_untouched_csv_changes_nothing_either(filled, around, definitions, targets):
    changes = changes_of(read(csv_of(system=filled, targets=targets), definitions, "plan.csv"), around)
    assert (changes.count, changes.unchanged, changes.problems) == (0, 2, [])


def test_a_changed_cell_changes_that_field_alone_with_one_entry(filled, by, around, definitions):
    content = with_cell(workbook_of(system=filled, day=TODAY), "Targets", 1, "Value to reach", 71)
    target = Target.objects.get(title=rows_of(content, "Targets")[1][1])
    upload = read(content, definitions)
    changes = changes_of(upload, around)
    before = log.head()[0]
    import_sheets(asking=by, upload=upload, around=around, packs=(), seen=changes.mark)
    (entry,) = LogEntry.objects.filter(number__gt=before)
    assert (entry.record, list(entry.changes)) == (str(target.pk), ["value"])
    assert Target.objects.get(pk=target.pk).baseline == target.baseline


def test_new_rows_are_added_and_a_target_may_serve_a_priority_of_the_same_file(
    filled, by, around, definitions
):
    def change(name, rows):
        new = dict.fromkeys(rows[0], "")
        if name == "Priorities":
            new |= {"Priority": "Brand new", "Level": "local", "Aim": "outcomes"}
        else:
            new |= {"Target": "A new target", "Priority": "Brand new", "2026-06": 5, "2027/28": 6}
        return [*rows, list(new.values())]

    upload = read(workbook_with(workbook_of(system=filled, day=TODAY), change), definitions)
    changes = changes_of(upload, around)
    assert [len(changes.new_priorities), len(changes.new_targets), changes.problems] == [1, 1, []]
    import_sheets(asking=by, upload=upload, around=around, packs=(), seen=changes.mark)
    target = Target.objects.get(title="A new target")
    assert target.priority.title == "Brand new"
    assert way_of(target) == (Point("2026-06", 5.0), Point("2027/28", 6.0))
    assert first_break(log.chain(), head=log.head()) is None


def test_every_fault_is_told_with_sheet_and_cell_and_nothing_is_saved(filled, by, around, definitions):
    def change(name, rows):
        if name == "Targets":
            at = {heading: index for index, heading in enumerate(rows[0])}
            rows[1][at["Measure"]] = "no_such_measure"
            rows[1][at["Value to reach"]] = "about seventy"
            rows[2][at["Priority"]] = "No such priority"
            new = [""] * len(rows[0])
            new[at["Target"]] = "Good enough"
            new[at["Priority"]] = "007"
            rows.append(new)
        return rows

    upload = read(workbook_with(workbook_of(system=filled, day=TODAY), change), definitions)
    with pytest.raises(Problems) as caught:
        import_sheets(asking=by, upload=upload, around=around, packs=(), seen="")
    told = " ".join(problem.found for problem in caught.value.problems)
    assert "Targets!D2 (Measure)" in told
    assert "Targets!L2 (Value to reach)" in told
    assert "Targets!C3 (Priority)" in told
    assert not Target.objects.filter(title="Good enough").exists()


def test_an_id_of_another_system_is_no_id(filled, around, definitions, other_system, asking):
    stranger = add_priority(
        asking=asking("strategy", other_system),
        system=other_system,
        fields={"title": "Theirs", "level": "local", "aim": "outcomes"},
        packs=(),
    )
    content = with_cell(workbook_of(system=filled, day=TODAY), "Priorities", 1, "Id", str(stranger.pk))
    (problem,) = changes_of(read(content, definitions), around).problems
    assert "Priorities!A2 (Id)" in problem.found


def test_a_released_value_keeps_its_own_number(filled, around, definitions):
    def change(name, rows):
        at = {heading: index for index, heading in enumerate(rows[0])}
        if name == "Targets":
            row = next(row for row in rows if row[at["Target"]] == "Shorter waits")
            row[at["Baseline value id"]] = released_figures.value_id(3)
            row[at["Baseline"]], row[at["Baseline period"]] = 99, "2024-04"
        return rows

    (problem,) = changes_of(
        read(workbook_with(workbook_of(system=filled, day=TODAY), change), definitions), around
    ).problems
    assert f"stands for {released_figures.value(3):g} in 2024-04" in problem.found


def test_an_analyst_may_bring_targets_back_and_no_priorities(filled, asking, around, definitions, place):
    analyst = asking("analyst", place)
    content = with_cell(workbook_of(system=filled, day=TODAY), "Targets", 1, "Evidence", "A trial")
    upload = read(content, definitions)
    import_sheets(
        asking=analyst, upload=upload, around=around, packs=(), seen=changes_of(upload, around).mark
    )
    content = with_cell(workbook_of(system=filled, day=TODAY), "Priorities", 1, "Why", "Because")
    upload = read(content, definitions)
    seen = changes_of(upload, around).mark
    with pytest.raises(Refused, match="edit priorities"):
        import_sheets(asking=analyst, upload=upload, around=around, packs=(), seen=seen)
    assert LogEntry.objects.order_by("-number").first().outcome == "refused"


def test_what_changed_since_the_preview_is_not_overwritten(filled, by, around, definitions):
    upload = read(
        with_cell(workbook_of(system=filled, day=TODAY), "Targets", 1, "Value to reach", 71), definitions
    )
    seen = changes_of(upload, around).mark
    target = changes_of(upload, around).changed_targets[0].record
    from aimwell.services.workplace.targets import change_target

    change_target(asking=by, target=target, fields={"title": "Renamed meanwhile"}, seen=None)
    with pytest.raises(Exception, match="since you looked"):
        import_sheets(asking=by, upload=upload, around=around, packs=(), seen=seen)


def test_the_ceiling_holds_for_spreadsheets_too(filled, by, around, definitions):
    from aimwell.services.workplace.declared import catalogue_of

    def change(name, rows):
        if name == "Targets":
            return None
        new = [[""] * len(rows[0]) for _ in range(10)]
        for number, row in enumerate(new):
            row[1:4] = [f"National {number}", "national", "outcomes"]
        return [*rows, *new]

    upload = read(workbook_with(workbook_of(system=filled, day=TODAY), change), definitions)
    seen = changes_of(upload, around).mark
    with pytest.raises(Exception, match="no room for another priority"):
        import_sheets(
            asking=by, upload=upload, around=around, packs=catalogue_of(definitions).packs, seen=seen
        )
    assert Priority.objects.count() == 2


def test_many_entries_written_at_once_are_one_chain(db, actor_with):  # noqa: ARG001
    actor = actor_with("strategy", None)
    for count in (3, 1, 700):
        log.write_many(actor, [log.Said(act="edit targets", label=str(n)) for n in range(count)], at=NOW)
    log.write_many(actor, [], at=NOW)
    assert first_break(log.chain(), head=log.head()) is None
    numbers = list(LogEntry.objects.order_by("number").values_list("number", flat=True))
    assert (numbers[0], numbers[-1]) == (1, 704)
    assert all(after - before == 1 for before, after in pairwise(numbers))


def upload_on_page(client, place, content, name="plan.xlsx"):
    return client.post(
        f"/workplace/{place.code}/spreadsheets/take/", {"file": SimpleUploadedFile(name, content)}
    )


def test_a_file_is_looked_at_before_it_is_saved(filled, place, signed_in):
    client = signed_in("strategy", place, "At the screen").client
    export = client.get(f"/workplace/{place.code}/spreadsheets/file/?kind=workbook").content
    assert "There is nothing to save" in upload_on_page(client, place, export).content.decode()
    changed = with_cell(export, "Targets", 1, "Value to reach", 71)
    text = upload_on_page(client, place, changed).content.decode()
    assert "Save all of it" in text
    assert not Target.objects.filter(value=71).exists()
    confirm = f"/workplace/{place.code}/spreadsheets/confirm/"
    assert "Say why you are making this change" in client.post(confirm, {"because": ""}).content.decode()
    answer = client.post(confirm, {"because": "The board's figures"})
    assert answer.status_code == 302
    assert Target.objects.filter(value=71).count() == 1
    assert client.post(confirm, {"because": "Once more"}).status_code == 302
    assert filled == place


def test_a_broken_file_is_refused_in_words_and_nothing_is_saved(filled, place, signed_in, settings):
    client = signed_in("strategy", place, "At the screen").client
    before = log.head()
    for content, told in ((b"PK\x03\x04 not a workbook", "cannot be read"), (b"GIF89a....", "a picture")):
        answer = upload_on_page(client, place, content)
        assert answer.status_code == 400
        assert told in answer.content.decode()
    assert log.head() == before
    assert not (settings.AIMWELL.folder / "waiting").exists()
    assert filled == place


def test_a_file_that_was_changed_on_the_way_is_not_used(filled, place, signed_in, settings):
    client = signed_in("strategy", place, "At the screen").client
    export = client.get(f"/workplace/{place.code}/spreadsheets/file/?kind=workbook").content
    upload_on_page(client, place, with_cell(export, "Targets", 1, "Value to reach", 71))
    (waiting,) = (settings.AIMWELL.folder / "waiting").iterdir()
    waiting.write_bytes(with_cell(export, "Targets", 1, "Value to reach", 1))
    answer = client.post(f"/workplace/{place.code}/spreadsheets/confirm/", {"because": "The board's figures"})
    assert "no longer here" in answer.content.decode()
    assert not Target.objects.filter(value__in=[1, 71]).exists()
    assert filled == place


def test_exports_begin_no_formula(filled):
    rows = list(csv.reader(io.StringIO(csv_of(system=filled, targets=False).decode("utf-8-sig"))))
    assert any(cell == "'=Fewer waits" for row in rows for cell in row)
