"""A plan says the same words as a page, a Word document and a PDF, and nothing in it is ever run."""

import io
import re
from html.parser import HTMLParser
from itertools import pairwise

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.domain.plan_documents import Chart, PlanDocument, Section, Table
from aimwell.domain.problems import Problem
from aimwell.presentation.charts.plan_trajectory import TrajectoryPoint, trajectory_chart
from aimwell.presentation.plan_blocks import ILLUSTRATIVE, clean, printed
from aimwell.presentation.plan_page import as_page
from aimwell.services.print_plan import PlanForm, print_plan
from tests.gateways.printing.plans import HOSTILE, chart, plan

UNMARKED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
PAGE_FOOT = re.compile(r"^Joint forward plan \d+ of \d+$", re.MULTILINE)


class Words(HTMLParser):
    """The words of a page's main part, without its list of contents and drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.inside, self.skipped = [], 0, 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own way to call
        self.inside += tag == "main"
        self.skipped += tag in ("nav", "svg")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        self.skipped -= tag in ("nav", "svg")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.skipped:
            self.words.append(data)


def page_words(content: bytes) -> str:
    reader = Words()
    reader.feed(content.decode("utf-8"))
    return "".join("".join(reader.words).split())


def word_words(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "".join("".join(text.text or "" for text in body.iter(f"{{{body.nsmap['w']}}}t")).split())


def pdf_words(content: bytes) -> str:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return "".join(PAGE_FOOT.sub("", "\n".join(pages)).replace("•", "").split())


def without_letters(document: PlanDocument) -> PlanDocument:
    """The plan with a drawing that has no words of its own."""
    picture = Chart("Adults who smoke", UNMARKED, "A square.", Table("Figures", ("Year", "Share"), (("2022", "5%"),)), prints=True)  # fmt: skip
    return PlanDocument(
        **{**fields(document), "sections": (*document.sections, Section("Drawn", (picture,)))}
    )


def fields(document: PlanDocument) -> dict[str, object]:
    return {name: getattr(document, name) for name in PlanDocument.__slots__}


@pytest.mark.parametrize("text", ["People live longer.", HOSTILE, "é “quoted” – ½ £5 ≤ 6", "a" * 400])
def test_page_word_and_pdf_say_the_same_words(text: str) -> None:
    document = without_letters(plan(text=text, with_chart=False))
    said = page_words(print_plan(document=document, form=PlanForm.PAGE))
    assert "".join(text.split()) in said
    assert word_words(print_plan(document=document, form=PlanForm.WORD)) == said
    assert pdf_words(print_plan(document=document, form=PlanForm.PDF)) == said


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80))
def test_any_text_is_printed_as_it_stands(text: str) -> None:
    document = plan(text=text, with_chart=False)
    said = page_words(print_plan(document=document, form=PlanForm.PAGE))
    assert "".join(text.split()) in said
    assert pdf_words(print_plan(document=document, form=PlanForm.PDF)) == said


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_sign_at_all_is_printed_or_left_out_in_page_and_word_alike(text: str) -> None:
    document = plan(text=text, with_chart=False)
    said = page_words(print_plan(document=document, form=PlanForm.PAGE))
    assert word_words(print_plan(document=document, form=PlanForm.WORD)) == said


def test_what_a_plan_says_is_never_taken_for_markup_of_the_page() -> None:
    page = as_page(printed(plan(text=HOSTILE)), style="p{color:red}</style><script>1</script>")
    assert "</style><script>" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_plan_cannot_read_files_through_the_pdf() -> None:
    content = print_plan(document=plan(text=HOSTILE), form=PlanForm.PDF)
    assert b"root:" not in content
    assert '#read("/etc/passwd")' in "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
    )


def test_a_pdf_can_be_followed_by_a_screen_reader() -> None:
    reader = pypdf.PdfReader(io.BytesIO(print_plan(document=plan(), form=PlanForm.PDF)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    kinds = structure(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/L", "/Figure"} <= kinds
    assert [each.title for each in reader.outline if not isinstance(each, list)] == ["Joint forward plan"]


def structure(node: object) -> set[str]:
    node = node.get_object() if hasattr(node, "get_object") else node  # type: ignore[union-attr]
    if isinstance(node, list):
        return set().union(*(structure(each) for each in node))
    if not isinstance(node, dict):
        return set()
    below = structure(node["/K"]) if "/K" in node else set()
    return below | {str(node["/S"])} if "/S" in node else below


def test_a_picture_has_words_for_those_who_cannot_see_it() -> None:
    content = print_plan(document=plan(), form=PlanForm.WORD)
    shape = docx.Document(io.BytesIO(content)).inline_shapes[0]
    assert (
        shape._inline.docPr.get("descr")
        == "Adults who smoke, Example system. From 13.9% in 2022 to 5% in 2030."
    )
    page = print_plan(document=plan(), form=PlanForm.PAGE).decode("utf-8")
    assert (
        'role="img" aria-label="Adults who smoke, Example system. From 13.9% in 2022 to 5% in 2030."' in page
    )


def test_a_word_document_has_real_headings_and_headers_of_tables() -> None:
    document = docx.Document(io.BytesIO(print_plan(document=plan(), form=PlanForm.WORD)))
    styles = [
        paragraph.style.name
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith(("Title", "Heading"))
    ]
    assert styles[:4] == ["Title", "Heading 1", "Heading 1", "Heading 2"]
    assert document.core_properties.title == "Joint forward plan – Example integrated care system"
    for table in document.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
        assert table._tbl.tblPr.xpath("w:tblCaption")


def test_headings_of_a_page_go_down_one_step_at_a_time() -> None:
    page = print_plan(document=plan(), form=PlanForm.PAGE).decode("utf-8")
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_page_asks_no_other_host_for_anything() -> None:
    page = print_plan(document=plan(), form=PlanForm.PAGE).decode("utf-8")
    assert re.findall(r"(?:src|href)=\"(?!#)", page) == []
    assert "default-src 'none'" in page


def test_an_illustrative_plan_says_so_first_everywhere() -> None:
    for form, words in ((PlanForm.PAGE, page_words), (PlanForm.WORD, word_words), (PlanForm.PDF, pdf_words)):
        said = words(print_plan(document=plan(with_chart=False), form=form))
        assert said.index("".join(ILLUSTRATIVE.split())) < said.index("Whythisplan")


def test_what_a_target_lacks_is_said_and_not_left_out() -> None:
    tables = [block for block in printed(plan()).blocks if isinstance(block, Table)]
    (falls,) = [table for table in tables if table.caption == "Target: Fewer people fall"]
    assert ("Starts from", "Not said") in falls.rows


def test_a_pdf_is_the_same_for_the_same_plan() -> None:
    first, second = (print_plan(document=plan(), form=PlanForm.PDF) for _ in range(2))
    assert first == second


def test_a_sign_that_no_font_has_is_told_and_not_left_out() -> None:
    with pytest.raises(Problem, match=r"plan\.cannot-print-sign"):
        print_plan(document=plan(text="\U0010fff0"), form=PlanForm.PDF)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x1f", "ab"),
        ("a\r\nb\tc", "a b c"),
        ("\ud800x", "x"),
        ("\u202eabc\u202c", "abc"),
        ("\ufffe", ""),
    ],
)
def test_signs_that_cannot_be_printed_are_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><script>1</script></svg>",
        '<svg onload="x()"></svg>',
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<svg><a href="https://example.org"/></svg>',
        "<svg><foreignObject/></svg>",
        "<svg><style>@import 'a'</style></svg>",
        "<svg><rect fill='url(http://a)'/></svg>",
        "<svg><!DOCTYPE a></svg>",
        '<svg><use href="http://a#b"/></svg>',
        "<p>not a drawing</p>",
    ],
)
def test_a_drawing_that_fetches_or_runs_anything_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="no plain drawing"):
        Chart("A", svg, "B", Table("C", ("D",), ()))


def test_the_way_of_a_target_is_drawn_from_left_to_right_and_names_every_step() -> None:
    drawing = chart().svg
    assert [drawing.index(f">{said}<") for said in ("13.9%", "10%", "7.5%", "5%")] == sorted(
        drawing.index(f">{said}<") for said in ("13.9%", "10%", "7.5%", "5%")
    )
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', drawing)]
    assert heights == sorted(heights)


@pytest.mark.parametrize("values", [(5.0, 5.0), (0.0, 0.0), (-3.0, 3.0)])
def test_a_way_without_change_is_drawn_too(values: tuple[float, float]) -> None:
    points = [TrajectoryPoint(str(number), value, "<x>") for number, value in enumerate(values)]
    drawing = trajectory_chart(points, title="A & B", words="C")
    assert "nan" not in drawing
    assert "&lt;x&gt;" in drawing


def test_a_way_of_one_point_is_no_way() -> None:
    with pytest.raises(ValueError, match="two points"):
        trajectory_chart([TrajectoryPoint("a", 1, "1")], title="", words="")


def test_a_table_with_a_row_too_short_is_a_slip() -> None:
    with pytest.raises(ValueError, match="more or fewer cells"):
        Table("A", ("B", "C"), (("D",),))
