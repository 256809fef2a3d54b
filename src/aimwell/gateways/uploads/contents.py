"""Reads what passed the guard into plain data: tables of cells, and lines or paragraphs of text."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from aimwell.domain.uploads import (
    Cell,
    Upload,
    UploadedTable,
    UploadedText,
    UploadKind,
    UploadLimits,
    UploadNote,
    cell_address,
)
from aimwell.gateways.uploads.formula_text import would_run
from aimwell.gateways.uploads.refusals import broken, locked, refusal, sheet_too_large, too_much_text


def read_workbook(path: Path, *, name: str, digest: str, limits: UploadLimits) -> Upload:
    """Every sheet of a workbook, from its first cell."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        tables = tuple(
            UploadedTable(sheet, _rows(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)))
            for sheet in workbook.sheet_names
        )
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise broken("it is no complete workbook") from error
    if sum(len(row) for table in tables for row in table.rows) > limits.most_grid:
        raise sheet_too_large("The sheets of the workbook are too large together.", limits.most_grid)
    return Upload(name, UploadKind.WORKBOOK, digest, (), tables)


def _rows(rows: list[list[Any]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(plain_cell(cell) for cell in row) for row in rows)


def plain_cell(cell: Any) -> Cell:
    """A cell without times of day where there is none, and with times as text."""
    if type(cell) is str:
        return cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, timedelta | time):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, str | int | float | bool | date):
        return cell
    return "" if cell is None else str(cell)


def read_word(path: Path, *, name: str, digest: str, limits: UploadLimits) -> Upload:
    """Paragraphs and tables of a Word document in the order in which they stand."""
    import docx

    try:
        document = docx.Document(str(path))
        body = list(document.element.body.iterchildren())
        styles = {style.style_id: style.name or "" for style in document.styles}
    except Exception as error:
        raise broken("it is no complete Word document") from error
    texts: list[UploadedText] = []
    tables: list[UploadedTable] = []
    characters = 0
    for number, block in enumerate(body, start=1):
        if block.tag.endswith("}p"):
            words = block.text.strip()
            characters += len(words)
            if words:
                texts.append(UploadedText(words, number, heading=_heading(block, styles)))
        elif block.tag.endswith("}tbl"):
            before = texts[-1].text if texts else ""
            tables.append(UploadedTable(f"Table {len(tables) + 1}", _word_rows(block, limits), before))
        if characters > limits.most_characters:
            raise too_much_text(characters, limits.most_characters)
    return Upload(name, UploadKind.WORD, digest, tuple(texts), tuple(tables))


def _heading(paragraph: Any, styles: dict[str, str]) -> int | None:
    called = styles.get(paragraph.style or "", "").casefold()
    if called == "title":
        return 1
    level = called.removeprefix("heading ")
    return int(level) if called.startswith("heading ") and level.isdigit() else None


def _word_rows(table: Any, limits: UploadLimits) -> tuple[tuple[Cell, ...], ...]:
    """Cells of a Word table; what is merged across is given once, what is merged downwards on every line."""
    rows: list[tuple[str, ...]] = []
    count = 0
    for line in table.tr_lst:
        row: list[str] = []
        for cell in line.tc_lst:
            words = "\n".join(paragraph.text for paragraph in cell.p_lst).strip()
            if cell.vMerge == "continue" and rows and len(row) < len(rows[-1]):
                words = rows[-1][len(row)]
            row += [words, *[""] * (min(cell.grid_span, 1_000) - 1)]
        count += len(row)
        if count > limits.most_cells:
            raise sheet_too_large("A table of the document is too large.", limits.most_cells)
        rows.append(tuple(row))
    return tuple(rows)


def read_pdf(path: Path, *, name: str, digest: str, limits: UploadLimits) -> Upload:
    """The lines of each page of a PDF; what it asks a program to do is left alone."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(str(path))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked()
        if len(reader.pages) > limits.most_pages:
            raise refusal(
                "too-many-pages",
                f"The file has {len(reader.pages):,} pages.",
                "Send it in parts.",
                f"At most {limits.most_pages:,} pages.",
            )
        texts = tuple(_pdf_lines(reader, limits))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise broken("it is no complete PDF") from error
    except ImportError as error:  # a cipher that needs another library
        raise locked() from error
    notes = () if texts else (_only_pictures(),)
    return Upload(name, UploadKind.PDF, digest, texts, (), notes)


def _pdf_lines(reader: Any, limits: UploadLimits) -> Iterator[UploadedText]:
    number = characters = 0
    for page_number, page in enumerate(reader.pages, start=1):
        for line in (page.extract_text() or "").splitlines():
            characters += len(line)
            if characters > limits.most_characters:
                raise too_much_text(characters, limits.most_characters)
            if line.strip():
                number += 1
                yield UploadedText(line.strip(), number, page_number)


def _only_pictures() -> UploadNote:
    return UploadNote(
        "upload.no-text", "The PDF has no text, only pictures of it. Send the file that it was made from."
    )


def formula_notes(tables: tuple[UploadedTable, ...], most: int) -> tuple[UploadNote, ...]:
    """The cells whose text a spreadsheet program would run; they are kept as text and nothing is worked out."""
    found = [
        cell_address(table.name, row, column)
        for table in tables
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and cell and would_run(cell)
    ]
    if not found:
        return ()
    shown = ", ".join(found[:most])
    more = f" and {len(found) - most:,} more" if len(found) > most else ""
    return (
        UploadNote(
            "upload.formula-text",
            f"Text that looks like a formula was kept as text and not worked out: {shown}{more}.",
        ),
    )
