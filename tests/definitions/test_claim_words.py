"""The words of claims that ship: each stands for one thing, or is asked; every name is a measure's."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from aimwell.catalogue.claim_language import conflicts, read_claim_language
from aimwell.catalogue.everything import Catalogue
from aimwell.domain.claims.language import ClaimKind, PhraseRole, Subject, SubjectList, Unclear
from aimwell.domain.problems import Problems


@pytest.fixture(scope="module")
def language(definitions: Path):
    return read_claim_language(definitions, Catalogue(definitions).measures)


def test_every_kind_of_claim_and_every_role_but_figures_has_words(language):
    spoken = {words.kind for words in language.wording.claims}
    assert spoken == set(ClaimKind) - {ClaimKind.VALUE}
    assert {words.role for words in language.wording.roles} == set(PhraseRole)


def test_every_name_is_a_shipped_measure(language):
    named = {m for each in language.lists for subject in each.subjects for m in subject.measures}
    asked = {m for each in language.lists for unclear in each.unclear for m in unclear.each}
    assert named | asked <= set(language.measures)
    assert len(named) >= 60


def test_no_words_silently_stand_for_two_things(language):
    assert list(conflicts(language.lists)) == []


def test_words_are_within_their_review(language):
    assert all(each.reviewed < each.review_by for each in (*language.lists, language.wording))


def one(measure: str, *says: str) -> Subject:
    return Subject((measure,), says)


def test_the_same_words_for_two_measures_are_a_fault():
    day = date(2026, 1, 1)
    lists = [
        SubjectList("One", day, day, (one("a", "the waits"),)),
        SubjectList("Two", day, day, (one("b", "the/our wait"),)),
    ]
    assert [text for text in conflicts(lists) if "'the wait' stands for two things" in text]


def test_words_that_are_listed_as_unclear_are_no_fault():
    day = date(2026, 1, 1)
    lists = [
        SubjectList("One", day, day, (one("a", "x y"), one("b", "z w")), (Unclear(("waits",), ("a", "b")),))
    ]
    assert list(conflicts(lists)) == []


def copied(definitions: Path, target: Path, old: str, new: str) -> Path:
    shutil.copytree(definitions / "claims", target / "claims")
    path = target / "claims" / "cancer.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["cancer_31_day"]', '["no_such_measure"]', "There is no measure 'no_such_measure'"),
        ('"faster diagnosis"', '"62 day wait"', "stands for two things"),
        ('"faster diagnosis"', '"[faster]"', "may be left out wholly"),
    ],
)
def test_a_fault_is_told_with_its_file(definitions, tmp_path, old, new, said):
    folder = copied(definitions, tmp_path, old, new)
    with pytest.raises(Problems, match="claims/") as refused:
        read_claim_language(folder, Catalogue(definitions).measures)
    assert any(said in problem.found for problem in refused.value.problems)
