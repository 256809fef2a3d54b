"""What every record of the workplace has: an id nobody can guess, a system it belongs to, a version."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from aimwell.domain.workplace.states import WORDS, State


class Record(models.Model):
    """A row that people change. It is never deleted: it ends, or is retired, and its history stays in the log."""

    FIELDS: ClassVar[tuple[str, ...]] = ()
    """The fields that people change, in the order of forms and spreadsheets; the log says how each changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(
        default=1
    )  # rises with each change, so that nobody overwrites unseen
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)  # the account; None for what aimwell itself brought in

    class Meta:
        abstract = True


class SystemRecord(Record):
    """A record of one system; who may see and change it follows from that."""

    system = models.ForeignKey("workplace.Body", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PublishedRecord(SystemRecord):
    """A record that the public sees once it is approved, as it was when it was approved."""

    state = models.CharField(
        max_length=10, choices=[(state.value, WORDS[state]) for state in State], default=State.DRAFT.value
    )
    approved_version = models.PositiveIntegerField(null=True)
    illustrative = models.BooleanField(
        default=False
    )  # invented to show how aimwell works; says so everywhere

    class Meta:
        abstract = True
