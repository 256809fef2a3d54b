"""Lines in a store, read by the rules of prevention: suggested, confirmed, shared, frozen, compared."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimwell.catalogue.prevention import Prevention, read_prevention
from aimwell.domain.money.prevention import Confidence, Field, PreventionClass, Target, Tier
from aimwell.domain.money.prevention_share import PARTS, ReadingOfOne
from aimwell.domain.problems import Problem
from aimwell.pipeline.money.prevention_cells import prevention_cells
from aimwell.pipeline.money.read_lines import LinesRead
from aimwell.services.money.classify_prevention import confirm, suggest, wordings
from aimwell.services.money.prevention_shares import (
    Scope,
    explain_difference,
    freeze_baseline,
    look_for_relabelling,
    read_shares,
    since_baseline,
)
from aimwell.store.aggregate import ledger_lines
from aimwell.store.aggregate.prevention_cells import room_of
from aimwell.store.folder import StoreFolder
from aimwell.store.records.prevention_log import path_of, read_log
from tests.domain.money.plain_rules import first_that_fits
from tests.pipeline.ledgers_of_lines import add_ledger, line, store_with

AT = datetime(2026, 4, 30, 9, tzinfo=UTC)
LINES = (
    line(2, 40_000, service="Smoking Cessation", purpose="Quit packs", supplier_tidy="BIG CO"),
    line(3, 10_000, service="Reablement", supplier_tidy="CARE CO"),
    line(4, -5_000, service="Reablement", purpose="credit", supplier_tidy="CARE CO"),
    line(5, 50_000, service="Highways", supplier_tidy="ROAD CO"),
    line(6, 5_000, service="Unheard of"),
    line(7, 1_000, service="Smoking Cessation", purpose="paid to a named person", private=True,
         supplier="A. Person", supplier_tidy="A PERSON"),
    line(8, 2_000, service="Reablement", partner="YY1"),
)  # fmt: skip


@pytest.fixture(scope="module")
def prevention(definitions: Path) -> Prevention:
    return read_prevention(definitions)


@pytest.fixture
def store(tmp_path: Path) -> StoreFolder:
    return store_with(tmp_path / "store", LINES)


def decide(store, prevention, target, of, **others):
    given = {"by": "A. Analyst", "reason": "read the contract", "at": AT} | others
    return confirm(folder=store, prevention=prevention, target=target, of=of, **given)


def shares(store, prevention, **scope):
    read = read_shares(folder=store, prevention=prevention, scope=Scope(**scope))
    return {each.pack: each for each in read.shares}


def test_rules_suggest_and_say_how_much_they_know_nothing_of(store, prevention):
    found = suggest(folder=store, prevention=prevention)
    by_rule = {each.rule.id: each for each in found.by_rule}
    assert (by_rule["stop-smoking"].lines, by_rule["stop-smoking"].pence) == (2, 41_000)
    assert by_rule["stop-smoking"].private_lines == 1
    assert by_rule["reablement"].pence == 7_000
    assert (found.unclassified_lines, found.unclassified_pence) == (1, 5_000)
    assert (found.lines, found.pence) == (7, 103_000)


def test_what_a_private_line_says_is_never_listed(store, prevention):
    examples = [
        text for each in suggest(folder=store, prevention=prevention).by_rule for text in each.examples
    ]
    listed = [text for each in wordings(folder=store, prevention=prevention) for text in each.texts]
    assert any("Quit packs" in text for text in examples)
    assert not any("named person" in text or "A. Person" in text for text in [*examples, *listed])


def test_a_share_counts_credits_and_private_lines(store, prevention):
    share = shares(store, prevention)["tiers-all"]
    assert share.counted.sure == 41_000 * PARTS
    assert share.counted.likely == 7_000 * PARTS
    assert (share.whole_pence, share.year, share.bodies) == (103_000, "2025/26", ("XX1",))


def test_money_passed_between_partners_can_be_left_out_of_both_sides(store, prevention):
    share = shares(store, prevention, denominator="lines-without-transfers")["tiers-all"]
    assert (share.counted.likely, share.whole_pence) == (5_000 * PARTS, 101_000)


def test_a_decision_is_added_counts_as_confirmed_and_changes_nothing_else(store, prevention):
    before = shares(store, prevention)["tiers-all"]
    decide(store, prevention, Target.RULE, "reablement")
    after = shares(store, prevention)["tiers-all"]
    assert after.counted == before.counted
    assert (before.confirmed, after.confirmed) == (0, 7_000 * PARTS)


def test_a_decision_on_a_wording_or_a_line_reaches_only_its_lines(store, prevention):
    said = PreventionClass(Tier.PRIMARY, Confidence.SURE, principal=True)
    wording = next(
        each.id for each in wordings(folder=store, prevention=prevention, classified=False) if each.rule == ""
    )
    decide(store, prevention, Target.WORDING, wording, said=said)
    decide(store, prevention, Target.LINE, "aaaaaaaaaaaa-5", said=said)
    share = shares(store, prevention)["principal-purpose"]
    assert share.counted.sure == (41_000 + 5_000 + 50_000) * PARTS
    assert share.unclassified_pence == 0


@pytest.mark.parametrize(
    ("target", "of", "code"),
    [
        (Target.RULE, "no-such", "prevention.no-such-rule"),
        (Target.WORDING, "0" * 12, "prevention.no-such-wording"),
        (Target.LINE, "nowhere-1", "prevention.no-such-line"),
    ],
)
def test_a_decision_about_nothing_is_refused(store, prevention, target, of, code):
    said = PreventionClass(Tier.PRIMARY, Confidence.SURE)
    with pytest.raises(Problem) as refused:
        decide(store, prevention, target, of, said=said)
    assert refused.value.code == code
    assert read_log(store) == ()


@pytest.mark.parametrize("lacking", ["by", "reason"])
def test_nobody_decides_without_a_name_and_a_reason(store, prevention, lacking):
    with pytest.raises(Problem, match="name or a reason"):
        decide(store, prevention, Target.RULE, "reablement", **{lacking: "  "})


def test_a_wording_needs_to_be_told_what_it_is(store, prevention):
    with pytest.raises(Problem, match="Nothing says"):
        decide(store, prevention, Target.WORDING, "x")


def test_a_rule_that_changed_since_it_was_confirmed_has_to_be_looked_at_again(
    store, prevention, definitions, tmp_path
):
    import shutil

    decide(store, prevention, Target.RULE, "reablement")
    shutil.copytree(definitions / "prevention", tmp_path / "prevention")
    path = tmp_path / "prevention" / "rules" / "nhs.toml"
    path.write_text(path.read_text().replace('"virtual ward*"', '"virtual wards"'))
    changed = read_prevention(tmp_path)
    assert [each.of for each in suggest(folder=store, prevention=changed).lapsed] == ["reablement"]
    assert shares(store, changed)["tiers-all"].confirmed == 0


def test_an_altered_log_is_seen(store, prevention):
    decide(store, prevention, Target.RULE, "reablement")
    decide(store, prevention, Target.RULE, "stop-smoking")
    path = path_of(store)
    path.write_text(path.read_text().replace("read the contract", "never mind", 1))
    with pytest.raises(Problem) as broken:
        read_log(store)
    assert broken.value.code == "prevention.log-broken"
    path.write_text("not json\n")
    with pytest.raises(Problem, match="cannot be read"):
        read_log(store)


def test_sums_are_kept_and_read_again_only_when_lines_rules_or_decisions_change(store, prevention):
    first = prevention_cells(store, prevention.rules, prevention.rules_mark)
    (kept,) = room_of(store).glob("*.parquet")
    assert prevention_cells(store, prevention.rules, prevention.rules_mark) == first
    add_ledger(store, "b" * 12, [line(2, 700, line_id="bbbbbbbbbbbb-2", service="Smoking Cessation")])
    again = prevention_cells(store, prevention.rules, prevention.rules_mark)
    assert sum(cell.pence for cell in again) == sum(cell.pence for cell in first) + 700
    assert [path.name for path in room_of(store).glob("*.parquet")] != [kept.name]


def test_a_stated_denominator_is_asked_for_its_figure_and_its_source(store, prevention):
    for lacking in ({}, {"stated_pence": 1_000_000}, {"stated_pence": None, "source": "paper"}):
        with pytest.raises(Problem, match="core allocation"):
            shares(store, prevention, denominator="core-allocation", **lacking)
    with pytest.raises(Problem, match="not said as it has to be"):
        shares(store, prevention, stated_pence=5)
    share = shares(
        store, prevention, denominator="core-allocation", stated_pence=1_025_000, source="paper 7"
    )["principal-purpose"]
    assert (share.central * 100, share.source) == (4, "paper 7")


def test_a_year_that_is_not_held_is_refused_with_the_years_that_are(store, prevention):
    with pytest.raises(Problem, match="2025/26"):
        shares(store, prevention, year="2019/20")


def test_a_ledger_without_lines_has_no_share_and_says_so(tmp_path, prevention):
    store = store_with(tmp_path / "store", [])
    assert suggest(folder=store, prevention=prevention).lines == 0
    with pytest.raises(Problem) as nothing:
        shares(store, prevention)
    assert nothing.value.code == "prevention.nothing-held"


def test_a_store_without_ledgers_says_what_to_do(tmp_path, prevention):
    with pytest.raises(Problem) as none:
        suggest(folder=StoreFolder(tmp_path / "empty").create(), prevention=prevention)
    assert none.value.code == "money.no-lines"


def test_lines_that_do_not_add_up_say_so_where_they_are_used(tmp_path, prevention):
    store = store_with(tmp_path / "store", LINES, totals="unreconciled")
    read = read_shares(folder=store, prevention=prevention, scope=Scope())
    assert read.unreconciled == (f"{'a' * 12}.csv",)


def test_packs_differ_by_groups_that_add_up_to_the_penny(store, prevention):
    read = read_shares(folder=store, prevention=prevention, scope=Scope())
    found = explain_difference(read)
    (making,) = found.making("tiers-all", "principal-purpose")
    assert making.group == "reablement"
    assert making.between("tiers-all", "principal-purpose") == 7_000 * PARTS
    assert sum(each.pence for each in found.groups) == read.shares[0].whole_pence


def test_a_baseline_stays_as_it_was_frozen_and_says_when_its_year_would_read_otherwise(store, prevention):
    read = read_shares(folder=store, prevention=prevention, scope=Scope(), packs=["tiers-all"])
    assert since_baseline(folder=store, prevention=prevention, read=read) == ()
    freeze_baseline(
        folder=store,
        prevention=prevention,
        share=read.shares[0],
        by="A. Analyst",
        reason="agreed by the board",
        at=AT,
    )
    later = line(9, 60_000, line_id="l9", service="Smoking Cessation", day=date(2026, 6, 1))
    other = line(10, 54_000, line_id="l10", service="Highways", day=date(2026, 6, 1))
    add_ledger(store, "b" * 12, [later, other])
    read = read_shares(folder=store, prevention=prevention, scope=Scope(), packs=["tiers-all"])
    (told,) = since_baseline(folder=store, prevention=prevention, read=read)
    assert told.now.year == "2026/27"
    assert not told.reads_otherwise_today
    rises = {each.reading: each.amount for each in told.rises}
    assert next(iter(rises)) is ReadingOfOne.POINTS
    assert rises[ReadingOfOne.CASH] == 25
    decide(store, prevention, Target.RULE, "reablement", said=PreventionClass(Tier.NONE, Confidence.SURE))
    read = read_shares(folder=store, prevention=prevention, scope=Scope(), packs=["tiers-all"])
    (told,) = since_baseline(folder=store, prevention=prevention, read=read)
    assert told.reads_otherwise_today
    assert told.baseline.share.counted.likely == 7_000 * PARTS


def test_old_payments_under_a_new_name_are_asked_about(store, prevention):
    old = line(20, 2_000_000, line_id="o", service="Highways", supplier_tidy="SAME CO", day=date(2025, 5, 1))
    new = line(
        21, 2_050_000, line_id="n", service="Falls prevention", supplier_tidy="SAME CO", day=date(2026, 5, 1)
    )
    add_ledger(store, "b" * 12, [old, new])
    found = look_for_relabelling(
        folder=store, prevention=prevention, pack="tiers-all", earlier="2025/26", later="2026/27"
    )
    assert [(each.after.supplier, each.rise) for each in found] == [("SAME CO", 2_050_000 * PARTS)]


WORDS = st.sampled_from(
    ["smoking cessation", "reablement", "health checks", "highway", "zzz", "Rent", "", "QOF"]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, st.integers(-(10**9), 10**9)), min_size=1, max_size=20))
def test_sums_of_lines_agree_with_reading_each_line_plainly(tmp_path_factory, prevention, given_lines):
    lines = [
        line(number, pence, service=service, purpose=purpose, expense_type=kind)
        for number, (service, purpose, kind, pence) in enumerate(given_lines, start=2)
    ]
    store = store_with(tmp_path_factory.mktemp("plain") / "store", lines)
    files = [each.path for each in ledger_lines.held(store)]
    read = {}
    for cell in LinesRead(files, prevention.rules).cells():
        lines_before, pence_before = read.get(cell.rule, (0, 0))
        read[cell.rule] = (lines_before + cell.lines, pence_before + cell.pence)
    plainly: dict[str, tuple[int, int]] = {}
    for each in lines:
        place = first_that_fits(prevention.rules, {field: each[field] for field in Field})
        rule = prevention.rules[place].id if place >= 0 else ""
        count, pence = plainly.get(rule, (0, 0))
        plainly[rule] = (count + 1, pence + each["amount_pence"])
    assert read == plainly
