"""The illustrative year of the demonstration: told by the rules that hold for all, on real figures, and never taken for real."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from django.db import transaction

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_lint import read_target_lint
from aimwell.config.shipped import shipped
from aimwell.config.workplace import DATABASE, DEMONSTRATION, SECOND_FACTOR, workplace_settings
from aimwell.domain.workplace.log_chain import first_break
from aimwell.pipeline.account import Account as StoreAccount
from aimwell.pipeline.geography import Geography
from aimwell.services.build_demo import build_store
from aimwell.services.check_claims import check_claims, claim_language
from aimwell.services.read_paper import read_paper_bytes
from aimwell.services.workplace.accounts import make_first_administrator
from aimwell.services.workplace.ceilings import fullness
from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.demonstration import close_accounts, open_accounts
from aimwell.services.workplace.illustrative.loading import load_illustrative
from aimwell.services.workplace.illustrative.story import read_story
from aimwell.services.workplace.priorities import add_priority
from aimwell.services.workplace.seed_bodies import seed_bodies
from aimwell.services.workplace.signed_in import actor_of
from aimwell.services.workplace.target_quality import graded_lines, lines_of
from aimwell.site.contents import SiteContents
from aimwell.site.reader import Release
from aimwell.site.rendering import as_file, edition_of
from aimwell.site.routes import routes_by_file
from aimwell.store.folder import StoreFolder
from aimwell.store.workplace import log
from aimwell.store.workplace.models import (
    Account,
    Asked,
    Body,
    BudgetLine,
    CeilingOverride,
    DutyRecord,
    LogEntry,
    Person,
    Plan,
    Priority,
    Signature,
    Target,
)
from aimwell.web.demonstration import ADMINISTRATOR, prepare_demonstration

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = NOW.date()
STORY = shipped("demo") / "illustrative"
OWN = "systems/EXAMPLE"
NAMES = "Example Valley"


@dataclass(frozen=True)
class Told:
    """A store with the year in it."""

    account: StoreAccount
    definitions: Path
    system: Body

    @property
    def store(self) -> Path:
        """Its folder."""
        return self.account.folder.root

    def again(self) -> int:
        """Tell it once more; how many steps that took."""
        return load_illustrative(
            story_folder=STORY, store=self.store, definitions=self.definitions, today=TODAY
        ).steps


@pytest.fixture(scope="module")
def told(tmp_path_factory, definitions, django_db_setup, django_db_blocker) -> Iterator[Told]:
    """What `aimwell demo` builds; the workplace's tables are put back as they were afterwards."""
    del django_db_setup  # asked for, so that there are tables
    folder = StoreFolder(tmp_path_factory.mktemp("illustrative") / "store")
    account = StoreAccount(folder, Catalogue(definitions), Geography(definitions))
    build_store(account, shipped("demo"), now=NOW)
    with django_db_blocker.unblock(), transaction.atomic():
        seed_bodies(definitions=definitions, now=NOW)
        make_first_administrator(email=ADMINISTRATOR, password="a long sentence of a test", now=NOW)
        found = load_illustrative(story_folder=STORY, store=folder.root, definitions=definitions, today=TODAY)
        yield Told(account, definitions, found.system)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def contents(told) -> SiteContents:
    """The site of that store."""
    return SiteContents(Release(told.account.folder), told.definitions, TODAY)


def file_text(contents: SiteContents, path: str) -> str:
    """A page or download as text, a spreadsheet as its parts."""
    page = routes_by_file(contents)[path].make()
    assert page is not None
    ending = path.rpartition(".")[2]
    made = as_file(page, ending, edition_of(contents))
    if ending == "xlsx":
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            return "\n".join(packed.read(name).decode("utf-8") for name in packed.namelist())
    return made.decode("utf-8")


def test_the_year_holds_all_that_a_system_keeps(told):
    assert Counter(Body.objects.filter(system=told.system).values_list("kind", flat=True)) == {
        "system": 1, "icb": 1, "icp": 1, "committee": 1, "council": 2, "hwb": 2, "place": 2, "neighbourhood": 3,
        "collaborative": 1, "trust": 2, "voluntary": 1, "healthwatch": 1, "scrutiny": 1,
    }  # fmt: skip
    kinds = set(Plan.objects.filter(system=told.system, state="approved").values_list("kind", flat=True))
    assert kinds == {
        "integrated_care_strategy", "joint_forward_plan", "joint_capital_plan", "health_and_wellbeing_strategy",
        "better_care_fund_plan", "neighbourhood_health_plan",
    }  # fmt: skip
    assert Target.objects.filter(system=told.system).count() >= 25
    assert Signature.objects.filter(system=told.system).count() >= 20
    assert Asked.objects.filter(system=told.system).count() >= 10
    delivered = DutyRecord.objects.filter(system=told.system).exclude(delivered_on=None)
    assert any(each.delivered_on > each.due for each in delivered)
    assert any(each.delivered_on <= each.due for each in delivered)


def test_every_baseline_is_a_released_figure_frozen(told):
    frozen = {each.baseline_value_id: each.baseline for each in Target.objects.filter(system=told.system)}
    frozen.pop("")
    values = told.account.folder.released / "values" / "*.parquet"
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select value_id, value from read_parquet('{values}', union_by_name = true) where value_id in "
            f"({', '.join('?' for _ in frozen)})", list(frozen),
        ).fetchall()  # fmt: skip
    assert dict(rows) == frozen
    assert len(frozen) >= 20


def test_one_priority_left_to_make_room_and_one_came_above_the_ceiling_by_name(told):
    (full,) = fullness(system=told.system, packs=catalogue_of(told.definitions).packs, day=TODAY)
    assert (full.carried, full.ceiling.most, full.overrides) == (11, 10, 1)
    override = CeilingOverride.objects.get(system=told.system)
    assert (override.by_name, str(override.priority_id)) != ("", "None")
    retired = Priority.objects.get(system=told.system, state="retired")
    came = Priority.objects.get(system=told.system, pack_priority="nhs-app")
    entry = LogEntry.objects.filter(record=str(retired.pk)).order_by("-number").first()
    assert entry.because == LogEntry.objects.filter(record=str(came.pk)).order_by("number").first().because


def test_the_log_of_the_year_holds_and_goes_forward_in_time(told):
    assert first_break(log.chain(), head=log.head()) is None
    own = LogEntry.objects.filter(system=str(told.system.pk)).order_by("number")
    days = [entry.at for entry in own]
    assert days == sorted(days)
    assert min(days) < "2025-04-02" < "2026-10-01" < max(days)
    assert all(len(entry.because) > 3 for entry in own)


def test_promises_stand_in_every_way_and_targets_are_made_in_every_way(told, contents):
    targets = contents.release.promises["EXAMPLE"].targets
    kinds = {contents.standings[target.id].standing.kind.value for target in targets}
    assert kinds == {"kept", "on_course", "uncertain", "slipping", "missed", "too_early", "cannot_tell"}
    rules = read_target_lint(told.definitions)
    found = graded_lines(
        lines_of(told.system), measures=catalogue_of(told.definitions).measures, rules=rules, today=TODAY
    )
    assert {each.lint.grade.word for each in found} == {grade.word for grade in rules.grades}


def test_every_page_and_download_of_the_invented_system_says_so(contents):
    own = [path for path in routes_by_file(contents) if path.startswith(OWN)]
    assert {path.rpartition(".")[2] for path in own} == {"html", "csv", "json", "xlsx"}
    assert len(own) > 80
    for path in own:
        text = file_text(contents, path)
        assert "llustrative" in text, path
        if path.endswith(".html"):
            assert "Illustrative: invented to show how aimwell works" in text, path
            assert "published ones of Derby and Derbyshire, which promised none of it" in text, path


def test_every_row_of_its_downloads_says_so(contents):
    text = file_text(contents, f"{OWN}-promises.csv")
    rows = [row for row in csv.reader(io.StringIO(text)) if any(NAMES in cell for cell in row)]
    assert len(rows) > 25
    assert all(any("llustrative" in cell for cell in row) for row in rows)
    tables = json.loads(file_text(contents, f"{OWN}-promises.json"))
    assert "llustrative" in json.dumps(tables)


def test_no_page_of_a_real_system_shows_what_was_invented(contents):
    listed = {"systems/index.html", "pages.html"}  # they lead to it, by a name that says what it is
    promised = {target.measure for target in contents.release.promises["EXAMPLE"].targets} - {""}
    own = [path for path in routes_by_file(contents) if path.startswith(("systems/QJ2.", "systems/QJ2-"))]
    proofs = {f"systems/QJ2/{measure}.html" for measure in promised} & set(routes_by_file(contents))
    assert len(proofs) > 10
    shown = ["index.html", *own, *sorted(proofs), *listed]
    for path in shown:
        text = file_text(contents, path)
        if path in listed:
            assert text.count(NAMES) == text.count(f"{NAMES} (illustrative)") == 1, path
        else:
            assert NAMES not in text, path
            assert "llustrative" not in text, path


@pytest.mark.usefixtures("told")
def test_nobody_in_it_is_a_person():
    names = {*Person.objects.values_list("name", flat=True), *Account.objects.values_list("name", flat=True)}
    assert {name for name in names if not name.endswith("(illustrative)")} == {"Administrator"}
    assert {email.rpartition("@")[2] for email in Account.objects.values_list("email", flat=True)} == {
        "demonstration.example"
    }


def test_bodies_carry_no_code_of_a_real_one(told):
    own = Body.objects.filter(system=told.system).exclude(pk=told.system.pk)
    assert not own.exclude(code="").exists()
    assert not own.exclude(place="").exists()
    assert (told.system.place, told.system.code, told.system.figures_of) == ("", "EXAMPLE", "QJ2")


def test_what_people_add_to_it_later_is_marked_too(told):
    by = actor_of(Account.objects.get(email__startswith="strategy@"), told.definitions, TODAY)
    made = add_priority(
        asking=Asking(by, NOW, "A newcomer tries it"), system=told.system,
        fields={"title": "Something of one's own", "level": "local", "aim": "outcomes"}, packs=(),
    )  # fmt: skip
    assert made.illustrative
    assert not BudgetLine.objects.filter(system=told.system, illustrative=False).exists()
    for kind in (Priority, Target, Plan):
        assert not kind.objects.filter(system=told.system, illustrative=False).exists()


def test_told_twice_it_is_told_once(told):
    before = log.head()
    assert told.again() == 0
    assert log.head() == before


@pytest.mark.usefixtures("told")
def test_its_accounts_open_with_the_demonstration_and_close_with_it():
    accounts = read_story(STORY).who.accounts
    opened = open_accounts(administrator=ADMINISTRATOR, told=accounts, password="shown once", now=NOW)
    roles = {Account.objects.get(email=each.email).roles.get().role for each in opened}
    assert roles == {"administrator", "strategy", "analyst", "approver", "partner", "reader", "auditor"}
    assert all(Account.objects.get(email=each.email).check_password("shown once") for each in opened)
    close_accounts(now=NOW)
    assert not any(each.has_usable_password() for each in Account.objects.all())


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False)])
def test_accounts_open_and_the_second_factor_goes_only_on_ones_own_computer(monkeypatch, host, own):
    environment = {DATABASE: "postgresql://real-work"}
    monkeypatch.setattr("os.environ", environment)
    assert prepare_demonstration(host=host) is own
    settings = workplace_settings(environment)
    assert (settings.demonstration, settings.second_factor) == (own, not own)
    assert (DEMONSTRATION in environment, SECOND_FACTOR in environment) == (own, own)
    assert settings.database == ""  # invented records never come among real ones


def test_its_board_paper_has_claims_of_every_sort(told):
    catalogue = told.account.catalogue
    language = claim_language(catalogue)
    paper = read_paper_bytes(
        content=(STORY / "board-paper.md").read_bytes(), name="board-paper.md", language=language,
        definitions=told.definitions,
    )  # fmt: skip
    report = check_claims(
        paper=paper, folder=told.account.folder, catalogue=catalogue, language=language, place="QJ2", today=TODAY
    )  # fmt: skip
    assert {each.finding.mark.value for each in report.claims} == {
        "supported",
        "not supported",
        "cannot tell",
    }


def test_the_story_ends_before_the_day_on_which_it_is_told():
    story = read_story(STORY)
    days = [each.on for each in (*story.promises.priorities, *story.targets, *story.plans, *story.duties)]
    assert max(days) < date(2026, 11, 1)
