"""The shipped words of claims, read once."""

from pathlib import Path

import pytest

from aimwell.catalogue.claim_language import read_claim_language
from aimwell.catalogue.everything import Catalogue
from aimwell.domain.claims.language import ClaimLanguage


@pytest.fixture(scope="session")
def language(definitions: Path) -> ClaimLanguage:
    """All words of claims."""
    return read_claim_language(definitions, Catalogue(definitions).measures)
