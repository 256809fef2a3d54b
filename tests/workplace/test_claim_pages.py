"""A paper is checked on pages: marked, asked about, kept no longer than said, and read by nobody it was not shared with."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from aimwell.catalogue.papers import read_keeping_rule
from aimwell.cli.commands import app
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.log_chain import first_break
from aimwell.services.workplace.claim_checks import throw_away_what_is_due
from aimwell.store.folder import StoreFolder
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Body, ClaimCheck, LogEntry
from aimwell.store.workplace.papers import FOLDER
from tests.conftest import REPOSITORY
from tests.gateways.uploads import hostile
from tests.site.account import make_store
from tests.workplace.conftest import NOW, TODAY, body

PLACE = "QMM"
WAITING = "32,914"  # of QMM in February 2026, in the extracts
PAPER = f"""# Planned care

The waiting list fell to {WAITING} in February 2026. 18-week performance was 1.5% in February 2026.

Has 18-week performance improved? Over-65-week waits were {WAITING} in February 2026. Secret plans of the chair.
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> StoreFolder:
    """A store of real extracts: A&E of three months, planned care of one."""
    folder = tmp_path_factory.mktemp("claim-pages") / "store"
    return make_store(folder, fixtures=REPOSITORY / "tests" / "fixtures", definitions=definitions)


class Clock:
    """The time, which a test may move on."""

    now = NOW

    def move_on(self, days: int) -> None:
        self.now = NOW + timedelta(days=days)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    return made


@pytest.fixture(autouse=True)
def settings_of_claims(settings, released, tmp_path, clock):  # noqa: ARG001
    """The released store; what the workplace keeps lies in a folder of the test's own."""
    inside = tmp_path / "store"
    inside.mkdir()
    for part in released.root.iterdir():
        (inside / part.name).symlink_to(part)
    settings.AIMWELL = replace(settings.AIMWELL, store=inside)


@pytest.fixture
def place(db) -> Body:  # noqa: ARG001
    return body("Example of a real code", PLACE)


@pytest.fixture
def author(signed_in, place) -> Client:
    return signed_in("strategy", place, "Author A").client


def at(door: str, record: ClaimCheck | None = None) -> str:
    found = {"record": record.pk} if record else {}
    return reverse(door, kwargs={"system": PLACE, **found})


def hand_in(
    client: Client, content: bytes | str = PAPER, name: str = "paper.md", **given: str
) -> HttpResponse:
    paper = (
        {"text": content}
        if isinstance(content, str) and name == ""
        else {"file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)}
    )
    return client.post(at("claim-take"), {"place": PLACE, "longer": "no", **paper, **given})


def newest() -> ClaimCheck:
    return ClaimCheck.objects.order_by("-made_at", "-pk").get()


def text_of(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def checked(client: Client, content: bytes | str = PAPER, name: str = "paper.md", **given: str) -> ClaimCheck:
    answer = hand_in(client, content, name, **given)
    assert answer.status_code == 302, text_of(answer)
    return newest()


def words_on_disk(settings) -> list[Path]:
    folder = settings.AIMWELL.folder / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_paper_is_marked_sentence_by_sentence_with_place_reason_and_proof(author):
    check = checked(author)
    shown = author.get(at("claim-check", check))
    said = text_of(shown)
    assert (check.claims, check.asked, check.not_claims) == (
        check.supported + check.not_supported + check.cannot_tell,
        1,
        1,
    )
    assert "18-week performance was 1.5% in February 2026." in said
    assert "line 3, sentence 2" in said
    assert "Not supported" in said
    assert "the sentence says 1.5%" in said
    assert "Secret plans" not in said  # claims nothing, so it is not quoted
    ids = set(re.findall(r"\?id=(v[0-9a-f]{15})\"", shown.content.decode().split('id="charts"')[0]))
    proofs = [text_of(author.get(reverse("value", kwargs={"system": PLACE}), {"id": each})) for each in ids]
    assert len(proofs) == len(ids) == 2
    assert any("18 weeks" in proof for proof in proofs)


def test_each_mark_has_its_words_icon_and_count_and_can_be_shown_alone(author):
    check = checked(author)
    page = author.get(at("claim-check", check)).content.decode()
    for icon in ("will", "will-not", "may", "none"):
        assert f'href="#aw-i-{icon}"' in page
    alone = text_of(author.get(at("claim-check", check), {"show": "not-supported"}))
    assert "18-week performance was 1.5%" in alone
    assert "The waiting list fell" not in alone.split("Findings")[1]
    aside = text_of(author.get(at("claim-check", check), {"show": "not-claims"}))
    assert "Has 18-week performance improved?" in aside
    assert "It is a question." in aside


def test_the_chart_of_a_claim_stands_below_it_with_its_figures_and_no_style_of_its_own(author):
    check = checked(author)
    page = author.get(at("claim-check", check)).content.decode()
    assert 'href="#rtt_within_18_weeks"' in page
    assert 'id="rtt_within_18_weeks"' in page
    charts = page.split('id="charts"')[1]
    assert "<svg" in charts
    assert "<table" in charts
    assert "style=" not in page


def test_what_is_unclear_is_asked_and_the_answer_is_checked_kept_and_logged(author):
    check = checked(author)
    page = author.get(at("claim-check", check)).content.decode()
    assert "“waiting list”" in page
    assert "None of these" in page
    assert 'type="radio" name="q0"' in page
    assert not re.search(r'<input [^>]*type="radio"[^>]* checked', page)  # nothing is guessed
    answer = author.post(
        at("claim-answers", check), {"seen": check.version, "q0": "rtt_waiting_list"}, follow=True
    )
    check.refresh_from_db()
    assert check.asked == 0
    assert check.answers == {"waiting list": "rtt_waiting_list"}
    assert "Nothing is asked any more" in text_of(answer)
    assert check.supported == 1
    assert f"stood at {WAITING}" in text_of(answer)
    entry = LogEntry.objects.filter(record=str(check.pk)).order_by("-number").first()
    assert entry.changes["answers"] == ["", "waiting list: rtt_waiting_list"]
    assert (entry.actor_name, entry.act) == ("Author A", "check claims")


def test_none_of_these_is_an_answer_too(author):
    check = checked(author)
    author.post(at("claim-answers", check), {"seen": check.version, "q0": "none"})
    check.refresh_from_db()
    assert (check.asked, check.answers) == (0, {"waiting list": "none"})
    assert "none of the measures is meant" in text_of(author.get(at("claim-check", check)))


def test_an_answer_can_be_taken_back_and_is_asked_again(author):
    check = checked(author)
    author.post(at("claim-answers", check), {"seen": check.version, "q0": "rtt_waiting_list"})
    check.refresh_from_db()
    author.post(at("claim-answers", check), {"seen": check.version, "again": "waiting list"})
    check.refresh_from_db()
    assert (check.asked, check.answers) == (1, {})


@pytest.mark.parametrize(
    "given", [{"q0": "cervical_screening_25_to_49"}, {"q0": "<script>"}, {"q0": "none", "seen": "0"}]
)
def test_an_answer_that_was_not_offered_or_comes_too_late_changes_nothing(author, given):
    check = checked(author)
    answer = author.post(at("claim-answers", check), {"seen": check.version, **given})
    assert answer.status_code == 400
    assert "<script>" not in answer.content.decode()
    check.refresh_from_db()
    assert (check.answers, check.asked, check.version) == ({}, 1, 1)


def test_pasted_text_is_checked_like_a_file(author):
    check = checked(author, PAPER, "", title="Paper for July")
    assert (check.title, check.claims) == ("Paper for July", 4)


def test_a_word_document_is_checked(author):
    document = docx.Document()
    document.add_paragraph("18-week performance was 1.5% in February 2026.")
    held = io.BytesIO()
    document.save(held)
    assert checked(author, held.getvalue(), "board.docx").not_supported == 1


def test_a_paper_without_a_claim_says_so(author):
    check = checked(author, "The minutes were agreed.\n")
    assert "No sentence was found that claims something" in text_of(author.get(at("claim-check", check)))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "The file is empty"),
    "only spaces": (lambda: b" \n\t ", "empty"),
    "a workbook": (lambda: hostile.workbook([["a"]]), "The file is"),
    "a workbook called a paper": (lambda: hostile.rows_without_end(200_000), "The file"),
    "macros": (lambda: hostile.with_part(hostile.word(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "holds macros"),
    "a bomb": (lambda: hostile.with_part(hostile.word(), "word/media/a.bin", b"\0" * 400_000_000), "Unpacked"),
    "a locked PDF": (lambda: hostile.pdf(password="secret"), "locked with a password"),
    "a PDF cut off": (lambda: hostile.pdf()[:60], "cannot be read"),
    "a PDF of pictures": (lambda: hostile.pdf(lines=()), "only pictures"),
    "a web page": (lambda: b"<html><script>alert(1)</script>", "The file is"),
    "signs without sense": (lambda: bytes(range(256)) * 8, "The file is"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_or_broken_paper_is_refused_in_words_and_nothing_is_kept(author, settings, what):
    make, words = HOSTILE[what]
    before = LogEntry.objects.count()
    answer = hand_in(author, make(), "paper.docx")
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert "There is a problem" in text_of(answer)
    assert not ClaimCheck.objects.exists()
    assert not words_on_disk(settings)
    assert LogEntry.objects.count() == before
    assert author.get(at("claims")).status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or paste its text"),
        ({"text": "A&E improved.", "file": SimpleUploadedFile("a.md", b"A&E improved.")}, "not both"),
        ({"text": "A&E improved.", "place": "QHL"}, "QHL is not one of the available choices"),
        ({"text": "A&E improved.", "longer": "for ever"}, "not one of the available choices"),
        ({"text": "a" * 500_001}, "at most 500000 characters"),
    ],
)
def test_a_form_that_cannot_be_taken_says_what_to_do(author, given, words):
    answer = author.post(at("claim-take"), {"place": PLACE, "longer": "no", **given})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert not ClaimCheck.objects.exists()


def test_a_file_larger_than_the_setting_is_refused(author, settings):
    settings.AIMWELL = replace(settings.AIMWELL, largest_upload=10)
    assert "larger than" in text_of(hand_in(author))


def test_words_that_would_run_in_a_page_or_spreadsheet_are_harmless(author):
    paper = "18-week performance was 1.5% in February 2026 <script>alert(1)</script>.\n\n=18-week performance improved.\n"
    check = checked(author, paper, "<img src=x onerror=alert(1)>.md", title="=cmd()|<b>x")
    for page in (author.get(at("claim-check", check)), author.get(at("claims"))):
        assert "<script>alert" not in page.content.decode()
        assert "<b>x" not in page.content.decode()
    table = author.get(at("claim-file", check), {"as": "csv"}).content.decode("utf-8-sig")
    assert not [
        cell for row in csv.reader(io.StringIO(table)) for cell in row if cell.startswith(("=", "@", "+"))
    ]
    page = author.get(at("claim-file", check), {"as": "html"})
    assert "<script" not in page.content.decode()
    assert "attachment" in page.headers["Content-Disposition"]
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_the_report_can_be_taken_away_in_three_forms(author):
    check = checked(author)
    table = author.get(at("claim-file", check), {"as": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["finding"] for row in rows].count("not supported") == check.not_supported
    told = json.loads(author.get(at("claim-file", check), {"as": "json"}).content)
    assert told["counts"]["cannot tell"] == check.cannot_tell
    page = author.get(at("claim-file", check), {"as": "html"}).content.decode()
    assert "<svg" in page
    assert "--tie" not in page  # its reader has this page, not the command line


def test_neither_database_nor_log_holds_a_sentence_of_the_paper(author):
    check = checked(author, PAPER, title="A title")
    kept = json.dumps(check.report)
    log_of_it = json.dumps([entry.changes for entry in LogEntry.objects.order_by("number")])
    for words in ("Secret plans", "Has 18-week", "performance was 1.5%", "Planned care"):
        assert words not in kept
        assert words not in log_of_it
    assert check.paper in log_of_it
    assert first_break(log.chain(), head=log.head()) is None


def test_words_lie_in_a_file_for_its_owner_alone_and_the_upload_itself_is_not_kept(author, settings):
    check = checked(author)
    (path,) = words_on_disk(settings)
    assert path.name == check.pk.hex
    assert path.stat().st_mode & 0o077 == 0
    assert not (settings.AIMWELL.folder / "waiting").exists()


def test_words_are_kept_for_the_days_of_the_rule_and_findings_stay(author, settings, clock, definitions):
    rule = read_keeping_rule(definitions)
    check = checked(author)
    assert check.text_until == TODAY + timedelta(days=rule.days)
    clock.move_on(rule.days)
    author = again(author)
    assert "18-week performance was 1.5%" in text_of(author.get(at("claim-check", check)))
    clock.move_on(rule.days + 1)
    author = again(author)
    late = text_of(author.get(at("claim-check", check)))
    assert "18-week performance was 1.5%" not in late
    assert "the sentence says 1.5%" in late  # the reason stays
    assert "no longer kept" in late
    assert author.get(at("claims")).status_code == 200
    assert not words_on_disk(settings)
    answer = author.post(at("claim-answers", check), {"seen": check.version, "q0": "none"})
    assert (answer.status_code, "Hand the paper in once more" in text_of(answer)) == (400, True)


def again(client: Client) -> Client:
    """The same person, signed in anew: a session does not last for days."""
    from aimwell.store.workplace.models import Account

    fresh = Client(headers={"host": "localhost"})
    fresh.force_login(
        Account.objects.get(name="Author A"), backend="django.contrib.auth.backends.ModelBackend"
    )
    del client
    return fresh


def test_who_needs_the_words_for_longer_says_so(author, definitions):
    rule = read_keeping_rule(definitions)
    assert checked(author, longer="yes").text_until == TODAY + timedelta(days=rule.longer_days)


def test_its_author_can_throw_the_words_away_and_has_to_confirm_it(author, settings):
    check = checked(author)
    assert "cannot be brought back" in text_of(author.get(at("claim-forget", check)))
    assert words_on_disk(settings)
    author.post(at("claim-forget", check), {"because": "The paper is out"})
    check.refresh_from_db()
    assert (check.text_until, words_on_disk(settings)) == (None, [])
    entry = LogEntry.objects.filter(record=str(check.pk)).order_by("-number").first()
    assert entry.because == "The paper is out"
    assert set(entry.changes) == {"text_until"}


def test_words_of_no_check_are_thrown_away(author, settings):
    check = checked(author)
    stray = settings.AIMWELL.folder / FOLDER / f"{'0' * 32}.new"
    stray.write_text("left when writing was cut short")
    assert throw_away_what_is_due(folder=settings.AIMWELL.folder, today=TODAY) == 1
    assert [path.name for path in words_on_disk(settings)] == [check.pk.hex]


@pytest.mark.parametrize(("option", "left"), [("", 0), ("--dry-run", 1)])
def test_the_command_of_each_morning_throws_away_what_is_due(
    author, settings, definitions, monkeypatch, option, left
):
    check = checked(author)
    ClaimCheck.objects.filter(pk=check.pk).update(text_until=date(2020, 1, 1))
    for name in ("AIMWELL_STORE", "AIMWELL_DEFINITIONS", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "aimwell.web.settings" if "DJANGO" in name else "")
    store = str(settings.AIMWELL.store)
    asked = ["remind", "--store", store, "--definitions", str(definitions), *([option] if option else [])]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert len(words_on_disk(settings)) == left


def test_a_report_is_its_authors_until_it_is_shared(author, signed_in, place):
    check = checked(author)
    other = signed_in("reader", place, "Reader B").client
    page = text_of(other.get(at("claim-check", check)))
    assert "has not shared" in page
    assert "1.5%" not in page
    assert other.get(at("claim-file", check)).status_code == 404
    assert at("claim-check", check) not in other.get(at("claims")).content.decode()
    shared = {"shared": "on", "longer": "no", "because": "For scrutiny", "seen": check.version}
    assert author.post(at("claim-keeping", check), shared).status_code == 302
    assert "1.5%" in text_of(other.get(at("claim-check", check)))
    assert at("claim-check", check) in other.get(at("claims")).content.decode()


@pytest.mark.parametrize("door", ["claim-keeping", "claim-forget"])
def test_only_its_author_decides_what_becomes_of_it_and_the_log_keeps_the_refusal(
    door, author, signed_in, place, settings
):
    check = checked(author, shared="on")
    other = signed_in("reader", place, "Reader B").client
    answer = other.post(at(door, check), {"because": "I would like to", "longer": "no", "seen": "1"})
    assert answer.status_code == 403
    assert LogEntry.objects.order_by("-number").first().outcome == "refused"
    assert words_on_disk(settings)


def test_a_check_is_logged_with_what_was_found(author):
    check = checked(author)
    entry = LogEntry.objects.filter(record=str(check.pk)).get()
    assert (entry.kind, entry.label, entry.actor_name) == ("claimcheck", "paper.md", "Author A")
    assert entry.changes["not_supported"] == ["", str(check.not_supported)]
    assert entry.changes["text_until"][1] == check.text_until.isoformat()


def test_a_place_without_figures_is_told_in_the_form(signed_in, system, settings):
    client = signed_in("strategy", system).client
    answer = client.post(
        reverse("claim-take", kwargs={"system": system.code}),
        {"text": "A&E improved.", "place": system.code, "longer": "no"},
    )
    assert answer.status_code == 400
    assert system.code in text_of(answer)
    assert not words_on_disk(settings)


def test_a_store_without_figures_is_told_in_the_form(author, settings, tmp_path):
    settings.AIMWELL = replace(settings.AIMWELL, store=tmp_path / "empty")
    answer = hand_in(author)
    assert answer.status_code == 400
    assert "There is a problem" in text_of(answer)


def test_a_report_of_another_version_says_so(author):
    check = checked(author)
    ClaimCheck.objects.filter(pk=check.pk).update(report={"paper": 1}, text_until=None)
    answer = author.get(at("claim-check", check))
    assert (answer.status_code, "claims.report-unreadable" in answer.content.decode()) == (400, True)


def test_a_rule_that_would_keep_words_for_fewer_days_when_asked_for_longer_is_refused(tmp_path):
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "papers.toml").write_text(
        'source = "Ours, for a test."\ndays = 9\nlonger_days = 8\n'
    )
    with pytest.raises(Problem, match=r"papers\.toml"):
        read_keeping_rule(tmp_path)


def test_lists_and_reports_ask_the_database_little(author, place, django_assert_max_num_queries):
    check = checked(author)
    for number in range(60):
        ClaimCheck(
            system=place, by=check.by, title=f"Paper {number}", place=PLACE, paper="0" * 64,
            checked_on=date(2026, 5, 1), made_at=NOW - timedelta(days=number), changed_at=NOW,
        ).save(force_insert=True)  # fmt: skip
    with django_assert_max_num_queries(14):
        listed = author.get(at("claims"))
    assert text_of(listed).count("by Author A") == 50
    assert "Page 2 of 2" in text_of(listed)
    with django_assert_max_num_queries(12):
        author.get(at("claim-check", check))


def test_a_long_report_comes_in_pages_with_the_charts_of_each(author):
    lines = "\n\n".join(f"18-week performance was {number}% in February 2026." for number in range(1, 51))
    check = checked(author, f"{lines}\n\nA&E four-hour performance was 12% in February 2026.\n")
    first, second = (author.get(at("claim-check", check), {"page": page}).content.decode() for page in "12")
    assert "Page 2 of 2" in " ".join(re.sub(r"<[^>]+>", " ", first).split())
    assert 'id="ae_within_4_hours"' not in first
    assert 'id="ae_within_4_hours"' in second
