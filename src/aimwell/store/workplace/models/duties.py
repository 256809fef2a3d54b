"""Duties as they are met: one record for each time something is due, with the chain of people who sign it off."""

from typing import ClassVar

from django.db import models

from aimwell.store.workplace.models.plans import Plan
from aimwell.store.workplace.models.record import Record, SystemRecord
from aimwell.store.workplace.models.who import Account, Body, Post


class LocalDuty(SystemRecord):
    """A duty that a system set itself, with the fields of those in rule packs (`declared` holds them as JSON)."""

    FIELDS: ClassVar = ("title", "body", "declared", "starts", "ends")

    title = models.CharField(max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    declared = models.JSONField(default=dict)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class DutyRecord(SystemRecord):
    """One time that a duty is due to one body, and what became of it."""

    FIELDS: ClassVar = (
        "pack",
        "duty",
        "title",
        "body",
        "due",
        "owner",
        "plan",
        "delivered_on",
        "where",
        "note",
    )

    pack = models.CharField(max_length=60)  # '' for a local duty
    duty = models.CharField(max_length=80)  # its id in the pack, or of the local duty
    title = models.CharField(max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="duties")
    delivered_on = models.DateField(null=True)
    where = models.CharField(max_length=400, blank=True)  # the address of what was delivered
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "pack", "duty", "body", "due"], name="one_record_a_due_date"
            )
        ]

    def __str__(self) -> str:
        return self.title


class SignOffStep(SystemRecord):
    """One step of a sign-off chain: who has to sign by when, and who did."""

    FIELDS: ClassVar = (
        "duty",
        "position",
        "role",
        "body",
        "latest",
        "signed_by",
        "signed_as",
        "signed_on",
        "note",
    )

    duty = models.ForeignKey(DutyRecord, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=120)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    latest = models.DateField()
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    signed_as = models.CharField(max_length=160, blank=True)
    signed_on = models.DateField(null=True)
    note = models.TextField(blank=True)


class ReminderSent(Record):
    """That somebody was reminded, so that nobody is twice."""

    duty = models.ForeignKey(DutyRecord, on_delete=models.PROTECT, related_name="reminders")
    step = models.ForeignKey(SignOffStep, on_delete=models.PROTECT, null=True)
    about = models.CharField(max_length=60)  # which reminder: 14 days before, overdue …
    to = models.CharField(max_length=200)
    on = models.DateField()
