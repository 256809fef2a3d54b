"""Rules for reading ledgers are refused with all their faults together."""

import shutil
from pathlib import Path

import pytest

from aimwell.catalogue.ledgers import read_ledger_rules
from aimwell.domain.money.ledger_files import heading
from aimwell.domain.problems import Problems


@pytest.fixture
def copied(definitions: Path, tmp_path: Path) -> Path:
    shutil.copytree(definitions / "money", tmp_path / "money")
    return tmp_path


def test_the_shipped_rules_are_written_as_headings_are_compared(definitions: Path):
    rules = read_ledger_rules(definitions)
    wordings = [word for words in rules.headings.roles.values() for word in words]
    wordings += [*rules.headings.codes, *rules.headings.areas.words]
    assert [word for word in wordings if heading(word) != word] == []


def test_no_wording_stands_for_two_roles_first(definitions: Path):
    firsts = [words[0] for words in read_ledger_rules(definitions).headings.roles.values()]
    assert len(firsts) == len(set(firsts))


def test_all_faults_of_the_rules_are_told_together(copied: Path):
    headings, suppliers = copied / "money" / "ledger_headings.toml", copied / "money" / "supplier_names.toml"
    headings.write_text(headings.read_text().replace("[codes]", 'colour = ["red"]\n[codes]', 1))
    suppliers.write_text(suppliers.read_text().replace("'^THE ',", "'^(THE ',", 1))
    (copied / "money" / "private_people.toml").unlink()
    with pytest.raises(Problems) as caught:
        read_ledger_rules(copied)
    found = " ".join(problem.found for problem in caught.value.problems)
    assert len(caught.value.problems) == 3
    for part in ("'colour'", "is not a pattern", "missing"):
        assert part in found
