"""Plans as linked records: need, priority, commitment, action, money; and what each document has to contain."""

from typing import ClassVar

from django.db import models

from aimwell.store.workplace.models.promises import Priority, Target
from aimwell.store.workplace.models.record import PublishedRecord, SystemRecord
from aimwell.store.workplace.models.who import Body, Post


class Need(SystemRecord):
    """What people here need, with the figure or document that shows it. A golden thread begins with it."""

    FIELDS: ClassVar = ("title", "words", "source", "measure", "place", "value_id", "priorities")

    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    source = models.CharField(max_length=400, blank=True)
    measure = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=20, blank=True)
    value_id = models.CharField(max_length=40, blank=True)
    priorities = models.ManyToManyField(Priority, related_name="needs")
    withdrawn = models.BooleanField(default=False)  # no longer said; its history stays

    def __str__(self) -> str:
        return self.title


class Plan(PublishedRecord):
    """A document of a kind that definitions/plans declares: a strategy, a joint forward plan, a pooled budget's plan."""

    FIELDS: ClassVar = ("kind", "title", "owner", "starts", "ends", "summary")

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    summary = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class PlanSection(SystemRecord):
    """A part of a plan's text, in order."""

    FIELDS: ClassVar = ("plan", "heading", "words", "position")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    heading = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)  # no longer said; its history stays

    def __str__(self) -> str:
        return self.heading


class ChecklistAnswer(SystemRecord):
    """Where a plan says what its rule pack requires of it, or why that does not apply."""

    FIELDS: ClassVar = ("plan", "item", "where", "does_not_apply_because")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=80)
    where = models.TextField(blank=True)
    does_not_apply_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "item"], name="one_answer_an_item")]

    def __str__(self) -> str:
        return self.item


class Commitment(SystemRecord):
    """What a plan commits its partners to, and the priority and targets it serves."""

    FIELDS: ClassVar = ("plan", "title", "words", "priority", "targets", "position")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="commitments")
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, related_name="commitments")
    targets = models.ManyToManyField(Target, related_name="commitments")
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)  # no longer said; its history stays

    def __str__(self) -> str:
        return self.title


class BudgetLine(SystemRecord):
    """Money set aside for actions: exact pounds, whose, for which year."""

    FIELDS: ClassVar = ("title", "amount", "year", "stream", "payer", "source")

    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    year = models.CharField(max_length=10)
    stream = models.CharField(max_length=120, blank=True)
    payer = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=400, blank=True)
    illustrative = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)  # no longer said; its history stays

    def __str__(self) -> str:
        return f"{self.title}, {self.year}"


class Action(SystemRecord):
    """What somebody does by a day, for a commitment; its measures are its proof."""

    FIELDS: ClassVar = (
        "commitment", "title", "words", "owner", "partners", "due", "progress", "done_on", "budget", "measures",
        "position",
    )  # fmt: skip

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="actions")
    partners = models.ManyToManyField(Body, related_name="actions")
    due = models.DateField(null=True)
    progress = models.CharField(
        max_length=12,
        choices=[
            ("not_started", "Not started"), ("under_way", "Under way"), ("done", "Done"), ("stopped", "Stopped"),
        ],
        default="not_started",
    )  # fmt: skip
    done_on = models.DateField(null=True)
    budget = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="actions")
    measures = models.CharField(max_length=400, blank=True)  # ids, separated by spaces
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)  # no longer said; its history stays

    def __str__(self) -> str:
        return self.title
