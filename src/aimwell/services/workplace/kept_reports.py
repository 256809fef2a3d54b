"""Reports of checked papers as they rest: what was found in a table, the paper's words in a file of their own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

from aimwell.domain.claims.findings import ClaimsReport, for_showing, without_sentences
from aimwell.domain.claims.papers import Paper
from aimwell.domain.problems import Problem

_CONVERTER = make_converter()


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper with its words, and the report that quotes them."""

    paper: Paper
    report: ClaimsReport


def data_of(report: ClaimsReport) -> dict[str, Any]:
    """A report for the table: everything but the paper's sentences."""
    data: dict[str, Any] = _CONVERTER.unstructure(without_sentences(report))
    return data


def text_of(kept: KeptPaper) -> str:
    """Paper and report for the file."""
    slim = replace(kept, report=for_showing(kept.report))
    return json.dumps(_CONVERTER.unstructure(slim), ensure_ascii=False, separators=(",", ":"))


def report_of(data: Mapping[str, Any]) -> ClaimsReport:
    """A report from the table. Raises Problem where another version of aimwell wrote it and this one cannot read it."""
    try:
        return _CONVERTER.structure(data, ClaimsReport)
    except (BaseValidationError, KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error


def kept_paper_of(text: str) -> KeptPaper:
    """Paper and report from the file. Raises Problem as `report_of` does."""
    try:
        return _CONVERTER.structure(json.loads(text), KeptPaper)
    except (BaseValidationError, KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error


def report_in(text: str) -> ClaimsReport:
    """The report of the file alone, without the time that it takes to read the paper."""
    try:
        return report_of(json.loads(text)["report"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error


def _unreadable() -> Problem:
    return Problem(
        code="claims.report-unreadable",
        found="The report of this check cannot be read: another version of aimwell wrote it.",
        expected="A report of this version.",
        remedy="Check the paper once more.",
    )
