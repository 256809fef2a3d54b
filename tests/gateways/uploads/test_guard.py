"""A hostile or broken upload gets a clear refusal with a code; a sound one is read."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.problems import Problem, Problems
from aimwell.domain.uploads import Upload, UploadKind, UploadLimits, cell_address
from aimwell.gateways.uploads.formula_text import as_meant, made_safe, would_run
from aimwell.gateways.uploads.packages import inspect_package
from aimwell.gateways.uploads.reading import read_upload, read_uploaded_bytes
from tests.gateways.uploads import hostile

RELATIONSHIP = "xl/_rels/workbook.xml.rels"
OUTSIDE = ' TargetMode="External"'


@pytest.fixture(scope="module")
def limits(definitions: Path) -> UploadLimits:
    return read_upload_limits(definitions)


@pytest.fixture(scope="module")
def read(limits: UploadLimits) -> Callable[[bytes], Upload]:
    return lambda content: read_uploaded_bytes(content=content, name="plan.xlsx", limits=limits)


def link(kind: str, target: str) -> str:
    return hostile.RELATIONSHIPS.format(kind=kind, target=target, more=OUTSIDE)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "upload.empty"),
    "only spaces": (lambda: b" \r\n\t", "upload.empty"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "upload.not-allowed"),
    "a program": (lambda: b"MZ\x90\x00", "upload.not-allowed"),
    "a gzip archive": (lambda: gzip.compress(b"a,b"), "upload.not-allowed"),
    "a web page called a table": (lambda: b"<html><table><tr><td>1", "upload.not-allowed"),
    "signs without sense": (lambda: bytes(range(256)) * 8, "upload.not-allowed"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "upload.not-allowed"),
    "a locked workbook": (
        lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "upload.locked",
    ),
    "a locked PDF": (lambda: hostile.pdf(password="secret"), "upload.locked"),
    "a PDF cut off": (lambda: hostile.pdf()[:60], "upload.broken"),
    "an archive": (lambda: hostile.zipped({"a.csv": "a,b"}), "upload.not-allowed"),
    "an OpenDocument": (lambda: hostile.zipped({"content.xml": "<a/>"}), "upload.not-allowed"),
    "a workbook cut off": (lambda: hostile.workbook([["a"]])[:900], "upload.broken"),
    "a workbook with a changed byte": (lambda: _with_a_changed_byte(hostile.workbook([["a"]])), "upload.broken"),
    "macros by their program": (
        lambda: hostile.with_part(hostile.workbook([["a"]]), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        "upload.macros",
    ),
    "macros by their type": (
        lambda: hostile.zipped(
            {**hostile.parts(), "[Content_Types].xml": hostile.TYPES.replace("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")}
        ),
        "upload.macros",
    ),
    "macros of Excel 4": (
        lambda: hostile.with_part(hostile.zipped(hostile.parts()), "xl/macrosheets/sheet1.xml", "<m/>"),
        "upload.macros",
    ),
    "macros in a Word document": (
        lambda: hostile.with_part(hostile.word(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        "upload.macros",
    ),
    "ActiveX": (
        lambda: hostile.with_part(hostile.word(), "word/activeX/activeX1.xml", "<a/>"),
        "upload.macros",
    ),
    "an object of another program": (
        lambda: hostile.with_part(hostile.word(), "word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0"),
        "upload.embedded-object",
    ),
    "a program inside": (
        lambda: hostile.with_part(hostile.word(), "word/media/image1.png", b"MZ\x90\x00"),
        "upload.programs",
    ),
    "an archive inside": (
        lambda: hostile.with_part(hostile.word(), "word/media/image1.png", hostile.zipped({"a": "b"})),
        "upload.broken",
    ),
    "a template from another computer": (
        lambda: hostile.with_part(
            hostile.word(), "word/_rels/settings.xml.rels", link("attachedTemplate", "https://example.org/a.dotm")
        ),
        "upload.outside-link",
    ),
    "data of another program": (
        lambda: hostile.with_part(
            hostile.zipped(hostile.parts()), "xl/externalLinks/externalLink1.xml", "<e><ddeLink ddeService='cmd'/></e>"
        ),
        "upload.programs",
    ),
    "entities that grow": (
        lambda: hostile.replaced(
            hostile.zipped(hostile.parts()),
            "xl/worksheets/sheet1.xml",
            b"<worksheet",
            b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet',
        ),
        "upload.entities",
    ),
    "entities in UTF-16": (
        lambda: hostile.zipped(
            {**hostile.parts(), "xl/theme.xml": '<!DOCTYPE a [<!ENTITY b "b">]><a/>'.encode("utf-16")}
        ),
        "upload.entities",
    ),
    "ten million rows": (lambda: hostile.rows_without_end(10_000_000), "upload.unpacks-too-large"),
    "a small file that unpacks large": (
        lambda: hostile.zipped({**hostile.parts(), "xl/media/a.bin": b"a" * 30_000_000}),
        "upload.unpacks-too-large",
    ),
    "a million rows": (lambda: hostile.rows_without_end(1_000_000), "upload.sheet-too-large"),
    "two cells as far apart as can be": (
        lambda: hostile.zipped(
            hostile.parts(rows=hostile.ONE_CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
        ),
        "upload.sheet-too-large",
    ),
    "a part that lies about its size": (hostile.lying_about_its_size, "upload.broken"),
    "parts inside one another": (hostile.overlapping, "upload.broken"),
    "a part outside its folder": (
        lambda: hostile.with_part(hostile.zipped(hostile.parts()), "../../etc/passwd", "x"),
        "upload.broken",
    ),
    "a part with a path of its own": (
        lambda: hostile.with_part(hostile.zipped(hostile.parts()), "/etc/passwd", "x"),
        "upload.broken",
    ),
    "two parts of one name": (
        lambda: hostile.with_part(hostile.zipped(hostile.parts()), "XL/workbook.xml", hostile.WORKBOOK),
        "upload.broken",
    ),
    "too many parts": (
        lambda: hostile.zipped({**hostile.parts(), **{f"xl/{i}.xml": "<a/>" for i in range(4_000)}}),
        "upload.too-many-parts",
    ),
    "text of more lines than anybody reads": (lambda: b"a\n" * 500_000, "upload.too-many-lines"),
    "a table of more cells than anybody fills in": (lambda: b"a,b\n" * 300_000, "upload.sheet-too-large"),
    "a promise of endless texts": (
        lambda: hostile.zipped(
            {
                **hostile.parts(),
                "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
                ' count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>',
            }
        ),
        "upload.too-much-work",
    ),
    "one long text in very many cells": (
        lambda: hostile.zipped(
            {
                **hostile.parts(rows='<row>' + '<c t="s"><v>0</v></c>' * 12_000 + "</row>"),
                "[Content_Types].xml": hostile.TYPES.replace(
                    "</Types>",
                    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
                    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
                ),
                "xl/_rels/workbook.xml.rels": hostile.RELATIONSHIPS.format(
                    kind="worksheet", target="worksheets/sheet1.xml", more=""
                ).replace(
                    "</Relationships>",
                    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                    'sharedStrings" Target="sharedStrings.xml"/></Relationships>',
                ),
                "xl/sharedStrings.xml": '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
                + "x" * 30_000
                + "</t></si></sst>",
            }
        ),
        "upload.too-much-text",
    ),
    "tags without end": (
        lambda: hostile.replaced(hostile.word(), "word/document.xml", b"<w:body>", b"<w:body>" + b"<w:p>" * 100_000),
        "upload.broken",
    ),
    "NUL bytes in a table": (lambda: b"a,b\n" * 2_000 + b"1,\x002\n", "upload.nul-bytes"),
    "two encodings in one file": (
        lambda: "Montr\u00e9al\n".encode() + "caf\u00e9\n".encode("cp1252"),
        "upload.wrong-encoding",
    ),
    "signs of no encoding": (lambda: b"name,value\nok,1\nb\x81d,2\n", "upload.wrong-encoding"),
    "a cell without end": (lambda: b'a,b\n1,"' + b"x" * 300_000 + b"\n", "upload.broken"),
}  # fmt: skip


def _with_a_changed_byte(content: bytes) -> bytes:
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


@pytest.mark.parametrize("what", list(REFUSED))
def test_a_file_that_does_harm_is_refused_in_words(what: str, read: Callable[[bytes], Upload]) -> None:
    make, code = REFUSED[what]
    with pytest.raises(Problem) as refused:
        read(make())
    problem = refused.value
    assert problem.code == code
    assert problem.found.endswith(".")
    assert problem.remedy.endswith(".")
    assert problem.where.file == "plan.xlsx"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a,b\n1,2\n3,\x004\n", 3),
        (b"name,value\nok,1\nb\x81d,2\n", 3),
        ("Montr\u00e9al\n\n".encode() + "caf\u00e9\n".encode("cp1252"), 3),
    ],
)
def test_the_line_that_cannot_be_read_is_told(
    content: bytes, line: int, read: Callable[[bytes], Upload]
) -> None:
    with pytest.raises(Problem) as refused:
        read(content)
    assert refused.value.where.row == line
    assert f"Line {line} " in refused.value.found


def test_a_file_above_the_size_that_is_set_is_refused_before_it_is_looked_at(limits: UploadLimits) -> None:
    with pytest.raises(Problem, match=r"upload\.too-large") as refused:
        read_uploaded_bytes(content=b"a" * 2_000, name="a.csv", limits=replace(limits, most_bytes=1_000))
    assert "2.0 kB" in refused.value.found


def test_a_kind_that_is_not_wanted_here_is_refused(limits: UploadLimits) -> None:
    with pytest.raises(Problem, match=r"upload\.not-allowed"):
        read_uploaded_bytes(content=hostile.pdf(), name="a", limits=limits, allowed={UploadKind.WORKBOOK})


def test_reading_that_takes_too_long_is_stopped(limits: UploadLimits) -> None:
    many = hostile.workbook([[f"{row} {column}" for column in range(40)] for row in range(4_000)])
    with pytest.raises(Problem, match=r"upload\.too-much-work"):
        read_uploaded_bytes(content=many, name="a", limits=replace(limits, seconds=0))


def test_reading_that_takes_too_much_memory_is_stopped(limits: UploadLimits) -> None:
    content = b"word,word\n" * 1_500_000
    with pytest.raises(Problem, match=r"upload\.too-much-work"):
        read_uploaded_bytes(
            content=content,
            name="a",
            limits=replace(limits, memory=250_000_000, most_cells=10_000_000, most_characters=20_000_000),
        )


def test_neither_name_nor_type_is_believed(limits: UploadLimits) -> None:
    called_otherwise = read_uploaded_bytes(content=hostile.word(), name="table.csv", limits=limits)
    assert called_otherwise.kind is UploadKind.WORD
    assert called_otherwise.name == "table.csv"


def test_a_workbook_is_read_from_its_first_cell(read: Callable[[bytes], Upload]) -> None:
    (table,) = read(hostile.workbook([["", ""], ["", "Target"], [1, 2.5]])).tables
    assert table.name == "Targets"
    assert table.rows == (("", ""), ("", "Target"), (1, 2.5))


def test_an_unlikely_extent_is_not_believed(read: Callable[[bytes], Upload]) -> None:
    content = hostile.zipped(hostile.parts(before='<dimension ref="A1:XFD1048576"/>'))
    assert read(content).tables[0].rows == (("Target",),)


def test_cells_that_are_only_coloured_do_not_make_a_sheet_large(read: Callable[[bytes], Upload]) -> None:
    rows = hostile.ONE_CELL + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read(hostile.zipped(hostile.parts(rows=rows))).tables[0].rows == (("Target",),)


def test_a_word_document_gives_its_paragraphs_and_tables(read: Callable[[bytes], Upload]) -> None:
    upload = read(hostile.word(paragraphs=["Our targets"], table=[["Measure", "Target"], ["Smoking", "5%"]]))
    assert [text.text for text in upload.texts] == ["Our targets"]
    assert upload.tables[0].before == "Our targets"
    assert upload.tables[0].rows == (("Measure", "Target"), ("Smoking", "5%"))


def test_a_pdf_gives_its_lines_by_page(read: Callable[[bytes], Upload]) -> None:
    upload = read(hostile.pdf(["Waiting lists fell.", "We are on track."]))
    assert [(text.page, text.text) for text in upload.texts] == [
        (1, "Waiting lists fell."),
        (1, "We are on track."),
    ]


def test_a_pdf_of_pictures_says_so(read: Callable[[bytes], Upload]) -> None:
    assert [note.code for note in read(hostile.pdf([])).notes] == ["upload.no-text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_in_text_is_read_in_any_encoding_with_any_separator(
    encoding: str, separator: str, read: Callable[[bytes], Upload]
) -> None:
    text = "\n".join(
        separator.join(row) for row in (["place", "cost"], ["Saint-\u00c9tienne", "£5"], ["York", "£6"])
    )
    upload = read(text.encode(encoding))
    assert upload.tables[0].rows[1] == ("Saint-\u00c9tienne", "£5")
    assert [note.code for note in upload.notes] == (
        ["upload.windows-encoding"] if encoding == "cp1252" else []
    )


def test_running_text_is_no_table(read: Callable[[bytes], Upload]) -> None:
    upload = read(b"# Our plan\n\nWe will halve smoking, by 2030.\nThat is all.\n")
    assert upload.tables == ()
    assert upload.texts[1].number == 3


def test_a_link_to_another_workbook_is_told_and_not_followed(read: Callable[[bytes], Upload]) -> None:
    content = hostile.with_part(
        hostile.zipped(hostile.parts()),
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        link("externalLinkPath", "file:///C:/other.xlsx"),
    )
    assert [note.code for note in read(content).notes] == ["upload.outside-link"]


def test_an_ordinary_hyperlink_is_nothing_to_tell(read: Callable[[bytes], Upload]) -> None:
    content = hostile.with_part(
        hostile.word(), "word/_rels/footnotes.xml.rels", link("hyperlink", "https://www.england.nhs.uk/")
    )
    assert read(content).notes == ()


def test_the_data_behind_a_chart_are_told_and_not_opened(read: Callable[[bytes], Upload]) -> None:
    inside = hostile.workbook([["a"]])
    content = hostile.with_part(hostile.word(), "word/embeddings/Microsoft_Excel_Sheet1.xlsx", inside)
    assert [note.code for note in read(content).notes] == ["upload.embedded-document"]


def test_a_formula_is_not_worked_out_again(read: Callable[[bytes], Upload]) -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>7</v></c></row>'
    upload = read(hostile.zipped(hostile.parts(rows=rows)))
    assert upload.tables[0].rows == ((7,),)
    assert [note.code for note in upload.notes] == ["upload.formulas"]


def test_text_that_looks_like_a_formula_is_kept_as_text_and_said(read: Callable[[bytes], Upload]) -> None:
    upload = read(b'name,value\n"=HYPERLINK(""http://x"")",-5\n@sum,+3.2%\n')
    assert upload.tables[0].rows[1][0] == '=HYPERLINK("http://x")'
    (note,) = upload.notes
    assert note.code == "upload.formula-text"
    assert note.words.endswith(": A2, A3.")


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-A1", "@sum", "\t=1", "\r=1", " =1", "\ufeff=1", "＝1", "-1+1|cmd"]
)
def test_what_a_spreadsheet_could_run_is_known(text: str) -> None:
    assert would_run(text)
    assert made_safe(text).startswith("'")


@pytest.mark.parametrize("text", ["-5", "+3.2%", "-£1,200", "-", "–", "a=b", "'tis", ""])
def test_what_a_spreadsheet_would_not_run_stays(text: str) -> None:
    assert made_safe(text) == text


@given(st.text() | st.from_regex(r"'{0,3}[ \t]{0,2}[=+\-@]\w{0,4}", fullmatch=True))
def test_text_made_safe_reads_back_the_same(text: str) -> None:
    assert as_meant(made_safe(text)) == text
    assert not would_run(made_safe(text))


@settings(max_examples=80, deadline=None)
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_workbook_damaged_anywhere_is_a_problem_or_sound_and_never_a_crash(
    changes: list[tuple[float, int]],
    limits: UploadLimits,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    content = bytearray(hostile.zipped(hostile.parts()))
    for at, byte in changes:
        content[int(at * len(content))] = byte
    path = tmp_path_factory.mktemp("damaged") / "upload"
    path.write_bytes(bytes(content))
    try:
        told = inspect_package(path, limits)[0].value
    except Problem as problem:
        told = problem.code
    assert told.startswith(("upload.", "xlsx"))


def test_the_same_file_has_the_same_digest_whichever_way_it_comes(
    tmp_path: Path, limits: UploadLimits
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"day,n\n2026-01-01,1\n")
    by_path = read_upload(path=path, name="a.csv", limits=limits)
    assert by_path == read_uploaded_bytes(content=path.read_bytes(), name="a.csv", limits=limits)


def test_dates_of_a_workbook_come_as_dates(read: Callable[[bytes], Upload]) -> None:
    import io

    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet().write_datetime(
            0, 0, date(2028, 3, 31), book.add_format({"num_format": "dd/mm/yyyy"})
        )
    assert read(held.getvalue()).tables[0].rows == ((date(2028, 3, 31),),)


@pytest.mark.parametrize(
    ("table", "address"), [("", "F12"), ("Targets", "Targets!F12"), ("Our 'own'", "'Our ''own'''!F12")]
)
def test_a_cell_is_called_as_spreadsheets_call_it(table: str, address: str) -> None:
    assert cell_address(table, 11, 5) == address
    assert cell_address("", 0, 26) == "AA1"
    assert cell_address("", 0, 701) == "ZZ1"


def test_limits_that_let_nothing_in_are_refused(tmp_path: Path, definitions: Path) -> None:
    (tmp_path / "standards").mkdir()
    sound = (definitions / "standards" / "upload_limits.toml").read_text(encoding="utf-8")
    changed = tmp_path / "standards" / "upload_limits.toml"
    changed.write_text(sound.replace("most_pages        = 1_500", "most_pages = 0"), encoding="utf-8")
    with pytest.raises(Problems, match="'most_pages' is not above zero"):
        read_upload_limits(tmp_path)
