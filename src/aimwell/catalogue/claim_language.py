"""Reads the words of claims in definitions/claims and holds them to the measures that they name."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.claims.language import (
    Choice,
    ClaimLanguage,
    ClaimWording,
    SubjectList,
    declared_phrases,
)
from aimwell.domain.claims.words import readings_of
from aimwell.domain.measures import Measure
from aimwell.domain.problems import Problem, Problems, Where

FOLDER = "claims"
WORDING = "wording.toml"

rename_keys(ClaimWording, {"claims": "claim", "roles": "role"})
rename_keys(SubjectList, {"subjects": "subject"})


def read_claim_language(folder: Path, measures: Mapping[str, Measure]) -> ClaimLanguage:
    """All words of claims. Raises Problems with every fault of every file: words that cannot be read, names of
    measures that there are none of, and words that would silently mean two things."""
    path = folder / FOLDER / WORDING
    if not path.is_file():
        raise _fault(WORDING, "There is no such file.")
    wording, problems = read_definition(path, ClaimWording)
    lists: list[SubjectList] = []
    for each in sorted((folder / FOLDER).glob("*.toml")):
        if each.name != WORDING:
            found, faults = read_definition(each, SubjectList)
            problems += faults
            if found is not None:
                lists.append(found)
                problems += [_fault(each.name, text) for text in _unknown_measures(found, measures)]
    if wording is not None:
        problems += [_fault(WORDING, text) for text in _unreadable(wording)]
    problems += [_fault("*.toml", text) for text in conflicts(lists)]
    if wording is None or problems:
        raise Problems(problems)
    return ClaimLanguage(wording, tuple(lists), measures)


def _unknown_measures(found: SubjectList, measures: Mapping[str, Measure]) -> Iterator[str]:
    named = [measure for subject in found.subjects for measure in subject.measures]
    named += [measure for unclear in found.unclear for measure in unclear.each]
    yield from (f"There is no measure '{measure}'." for measure in named if measure not in measures)
    if any(not subject.measures or not subject.says for subject in found.subjects):
        yield "A subject has no measure or no words."
    if found.review_by <= found.reviewed:
        yield "The next review is not after the last one."


def _unreadable(wording: ClaimWording) -> Iterator[str]:
    spoken = [((words.kind, words.denies), phrase) for words in wording.claims for phrase in words.says]
    meant: dict[tuple[str, ...], object] = {}
    for code, phrase in (*spoken, *((words.role, p) for words in wording.roles for p in words.says)):
        try:
            rows = readings_of(phrase)
        except ValueError as error:
            yield f"{error}."
            continue
        if isinstance(code, tuple):
            for row in rows:
                if meant.setdefault(row, code) != code:
                    yield f"'{' '.join(row)}' claims two things, one of them in '{phrase}'."
    if not 0 < wording.best_share < 1:
        yield "The share that is among the best is not between 0 and 1."


def conflicts(lists: Iterable[SubjectList]) -> Iterator[str]:
    """Words that would mean two things without anybody being asked."""
    meant: dict[tuple[str, ...], tuple[str, Choice]] = {}
    for phrase, choice in declared_phrases(lists):
        try:
            rows = readings_of(phrase)
        except ValueError as error:
            yield f"{error}."
            continue
        for row in rows:
            before = meant.setdefault(row, (phrase, choice))
            if before[1] != choice:
                yield f"'{' '.join(row)}' stands for two things, in '{before[0]}' and in '{phrase}'."


def _fault(name: str, found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="Words that each stand for one thing, or are listed as unclear with the things to choose from.",
        remedy=f"Correct {FOLDER}/{name}.",
        where=Where(f"{FOLDER}/{name}"),
    )
