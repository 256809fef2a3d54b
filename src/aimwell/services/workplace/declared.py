"""What definitions say, read once in a process: measures, rule packs, names of groups, what targets are asked."""

from functools import lru_cache
from pathlib import Path

from aimwell.catalogue.codelists import read_labels
from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_lint import read_target_lint
from aimwell.domain.labels import Labels
from aimwell.domain.workplace.target_lint import LintRules


@lru_cache(maxsize=4)
def catalogue_of(definitions: Path) -> Catalogue:
    """Measures and rule packs."""
    return Catalogue(definitions)


@lru_cache(maxsize=4)
def labels_of(definitions: Path) -> Labels:
    """What groups of a breakdown are called."""
    return read_labels(definitions)


@lru_cache(maxsize=4)
def lint_rules(definitions: Path) -> LintRules:
    """What targets are asked."""
    return read_target_lint(definitions)
