"""The command `aimwell claims`: holds what a board paper says against the released figures."""

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aimwell.cli.options import (
    account_of,
    bring_up_to_date,
    definitions_folder,
    definitions_option,
    format_option,
    progress_bar,
    store_option,
    written_to,
)
from aimwell.store.folder import StoreFolder

if TYPE_CHECKING:
    from aimwell.domain.claims.findings import ClaimsReport
    from aimwell.domain.measures import Measure

LONG_PAPER = 200_000  # bytes from which on a progress bar shows
STANDARD_INPUT = Path("-")


@click.command(
    epilog='Example: aimwell claims paper.docx --store account --place QMM --tie "waiting list=rtt_waiting_list"'
)
@click.argument("paper", type=click.Path(path_type=Path, allow_dash=True), metavar="PAPER")
@store_option
@click.option("--place", required=True, help="ODS or ONS code of the place that the paper is about.")
@format_option("text", "json", "csv", "html")
@click.option("--out", "-o", type=click.Path(path_type=Path), default=None, help="File to write.")
@click.option(
    "--tie", "ties", multiple=True, help='Which measure words mean: "words=measure_id", or "words=none".'
)
@click.option(
    "--ties",
    "ties_file",
    type=click.Path(path_type=Path),
    default=None,
    help="CSV of words and measures: read if it is there, and written with what is still asked.",
)
@click.option("--strict", is_flag=True, help="End with status 1 if any claim is not supported.")
@definitions_option
def claims(
    paper: Path,
    store: Path,
    place: str,
    output: str,
    out: Path | None,
    ties: tuple[str, ...],
    ties_file: Path | None,
    strict: bool,  # noqa: FBT001 - a flag of the command line
    definitions: Path | None,
) -> None:
    """Check the sentences of a board paper (.docx, .pdf, .md, .txt, - for standard input) against the figures.

    Each sentence such as "X improved" or "we are on track for Y" is tied to a measure and marked supported, not supported or
    cannot tell, with the reason. Words that may mean several measures are asked, never guessed.
    """
    from aimwell.cli.claims_output import answers_of, print_claims, read_ties, write_ties

    folder = StoreFolder(store).require()
    answers = {**(read_ties(ties_file) if ties_file else {}), **answers_of(ties)}
    bring_up_to_date(folder, definitions)
    report, measures = _checked(paper, folder, place, answers, definitions)
    if ties_file:
        write_ties(ties_file, report, answers)
    with written_to(out):
        print_claims(report, measures, output)
    if strict and _unsupported(report):
        sys.exit(1)


def _checked(
    paper: Path, folder: StoreFolder, place: str, answers: Mapping[str, str], definitions: Path | None
) -> "tuple[ClaimsReport, Mapping[str, Measure]]":
    from aimwell.services.check_claims import check_claims, claim_language
    from aimwell.services.read_paper import read_paper, read_paper_bytes

    catalogue = account_of(folder.root, definitions).catalogue
    language = claim_language(catalogue)
    where = definitions_folder(definitions)
    if paper == STANDARD_INPUT:
        content = sys.stdin.buffer.read()
        read = read_paper_bytes(content=content, name="standard input", language=language, definitions=where)
    else:
        read = read_paper(path=paper, language=language, definitions=where)
    long = paper != STANDARD_INPUT and paper.stat().st_size > LONG_PAPER
    with progress_bar("Checking") if long else nullcontext(_silent) as progress:
        report = check_claims(
            paper=read,
            folder=folder,
            catalogue=catalogue,
            language=language,
            place=place,
            today=datetime.now(UTC).date(),
            answers=answers,
            progress=progress,
        )
    return report, catalogue.measures


def _silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody needs to see: the paper is short."""


def _unsupported(report: "ClaimsReport") -> bool:
    from aimwell.domain.claims.findings import Mark

    return report.count(Mark.NOT_SUPPORTED) > 0
