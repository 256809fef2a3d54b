"""Papers that were held against the figures: who asked, what was found, and until when the paper's words are kept."""

from typing import ClassVar

from django.db import models

from aimwell.store.workplace.models.record import SystemRecord
from aimwell.store.workplace.models.who import Account


class ClaimCheck(SystemRecord):
    """One paper held against the figures. Its sentences are not in any table: store/workplace/papers.py has them, for a while."""

    FIELDS: ClassVar = (
        "title",
        "place",
        "paper",
        "checked_on",
        "claims",
        "supported",
        "not_supported",
        "cannot_tell",
        "asked",
        "shared",
        "text_until",
    )

    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=20)  # code of the place that the paper is about
    place_name = models.CharField(max_length=200, blank=True)
    paper = models.CharField(
        max_length=64
    )  # SHA-256 of the file: proves which paper it was, and tells nothing of it
    checked_on = models.DateField()
    claims = models.PositiveIntegerField(default=0)
    supported = models.PositiveIntegerField(default=0)
    not_supported = models.PositiveIntegerField(default=0)
    cannot_tell = models.PositiveIntegerField(default=0)
    not_claims = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)  # questions that wait for an answer
    answers = models.JSONField(default=dict)  # which measure words mean, by the words
    report = models.JSONField(default=dict)  # everything that was found, without the paper's sentences
    shared = models.BooleanField(default=False)  # whether others of the system may read it
    text_until = models.DateField(null=True)  # the last day on which the sentences are kept; None: gone

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "-made_at"])]

    def __str__(self) -> str:
        return self.title
