"""A council's whole published year, read by the rules: money adds up, and false friends stay out."""

from pathlib import Path

import pytest

from aimwell.catalogue.prevention import Prevention, read_prevention
from aimwell.pipeline.money.take import Asked, take_ledgers
from aimwell.services.money.classify_prevention import suggest
from aimwell.services.money.prevention_shares import Scope, explain_difference, read_shares
from aimwell.store.folder import StoreFolder

WHOLE_PENCE = 62_191_360_037  # as the file's lines add up: £621.9m

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def prevention(definitions: Path) -> Prevention:
    return read_prevention(definitions)


@pytest.fixture(scope="module")
def store(shared_data: Path, definitions: Path, tmp_path_factory: pytest.TempPathFactory) -> StoreFolder:
    folder = StoreFolder(tmp_path_factory.mktemp("published") / "store")
    ledger = shared_data / "spend_councils" / "trafford-supplier-spend-2025-26.zip"
    take_ledgers([ledger], folder=folder, definitions=definitions, asked=Asked())
    return folder


def test_every_penny_is_in_one_rule_or_unclassified(store, prevention):
    found = suggest(folder=store, prevention=prevention)
    assert found.pence == WHOLE_PENCE
    assert sum(each.pence for each in found.by_rule) + found.unclassified_pence == WHOLE_PENCE


def test_what_a_plain_search_finds_the_rules_find(store, prevention):
    by_rule = {each.rule.id: each for each in suggest(folder=store, prevention=prevention).by_rule}
    assert by_rule["health-checks"].lines == 173
    assert by_rule["stop-smoking"].lines == pytest.approx(362, rel=0.02)
    assert by_rule["reablement"].lines == pytest.approx(955, rel=0.2)


def test_six_packs_give_six_shares_and_their_differences_add_up(store, prevention):
    read = read_shares(folder=store, prevention=prevention, scope=Scope())
    found = explain_difference(read)
    assert len(read.shares) >= 6
    assert all(share.whole_pence == WHOLE_PENCE for share in read.shares)
    assert sum(each.pence for each in found.groups) == WHOLE_PENCE
    narrow, wide = found.totals["principal-purpose"], found.totals["tiers-all"]
    assert narrow.central < wide.central
