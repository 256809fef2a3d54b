"""Commands about accounts of the workplace, for whoever runs the server."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from aimwell.cli.opening import open_workplace
from aimwell.cli.options import definitions_option, store_option

LENGTH = 12  # bytes of chance in a one-time password


@click.group()
def accounts() -> None:
    """Let an administrator into the workplace, from the machine that holds its store."""


@accounts.command(
    "add-administrator",
    epilog="Example: aimwell accounts add-administrator --store account --email you@example.org",
)
@store_option
@click.option("--email", required=True, help="The address to sign in with.")
@definitions_option
def add_administrator(store: Path, email: str, definitions: Path | None) -> None:
    """Make an administrator, or give one a new one-time password.

    For a store that a demonstration left behind, and for when the only administrator can no longer sign in. An
    account that exists is opened, its sessions end, and it sets up its second factor anew. The log says so.
    """
    open_workplace(store, definitions)
    from aimwell.services.workplace.administrators import let_administrator_in

    password = secrets.token_urlsafe(LENGTH)
    is_new = let_administrator_in(email=email, password=password, now=datetime.now(UTC))
    click.echo("A new administrator." if is_new else "The account is an administrator's again.")
    click.echo(f"  E-mail address     {email.strip().lower()}")
    click.echo(f"  One-time password  {password}")
    click.echo("It is shown only now, and has to be changed at the first sign-in.")
