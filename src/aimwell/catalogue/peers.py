"""Reads definitions/standards/peers.toml: how similar systems are found."""

from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.peers import PeerRule
from aimwell.domain.problems import Problems

rename_keys(PeerRule, {"variables": "variable"})


def read_peer_rule(folder: Path) -> PeerRule | None:
    """The rule, or None where there is none. Raises Problems with all the faults of the file."""
    path = folder / "standards" / "peers.toml"
    if not path.exists():
        return None
    rule, faults = read_definition(path, PeerRule)
    if faults:
        raise Problems(faults)
    return rule
