"""Every command, with its options and examples. Heavy parts are imported by the command that needs them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aimwell.cli.output import Format, print_csv, print_json
from aimwell.config.shipped import shipped
from aimwell.domain.problems import Problem, Problems
from aimwell.store.folder import StoreFolder

if TYPE_CHECKING:
    from aimwell.pipeline.account import Account, Progress

app = typer.Typer(
    name="aimwell",
    help="The system account of England's integrated care systems: from published files to a public record.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Store = Annotated[Path, typer.Option("--store", help="Folder of the store.", envvar="AIMWELL_STORE")]
Definitions = Annotated[
    Path | None,
    typer.Option(
        "--definitions",
        help="Folder of definitions; without it those that came with aimwell.",
        envvar="AIMWELL_DEFINITIONS",
    ),
]
OutputFormat = Annotated[Format, typer.Option("--format", help="Form of the answer.")]
Footprint = Annotated[
    datetime | None,
    typer.Option(
        "--footprint",
        formats=["%Y-%m-%d"],
        help="Show systems as they were on this date. Without it: as they were in each period.",
    ),
]


@app.command(epilog="Example: aimwell take Full-CSV-data-file-Feb26.zip April-26-AE.xls --store account")
def take(
    files: Annotated[list[Path], typer.Argument(help="Published files, as published.")],
    store: Store,
    definitions: Definitions = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipts as JSON.")] = False,
) -> None:
    """Take published files into a store. Each gives a receipt; a file that cannot be relied on is left out."""
    from aimwell.pipeline.receipt_text import as_json as receipt_as_json
    from aimwell.pipeline.take import take as take_files

    with progress_bar("Taking", show=not as_json) as progress:
        receipts = take_files(files, account_of(store, definitions), now=datetime.now(UTC), progress=progress)
    if as_json:
        print_json([receipt_as_json(receipt) for receipt in receipts])
    else:
        from aimwell.presentation.receipts import receipt_in_words

        for receipt in receipts:
            typer.echo(receipt_in_words(receipt))
    if not all(receipt.taken for receipt in receipts):
        raise typer.Exit(1)


@app.command(
    epilog="Example: aimwell values --store account --measure rtt_within_18_weeks --place QMM --footprint 2022-07-01"
)
def values(
    store: Store,
    measure: Annotated[str, typer.Option(help="Id of a measure; `aimwell measures` lists them.")],
    place: Annotated[str, typer.Option(help="ODS or ONS code; ENG for England.")] = "",
    period: Annotated[str, typer.Option(help="2026-02, 2025-Q3, 2024/25 or 2021.")] = "",
    footprint: Footprint = None,
    output: OutputFormat = Format.CSV,
    definitions: Definitions = None,
    out: Annotated[Path | None, typer.Option("--out", help="File to write; needed for parquet.")] = None,
) -> None:
    """Print the values of a measure."""
    from aimwell.services.ask_values import ValueQuestion, values_for, write_parquet

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions, measure)
    question = ValueQuestion(measure, place, period, footprint.date() if footprint else None)
    if output is Format.PARQUET:
        if out is None:
            raise typer.BadParameter("parquet needs --out FILE", param_hint="--out")
        write_parquet(folder, question, out)
        return
    from aimwell.domain.values import VALUE_COLUMNS

    rows = [[getattr(value, name) for name in VALUE_COLUMNS] for value in values_for(folder, question)]
    with redirected(out):
        if output is Format.JSON:
            print_json([dict(zip(VALUE_COLUMNS, row, strict=True)) for row in rows])
        else:
            print_csv(VALUE_COLUMNS, rows)


@app.command(epilog="Example: aimwell explain v3246c795c8a011d --store account")
def explain(
    value_id: Annotated[
        str, typer.Argument(metavar="VALUE_ID", help="The id of a value, as pages and downloads show it.")
    ],
    store: Store,
    definitions: Definitions = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """Walk a number back to its definition, formula, inputs, file, sheet, row and column."""
    from aimwell.services.explain import explain as explain_value

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions)
    explanation = explain_value(folder, account_of(store, definitions).catalogue, value_id)
    if as_json:
        print_json(explanation)
        return
    from aimwell.services.say_explanation import explanation_in_words

    typer.echo(explanation_in_words(explanation))


@app.command(epilog="Example: aimwell verdicts --store account --place QMM")
def verdicts(
    store: Store,
    place: Annotated[str, typer.Option(help="ODS or ONS code.")] = "",
    measure: Annotated[str, typer.Option(help="Id of a measure.")] = "",
    footprint: Footprint = None,
    output: OutputFormat = Format.CSV,
    definitions: Definitions = None,
) -> None:
    """Say in words what each measure says of each system: is it changing, will it get there, how does it compare."""
    from aimwell.services.ask_verdicts import verdicts_for
    from aimwell.services.say_verdicts import VERDICT_COLUMNS, in_words

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions)
    catalogue = account_of(store, definitions).catalogue
    found = verdicts_for(
        folder, place=place, measure=measure, footprint=footprint.date() if footprint else None
    )
    rows = [in_words(each, catalogue) for each in found]
    if output is Format.JSON:
        print_json([dict(zip(VERDICT_COLUMNS, row, strict=True)) for row in rows])
    else:
        print_csv(VERDICT_COLUMNS, rows)


@app.command(epilog="Example: aimwell measures --format json")
def measures(output: OutputFormat = Format.CSV, definitions: Definitions = None) -> None:
    """List the measures, with the question each answers."""
    catalogue = account_of(Path(), definitions).catalogue
    columns = ("measure", "title", "aim", "question", "unit", "better", "feed", "may_be_summed", "review_by")
    rows = [
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


@app.command(epilog="Example: aimwell feeds")
def feeds(output: OutputFormat = Format.CSV, definitions: Definitions = None) -> None:
    """List the kinds of published file that can be taken."""
    catalogue = account_of(Path(), definitions).catalogue
    rows = [(f.id, f.title, f.publisher, f.every, f.address) for f in catalogue.feeds.values()]
    print_table(("feed", "title", "publisher", "every", "address"), rows, output)


@app.command(epilog="Example: aimwell places --kind ics --on 2026-04-01")
def places(
    kind: Annotated[str, typer.Option(help="ics, region, sub_icb, council, district, trust …")] = "",
    search: Annotated[str, typer.Option(help="Part of a name: a council, a town, a system.")] = "",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only those that were there on this date.")
    ] = None,
    output: OutputFormat = Format.CSV,
    definitions: Definitions = None,
) -> None:
    """List places with their codes and dates, or find one by name."""
    from aimwell.services.ask_places import PLACE_COLUMNS, places_for

    register = account_of(Path(), definitions).geography.register
    print_table(
        PLACE_COLUMNS, places_for(register, kind=kind, search=search, on=on.date() if on else None), output
    )


@app.command(epilog="Example: aimwell publish --store account --out public")
def publish(
    store: Store,
    out: Annotated[Path, typer.Option("--out", help="Folder for the site; replaced whole.")],
    definitions: Definitions = None,
) -> None:
    """Write the public site as plain files that open from a memory stick."""
    from aimwell.site.publish import publish as publish_site

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions)
    with progress_bar("Publishing") as progress:
        publish_site(
            folder, definitions or shipped("definitions"), out, today=datetime.now(UTC).date(), progress=progress
        )
    typer.echo(f"The site is in {out}. Open {out / 'index.html'} in a browser.")


@app.command(epilog="Example: aimwell serve --store account --port 8000")
def serve(
    store: Store,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    definitions: Definitions = None,
) -> None:
    """Show the site from the store, fresh the moment a file is taken."""
    from aimwell.services.show_site import show

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions)
    typer.echo(f"aimwell is at http://{host}:{port}/ — stop it with Ctrl+C.")
    show(account_of(store, definitions), host=host, port=port)


@app.command(epilog="Example: aimwell demo --once --out /tmp/demo")
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the store and the site.")] = Path(
        "aimwell-demo"
    ),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    *,
    once: Annotated[bool, typer.Option("--once", help="Build store and site, and stop.")] = False,
) -> None:
    """Build the account of every system from the published data that ships with aimwell, and show it."""
    from aimwell.services.build_demo import build_store

    store = out / "store"
    account = account_of(store, None)
    with progress_bar("Building the account") as progress:
        build_store(account, shipped("demo"), now=datetime.now(UTC), progress=progress)
    if once:
        publish(store=store, out=out / "site")
        return
    serve(store=store, host=host, port=port)


def print_table(columns: tuple[str, ...], rows: list[tuple[Any, ...]], output: Format) -> None:
    """A list as CSV or JSON."""
    if output is Format.JSON:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        print_csv(columns, rows)


def account_of(store: Path, definitions: Path | None) -> "Account":
    """The store and its definitions."""
    from aimwell.catalogue.everything import Catalogue
    from aimwell.pipeline.account import Account
    from aimwell.pipeline.geography import Geography

    folder = definitions or shipped("definitions")
    return Account(StoreFolder(store), Catalogue(folder), Geography(folder))


def bring_up_to_date(folder: StoreFolder, definitions: Path | None, measure: str = "") -> None:
    """Work out what is behind the facts, one measure or all; quick when nothing is."""
    from aimwell.store.records.pending import EVERYTHING, fingerprint, pending

    if not pending(folder, fingerprint(definitions or shipped("definitions")), measure or EVERYTHING):
        return
    from aimwell.pipeline.freshen import freshen

    with progress_bar("Working out") as progress:
        freshen(account_of(folder.root, definitions), (measure,) if measure else (), progress=progress)


@contextmanager
def progress_bar(title: str, *, show: bool = True) -> Iterator["Progress"]:
    """A bar on standard error, where somebody can see it; nothing elsewhere."""
    from aimwell.pipeline.account import silent

    if not show or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


@contextmanager
def redirected(out: Path | None) -> Iterator[None]:
    """Send standard output to a file, when one is named."""
    if out is None:
        yield
        return
    from contextlib import redirect_stdout

    with out.open("w", encoding="utf-8", newline="") as stream, redirect_stdout(stream):
        yield


def run() -> None:
    """Run a command; a problem is told in words and ends with status 1, wrong arguments end with 2."""
    try:
        app()
    except (Problem, Problems) as error:
        for problem in error.problems if isinstance(error, Problems) else (error,):
            typer.echo(problem_in_words(problem), err=True)
        sys.exit(1)


def problem_in_words(problem: Problem) -> str:
    """A problem on four lines."""
    where = f" ({problem.where})" if str(problem.where) else ""
    return f"{problem.found}{where}\n  Expected: {problem.expected}\n  Remedy: {problem.remedy}\n  Code: {problem.code}"
