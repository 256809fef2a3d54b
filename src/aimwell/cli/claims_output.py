"""Checked claims as text, JSON, CSV or one page; answers to what is asked, in and out."""

import csv
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import click

from aimwell.cli.output import plain, print_json, print_table
from aimwell.domain.claims.findings import ClaimsReport, Mark
from aimwell.domain.measures import Measure
from aimwell.domain.problems import Problem, Where
from aimwell.presentation.claim_words import MARK_WORDS, claim_words
from aimwell.presentation.claims_page import claims_page
from aimwell.presentation.claims_table import CLAIM_COLUMNS, claim_cells, report_as_json

TIE_COLUMNS = ("words", "measure", "may_be", "sentence")


def print_claims(report: ClaimsReport, measures: Mapping[str, Measure], output: str) -> None:
    """The report on standard output."""
    if output == "html":
        style = files("aimwell.site").joinpath("assets/aimwell.css").read_text(encoding="utf-8")
        sys.stdout.write(claims_page(report, measures, style))
    elif output == "csv":
        print_table(CLAIM_COLUMNS, [claim_cells(each) for each in report.claims], "csv")
    elif output == "json":
        print_json(report_as_json(report))
    else:
        _print_text(report, measures)


def _print_text(report: ClaimsReport, measures: Mapping[str, Measure]) -> None:
    counts = ", ".join(f"{report.count(mark)} {mark.value}" for mark in Mark)
    click.echo(
        f"{report.paper}, held against the figures of {report.place}: {len(report.claims)} claims, {counts}."
    )
    for note in report.notes:
        click.echo(f"Note: {note}")
    for each in report.claims:
        about = f" [{each.tie.measure}]" if each.tie.measure else ""
        ids = f" ({', '.join(each.finding.value_ids)})" if each.finding.value_ids else ""
        click.echo(f"\n{MARK_WORDS[each.finding.mark].upper()}: {claim_words(each.claim)}{about}")
        click.echo(f"  “{each.sentence.text}”\n  {each.sentence.where}\n  {each.why}{ids}")
    for question in report.questions:
        words = "this sentence" if question.of_sentence else f"“{question.words}”"
        click.echo(f"\nASKED: which measure is meant by {words}?\n  “{question.sentence}”")
        for name in question.candidates:
            title = measures[name].title if name in measures else name
            click.echo(f'  --tie "{question.words}={name}"   {title}')
    if report.set_aside:
        click.echo(
            f"\nNot counted as claims: {len(report.set_aside)} sentences (--format json lists them with the reason)."
        )


def answers_of(ties: Sequence[str]) -> dict[str, str]:
    """Answers given as words=measure. Raises Problem for one that is not."""
    answers: dict[str, str] = {}
    for tie in ties:
        words, sign, measure = tie.rpartition("=")
        if not sign or not words.strip() or not measure.strip():
            raise Problem(
                code="claims.tie-unreadable",
                found=f"'{tie}' does not say which measure words mean.",
                expected='Words, "=" and the id of a measure, such as "waiting list=rtt_waiting_list".',
                remedy="Copy the line that the report shows under what is asked.",
                where=Where(column="--tie"),
            )
        answers[words.strip()] = measure.strip()
    return answers


def read_ties(path: Path) -> dict[str, str]:
    """Answers of a CSV with the columns words and measure; rows without a measure are still to be answered."""
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path) from error
    if rows and not {"words", "measure"} <= set(rows[0]):
        raise _unreadable(path)
    return {
        row["words"].strip().lstrip("'"): row["measure"].strip()
        for row in rows
        if (row["words"] or "").strip() and (row["measure"] or "").strip()
    }


def write_ties(path: Path, report: ClaimsReport, answers: Mapping[str, str]) -> None:
    """All answers given so far, then what is still asked, with its measures to choose from."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(TIE_COLUMNS)
        writer.writerows([plain(words), measure, "", ""] for words, measure in sorted(answers.items()))
        for each in report.questions:
            writer.writerow([plain(each.words), "", " ".join(each.candidates), plain(each.sentence)])


def _unreadable(path: Path) -> Problem:
    return Problem(
        code="claims.ties-unreadable",
        found="The file of answers cannot be read.",
        expected="A CSV in UTF-8 with the columns words and measure.",
        remedy="Let `aimwell claims --ties FILE` write it anew under another name, and fill in the measures.",
        where=Where(path.name),
    )
