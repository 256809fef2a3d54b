"""Options that several commands share, and what they turn into."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aimwell.config.shipped import shipped
from aimwell.store.folder import StoreFolder

if TYPE_CHECKING:
    from aimwell.pipeline.account import Account, Progress

Command = TypeVar("Command", bound=Callable[..., Any])

store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    required=True,
    envvar="AIMWELL_STORE",
    help="Folder of the store.",
)
definitions_option = click.option(
    "--definitions",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    envvar="AIMWELL_DEFINITIONS",
    help="Folder of definitions. Without it: those that came with aimwell.",
)
footprint_option = click.option(
    "--footprint",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Show systems as they were on this date. Without it: as they were in each period.",
)


def format_option(*forms: str) -> Callable[[Command], Command]:
    """--format with some of csv, json, parquet; the first is what people get unasked."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="Form of the answer.",
    )


def definitions_folder(given: Path | None) -> Path:
    """The folder somebody named, or the shipped one."""
    return given or shipped("definitions")


def account_of(store: Path, definitions: Path | None) -> "Account":
    """The store and its definitions."""
    from aimwell.catalogue.everything import Catalogue
    from aimwell.pipeline.account import Account
    from aimwell.pipeline.geography import Geography

    folder = definitions_folder(definitions)
    return Account(StoreFolder(store), Catalogue(folder), Geography(folder))


def bring_up_to_date(folder: StoreFolder, definitions: Path | None, measure: str = "") -> None:
    """Work out what is behind the facts, one measure or all; quick when nothing is."""
    from aimwell.store.records.pending import EVERYTHING, fingerprint, pending

    if not pending(folder, fingerprint(definitions_folder(definitions)), measure or EVERYTHING):
        return
    if not folder.may_be_written:
        click.echo(
            "The store may not be written to: this is as it was when last brought up to date.", err=True
        )
        return
    from aimwell.pipeline.freshen import freshen

    with progress_bar("Working out") as progress:
        freshen(account_of(folder.root, definitions), (measure,) if measure else (), progress=progress)


@contextmanager
def progress_bar(title: str, *, show: bool = True) -> Iterator["Progress"]:
    """A bar on standard error, where somebody can see it; a line now and then where it is a file or a log."""
    from aimwell.pipeline.account import silent

    if not show:
        yield silent
        return
    if not sys.stderr.isatty():
        yield lines_of_progress(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)


def lines_of_progress(title: str) -> "Progress":
    """Progress as a line at each quarter of the way."""
    said: set[int] = set()

    def tell(_what: str, done: int, of: int) -> None:
        quarter = 4 * done // max(of, 1)
        if quarter and quarter not in said:
            said.add(quarter)
            click.echo(f"{title}: {done} of {of}", err=True)

    return tell


@contextmanager
def written_to(out: Path | None) -> Iterator[None]:
    """Send standard output to a file, when one is named."""
    if out is None:
        yield
        return
    from contextlib import redirect_stdout

    with out.open("w", encoding="utf-8", newline="") as stream, redirect_stdout(stream):
        yield
