"""The page of a system that was invented to show how promises look: what of it is real, and where the rest is."""

from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.places import Place
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents
from aimwell.site.page import Dataset, Frame
from aimwell.site.promise_views import priority_views
from aimwell.site.scorecard import Count, carried_words, marked, score_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedPage:
    """What is invented and what is not."""

    template: ClassVar[str] = "invented.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    illustrative: str
    name: str
    counts: tuple[Count, ...]
    carried: str
    figures: Link
    promises: str
    decisions: str


def invented_page(contents: SiteContents, place: Place) -> InventedPage | None:
    """The front of an invented system; None where it is not there."""
    promises, views = contents.release.promises.get(place.id), priority_views(contents, place.id)
    if promises is None:
        return None
    real = contents.place_ids.get(promises.figures_of.upper(), promises.figures_of)
    return InventedPage(
        frame=Frame(
            path=addresses.system(place.id),
            title=place.name,
            caption="A system that does not exist",
            description=f"{place.name} was invented to show how aimwell keeps promises.",
            section=addresses.SYSTEMS,
            crumbs=(Link(addresses.INDEX, "England"), Link(addresses.SYSTEMS, "Systems")),
        ),
        datasets=(),
        illustrative=marked(promises),
        name=place.name,
        counts=score_rows(views)[-1].counts if views else (),
        carried=carried_words(views),
        figures=Link(addresses.system(real), promises.figures_from),
        promises=addresses.promises(place.id),
        decisions=addresses.decisions(place.id),
    )
