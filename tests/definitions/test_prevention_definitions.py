"""Packs, rules and standards of prevention as shipped, and faults in them told together."""

import shutil
from pathlib import Path

import pytest

from aimwell.catalogue.prevention import Prevention, read_prevention
from aimwell.domain.money.prevention import Tier
from aimwell.domain.problems import Problem, Problems


@pytest.fixture(scope="module")
def prevention(definitions: Path) -> Prevention:
    return read_prevention(definitions)


@pytest.fixture
def copy(definitions: Path, tmp_path: Path) -> Path:
    shutil.copytree(definitions / "prevention", tmp_path / "prevention")
    return tmp_path


def change(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / "prevention" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_six_packs_and_what_is_not_prevention_come_with_it(prevention):
    assert len(prevention.packs) >= 6
    assert {rule.tier for rule in prevention.rules} == set(Tier)


def test_every_pack_says_where_its_idea_stands_and_what_nobody_has_verified(prevention):
    for pack in prevention.packs:
        assert pack.source.startswith("https://")
        assert (pack.verified and pack.lines_verified) or pack.caveat


def test_the_narrowest_pack_counts_nothing_that_is_tertiary_or_not_the_principal_purpose(prevention):
    pack = prevention.pack("principal-purpose")
    for rule in prevention.rules:
        narrow = rule.principal and rule.tier in (Tier.PRIMARY, Tier.SECONDARY)
        assert bool(pack.percent_of(rule.suggests)) is narrow


def test_every_pack_differs_from_every_other_in_what_it_counts(prevention):
    counted = {
        pack.id: tuple(pack.percent_of(rule.suggests) for rule in prevention.rules)
        for pack in prevention.packs
    }
    assert len(set(counted.values())) == len(counted)


def test_every_rule_says_why(prevention):
    assert [rule.id for rule in prevention.rules if len(rule.rationale) < 10] == []


def test_the_goal_names_all_three_readings_and_takes_percentage_points_unless_told_otherwise(prevention):
    assert prevention.goal.default == "percentage_points"
    assert set(prevention.goal.names) == {"percentage_points", "relative", "annual_cash_growth"}


def test_a_name_that_is_none_is_answered_with_those_there_are(prevention):
    with pytest.raises(Problem, match="tiers-all"):
        prevention.pack("tiers")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("rules/nhs.toml", 'id         = "reablement"', 'id         = "stop-smoking"', "stands twice"),
        ("rules/nhs.toml", 'words = ["qof*"]', "words = []", "asks for nothing"),
        ("rules/nhs.toml", '"qof*"', '"***"', "no letter or digit"),
        ("rules/nhs.toml", 'confidence = "possible"', 'confidence = "possible"\nshare = 101', "101%"),
        (
            "rules/nhs.toml",
            'confidence = "possible"',
            'confidence = "possible"\nverified = true',
            "no evidence",
        ),
        ("health-accounts.toml", 'function = "HC.6"', "", "counts everything"),
        ("health-accounts.toml", 'function = "HC.6"', 'function = "HC.6"\nshare = -1', "-1%"),
    ],
)
def test_a_fault_is_told_with_its_rule_or_pack(copy, name, old, new, told):
    change(copy, name, old, new)
    with pytest.raises(Problems, match=told):
        read_prevention(copy)


def test_faults_of_several_files_are_told_together(copy):
    change(copy, "rules/nhs.toml", '"qof*"', '"***"')
    change(copy, "health-accounts.toml", 'function = "HC.6"', "")
    (copy / "prevention" / "standards" / "goal.toml").unlink()
    with pytest.raises(Problems) as refused:
        read_prevention(copy)
    assert len(refused.value.problems) == 3
