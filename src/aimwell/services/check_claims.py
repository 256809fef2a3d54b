"""Checks what a board paper claims of a place against the released figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from aimwell.catalogue.claim_language import read_claim_language
from aimwell.catalogue.everything import Catalogue
from aimwell.domain.claims.claimed import Mention, Places, Reading, SetAside
from aimwell.domain.claims.findings import Because, CheckedClaim, ClaimsReport, Finding, Mark, Question
from aimwell.domain.claims.judging import Standards, judge_claim
from aimwell.domain.claims.language import ClaimLanguage
from aimwell.domain.claims.papers import Paper, PassageKind, Sentence, sentences_of
from aimwell.domain.claims.reading import mentions_in, read_sentence
from aimwell.domain.claims.ties import NO_MEASURE, Tie, TieRules, answer_key, ties_of
from aimwell.domain.claims.words import words_of
from aimwell.domain.problems import Problem, Where
from aimwell.pipeline.account import Progress, silent
from aimwell.presentation.claim_words import why
from aimwell.services.claim_evidence import ClaimPlace, gather_evidence, place_of_claims
from aimwell.store.folder import StoreFolder

SENTENCES_BETWEEN_TELLS = 200


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading with the measures that stand near its sentence, for claims that name none."""

    reading: Reading
    nearby: tuple[Mention, ...]


def claim_language(catalogue: Catalogue) -> ClaimLanguage:
    """The words of claims that a set of definitions declares."""
    return read_claim_language(catalogue.folder, catalogue.measures)


def check_claims(
    *,
    paper: Paper,
    folder: StoreFolder,
    catalogue: Catalogue,
    language: ClaimLanguage,
    place: str,
    today: date,
    answers: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> ClaimsReport:
    """Every claim of a paper with what it is tied to and what was found.

    place: ODS or ONS code; answers: measure ids (or "none") by the words or sentence that were asked about.
    Raises Problem for a place or measure there is none of.
    """
    given = checked_answers(answers or {}, catalogue)
    about = place_of_claims(folder, place, language)
    sentences = list(sentences_of(paper.passages))
    found = _read(sentences, language, about.names, progress)
    rules = TieRules(catalogue.measures, frozenset(about.verdicts), given)
    tied = [
        (each.reading.sentence, claim, tie)
        for each in found
        for claim in each.reading.claims
        for tie in ties_of(claim, each.reading.sentence.ref, each.nearby, rules)
    ]
    named = {tie.measure for _, _, tie in tied if tie.measure in about.verdicts}
    evidence = gather_evidence(folder, catalogue, about, sorted(named), language.wording, today)
    standards = Standards(language.wording.best_share, language.wording.newest_figures)
    claims: list[CheckedClaim] = []
    for number, (sentence, claim, tie) in enumerate(tied, start=1):
        known = evidence.get(tie.measure)
        finding = judge_claim(claim, known, standards) if known else _untold(tie, about)
        said = why(claim, tie, finding, known, catalogue.measures, about.name)
        claims.append(CheckedClaim(number, sentence, claim, tie, finding, said))
    return ClaimsReport(
        paper=paper.name,
        place_code=about.code,
        place=about.name,
        today=today.isoformat(),
        pages=paper.pages,
        sentences=len(sentences),
        claims=tuple(claims),
        questions=_questions(claims),
        set_aside=tuple(chain.from_iterable(each.reading.set_aside for each in found)),
        evidence=tuple(evidence[measure] for measure in sorted(evidence)),
        answers=tuple(sorted(given.items())),
        notes=paper.notes,
    )


def _read(
    sentences: Sequence[Sentence], language: ClaimLanguage, places: Places, progress: Progress
) -> list[_Found]:
    """What each sentence claims, with the measures that the sentence before it or its heading names."""
    found: list[_Found] = []
    before: Sentence | None = None
    for number, sentence in enumerate(sentences):
        if number % SENTENCES_BETWEEN_TELLS == 0:
            progress("sentences", number, len(sentences))
        reading = read_sentence(sentence, language, places)
        if reading is not None:
            bare = any(not claim.mentions and claim.points_back for claim in reading.claims)
            found.append(_Found(reading, _nearby(sentence, before, language) if bare else ()))
        before = sentence
    progress("sentences", len(sentences), len(sentences))
    return found


def _nearby(sentence: Sentence, before: Sentence | None, language: ClaimLanguage) -> tuple[Mention, ...]:
    """The measures that the sentence before names under the same heading, else those of the heading."""
    follows = before is not None and before.passage.under == sentence.passage.under
    texts = [before.text] if before is not None and follows else []
    if sentence.passage.kind is not PassageKind.HEADING:
        texts.append(sentence.passage.under)
    for text in texts:
        mentions = mentions_in(text, words_of(text), language)
        if mentions:
            return tuple(mentions)
    return ()


def _untold(tie: Tie, about: ClaimPlace) -> Finding:
    """The finding of a claim that there is no evidence for."""
    if tie.is_asked:
        return Finding(Mark.CANNOT_TELL, Because.ASKED)
    known = tie.measure and tie.measure not in about.verdicts
    return Finding(Mark.CANNOT_TELL, Because.NO_FIGURES if known else Because.NO_MEASURE)


def _questions(claims: Sequence[CheckedClaim]) -> tuple[Question, ...]:
    """Each question once, with the claims that wait for its answer."""
    asked: dict[str, list[CheckedClaim]] = {}
    for each in claims:
        if each.tie.is_asked:
            asked.setdefault(answer_key(each.tie.words), []).append(each)
    return tuple(
        Question(
            waiting[0].tie.words,
            tuple(dict.fromkeys(measure for each in waiting for measure in each.tie.candidates)),
            tuple(each.number for each in waiting),
            waiting[0].sentence.text,
            waiting[0].tie.of_sentence,
        )
        for waiting in asked.values()
    )


def checked_answers(answers: Mapping[str, str], catalogue: Catalogue) -> dict[str, str]:
    """Answers in the form in which they are looked up. Raises Problem for a measure there is none of."""
    for words, measure in answers.items():
        if measure != NO_MEASURE and measure not in catalogue.measures:
            raise Problem(
                code="claims.unknown-measure",
                found=f"There is no measure '{measure}', which '{words}' is to be tied to.",
                expected=f"The id of a measure, or '{NO_MEASURE}'.",
                remedy="`aimwell measures` lists the ids.",
                where=Where(column="--tie"),
            )
    return {answer_key(words): measure for words, measure in answers.items()}


def sets_aside(report: ClaimsReport) -> Mapping[str, tuple[SetAside, ...]]:
    """Sentences that claim nothing, by the reason."""
    made: dict[str, tuple[SetAside, ...]] = {}
    for each in report.set_aside:
        made[each.reason.value] = (*made.get(each.reason.value, ()), each)
    return made
