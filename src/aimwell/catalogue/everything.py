"""All definitions together, read once.

What reads a part is imported when the part is asked for: taking a file needs one feed, and profiles bring SciPy with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aimwell.catalogue.feeds import read_feed, read_feeds
from aimwell.domain.feeds import Feed

if TYPE_CHECKING:
    from aimwell.domain.measures import Measure
    from aimwell.domain.promises import RulePack
    from aimwell.domain.rebases import Rebase
    from aimwell.domain.statistics.spc_profile import Profile


@dataclass(frozen=True)
class Catalogue:
    """The definitions in a folder; each part is read when it is first asked for."""

    folder: Path

    @cached_property
    def feeds(self) -> Mapping[str, Feed]:
        """Feeds by id."""
        return read_feeds(self.folder)

    def feed(self, name: str) -> Feed:
        """One feed, without reading the others. Raises Problem when there is none of that id."""
        return self.feeds[name] if "feeds" in self.__dict__ else read_feed(self.folder, name)

    @cached_property
    def measures(self) -> Mapping[str, "Measure"]:
        """Measures by id."""
        from aimwell.catalogue.measures import read_measures

        return read_measures(self.folder, self.feeds)

    @cached_property
    def packs(self) -> tuple["RulePack", ...]:
        """Rule packs, oldest first."""
        from aimwell.catalogue.packs import read_packs

        return read_packs(self.folder, self.measures.keys())

    @cached_property
    def rebases(self) -> tuple["Rebase", ...]:
        """Decisions that charts begin anew, oldest first."""
        from aimwell.catalogue.rebases import read_rebases

        return read_rebases(self.folder, self.measures.keys())

    @cached_property
    def profiles(self) -> Mapping[str, "Profile"]:
        """Settings of process behaviour charts, by name."""
        from aimwell.catalogue.spc_profiles import read_profiles

        return read_profiles(self.folder / "standards" / "spc_profiles")
