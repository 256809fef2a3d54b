"""Finds the systems that are like one another, from the values just released.

Who may import it: pipeline.freshen.
"""

from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimwell.catalogue.peers import read_peer_rule
from aimwell.domain.peers import PeerRule, nearest
from aimwell.domain.places import PlaceKind
from aimwell.domain.values import EVERYONE
from aimwell.pipeline.account import Account
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.peers import Peer, release_peers
from aimwell.store.released.reading import values_path


def find_peers(account: Account, *, work: Path) -> None:
    """Release the peers of the systems of each footprint; nothing where a variable has no values yet."""
    rule = read_peer_rule(account.catalogue.folder)
    if rule is None or not all(values_path(account.folder, v.measure).exists() for v in rule.variables):
        return
    newest = [_newest(account.folder, variable.measure) for variable in rule.variables]
    peers: list[Peer] = []
    for footprint in account.geography.footprints:
        places = [place.id for place in account.geography.register.of_kind(PlaceKind.ICS, footprint.starts)]
        values = np.array([[of_measure.get(place, np.nan) for of_measure in newest] for place in places])
        peers += _peers(footprint.starts.isoformat(), places, values, rule)
    release_peers(account.folder, peers, work=work)


def _newest(folder: StoreFolder, measure: str) -> dict[str, float]:
    """Each system's newest value of a measure for everyone."""
    rows = duckdb.execute(
        f"""select place_id, arg_max(value, period_start) from {literal(values_path(folder, measure))}
            where level = 'ics' and breakdown = ? and value is not null group by 1""",
        [EVERYONE],
    ).fetchall()
    return dict(rows)


def _peers(footprint: str, places: list[str], values: NDArray[np.float64], rule: PeerRule) -> list[Peer]:
    weights = np.array([variable.weight for variable in rule.variables])
    found = nearest(values, weights, count=rule.count, cut_off=rule.cut_off)
    return [
        Peer(footprint, place, rank, places[row])
        for place, rows in zip(places, found, strict=True)
        for rank, row in enumerate(rows, start=1)
        if row >= 0
    ]
