"""The command that sends reminders of duties."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from aimwell.cli.opening import open_workplace
from aimwell.cli.options import definitions_option, store_option

if TYPE_CHECKING:
    from aimwell.services.workplace.reminding import Sent

BRITISH_TIME = ZoneInfo("Europe/London")


@click.command(epilog="Example: aimwell remind --store account --address https://account.example.org")
@store_option
@click.option("--dry-run", is_flag=True, help="Only tell what would be sent.")
@click.option(
    "--address",
    default="",
    envvar="AIMWELL_ADDRESS",
    help="Where people reach the workplace, for links in the letters. Without it: none.",
)
@definitions_option
def remind(store: Path, dry_run: bool, address: str, definitions: Path | None) -> None:  # noqa: FBT001
    """Send reminders of duties by e-mail, each once. Run it every morning; ends with 1 if a letter failed."""
    folder = open_workplace(store, definitions)
    from django.conf import settings

    from aimwell.services.workplace.claim_checks import throw_away_what_is_due
    from aimwell.services.workplace.duty_days import keep_days
    from aimwell.services.workplace.reminding import send_reminders

    now = datetime.now(UTC)
    today = now.astimezone(BRITISH_TIME).date()
    if not dry_run:
        keep_days(folder, today)
        throw_away_what_is_due(folder=settings.AIMWELL.folder, today=today)  # sentences of checked papers
    sent = send_reminders(
        definitions=folder,
        now=now,
        today=today,
        sender=settings.AIMWELL.mail_from,
        address=address,
        dry_run=dry_run,
    )
    for each in sent:
        click.echo(_line(each, dry_run=dry_run))
    click.echo(
        _summary(sent, "" if settings.AIMWELL.mail else str(settings.AIMWELL.letters), dry_run=dry_run)
    )
    if any(each.failed for each in sent):
        raise SystemExit(1)


def _line(sent: "Sent", *, dry_run: bool) -> str:
    record = sent.planned.record
    what = f"{record.system}: {record.title}, {sent.planned.reminder.rule.id.replace('-', ' ')}"
    if sent.went or (dry_run and not sent.planned.nobody):
        return f"{'would go' if dry_run else 'sent'}  {what}, to {sent.planned.to}"
    return f"not sent  {what}, to {sent.planned.to or 'nobody'}: {sent.because}"


def _summary(sent: "list[Sent]", folder: str, *, dry_run: bool) -> str:
    if not sent:
        return "Nobody is to be reminded of anything today."
    if dry_run:
        reached = sum(not each.planned.nobody for each in sent)
        return f"{reached} of {len(sent)} due today would go out. Nothing was sent."
    went = sum(each.went for each in sent)
    where = f", written to {folder}" if folder and went else ""
    return f"{went} of {len(sent)} due today sent{where}."
