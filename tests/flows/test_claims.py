"""From a board paper to a report: Word, PDF, Markdown and pasted text, checked against a store of real extracts."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
import typst
from click.testing import CliRunner, Result

from aimwell.catalogue.everything import Catalogue
from aimwell.cli.commands import app
from aimwell.domain.claims.findings import Because, ClaimsReport, Mark
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.problems import Problem
from aimwell.services.check_claims import check_claims, claim_language
from aimwell.services.read_paper import read_paper, read_paper_bytes
from aimwell.store.folder import StoreFolder
from tests.site.account import make_store

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = date(2026, 6, 1)
WAITING = 131_658  # of QMM in February 2026, as published
Check = Callable[..., ClaimsReport]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> StoreFolder:
    """A store of real extracts: A&E of three months, planned care of one."""
    folder = tmp_path_factory.mktemp("claims") / "store"
    return make_store(folder, fixtures=REPOSITORY / "tests" / "fixtures", definitions=definitions)


@pytest.fixture(scope="module")
def catalogue(definitions: Path) -> Catalogue:
    return Catalogue(definitions)


@pytest.fixture(scope="module")
def check(store: StoreFolder, catalogue: Catalogue) -> Check:
    language = claim_language(catalogue)

    def checked(paper: Path | str, place: str = "QMM", **answers: str) -> ClaimsReport:
        said = {words.replace("_", " "): measure for words, measure in answers.items()}
        if isinstance(paper, str):
            content = paper.encode()
            read = read_paper_bytes(
                content=content, name="pasted", language=language, definitions=catalogue.folder
            )
        else:
            read = read_paper(path=paper, language=language, definitions=catalogue.folder)
        return check_claims(
            paper=read,
            folder=store,
            catalogue=catalogue,
            language=language,
            place=place,
            today=TODAY,
            answers=said,
        )

    return checked


def value_of(report: ClaimsReport, measure: str) -> float:
    (evidence,) = (each for each in report.evidence if each.measure == measure)
    return evidence.latest.value


def found_in(report: ClaimsReport) -> set[tuple[str, str, str]]:
    return {(each.claim.kind.value, each.tie.measure, each.finding.mark.value) for each in report.claims}


def test_a_published_figure_is_supported_and_names_its_value_id(check):
    first = check("18-week performance was 0.1%.")
    published = value_of(first, "rtt_within_18_weeks")
    (claim,) = check(f"18-week performance was {published:.1f}% in February 2026.").claims
    assert (claim.finding.mark, claim.finding.because) == (Mark.SUPPORTED, Because.FIGURE_AGREES)
    assert claim.finding.value_ids == (first.claims[0].finding.value_ids[0],)
    assert first.claims[0].finding.mark is Mark.NOT_SUPPORTED


def test_one_month_of_figures_supports_no_improvement(check):
    (claim,) = check("18-week performance improved.").claims
    assert (claim.finding.mark, claim.finding.because) == (Mark.CANNOT_TELL, Because.TOO_SHORT)


def test_another_period_is_told_and_not_judged(check):
    (claim,) = check("18-week performance was 59.6% in January 2026.").claims
    assert (claim.finding.mark, claim.finding.because) == (Mark.CANNOT_TELL, Because.NO_SUCH_PERIOD)
    assert "January 2026" in claim.why
    assert "February 2026" in claim.why


def test_another_place_is_told_and_not_judged(check):
    (claim,) = check("In Suffolk and North East Essex, 18-week performance was 59.6%.").claims
    assert claim.finding.because is Because.OTHER_PLACE
    assert "Norfolk and Waveney" in claim.why


def test_ods_and_ons_codes_name_the_same_place(check):
    assert check("18-week performance was 0.1%.", "E54000022") == check(
        "18-week performance was 0.1%.", "QMM"
    )


def test_a_code_of_no_place_is_refused_with_the_nearest(check):
    with pytest.raises(Problem, match="QM9") as refused:
        check("18-week performance improved.", "QM9")
    assert refused.value.code == "place.unknown"


def test_what_is_unclear_is_asked_once_and_answered(check):
    paper = "The waiting list fell. Waiting lists were discussed. The waiting list was 5."
    report = check(paper)
    (question,) = report.questions
    assert (question.words, len(question.claims)) == ("waiting list", 2)
    assert question.candidates == ("rtt_waiting_list", "diagnostics_waiting_list")
    answered = check(paper, waiting_list="rtt_waiting_list")
    assert not answered.questions
    assert {each.tie.measure for each in answered.claims} == {"rtt_waiting_list"}


def test_a_sentence_that_names_nothing_is_asked_after_its_neighbour_and_answered_by_its_name(check):
    paper = "18-week performance was discussed.\nThis is worse than the national average."
    (claim,) = check(paper).claims
    assert (claim.tie.candidates, claim.finding.because) == (("rtt_within_18_weeks",), Because.ASKED)
    (answered,) = check(paper, **{claim.sentence.ref: "rtt_within_18_weeks"}).claims
    assert answered.finding.because is Because.COMPARED


def test_a_sentence_about_something_else_is_not_asked_after_its_neighbour(check):
    (claim,) = check("18-week performance was discussed.\nComplaints rose.").claims
    assert claim.finding.because is Because.NO_MEASURE


def test_what_is_said_of_the_nation_is_a_claim_of_england_and_of_no_system(check):
    paper = "Nationally, 0.1% of people were seen within four hours."
    assert not check(paper).claims
    (claim,) = check(paper, "ENG").claims
    assert claim.finding.mark is Mark.NOT_SUPPORTED


def test_an_answer_with_an_unknown_measure_is_refused(check):
    with pytest.raises(Problem) as refused:
        check("The waiting list fell.", waiting_list="no_such_measure")
    assert refused.value.code == "claims.unknown-measure"


def test_a_word_document_is_read_with_its_headings_lists_and_tables(check, tmp_path):
    document = docx.Document()
    document.add_heading("Improving 18-week performance", 1)
    document.add_paragraph(
        "The committee met on 3 March 2026. 18-week performance was 0.1% in February 2026."
    )
    document.add_paragraph("The elective waiting list stood at 131,658.", style="List Bullet")
    table = document.add_table(rows=3, cols=4)
    for row, cells in enumerate(
        [
            ("Indicator", "Feb-26", "Target", "Trend"),
            ("18 week performance", "0.2%", "65%", "Improving"),
            ("52 week waits", "3,973", "0", ""),
        ]
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.save(tmp_path / "paper.docx")
    report = check(tmp_path / "paper.docx")
    assert found_in(report) == {
        ("value", "rtt_within_18_weeks", "not supported"),
        (
            "value",
            "rtt_waiting_list",
            "supported" if value_of(report, "rtt_waiting_list") == WAITING else "not supported",
        ),
        ("improved", "rtt_within_18_weeks", "cannot tell"),
        (
            "value",
            "rtt_over_52_weeks",
            "supported" if value_of(report, "rtt_over_52_weeks") == 3973 else "not supported",
        ),
    }
    assert "Table 1, row 2" in {each.sentence.where for each in report.claims}
    assert [each.reason.value for each in report.set_aside] == ["heading"]


def test_a_pdf_is_read_by_page_without_its_headers_and_with_divided_words_made_whole(check, tmp_path):
    pages = "\n#pagebreak()\n".join(
        f"{opening}\n\nUrgent care is des-\\\ncribed here.\n\n18-week perfor-\\\nmance was 0.{number}%.\n\n{opening} again.\n\nAnd {opening}.\n"
        for number, opening in enumerate(("Risks", "Money", "People", "Estates", "Digital work"), start=1)
    )
    head = '#set page(header: [18-week performance improved], numbering: "1")\n'
    (tmp_path / "paper.typ").write_text(head + pages, encoding="utf-8")
    typst.compile(str(tmp_path / "paper.typ"), output=str(tmp_path / "paper.pdf"))
    report = check(tmp_path / "paper.pdf")
    assert report.pages == 5
    assert [(each.claim.kind, each.sentence.passage.page) for each in report.claims] == [
        (ClaimKind.VALUE, page) for page in range(1, 6)
    ]


def test_markdown_is_read_with_headings_and_points(check):
    paper = "# Improving A&E performance\n\nSome text that is\nwrapped. The elective waiting\nlist stood at 5.\n\n- 18-week performance\n  was 0.1%\n"
    report = check(paper)
    assert {(each.tie.measure, each.sentence.text, each.sentence.where) for each in report.claims} == {
        ("rtt_waiting_list", "The elective waiting list stood at 5.", "line 3, sentence 2"),
        ("rtt_within_18_weeks", "18-week performance was 0.1%", "line 7, sentence 1"),
    }


def test_a_paper_without_claims_has_an_empty_report(check):
    report = check("The board noted the minutes.")
    assert (report.claims, report.questions, report.sentences) == ((), (), 1)


# hostile and broken papers


def refusal(check: Check, path: Path) -> str:
    with pytest.raises(Problem) as refused:
        check(path)
    assert refused.value.remedy
    return refused.value.code


def test_a_document_with_macros_is_refused(check, tmp_path):
    document = docx.Document()
    document.save(tmp_path / "paper.docx")
    with zipfile.ZipFile(tmp_path / "paper.docx", "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    assert refusal(check, tmp_path / "paper.docx") == "upload.macros"


def test_a_zip_bomb_is_refused(check, tmp_path):
    with zipfile.ZipFile(tmp_path / "paper.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    assert refusal(check, tmp_path / "paper.docx").startswith("upload.")


def test_an_encrypted_pdf_is_refused(check, tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "paper.pdf")
    assert refusal(check, tmp_path / "paper.pdf") == "upload.locked"


def test_a_pdf_of_pictures_is_said_to_have_no_text(check, tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "paper.pdf")
    assert refusal(check, tmp_path / "paper.pdf") == "paper.no-text"


def test_a_pdf_that_stops_half_way_is_refused(check, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    assert refusal(check, tmp_path / "paper.pdf").startswith(("upload.", "paper."))


def test_bytes_that_are_no_text_are_refused(check, tmp_path):
    (tmp_path / "paper.txt").write_bytes(bytes(range(256)) * 40)
    assert refusal(check, tmp_path / "paper.txt").startswith("upload.")


def test_a_workbook_is_no_paper(check, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "paper.xlsx") as book:
        book.add_worksheet().write(0, 0, "18-week performance improved")
    assert refusal(check, tmp_path / "paper.xlsx").startswith("upload.")


def test_text_in_the_encoding_of_old_windows_is_read_and_said_so(check, tmp_path):
    (tmp_path / "paper.txt").write_bytes("18-week performance – was 0.1%.".encode("cp1252"))
    report = check(tmp_path / "paper.txt")
    assert len(report.claims) == 1
    assert any("Windows-1252" in note for note in report.notes)


def test_a_paper_longer_than_any_is_refused(check, tmp_path):
    (tmp_path / "paper.txt").write_text("The board met. " * 210_000, encoding="utf-8")
    assert refusal(check, tmp_path / "paper.txt") == "paper.too-long"


def test_one_endless_paragraph_is_read_in_the_time_of_its_length(check):
    lines = "\n".join("e.g. A. improved-" for _ in range(40_000))
    assert check(lines).sentences >= 1


def test_a_paper_that_is_not_there_is_told(check, tmp_path):
    assert refusal(check, tmp_path / "paper.docx") == "file.not-found"


# the command


@pytest.fixture
def run(store: StoreFolder) -> Callable[..., Result]:
    def with_words(*words: str, said: str | None = None) -> Result:
        arguments = ["claims", *words, "--store", str(store.root), "--place", "QMM"]
        return CliRunner().invoke(app, arguments, input=said)

    return with_words


def test_pasted_text_is_checked_from_standard_input(run):
    result = run("-", said="18-week performance was 0.1%.")
    assert result.exit_code == 0
    assert "NOT SUPPORTED: the figure is 0.1% [rtt_within_18_weeks]" in result.stdout


def test_only_strict_ends_with_status_1(run):
    assert run("-", "--strict", said="18-week performance was 0.1%.").exit_code == 1
    assert run("-", "--strict", said="18-week performance improved.").exit_code == 0


def test_csv_and_json_say_the_same(run):
    said = "18-week performance was 0.1%. The waiting list fell."
    rows = list(csv.DictReader(io.StringIO(run("-", "--format", "csv", said=said).stdout)))
    told = json.loads(run("-", "--format", "json", said=said).stdout)
    assert [row["finding"] for row in rows] == [claim["finding"] for claim in told["claims"]]
    assert told["questions"][0]["candidates"] == ["rtt_waiting_list", "diagnostics_waiting_list"]
    assert told["evidence"][0]["series"][-1]["value_id"] == rows[0]["value_ids"]


def test_the_page_stands_alone_and_lets_no_paper_write_into_it(run):
    page = run("-", "--format", "html", said="18-week performance <script>alert(1)</script> was 0.1%.").stdout
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<svg" in page
    assert 'src="' not in page
    assert "url(http" not in page


def test_ties_are_written_out_and_read_back(run, tmp_path):
    ties = tmp_path / "ties.csv"
    run("-", "--ties", str(ties), said="The waiting list fell.")
    (row,) = csv.DictReader(ties.read_text(encoding="utf-8").splitlines())
    assert (row["words"], row["measure"]) == ("waiting list", "")
    ties.write_text("words,measure\nwaiting list,rtt_waiting_list\n", encoding="utf-8")
    assert "[rtt_waiting_list]" in run("-", "--ties", str(ties), said="The waiting list fell.").stdout
    assert "rtt_waiting_list" in ties.read_text(encoding="utf-8")


def test_a_tie_without_a_measure_is_refused(run):
    result = run("-", "--tie", "waiting list", said="The waiting list fell.")
    assert isinstance(result.exception, Problem)
    assert result.exception.code == "claims.tie-unreadable"
