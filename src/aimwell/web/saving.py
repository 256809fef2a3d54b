"""Carries out what a form asks for."""

from collections.abc import Callable

from django import forms

from aimwell.web.taking import told_in


def saved(form: forms.Form, action: Callable[[], object]) -> bool:
    """Whether it was done; what cannot be is told in the form, with everything that was typed kept."""
    if not form.is_valid():
        return False
    with told_in(form):
        action()
    return not form.errors
