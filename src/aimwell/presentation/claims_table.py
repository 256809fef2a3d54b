"""Checked claims as rows and as plain data, for files that people take away."""

from typing import Any

from aimwell.domain.claims.findings import CheckedClaim, ClaimsReport, Mark
from aimwell.presentation.claim_words import ASIDE_WORDS, claim_words

CLAIM_COLUMNS = (
    "number", "where", "page", "sentence", "sentence_id", "kind", "claim", "finding", "why", "reason", "measure", "asked",
    "period", "value", "beside", "value_ids",
)  # fmt: skip


def claim_cells(each: CheckedClaim) -> tuple[Any, ...]:
    """A row of CLAIM_COLUMNS. A sentence that is no longer kept has neither words nor a name made of them."""
    finding, sentence = each.finding, each.sentence
    ref = sentence.ref if sentence.text else ""
    return (
        each.number, sentence.where, sentence.passage.page, sentence.text, ref, each.claim.kind.value,
        claim_words(each.claim), finding.mark.value, each.why, finding.because.value, each.tie.measure,
        " ".join(each.tie.candidates), finding.period, finding.value, finding.beside, " ".join(finding.value_ids),
    )  # fmt: skip


def report_as_json(report: ClaimsReport) -> dict[str, Any]:
    """The report with the series of every measure that a claim is tied to."""
    return {
        "paper": report.paper,
        "place": report.place_code,
        "place_name": report.place,
        "checked_on": report.today,
        "pages": report.pages,
        "sentences": report.sentences,
        "counts": {mark.value: report.count(mark) for mark in Mark},
        "notes": report.notes,
        "claims": [dict(zip(CLAIM_COLUMNS, claim_cells(each), strict=True)) for each in report.claims],
        "questions": report.questions,
        "not_claims": [
            {"where": each.sentence.where, "sentence": each.sentence.text, "is": ASIDE_WORDS[each.reason]}
            for each in report.set_aside
        ],
        "evidence": report.evidence,
        "answers": dict(report.answers),
    }
