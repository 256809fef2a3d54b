"""The log and what was published: rows are added and never changed; the database itself refuses anything else."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from aimwell.domain.problems import Problem


def refuse_change() -> Problem:
    """What anybody meets who would alter the log."""
    return Problem(
        code="workplace.log-is-fixed",
        found="Something tried to change or take away what was written in the log.",
        expected="The log and what was published are only ever added to.",
        remedy="Write a new entry that says what was wrong.",
    )


class Fixed(models.Model):
    """A row that is written once. Triggers in the database hold the same rule for everybody else."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write it the first time; refuse after that."""
        if not self._state.adding:
            raise refuse_change()
        options["force_insert"] = True
        super().save(*args, **options)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise refuse_change()


class LogEntry(Fixed):
    """One line of the log; see domain/workplace/log_chain.py for how entries hold together."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    actor = models.CharField(max_length=40, blank=True, db_index=True)
    actor_name = models.CharField(max_length=160)
    roles = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    kind = models.CharField(max_length=40, blank=True)
    record = models.CharField(max_length=40, blank=True, db_index=True)
    label = models.CharField(max_length=300, blank=True)
    system = models.CharField(max_length=40, blank=True, db_index=True)
    because = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)


class LogHead(models.Model):
    """The newest entry's number and digest: one row, locked while an entry is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)


class Publication(Fixed):
    """A record as it was when somebody approved it; the public side is made of the newest of each."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    record = models.UUIDField(db_index=True)
    record_version = models.PositiveIntegerField()
    system = models.UUIDField(db_index=True)
    snapshot = models.JSONField()
    withdrawn = models.BooleanField(default=False)  # a row that takes the record off the public side
    approved_by = models.UUIDField()
    approved_as = models.CharField(max_length=160)  # name and role, as the public log says it
    because = models.TextField()
    at = models.DateTimeField()
    log_number = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ("log_number",)
