"""The workplace as Django knows it."""

from django.apps import AppConfig


class Workplace(AppConfig):
    """Tables are called workplace_…"""

    name = "aimwell.store.workplace"
    label = "workplace"
    verbose_name = "Workplace"
