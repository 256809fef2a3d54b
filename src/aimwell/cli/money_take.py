"""`aimwell money take`: ledgers of payments into a store."""

from pathlib import Path

import click

from aimwell.cli.options import definitions_folder, definitions_option, progress_bar, store_option
from aimwell.cli.output import print_json
from aimwell.store.folder import StoreFolder


@click.command(epilog="Example: aimwell money take spend-over-25k-october.csv --store account --body RJ1")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@click.option("--body", default="", help="Code or name of the body that paid, where the file does not say.")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    default=None,
    help="Order of the dates, where the file does not tell.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the receipts as JSON.")
@definitions_option
def take(
    files: tuple[Path, ...],
    store: Path,
    body: str,
    dates: str | None,
    as_json: bool,  # noqa: FBT001
    definitions: Path | None,
) -> None:
    """Take published ledgers of payments (spend over £25,000, over £500) into a store. Each file gives a receipt."""
    from aimwell.domain.money.days import DateOrder
    from aimwell.pipeline.money.ledger_receipts import as_json as receipt_as_json
    from aimwell.pipeline.money.take import Asked, take_ledgers
    from aimwell.presentation.ledger_receipts import ledger_receipt_in_words

    with progress_bar("Taking", show=not as_json) as progress:
        receipts = take_ledgers(
            files,
            folder=StoreFolder(store),
            definitions=definitions_folder(definitions),
            asked=Asked(body, DateOrder(dates) if dates else None),
            progress=progress,
        )
    if as_json:
        print_json([receipt_as_json(receipt) for receipt in receipts])
    else:
        click.echo("\n".join(ledger_receipt_in_words(receipt) for receipt in receipts))
    if not all(receipt.taken for receipt in receipts):
        raise SystemExit(1)
