"""`aimwell remind`: sends what is to go out today, tells what it did, and ends badly where a letter failed."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail

from aimwell.cli.commands import app
from aimwell.cli.remind import BRITISH_TIME
from aimwell.store.folder import StoreFolder
from aimwell.store.workplace.models import ReminderSent
from tests.workplace.duty_examples import board_of, own_duty, post_at, taken_up


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store that has been made, so that commands take it; the tables are those of the tests."""
    folder = tmp_path / "account"
    StoreFolder(folder).create()
    for name in ("AIMWELL_STORE", "AIMWELL_DEFINITIONS", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "aimwell.web.settings" if "DJANGO" in name else "")
    return folder


@pytest.fixture
def record(system, asking):
    """Due in two working weeks, with one who answers for it; sign-off has to begin soon."""
    day = datetime.now(UTC).astimezone(BRITISH_TIME).date() + timedelta(days=14)
    row = own_duty(system, asking, rule={"kind": "single_date", "on": day.isoformat()})
    board = board_of(system)
    owner = post_at(board, "Director of places", "Amina Example")
    return taken_up(system, asking, (row.duty_id, "once"), body=board, owner=owner)


def remind(store, definitions, *options):
    arguments = ["remind", "--store", str(store), "--definitions", str(definitions), *options]
    return CliRunner().invoke(app, arguments)


@pytest.mark.usefixtures("record")
def test_reminders_go_out_once_and_are_told(store, definitions):
    told = remind(store, definitions, "--address", "https://account.example.org")
    assert told.exit_code == 0, told.output
    assert "Amina Example, Director of places" in told.stdout
    assert "https://account.example.org/workplace/QXX/duties/" in mail.outbox[0].body
    sent = len(mail.outbox)
    again = remind(store, definitions)
    assert "Nobody is to be reminded" in again.stdout
    assert len(mail.outbox) == sent == ReminderSent.objects.count()


@pytest.mark.usefixtures("record")
def test_a_dry_run_tells_and_sends_nothing(store, definitions):
    told = remind(store, definitions, "--dry-run")
    assert "due today would go out. Nothing was sent." in told.stdout
    assert not mail.outbox
    assert not ReminderSent.objects.exists()


@pytest.mark.usefixtures("record")
def test_a_letter_that_failed_ends_the_command_with_1(store, definitions, monkeypatch):
    def broken(*_, **__):
        raise TimeoutError("no answer")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    told = remind(store, definitions)
    assert told.exit_code == 1
    assert "could not be handed over: no answer" in told.stdout
