"""The pages as Django knows them."""

from django.apps import AppConfig


class Web(AppConfig):
    """Listens to sign-in from the start."""

    name = "aimwell.web"
    label = "aimwell_web"

    def ready(self) -> None:
        """Bring in what listens."""
        from aimwell.web import accounts, sessions

        self.listening = (accounts, sessions)
