"""Commands that make something: take files, publish, serve, the demonstration."""

from datetime import UTC, datetime
from pathlib import Path

import click

from aimwell.cli.options import (
    account_of,
    bring_up_to_date,
    definitions_folder,
    definitions_option,
    progress_bar,
    store_option,
)
from aimwell.cli.output import print_json
from aimwell.config.shipped import shipped
from aimwell.store.folder import StoreFolder

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on."
)

administrator_option = click.option(
    "--administrator",
    default="administrator@localhost.localdomain",
    show_default=True,
    help="E-mail address of the administrator that the first run makes.",
)


@click.command(epilog="Example: aimwell take Full-CSV-data-file-Feb26.zip April-26-AE.xls --store account")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@store_option
@click.option("--json", "as_json", is_flag=True, help="Print the receipts as JSON.")
@definitions_option
def take(files: tuple[Path, ...], store: Path, as_json: bool, definitions: Path | None) -> None:  # noqa: FBT001
    """Take published files into a store. Each gives a receipt; a file that cannot be relied on is left out."""
    from aimwell.pipeline.receipt_text import as_json as receipt_as_json
    from aimwell.pipeline.take import take as take_files
    from aimwell.presentation.receipts import receipt_in_words

    with progress_bar("Taking", show=not as_json) as progress:
        receipts = take_files(files, account_of(store, definitions), now=datetime.now(UTC), progress=progress)
    if as_json:
        print_json([receipt_as_json(receipt) for receipt in receipts])
    else:
        click.echo("\n".join(receipt_in_words(receipt) for receipt in receipts))
    if not all(receipt.taken for receipt in receipts):
        raise SystemExit(1)


@click.command(epilog="Example: aimwell publish --store account --out public")
@store_option
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder for the site; replaced whole."
)
@definitions_option
def publish(store: Path, out: Path, definitions: Path | None) -> None:
    """Write the public site as plain files that open from a memory stick."""
    publish_to(store, out, definitions)


@click.command(epilog="Example: aimwell serve --store account --port 8000")
@store_option
@host_option
@port_option
@administrator_option
@click.option("--site-only", is_flag=True, help="Show the public site without the workplace.")
@definitions_option
def serve(
    store: Path,
    host: str,
    port: int,
    administrator: str,
    site_only: bool,  # noqa: FBT001
    definitions: Path | None,
) -> None:
    """Show the public site and the workplace from the store, fresh the moment a file is taken."""
    if site_only:
        serve_site_from(store, host, port, definitions)
    else:
        serve_from(store, host, port, definitions, administrator=administrator)


@click.command(epilog="Example: aimwell demo --once --out account-of-england")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("aimwell-demo"),
    show_default=True,
    help="Folder for store and site.",
)
@click.option("--once", is_flag=True, help="Build store and site, and stop.")
@host_option
@port_option
def demo(out: Path, once: bool, host: str, port: int) -> None:  # noqa: FBT001
    """Build the account of every system from the published data that ships with aimwell, and show it.

    An invented system, Example Valley, shows what a year in the workplace looks like; it says so on every page. On
    your own computer its accounts can be signed in to, with a password that is shown once.
    """
    from aimwell.services.build_demo import build_store

    store = out / "store"
    with progress_bar("Building the account") as progress:
        build_store(account_of(store, None), shipped("demo"), now=datetime.now(UTC), progress=progress)
    if once:
        with progress_bar("Telling an illustrative year"):
            tell_once(store)
        publish_to(store, out / "site", None)
    else:
        demonstrate_from(store, host, port)


def publish_to(store: Path, out: Path, definitions: Path | None) -> None:
    """Bring the store up to date and write its site."""
    from aimwell.site.publish import publish as publish_site

    folder = StoreFolder(store).require()
    bring_up_to_date(folder, definitions)
    with progress_bar("Publishing") as progress:
        publish_site(
            folder, definitions_folder(definitions), out, today=datetime.now(UTC).date(), progress=progress
        )
    click.echo(f"The site is in {out}. Open {out / 'index.html'} in a browser.")


def serve_site_from(store: Path, host: str, port: int, definitions: Path | None) -> None:
    """Bring the store up to date and show its public site until somebody stops it."""
    from aimwell.services.show_site import show

    bring_up_to_date(StoreFolder(store).require(), definitions)
    click.echo(f"aimwell is at http://{host}:{port}/ (stop it with Ctrl+C)")
    show(account_of(store, definitions), host=host, port=port)


def tell_once(store: Path) -> None:
    """Load the illustrative year into the workplace of a demonstration, with accounts that nobody can sign in to."""
    from aimwell.web.demonstration import ADMINISTRATOR, prepare_demonstration, tell_story
    from aimwell.web.start import configure, prepare

    prepare_demonstration(host="")
    configure(store, shipped("definitions"))
    prepare(ADMINISTRATOR)
    tell_story(store, shipped("definitions"), shipped("demo"))


def demonstrate_from(store: Path, host: str, port: int) -> None:
    """Show the site and an illustrative workplace until somebody stops it."""
    from aimwell.services.show_site import kept_fresh
    from aimwell.web.demonstration import ADMINISTRATOR, prepare_demonstration, shown
    from aimwell.web.serving import serve as serve_both
    from aimwell.web.start import configure, prepare

    definitions = shipped("definitions")
    own_computer = prepare_demonstration(host=host)
    configure(store, definitions)
    made = prepare(ADMINISTRATOR)
    click.echo(f"aimwell is at http://{host}:{port}/ (stop with Ctrl+C)")
    click.echo(
        f"Its workplace is at http://{host}:{port}/workplace/ and shows an invented system, Example Valley."
    )
    if made and not own_computer:
        click.echo(f"The first administrator: {made.email}, password {made.password} (shown once)")
    opened = shown(store, definitions, shipped("demo"), address=(host, port), own_computer=own_computer)
    with kept_fresh(account_of(store, None)), opened:
        serve_both(store, definitions, host, port)


def serve_from(
    store: Path,
    host: str,
    port: int,
    definitions: Path | None,
    *,
    administrator: str = "administrator@localhost",
) -> None:
    """Bring the store up to date and show its site and workplace until somebody stops it."""
    from aimwell.services.show_site import kept_fresh
    from aimwell.web.serving import serve as serve_both
    from aimwell.web.start import configure, prepare

    bring_up_to_date(StoreFolder(store).require(), definitions)
    configure(store, definitions_folder(definitions))
    made = prepare(administrator)
    click.echo(
        f"aimwell is at http://{host}:{port}/ and its workplace at http://{host}:{port}/workplace/ (stop with Ctrl+C)"
    )
    if made:
        click.echo(
            f"The first administrator: {made.email}, password {made.password} (shown once; you will choose your own)"
        )
    with kept_fresh(account_of(store, definitions)):
        serve_both(store, definitions_folder(definitions), host, port)
