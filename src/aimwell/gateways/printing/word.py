"""A printed plan as a Word document with real headings, table headers and alternative text."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor

from aimwell.domain.plan_documents import Block, Bullets, Chart, Heading, Paragraph, PrintedPlan, Table
from aimwell.gateways.printing.pdf import as_picture

FONT, INK, BLUE = "Arial", RGBColor(0x21, 0x2B, 0x32), RGBColor(0x00, 0x30, 0x87)
SIZES = {"Title": 26, "Heading 1": 18, "Heading 2": 14, "Heading 3": 11.5}
LINE, STRONG_LINE = "AEB7BD", "4C6272"


def as_word(plan: PrintedPlan) -> bytes:
    """The plan as .docx; made of the same blocks as the page and the PDF."""
    document = docx.Document()
    _set_up(document, plan)
    document.add_paragraph(plan.system, style="Subtitle")
    document.add_paragraph(plan.title, style="Title")
    if plan.notice:
        document.add_paragraph(plan.notice, style="Intense Quote")
    for fact in plan.facts:
        document.add_paragraph(fact)
    for block in plan.blocks:
        _add(document, block)
    document.add_paragraph()  # Word wants one after a table at the end
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _set_up(document: Any, plan: PrintedPlan) -> None:
    properties = document.core_properties
    properties.title = f"{plan.title} – {plan.system}"[:255]
    properties.language = "en-GB"
    properties.author = plan.system[:255]
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(plan.made, time(), tzinfo=UTC).replace(
        tzinfo=None
    )
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    for name in ("Normal", "Subtitle", "Caption", "Intense Quote", "List Bullet", *SIZES):
        _set_style(document.styles[name], name)
    _add_page_number(section.footer.paragraphs[0])


def _set_style(style: Any, name: str) -> None:
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(kind), None)
    style.font.size = Pt(SIZES.get(name, 10.5))
    style.font.italic = False
    style.font.color.rgb = BLUE if name in SIZES else INK
    if name == "Normal":
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        style.element.rPr.append(language)
    if name == "Caption":
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(3)


def _add_page_number(paragraph: Any) -> None:
    """A number that Word works out on each page; no words, so that the text stays the plan's own."""
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=min(max(block.level, 2), 4) - 1)
        case Paragraph():
            document.add_paragraph(block.text)
        case Bullets():
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        case Table():
            _add_table(document, block)
        case Chart():
            if block.prints:
                _add_picture(document, block)
            paragraph = document.add_paragraph()
            paragraph.add_run(block.name).bold = True
            paragraph.add_run(f" {block.words}")
            _add_table(document, block.table)


def _add_picture(document: Any, chart: Chart) -> None:
    document.add_picture(io.BytesIO(as_picture(chart.svg)), width=Mm(160))
    properties = document.inline_shapes[-1]._inline.docPr
    properties.set("descr", f"{chart.name} {chart.words}")
    properties.set("title", chart.title)


def _add_table(document: Any, table: Table) -> None:
    document.add_paragraph(table.caption, style="Caption")
    widths = _widths(document.sections[0], len(table.headings))
    made = document.add_table(rows=0, cols=len(table.headings))
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in parse_xml(
        _rows(table, widths)
    ):  # whole rows as text: the library takes seconds over many cells
        made._tbl.append(row)
    _describe(made, table.caption)


def _widths(section: Any, columns: int) -> list[Length]:
    """How wide each column is: what is asked beside what is said, else all alike."""
    if columns == 2:
        return [Mm(50), Mm(120)]
    room = section.page_width - section.left_margin - section.right_margin
    return [Emu(room // columns)] * columns


def _rows(table: Table, widths: Sequence[Length]) -> str:
    """The rows of a table in Word's own words, the first marked as its header."""
    heads = '<w:tr><w:trPr><w:tblHeader w:val="true"/><w:cantSplit/></w:trPr>'
    others = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    written = [heads, *_cells(table.headings, widths, bold="<w:b/>"), "</w:tr>"]
    for texts in table.rows:
        written += (others, *_cells(texts, widths, bold='<w:b w:val="0"/>'), "</w:tr>")
    return f"<w:tbl {nsdecls('w')}>{''.join(written)}</w:tbl>"


def _cells(texts: Sequence[str], widths: Sequence[Length], *, bold: str) -> Iterator[str]:
    for text, width in zip(texts, widths, strict=True):
        yield (
            f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/></w:tcPr>'
            f'<w:p><w:pPr><w:spacing w:after="40"/></w:pPr><w:r><w:rPr>{bold}<w:sz w:val="18"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
        )


def _describe(table: Any, caption: str) -> None:
    """Give the table its caption as alternative text, and draw its lines."""
    properties = table._tbl.tblPr
    for tag, text in (("w:tblCaption", caption), ("w:tblDescription", caption)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        properties.append(element)
    borders = OxmlElement("w:tblBorders")
    for edge, colour in (("top", STRONG_LINE), ("bottom", LINE), ("insideH", LINE)):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )
