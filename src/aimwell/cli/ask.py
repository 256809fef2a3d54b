"""Commands that ask: values, verdicts, where a number comes from, and what there is."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from aimwell.cli.options import (
    account_of,
    bring_up_to_date,
    definitions_folder,
    definitions_option,
    footprint_option,
    format_option,
    store_option,
    written_to,
)
from aimwell.cli.output import print_csv, print_json, print_table
from aimwell.store.folder import StoreFolder


@click.command(epilog="Example: aimwell values --store account --measure rtt_within_18_weeks --place QMM")
@store_option
@click.option("--measure", required=True, help="Id of a measure; `aimwell measures` lists them.")
@click.option("--place", default="", help="ODS or ONS code; ENG for England.")
@click.option("--period", default="", help="2026-02, 2025-Q3, 2024/25 or 2021.")
@footprint_option
@format_option("csv", "json", "parquet")
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="File to write; parquet needs one."
)
@definitions_option
def values(
    store: Path,
    measure: str,
    place: str,
    period: str,
    footprint: datetime | None,
    output: str,
    out: Path | None,
    definitions: Path | None,
) -> None:
    """Print the values of a measure."""
    from aimwell.domain.values import VALUE_COLUMNS, ValueStatus
    from aimwell.services.ask_values import ValueQuestion, parquet_of, values_for, write_parquet

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions, measure)
    question = ValueQuestion(measure, place, period, footprint.date() if footprint else None)
    if output == "parquet":
        if out is None:
            sys.stdout.buffer.write(parquet_of(folder, question))
        else:
            write_parquet(folder, question, out)
        return
    found = values_for(folder, question)
    reasons: Mapping[str, str] = {}
    if not found or any(value.status == ValueStatus.NOT_AVAILABLE for value in found):
        from aimwell.services.why_not_available import reasons_for

        reasons = reasons_for(account_of(store, definitions), question, found)
    rows = [[getattr(value, name) for name in VALUE_COLUMNS] for value in found]
    with written_to(out):
        if output == "json":
            print_json([_with_reason(dict(zip(VALUE_COLUMNS, row, strict=True)), reasons) for row in rows])
        else:
            print_csv(VALUE_COLUMNS, rows)
    for reason in dict.fromkeys(reasons.values()):
        click.echo(reason, err=True)


def _with_reason(row: dict[str, Any], reasons: Mapping[str, str]) -> dict[str, Any]:
    """A row of values; where there is no figure, with the reason in words."""
    return row | {"reason": reasons[row["place"]]} if row["place"] in reasons else row


@click.command(epilog="Example: aimwell explain v3246c795c8a011d --store account")
@click.argument("value_id", metavar="VALUE_ID")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
@definitions_option
def explain(value_id: str, store: Path, as_json: bool, definitions: Path | None) -> None:  # noqa: FBT001
    """Walk a number back to its definition, formula, inputs, file, sheet, row and column."""
    from aimwell.services.explain import explain as explain_value

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions)
    explanation = explain_value(account_of(store, definitions), value_id)
    if as_json:
        print_json(explanation)
        return
    from aimwell.catalogue.codelists import read_labels
    from aimwell.services.say_explanation import explanation_in_words

    click.echo(explanation_in_words(explanation, read_labels(definitions_folder(definitions))))


@click.command(epilog="Example: aimwell verdicts --store account --place QMM")
@store_option
@click.option("--place", default="", help="ODS or ONS code.")
@click.option("--measure", default="", help="Id of a measure.")
@footprint_option
@format_option("csv", "json")
@definitions_option
def verdicts(
    store: Path, place: str, measure: str, footprint: datetime | None, output: str, definitions: Path | None
) -> None:
    """Say in words what each measure says of each system: is it changing, will it get there, how does it compare."""
    from aimwell.services.ask_verdicts import verdicts_for
    from aimwell.services.say_verdicts import VERDICT_COLUMNS, in_words

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions, measure)
    catalogue = account_of(store, definitions).catalogue
    day = footprint.date() if footprint else None
    found = verdicts_for(folder, place=place, measure=measure, footprint=day)
    print_table(VERDICT_COLUMNS, [in_words(each, catalogue) for each in found], output)


@click.command(epilog="Example: aimwell measures --format json")
@format_option("csv", "json")
@definitions_option
def measures(output: str, definitions: Path | None) -> None:
    """List the measures, with the question each answers."""
    catalogue = account_of(Path(), definitions).catalogue
    columns = ("measure", "title", "aim", "question", "unit", "better", "feed", "may_be_summed", "review_by")
    rows: list[tuple[Any, ...]] = [
        (
            m.id,
            m.title,
            m.aim.value,
            m.question,
            m.unit,
            m.better.value,
            m.feed,
            m.may_be_summed,
            m.review_by.isoformat(),
        )
        for m in catalogue.measures.values()
    ]
    print_table(columns, rows, output)


@click.command(epilog="Example: aimwell feeds")
@format_option("csv", "json")
@definitions_option
def feeds(output: str, definitions: Path | None) -> None:
    """List the kinds of published file that can be taken."""
    catalogue = account_of(Path(), definitions).catalogue
    rows = [(f.id, f.title, f.publisher, f.every, f.address) for f in catalogue.feeds.values()]
    print_table(("feed", "title", "publisher", "every", "address"), rows, output)


@click.command(epilog="Example: aimwell places --kind ics --on 2026-04-01")
@click.option("--kind", default="", help="ics, region, sub_icb, council, district, trust …")
@click.option("--search", default="", help="Part of a name: a council, a town, a system.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Only those that were there on this date."
)
@format_option("csv", "json")
@definitions_option
def places(kind: str, search: str, on: datetime | None, output: str, definitions: Path | None) -> None:
    """List places with their codes and dates, or find one by name."""
    from aimwell.services.ask_places import PLACE_COLUMNS, places_for

    geography = account_of(Path(), definitions).geography
    rows = places_for(geography, kind=kind, search=search, on=on.date() if on else None)
    print_table(PLACE_COLUMNS, rows, output)
