"""From a plan as it was sent to draft targets, as the workplace asks for them."""

from pathlib import Path

import pytest

from aimwell.domain.problems import Problem
from aimwell.services.bring_in_targets import draft_targets_of_file, draft_targets_of_text
from tests.gateways.uploads import hostile

TABLE = [
    ["Measure", "Baseline", "Target", "By when", "Lead"],
    ["Adults who smoke", "13.9% (2022)", "5%", "2030", "Jo"],
]


def test_a_plan_in_word_becomes_drafts(tmp_path: Path, definitions: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(hostile.word(table=TABLE))
    found = draft_targets_of_file(path=path, name="plan.docx", definitions=definitions)
    assert [draft.measure for draft in found.drafts] == ["adults_who_smoke"]
    assert found.drafts[0].holes == ("no gap between groups to narrow",)


def test_pasted_rows_become_drafts(definitions: Path) -> None:
    found = draft_targets_of_text(text="\n".join("\t".join(row) for row in TABLE), definitions=definitions)
    assert [draft.measure for draft in found.drafts] == ["adults_who_smoke"]


def test_a_hostile_plan_is_refused_by_name(tmp_path: Path, definitions: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(hostile.rows_without_end(10_000_000))
    with pytest.raises(Problem, match=r"upload\.unpacks-too-large") as refused:
        draft_targets_of_file(path=path, name="plan.xlsx", definitions=definitions)
    assert refused.value.where.file == "plan.xlsx"
