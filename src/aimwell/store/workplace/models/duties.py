"""Duties as they are met: one record for each time something is due, with the chain of people who sign it off."""

from typing import ClassVar

from django.db import models

from aimwell.store.workplace.models.plans import Plan
from aimwell.store.workplace.models.record import SystemRecord
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

    @property
    def duty_id(self) -> str:
        """Its id among the duties of rule packs, where no pack can have it."""
        return f"local-{self.pk.hex}"


class DutyRecord(SystemRecord):
    """One time that a duty is due to one body, and what became of it."""

    FIELDS: ClassVar = (
        "pack",
        "duty",
        "occurrence",
        "title",
        "body",
        "due",
        "reckoned",
        "owner",
        "plan",
        "delivered_on",
        "where",
        "does_not_apply_because",
        "note",
    )

    pack = models.CharField(max_length=60, blank=True)  # '' for a local duty
    duty = models.CharField(max_length=80)  # its id in the pack, or of the local duty
    occurrence = models.CharField(max_length=80)  # a period, a label or "once": stays when the day moves
    title = models.CharField(max_length=300)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()  # the day that the body works to
    reckoned = models.DateField()  # the day that the duty's rule gave when `due` was last set
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="duties")
    delivered_on = models.DateField(null=True)
    where = models.CharField(max_length=400, blank=True)  # the address of what was delivered
    does_not_apply_because = models.TextField(blank=True)
    note = models.TextField(blank=True)
    moved = models.PositiveIntegerField(default=0)  # how often its day changed: calendars ask for it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "duty", "occurrence", "body"], name="one_record_an_occurrence_and_body"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["system", "due"])]

    def __str__(self) -> str:
        return self.title


class SignOffStep(SystemRecord):
    """One step of a sign-off chain: who has to sign by when, and who did."""

    FIELDS: ClassVar = (
        "duty",
        "position",
        "role",
        "kind",
        "post",
        "days",
        "latest",
        "signed_as",
        "signed_on",
        "left_out",
        "note",
    )

    duty = models.ForeignKey(DutyRecord, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)  # the kind of body that it is signed for
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")  # whose it is
    days = models.PositiveSmallIntegerField()  # working days they need
    latest = models.DateField()
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)  # who recorded it
    signed_as = models.CharField(max_length=200, blank=True)  # whose signature it is, and in which role
    signed_on = models.DateField(null=True)
    left_out = models.BooleanField(default=False)  # taken out of the chain by a recorded decision
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ("position",)

    def __str__(self) -> str:
        return self.role


class Happened(SystemRecord):
    """A day on which something happened that days are counted from, such as a changed assessment of needs."""

    FIELDS: ClassVar = ("event", "on", "note", "withdrawn")

    event = models.CharField(max_length=80)
    on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    withdrawn = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.event.replace("-", " ")


class DayKept(models.Model):
    """The day that an occurrence last had and how often it moved, so that calendars on phones follow it."""

    scope = models.CharField(
        max_length=40, blank=True
    )  # a system's id for its own duties; '' for those of packs
    duty = models.CharField(max_length=80)
    occurrence = models.CharField(max_length=80)
    on = models.DateField()
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["duty", "occurrence"], name="one_day_an_occurrence")
        ]


class CalendarAddress(SystemRecord):
    """A private address under which one person's calendar is read without signing in. Only its digest is kept."""

    FIELDS: ClassVar = ("account", "only_mine", "ended_on")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    only_mine = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"calendar of {self.account}"


class ReminderSent(SystemRecord):
    """That somebody was reminded, so that nobody is twice."""

    FIELDS: ClassVar = ("duty", "step", "about", "to", "on")

    duty = models.ForeignKey(DutyRecord, on_delete=models.PROTECT, related_name="reminders")
    step = models.ForeignKey(SignOffStep, on_delete=models.PROTECT, null=True)
    key = models.CharField(max_length=400)
    about = models.CharField(max_length=60)  # which reminder: 14 days before, overdue …
    to = models.CharField(max_length=240)  # name and role; no address
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["duty", "key"], name="nobody_is_reminded_twice")
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.duty}"
