"""Promises: priorities under a ceiling, and targets with their baseline, trajectory, partners and people asked."""

from typing import ClassVar

from django.db import models

from aimwell.store.workplace.models.record import PublishedRecord, SystemRecord
from aimwell.store.workplace.models.who import Account, Body, Post


class Priority(PublishedRecord):
    """What a system puts first. National and local ones have the same fields."""

    FIELDS: ClassVar = (
        "title", "level", "aim", "why", "need", "pack", "pack_priority", "owner", "starts", "ends", "position",
    )  # fmt: skip

    title = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=[("national", "National"), ("local", "Local")])
    aim = models.CharField(max_length=20)  # one of the aims that measures speak to
    why = models.TextField(blank=True)
    need = models.TextField(blank=True)  # the need it answers, in a sentence, with its source
    pack = models.CharField(max_length=60, blank=True)  # the rule pack it comes from, and its id there
    pack_priority = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.title


class CeilingOverride(SystemRecord):
    """That somebody, by name, let a system carry more priorities than its rule pack's ceiling."""

    FIELDS: ClassVar = (
        "pack",
        "ceiling",
        "carried",
        "priority",
        "by_account",
        "by_name",
        "because",
        "on",
        "ends",
    )

    pack = models.CharField(max_length=60)
    ceiling = models.PositiveSmallIntegerField()
    carried = models.PositiveSmallIntegerField()  # with the one let in
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, related_name="overrides")
    # None until somebody adds the one that it lets in
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT)
    by_name = models.CharField(max_length=160)
    because = models.TextField()
    on = models.DateField()
    ends = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Override of the ceiling of {self.ceiling} by {self.by_name}"


class Target(PublishedRecord):
    """A promise that can be checked: a measure, a place, from where, to where, by when, and for whom."""

    FIELDS: ClassVar = (
        "title", "priority", "measure", "place", "breakdown", "direction", "unit",
        "baseline_value_id", "baseline", "baseline_period", "value", "by",
        "gap_by", "gap_words", "gap_baseline", "gap_value", "gap_due",
        "owner", "evidence", "review_on",
    )  # fmt: skip

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="targets")
    title = models.CharField(max_length=300)
    measure = models.CharField(max_length=80, blank=True)  # '' while no measure fits
    place = models.CharField(max_length=20, blank=True)  # the code people know it by
    breakdown = models.CharField(max_length=80, default="all")
    direction = models.CharField(
        max_length=6, choices=[("higher", "Higher"), ("lower", "Lower"), ("keep", "Keep")], blank=True
    )
    unit = models.CharField(max_length=80, blank=True)
    baseline_value_id = models.CharField(max_length=40, blank=True)  # frozen: the number below never moves
    baseline = models.FloatField(null=True)
    baseline_period = models.CharField(max_length=10, blank=True)
    value = models.FloatField(null=True)
    by = models.DateField(null=True)
    gap_by = models.CharField(max_length=40, blank=True)  # the breakdown whose gap is to narrow
    gap_words = models.CharField(max_length=200, blank=True)
    gap_baseline = models.FloatField(null=True)
    gap_value = models.FloatField(null=True)
    gap_due = models.DateField(null=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["measure", "state"]),
            models.Index(fields=["system", "state"]),
        ]

    def __str__(self) -> str:
        return self.title


class TrajectoryPoint(models.Model):
    """Where a target means to be in one period. Changed only through its target, which logs it."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="trajectory")
    period = models.CharField(max_length=10)
    value = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "period"], name="one_point_a_period")
        ]


class Signature(SystemRecord):
    """That a partner signed a target or a plan, as it was in one version."""

    FIELDS: ClassVar = (
        "kind",
        "record",
        "record_version",
        "body",
        "signed_by",
        "title",
        "on",
        "withdrawn_on",
    )

    kind = models.CharField(max_length=10)  # target or plan
    record = models.UUIDField(db_index=True)
    record_version = models.PositiveIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    title = models.CharField(max_length=160)  # the role in which they signed
    on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"Signature of {self.body}"


class Asked(SystemRecord):
    """People who were asked about a target, what they said, and what changed because of it."""

    FIELDS: ClassVar = ("target", "who", "how", "how_many", "on", "said", "changed", "source")

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="asked")
    who = models.CharField(max_length=200)
    how = models.CharField(max_length=200, blank=True)
    how_many = models.PositiveIntegerField(null=True)
    on = models.DateField(null=True)
    said = models.TextField()
    changed = models.TextField(blank=True)
    source = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.who
