"""`aimwell money share`: how much of the money prevents, under each pack, of a named denominator, with its range."""

import sys
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aimwell.cli.money_amounts import exact, print_amounts
from aimwell.cli.options import (
    definitions_folder,
    definitions_option,
    format_option,
    store_option,
    written_to,
)
from aimwell.cli.output import print_json, print_table
from aimwell.domain.problems import Problem, Where
from aimwell.store.folder import StoreFolder

if TYPE_CHECKING:
    from aimwell.catalogue.prevention import Prevention
    from aimwell.services.money.prevention_shares import SharesRead, SinceBaseline


@click.command(epilog="Example: aimwell money share --store account --year 2025/26 --difference")
@store_option
@click.option("--year", default="", help="Financial year, such as 2025/26. Without it: the latest held.")
@click.option("--body", "bodies", multiple=True, help="Code of a body whose lines count. Without it: all.")
@click.option("--pack", "packs", multiple=True, help="Definition pack. Without it: all.")
@click.option("--denominator", default="lines", show_default=True, help="What the share is of.")
@click.option("--amount", default="", help="Pounds of a denominator that somebody has to state.")
@click.option("--source", default="", help="Where that amount stands.")
@click.option("--difference", is_flag=True, help="Show which groups of lines make the packs differ.")
@click.option("--relabelled-since", default="", help="Year to look back to for new names of old payments.")
@click.option("--freeze", is_flag=True, help="Keep these shares as the baseline; asks for --by and --reason.")
@click.option("--by", default="", help="Who freezes the baseline.")
@click.option("--reason", default="", help="Why.")
@format_option("text", "csv", "json", "html")
@click.option("--out", "-o", type=click.Path(path_type=Path), default=None, help="File to write.")
@definitions_option
def share(
    store: Path,
    difference: bool,  # noqa: FBT001 - a flag of the command line
    relabelled_since: str,
    freeze: bool,  # noqa: FBT001
    by: str,
    reason: str,
    output: str,
    out: Path | None,
    definitions: Path | None,
    **asked: Any,
) -> None:
    """Say how much of the money prevents: under each definition pack, of a named denominator, with low, central and high.

    The low figure counts what is sure, the central one also what is likely, the high one also what is possible.
    Against a frozen baseline "one per cent more" is told in all three readings, each by its name.
    """
    from aimwell.catalogue.prevention import read_prevention
    from aimwell.services.money.prevention_shares import freeze_baseline, read_shares

    if relabelled_since and output == "html":
        raise click.UsageError("--relabelled-since makes no page: choose text, csv or json.")
    folder, prevention = StoreFolder(store).require(), read_prevention(definitions_folder(definitions))
    read = read_shares(folder=folder, prevention=prevention, scope=_scope(asked), packs=asked["packs"])
    if freeze:
        for each in read.shares:
            freeze_baseline(
                folder=folder, prevention=prevention, share=each, by=by, reason=reason, at=datetime.now(UTC)
            )
    with written_to(out):
        if relabelled_since:
            _print_relabelled(folder, prevention, read, relabelled_since, output)
        elif output == "html":
            _print_page(prevention, read)
        elif difference:
            _print_difference(prevention, read, output)
        else:
            _print_shares(folder, prevention, read, output)


def _scope(asked: dict[str, Any]) -> Any:
    from aimwell.domain.money.lines import pence_of
    from aimwell.services.money.prevention_shares import Scope

    stated = None
    if asked["amount"]:
        try:
            stated = pence_of(Decimal(asked["amount"].replace(",", "").replace("£", "").strip()))
        except (InvalidOperation, ValueError) as error:
            raise Problem(
                code="prevention.amount-unreadable",
                found=f"'{asked['amount']}' is not an amount in pounds.",
                expected="Pounds and pence, such as 1234567.89.",
                remedy="Write it so.",
                where=Where(column="--amount"),
            ) from error
    return Scope(asked["year"], tuple(asked["bodies"]), asked["denominator"], stated, asked["source"])


def _print_shares(folder: StoreFolder, prevention: "Prevention", read: "SharesRead", output: str) -> None:
    from aimwell.presentation.prevention_words import (
        SHARE_COLUMNS,
        share_cells,
        share_in_words,
        unclassified_in_words,
    )
    from aimwell.services.money.prevention_shares import since_baseline

    since = since_baseline(folder=folder, prevention=prevention, read=read)
    rows = [share_cells(each) for each in read.shares]
    if output == "csv":
        print_table(SHARE_COLUMNS, rows, "csv")
    elif output == "json":
        shares = [dict(zip(SHARE_COLUMNS, (exact(cell) for cell in row), strict=True)) for row in rows]
        print_json(
            {
                "shares": shares,
                "since_baseline": [_since_plainly(each) for each in since],
                "unreconciled_ledgers": read.unreconciled,
            }
        )
    else:
        first = read.shares[0]
        click.echo(f"Prevention in {first.year or 'no year told'}, payments of {', '.join(read.bodies)}")
        click.echo(unclassified_in_words(first))
        for name in read.unreconciled:
            click.echo(f"Unreconciled: the lines of {name} do not add up to the total it states.")
        for each, pack in zip(read.shares, read.packs, strict=True):
            click.echo("\n" + "\n".join(share_in_words(each, pack)))
        for told in since:
            _say_since(told, prevention)


def _say_since(told: "SinceBaseline", prevention: "Prevention") -> None:
    from aimwell.presentation.prevention_words import path_in_words, percent, rise_in_words

    frozen = told.baseline.share
    click.echo(
        f"\n{prevention.pack(frozen.pack).title}: since the baseline of {frozen.year}"
        f" ({percent(frozen.central)} of {frozen.denominator_title};"
        f" frozen by {told.baseline.by}: {told.baseline.reason})"
    )
    for rise in told.rises:
        click.echo(f"  {rise_in_words(rise)}")
    if told.reads_otherwise_today:
        click.echo(
            f"  The frozen year would read {percent(told.frozen_year_today.central)} today:"
            " rules, decisions or lines have changed since. The baseline stays as it was frozen."
        )
    click.echo(f"  The way to the goal over {prevention.goal.years} years, by each reading:")
    for reading, steps in told.paths.items():
        click.echo(f"    {path_in_words(reading, prevention.goal.names[reading], steps)}")


def _since_plainly(told: "SinceBaseline") -> dict[str, object]:
    return {
        "pack": told.now.pack,
        "baseline_year": told.baseline.share.year,
        "frozen_by": told.baseline.by,
        "frozen_at": told.baseline.at.isoformat(),
        "reason": told.baseline.reason,
        "readings": [
            {
                "reading": each.reading.value,
                "name": each.name,
                "amount": None if each.amount is None else str(each.amount),
                "asked": each.asked,
                "why_not": each.why_not,
            }
            for each in told.rises
        ],
        "frozen_year_reads_otherwise_today": told.reads_otherwise_today,
    }


def _print_difference(prevention: "Prevention", read: "SharesRead", output: str) -> None:
    from aimwell.presentation.prevention_words import difference_in_words, difference_rows
    from aimwell.services.money.prevention_shares import explain_difference

    found, rules = explain_difference(read), {rule.id: rule for rule in prevention.rules}
    if output != "text":
        columns, rows = difference_rows(found, rules)
        print_amounts(columns, rows, output)
        return
    first, *others = sorted(read.packs, key=lambda pack: (-found.totals[pack.id].central, pack.id))
    for other in others:
        click.echo("\n".join(difference_in_words(found, first, other, rules)) + "\n")


def _print_page(prevention: "Prevention", read: "SharesRead") -> None:
    from aimwell.services.money.prevention_page import prevention_document
    from aimwell.services.print_plan import PlanForm, print_plan

    document = prevention_document(read, prevention, made=datetime.now(UTC).date())
    sys.stdout.write(print_plan(document=document, form=PlanForm.PAGE).decode("utf-8"))


def _print_relabelled(
    folder: StoreFolder, prevention: "Prevention", read: "SharesRead", earlier: str, output: str
) -> None:
    from aimwell.presentation.prevention_words import whole_pounds
    from aimwell.services.money.prevention_shares import look_for_relabelling

    later, rows = read.shares[0].year, []
    for pack in read.packs:
        found = look_for_relabelling(
            folder=folder, prevention=prevention, pack=pack.id, earlier=earlier, later=later
        )
        rows += [
            (pack.id, each.after.body, each.after.supplier, whole_pounds(each.rise), each.because)
            for each in found
        ]
    if output != "text":
        print_table(("pack", "body", "supplier", "rise", "because"), rows, output)
        return
    click.echo(
        f"To ask about: {len(rows)} payees whose money is called prevention in {later} and was not in {earlier}."
    )
    for pack_id, body, supplier, rise, because in rows:
        click.echo(f"  [{pack_id}] {body}: {supplier}, {rise} more counted: {because}")
