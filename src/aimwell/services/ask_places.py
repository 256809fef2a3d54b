"""Which places there are: by kind, date and name."""

from datetime import date

from aimwell.domain.places import Place, PlaceKind
from aimwell.domain.problems import Problem, Where
from aimwell.pipeline.geography import Geography

PLACE_COLUMNS = ("code", "ons", "kind", "name", "valid_from", "valid_to", "id")


def places_for(
    geography: Geography, *, kind: str = "", search: str = "", on: date | None = None
) -> list[tuple[str, ...]]:
    """Rows of PLACE_COLUMNS. Practices, networks and neighbourhoods are told only when asked for: they are many.

    Raises Problem for a kind there is none of.
    """
    if kind and kind not in list(PlaceKind):
        raise Problem(
            code="place.unknown-kind",
            found=f"There is no kind of place '{kind}'.",
            expected=f"One of {', '.join(PlaceKind)}.",
            remedy="Use one of these, or leave --kind out.",
            where=Where(column="--kind"),
        )
    if kind in (PlaceKind.LSOA_2011, PlaceKind.LSOA_2021):
        found = geography.neighbourhoods(PlaceKind(kind))
        return [_row(p) for p in found if search.upper() in p.id and (on is None or p.existed(on))]
    register = geography.with_practices if kind in (PlaceKind.PRACTICE, PlaceKind.PCN) else geography.register
    if search:
        kinds = [PlaceKind(kind)] if kind else None
        chosen = [found.place for found in register.search(search, kinds=kinds)]
    else:
        chosen = [place for place in register.places if not kind or place.kind == kind]
    return [_row(place) for place in chosen if on is None or place.existed(on)]


def _row(place: Place) -> tuple[str, ...]:
    return (
        place.ods or place.ons,
        place.ons,
        place.kind.value,
        place.name,
        place.valid_from.isoformat() if place.valid_from else "",
        place.valid_to.isoformat() if place.valid_to else "",
        place.id,
    )
