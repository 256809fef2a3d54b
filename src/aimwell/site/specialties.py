"""Which specialties people can choose a hospital for, and by which measures."""

from aimwell.domain.measures import Measure
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, has_specialties

ORDER = {"waiting_time": 0, "proportion": 1}  # times first, then shares, then counts


def choice_measures(contents: SiteContents) -> tuple[Measure, ...]:
    """Measures of waits at providers, by specialty; times first, then shares, then counts."""
    found = [measure for measure in contents.measures if has_specialties(measure)]
    return tuple(sorted(found, key=lambda measure: (ORDER.get(measure.method.value, 2), measure.id)))


def specialty_link(contents: SiteContents, group: str) -> Link:
    """The page of a specialty."""
    return Link(addresses.specialty(group.partition(":")[2]), contents.group_name(group))
