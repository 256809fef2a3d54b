"""The account that comes with aimwell: built from shipped facts alone, and right to the unit."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.config.shipped import shipped
from aimwell.domain.values import Value
from aimwell.pipeline.account import Account
from aimwell.pipeline.geography import Geography
from aimwell.services.ask_values import ValueQuestion, values_for
from aimwell.services.build_demo import build_store
from aimwell.services.check_claims import check_claims, claim_language
from aimwell.services.explain import explain
from aimwell.services.read_paper import read_paper_bytes
from aimwell.store.folder import StoreFolder

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE, AFTER = "2022-07-01", "2026-04-01"
LARGEST = 15 * 1024**2
TWO_PRACTICES_OF_A_LIST = 3e-4  # see test_systems_of_both_footprints_hold_the_same_people
Ask = Callable[..., Value]


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> Account:
    """A store built as `aimwell demo` builds it."""
    store = StoreFolder(tmp_path_factory.mktemp("demo") / "store")
    built = Account(store, Catalogue(definitions), Geography(definitions))
    build_store(built, shipped("demo"), now=NOW)
    return built


@pytest.fixture(scope="module")
def ask(account: Account) -> Ask:
    def one_value(measure: str, period: str, place: str = "ENG") -> Value:
        question = ValueQuestion(measure, place, period)
        (value,) = (each for each in values_for(account.folder, question) if each.breakdown == "all")
        return value

    return one_value


def rows_of(account: Account, sql: str) -> list[tuple[Any, ...]]:
    """A query over `value` (all measures, everyone) and `place`."""
    values = account.folder.released / "values" / "*.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"create view value as select * from read_parquet('{values}', union_by_name = true) where breakdown = 'all'"
        )
        connection.execute(
            f"create view place as select * from read_parquet('{account.folder.released / 'places.parquet'}')"
        )
        return connection.execute(sql).fetchall()


def test_england_waits_in_february_2026_are_those_published(ask):
    waiting = ask("rtt_within_18_weeks", "2026-02")
    assert (waiting.numerator, waiting.denominator) == (4_456_261, 7_124_952)
    assert ask("rtt_over_52_weeks", "2026-02").value == 120_871
    assert ask("rtt_median_wait", "2026-02").value == pytest.approx(13.167, abs=5e-4)
    assert ask("rtt_92nd_percentile_wait", "2026-02").value == pytest.approx(39.454, abs=5e-4)


def test_england_attendances_in_march_2026_are_those_published_and_systems_add_up_to_them(account, ask):
    assert ask("ae_attendances", "2026-03").value == 2_432_272
    ((systems, attendances),) = rows_of(
        account,
        f"""select count(*), sum(value) from value join place on place.id = place_id
            where measure = 'ae_attendances' and period = '2026-03' and footprints like '%{BEFORE}%'""",
    )
    assert (systems, attendances) == (42, 2_432_272)


def test_systems_of_both_footprints_hold_the_same_people(account):
    """One practice, H81097, closed before 2026 and no file says in which newer location it would lie."""
    rows = rows_of(
        account,
        f"""select measure, period,
                   sum(numerator) filter (footprints like '%{BEFORE}%') as held_before,
                   sum(numerator) filter (footprints like '%{AFTER}%') as held_after
            from value join place on place.id = place_id where level = 'ics'
            group by 1, 2
            having count(*) filter (footprints like '%{BEFORE}%') = 42 and count(*) filter (footprints like '%{AFTER}%') = 36""",
    )
    measures = account.catalogue.measures
    summed = [row for row in rows if measures[row[0]].may_be_summed and row[2] is not None]
    assert len({row[0] for row in summed}) >= 60
    for measure, period, before, after in summed:
        lost = TWO_PRACTICES_OF_A_LIST if measures[measure].by == "practice" else 0
        assert after == pytest.approx(before, rel=max(lost, 1e-9), abs=1e-6), (measure, period)


def test_every_measure_has_values_or_the_read_me_says_why_not(account):
    released = {path.stem for path in (account.folder.released / "values").glob("*.parquet")}
    read_me = (shipped("demo") / "README.md").read_text(encoding="utf-8")
    without = dict(
        re.findall(r"^- `(\w+)`: (.+)$", read_me.partition("## Measures without shipped data")[2], re.M)
    )
    assert set(account.catalogue.measures) - released == set(without)
    assert all(without.values())


def test_every_system_has_values_of_at_least_sixty_measures_and_series_long_enough_to_judge(account):
    rows = rows_of(
        account,
        f"""with series as (
                select place_id, measure, count(value) as points from value join place on place.id = place_id
                where footprints like '%{BEFORE}%' group by 1, 2)
            select place_id, count(*) filter (points > 0), count(*) filter (points >= 13) from series group by 1""",
    )
    assert len(rows) == 42
    assert min(measures for _, measures, _ in rows) >= 60
    assert min(long_enough for _, _, long_enough in rows) >= 20


def test_measures_with_values_speak_to_all_four_aims(account):
    released = {path.stem for path in (account.folder.released / "values").glob("*.parquet")}
    aims = [account.catalogue.measures[measure].aim.value for measure in released]
    assert {aim: aims.count(aim) >= 10 for aim in set(aims)} == dict.fromkeys(
        ("outcomes", "inequality", "productivity", "development"), True
    )


def test_a_number_is_walked_back_to_the_published_file(account, ask):
    told = explain(account, ask("ae_attendances", "2026-03", "RGP").value_id)
    assert told.origin.file == "2026-03_March-2026-AE-by-provider-sJh4x.xls"
    assert re.fullmatch(r"[0-9a-f]{64}", told.origin.digest)
    assert (told.origin.sheet, told.origin.rows) == ("Provider Level Data", 1)
    assert told.origin.first_row == told.origin.last_row > 15
    assert told.origin.publisher == "NHS England"


def test_a_board_paper_is_held_against_the_account(account):
    language = claim_language(account.catalogue)
    text = (
        "18-week performance has improved, and we are on track to meet the 65% standard. "
        "A&E attendances have not risen. Four-hour performance was 77.3% in April 2026. "
        "We have the best type 1 performance in the country."
    )
    paper = read_paper_bytes(
        content=text.encode(), name="paper", language=language, definitions=account.catalogue.folder
    )
    report = check_claims(
        paper=paper,
        folder=account.folder,
        catalogue=account.catalogue,
        language=language,
        place="QMM",
        today=NOW.date(),
    )
    assert [(each.claim.kind.value, each.tie.measure, each.finding.mark.value) for each in report.claims] == [
        ("improved", "rtt_within_18_weeks", "supported"),
        ("will_meet", "rtt_within_18_weeks", "not supported"),
        ("rose", "ae_attendances", "supported"),
        ("value", "ae_within_4_hours", "supported"),
        ("best", "ae_type_1_within_4_hours", "not supported"),
    ]
    assert all(
        explain(account, name).value_id == name for each in report.claims for name in each.finding.value_ids
    )


def test_building_the_account_again_changes_nothing(account):
    assert build_store(account, shipped("demo"), now=NOW) == ()


def test_what_ships_is_small():
    folders = (shipped("demo"), shipped("definitions"))
    size = sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())
    assert size <= LARGEST


def test_what_ships_names_its_sources_and_no_folder_of_ours():
    text = (shipped("demo") / "README.md").read_text(encoding="utf-8")
    tables = sorted(path.stem for path in (shipped("demo") / "facts").glob("*.parquet"))
    assert sorted(re.findall(r"facts/(\w+)\.parquet", text)) == tables
    assert text.count("- Attribution: ") == text.count("- Licence: ") == len(tables)
    ledger = (shipped("demo") / "ledger.json").read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|home|root)/", text + ledger)
