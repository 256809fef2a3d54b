"""Bring in the targets of a plan: a file or pasted text in, draft targets with their holes out. Nothing is kept."""

from pathlib import Path

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_wordings import read_target_wordings
from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.measure_names import measure_names
from aimwell.gateways.target_tables.reading import FoundTargets, drafts_of_text, drafts_of_upload
from aimwell.gateways.uploads.reading import read_upload


def draft_targets_of_file(*, path: Path, name: str, definitions: Path) -> FoundTargets:
    """The draft targets of a Word document, workbook, CSV, text or PDF. name: as its sender calls it.

    Raises Problem `upload.…` for a file that is not taken, and `targets.none` where there are no targets in it.
    """
    upload = read_upload(path=path, name=name, limits=read_upload_limits(definitions))
    return drafts_of_upload(
        upload=upload,
        wordings=read_target_wordings(definitions),
        names=measure_names(Catalogue(definitions).measures.values()),
    )


def draft_targets_of_text(*, text: str, definitions: Path) -> FoundTargets:
    """The draft targets of pasted text. Raises Problem `targets.too-long` or `targets.none`."""
    return drafts_of_text(
        text=text,
        wordings=read_target_wordings(definitions),
        names=measure_names(Catalogue(definitions).measures.values()),
        most=read_upload_limits(definitions).most_characters,
    )
