"""`aimwell money pools`: a pooled fund from its workbook, as tables or as the schedule of an agreement."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from aimwell.cli.options import definitions_folder, definitions_option, format_option, written_to
from aimwell.cli.output import print_csv, print_json

if TYPE_CHECKING:
    from aimwell.domain.money.pools import Pool
    from aimwell.domain.plan_documents import Table

BINARY = ("docx", "pdf", "xlsx")


@click.command(epilog="Example: aimwell money pools our-pool.xlsx --format docx --out schedule.docx")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--blank", is_flag=True, help="Write an empty workbook to fill in, to --out.")
@format_option("text", "csv", "json", "html", "docx", "pdf", "xlsx")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="File to write.")
@definitions_option
def pools(file: Path | None, blank: bool, output: str, out: Path | None, definitions: Path | None) -> None:  # noqa: FBT001 - click
    """Show a pooled fund: who pays, what for, who bears a difference, who gains. Or write its schedule."""
    folder = definitions_folder(definitions)
    today = datetime.now(ZoneInfo("Europe/London")).date()
    if blank == (file is not None):
        raise click.UsageError("Name a workbook, or ask for an empty one with --blank.")
    if (blank or output in BINARY) and out is None:
        raise click.UsageError("Say with --out where the file is to be written.")
    if file is None:
        _write_blank(out, folder, today)
        return
    pool, names = _read(file, folder)
    if out is not None and output in BINARY:
        out.write_bytes(_as_file(pool, output, folder, today, names))
        return
    with written_to(out):
        _print(pool, output, today, names)


def _write_blank(out: Path | None, folder: Path, today: date) -> None:
    from aimwell.services.money.pool_files import write_pool

    if out is not None:
        out.write_bytes(write_pool(pool=None, definitions=folder, made=today))


def _read(file: Path, folder: Path) -> tuple["Pool", dict[str, str]]:
    from aimwell.catalogue.everything import Catalogue
    from aimwell.services.money.pool_files import read_pool

    names = {name: measure.title for name, measure in Catalogue(folder).measures.items()}
    return read_pool(path=file, definitions=folder, measures=names), names


def _as_file(pool: "Pool", output: str, folder: Path, today: date, names: dict[str, str]) -> bytes:
    from aimwell.services.money.pool_files import write_pool
    from aimwell.services.money.pool_schedule import print_schedule
    from aimwell.services.print_plan import PlanForm

    if output == "xlsx":
        return write_pool(pool=pool, definitions=folder, made=today)
    return print_schedule(pool=pool, form=PlanForm(output), made=today, measures=names)


def _print(pool: "Pool", output: str, today: date, names: dict[str, str]) -> None:
    from aimwell.presentation.pool_words import schemes_table, table_lines
    from aimwell.services.money.pool_schedule import print_schedule
    from aimwell.services.print_plan import PlanForm

    match output:
        case "html":
            page = print_schedule(pool=pool, form=PlanForm.PAGE, made=today, measures=names)
            sys.stdout.write(page.decode("utf-8"))
        case "csv":
            table = schemes_table(pool)
            print_csv(table.headings, table.rows)
        case "json":
            print_json(pool)
        case _:
            lines = [pool.title, f"{pool.system}. Held by {pool.host}.", ""]
            for table in _tables(pool, names):
                lines += [*table_lines(table), ""]
            click.echo("\n".join([*lines, *_warnings(pool)]))


def _tables(pool: "Pool", names: dict[str, str]) -> list["Table"]:
    from aimwell.presentation.pool_words import (
        balances_table,
        contributions_table,
        flows_table,
        outcomes_table,
        risk_table,
        schemes_table,
    )

    risk = risk_table(pool)
    gains = [balances_table(pool), flows_table(pool)] if pool.gains else []
    return [
        contributions_table(pool),
        schemes_table(pool),
        outcomes_table(pool, names),
        *([risk] if risk else []),
        *gains,
    ]


def _warnings(pool: "Pool") -> list[str]:
    from aimwell.domain.money.pools import warnings_of_pool

    return [f"{problem.found} {problem.remedy}" for problem in warnings_of_pool(pool)]
