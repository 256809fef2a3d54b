"""Hold a paper against the figures, answer what is asked, and say for how long its words are kept and who reads them."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from aimwell.catalogue.papers import read_keeping_rule
from aimwell.domain.claims.findings import ClaimsReport, Mark
from aimwell.domain.claims.keeping import KeepingRule, is_kept, may_keep_paper, may_read_paper
from aimwell.domain.claims.language import ClaimLanguage
from aimwell.domain.claims.papers import Paper
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act, Actor, Decision
from aimwell.services.check_claims import check_claims, claim_language
from aimwell.services.read_paper import read_paper_bytes
from aimwell.services.workplace.changing import Asking, change, require
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.kept_reports import (
    KeptPaper,
    data_of,
    kept_paper_of,
    report_in,
    report_of,
    text_of,
)
from aimwell.store.folder import StoreFolder
from aimwell.store.workplace.models import Body, ClaimCheck
from aimwell.store.workplace.papers import keep_words, papers_with_words, throw_words_away, words_of


@dataclass(frozen=True, slots=True)
class Around:
    """Where figures, definitions and papers are, and which day it is."""

    store: Path
    definitions: Path
    folder: Path  # the workplace's own, where words are kept
    today: date


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A paper as somebody hands it in, and what they say of it."""

    content: bytes
    name: str  # as its sender calls it
    title: str
    place: str  # the code of the place that it is about
    shared: bool = False
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a check. with_words: whether the paper's sentences are still here."""

    report: ClaimsReport
    with_words: bool


@lru_cache(maxsize=4)
def language_of(definitions: Path) -> ClaimLanguage:
    """The words of claims, read once in a process."""
    return claim_language(catalogue_of(definitions))


@lru_cache(maxsize=4)
def keeping_rule(definitions: Path) -> KeepingRule:
    """For how long words are kept, read once in a process."""
    return read_keeping_rule(definitions)


def check_paper(*, asking: Asking, system: Body, handed: HandedIn, around: Around) -> ClaimCheck:
    """Hold a paper against the figures of a place. Raises Problem for a file that is not taken; nothing is kept then."""
    require(asking, Act.CHECK_CLAIMS, system)
    language = language_of(around.definitions)
    paper = read_paper_bytes(
        content=handed.content, name=handed.name, language=language, definitions=around.definitions
    )
    report = _checked(paper, handed.place, {}, around)
    check = ClaimCheck(
        system=system,
        by_id=asking.by.id or None,
        title=handed.title,
        paper=hashlib.sha256(handed.content).hexdigest(),
        shared=handed.shared,
        text_until=keeping_rule(around.definitions).until(around.today, longer=handed.longer),
        **_found(report),
    )
    with change(asking, Act.CHECK_CLAIMS, system) as made:
        made.add(check)
    keep_words(around.folder, check.pk, text_of(KeptPaper(paper, report)))
    throw_away_what_is_due(folder=around.folder, today=around.today)
    return check


def answer_questions(
    *,
    asking: Asking,
    check: ClaimCheck,
    around: Around,
    answers: Mapping[str, str],
    again: Collection[str] = (),
    seen: int | None = None,
) -> bool:
    """Say which measures words mean and check once more; returns whether anything changed.

    answers: measure ids, or "none", by words; again: words whose earlier answer no longer holds.
    """
    decision = may_read(check, asking.by)
    require(asking, Act.CHECK_CLAIMS, check.system, decision=decision)
    kept = _kept(check, around)
    if kept is None:
        raise words_gone()
    given = {words: measure for words, measure in check.answers.items() if words not in again} | dict(answers)
    report = _checked(kept.paper, check.place, given, around)
    with change(asking, Act.CHECK_CLAIMS, check.system, decision=decision) as made:
        changed = made.alter(
            check,
            {"answers": given, **_found(report)},
            seen=seen,
            beside={"answers": (_said(check.answers), _said(given))},
        )
    keep_words(around.folder, check.pk, text_of(KeptPaper(kept.paper, report)))
    return changed


def change_keeping(
    *, asking: Asking, check: ClaimCheck, around: Around, shared: bool, longer: bool, seen: int | None
) -> bool:
    """Say who may read a check and for how long its words are kept; returns whether anything changed."""
    decision = may_keep(check, asking.by)
    fields: dict[str, Any] = {"shared": shared}
    if has_words(check, around):
        fields["text_until"] = keeping_rule(around.definitions).until(around.today, longer=longer)
    with change(asking, Act.CHECK_CLAIMS, check.system, decision=decision) as made:
        return made.alter(check, fields, seen=seen)


def forget_words(*, asking: Asking, check: ClaimCheck, around: Around) -> None:
    """Throw the words of a paper away. What was found stays, without its sentences."""
    with change(asking, Act.CHECK_CLAIMS, check.system, decision=may_keep(check, asking.by)) as made:
        made.alter(check, {"text_until": None})
    throw_words_away(around.folder, check.pk)


def throw_away_what_is_due(*, folder: Path, today: date) -> int:
    """Throw away the words of papers whose days are over; how many there were. The log said so from the start."""
    here = papers_with_words(folder)
    kept = set(ClaimCheck.objects.filter(pk__in=here, text_until__gte=today).values_list("pk", flat=True))
    for key in here - kept:
        throw_words_away(folder, key)
    return len(here - kept)


def checks_of(system: Body) -> "QuerySet[ClaimCheck]":
    """The checks of a system, the newest first, without their reports."""
    rows = ClaimCheck.objects.filter(system=system).select_related("by").defer("report", "answers")
    return rows.order_by("-made_at", "pk")


def shown(check: ClaimCheck, around: Around) -> Shown:
    """The report, with the paper's sentences while they are kept. Raises Problem where it cannot be read."""
    text = words_of(around.folder, check.pk) if is_kept(check.text_until, around.today) else None
    return (
        Shown(report_in(text), with_words=True) if text else Shown(report_of(check.report), with_words=False)
    )


def has_words(check: ClaimCheck, around: Around) -> bool:
    """Whether the paper's sentences are still here."""
    return is_kept(check.text_until, around.today) and words_of(around.folder, check.pk) is not None


def may_read(check: ClaimCheck, reader: Actor) -> Decision:
    """Whether somebody may see what was found."""
    return may_read_paper(author=str(check.by_id or ""), reader=reader.id, shared=check.shared)


def may_keep(check: ClaimCheck, reader: Actor) -> Decision:
    """Whether somebody may say who reads it, and for how long its words are kept."""
    return may_keep_paper(author=str(check.by_id or ""), reader=reader.id)


def words_gone() -> Problem:
    """That a paper can no longer be checked anew."""
    return Problem(
        code="claims.words-gone",
        found="The sentences of this paper are no longer kept, so it cannot be checked anew.",
        expected="An answer while the sentences are kept.",
        remedy="Hand the paper in once more.",
    )


def _kept(check: ClaimCheck, around: Around) -> KeptPaper | None:
    text = words_of(around.folder, check.pk) if is_kept(check.text_until, around.today) else None
    return kept_paper_of(text) if text else None


def _checked(paper: Paper, place: str, answers: Mapping[str, str], around: Around) -> ClaimsReport:
    return check_claims(
        paper=paper,
        folder=StoreFolder(around.store),
        catalogue=catalogue_of(around.definitions),
        language=language_of(around.definitions),
        place=place,
        today=around.today,
        answers=answers,
    )


def _found(report: ClaimsReport) -> dict[str, Any]:
    """What was found, as fields of the record."""
    return {
        "place": report.place_code,
        "place_name": report.place,
        "checked_on": date.fromisoformat(report.today),
        "claims": len(report.claims),
        "supported": report.count(Mark.SUPPORTED),
        "not_supported": report.count(Mark.NOT_SUPPORTED),
        "cannot_tell": report.count(Mark.CANNOT_TELL),
        "not_claims": len(report.set_aside),
        "asked": len(report.questions),
        "report": data_of(report),
    }


def _said(answers: Mapping[str, str]) -> str:
    return "; ".join(f"{words}: {measure}" for words, measure in sorted(answers.items()))
