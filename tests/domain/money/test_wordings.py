"""Which rule speaks for which wording: the fast way agrees with the plain one, and rules mean what they say."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.prevention import Condition, Confidence, Field, Rule, Tier
from aimwell.domain.money.wordings import NO_RULE, Fit, Wordings, fit
from tests.domain.money.plain_rules import first_that_fits, fits

WORDS = (
    "smoking",
    "smokefree",
    "stop",
    "health",
    "check",
    "checks",
    "drug",
    "drugs",
    "Früh-Hilfe",
    "0-19",
    "x",
)
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
phrases = st.builds(
    lambda words, is_open: " ".join(words) + ("*" if is_open else ""),
    st.lists(st.sampled_from([*WORDS, "smok", "dru"]), min_size=1, max_size=2),
    st.booleans(),
)
conditions = st.builds(
    Condition,
    words=st.lists(phrases, min_size=1, max_size=3).map(tuple),
    fields=st.lists(st.sampled_from(list(Field)), min_size=1, max_size=3, unique=True).map(tuple),
)


def rule(name: str, *words: str, tier: Tier = Tier.PRIMARY, unless: tuple[str, ...] = ()) -> Rule:
    without = (Condition(unless),) if unless else ()
    return Rule(name, name, tier, Confidence.SURE, (Condition(words),), "because", unless=without)


rules = st.lists(
    st.builds(
        Rule,
        id=st.just("r"),
        title=st.just("r"),
        tier=st.sampled_from(list(Tier)),
        confidence=st.just(Confidence.SURE),
        when=st.lists(conditions, min_size=1, max_size=2).map(tuple),
        rationale=st.just("because"),
        unless=st.lists(conditions, max_size=1).map(tuple),
    ),
    max_size=5,
)
wordings = st.lists(st.fixed_dictionaries(dict.fromkeys(Field, texts)), max_size=8)


def table(given: Sequence[Mapping[Field, str]]) -> Wordings:
    """Wordings by column, each text once."""
    distinct = {field: sorted({each[field] for each in given}) for field in Field}
    places = {
        field: np.array([distinct[field].index(each[field]) for each in given], dtype=np.int32)
        for field in Field
    }
    return Wordings(distinct, places, len(given))


def of_purposes(rules: Sequence[Rule], *purposes: str) -> Fit:
    return fit(rules, table([dict.fromkeys(Field, "") | {Field.PURPOSE: each} for each in purposes]))


@given(rules, wordings)
def test_the_fast_way_finds_the_rule_that_the_plain_way_finds(rules, wordings):
    found = fit(rules, table(wordings)).first.tolist()
    assert found == [first_that_fits(rules, each) for each in wordings]


@given(rules, wordings)
def test_a_dispute_is_told_wherever_a_rule_of_another_tier_fits_too(rules, wordings):
    disputes = fit(rules, table(wordings)).disputes
    told = {(place, *pair) for pair, places in disputes.items() for place in places.tolist()}
    expected = set()
    for place, wording in enumerate(wordings):
        first = first_that_fits(rules, wording)
        expected |= {
            (place, first, other)
            for other, each in enumerate(rules)
            if first != NO_RULE
            and other > first
            and each.tier is not rules[first].tier
            and fits(each, wording)
        }
    assert told == expected


def test_a_phrase_is_whole_words_in_order():
    rules = [rule("checks", "health check")]
    assert of_purposes(
        rules, "NHS Health-Check", "health checks", "check of health", "unhealth check"
    ).first.tolist() == [0, NO_RULE, NO_RULE, NO_RULE]


def test_a_star_takes_any_ending_of_the_last_word():
    rules = [rule("smoking", "stop smok*")]
    assert of_purposes(rules, "STOP SMOKING SVC", "stop smokers", "stop the smoke").first.tolist() == [
        0,
        0,
        NO_RULE,
    ]


def test_words_under_unless_keep_a_false_friend_out():
    rules = [rule("leisure", "leisure", unless=("learning disab*",))]
    assert of_purposes(rules, "leisure", "learning disability leisure").first.tolist() == [0, NO_RULE]


def test_the_first_rule_speaks_and_the_other_is_told():
    rules = [rule("drugs", "drug*"), rule("smoking", "smok*", tier=Tier.TERTIARY)]
    found = of_purposes(rules, "stop-smoking drugs", "drugs")
    assert found.first.tolist() == [0, 0]
    assert {pair: places.tolist() for pair, places in found.disputes.items()} == {(0, 1): [0]}


def test_a_supplier_is_read_only_where_a_rule_names_that_column():
    wording = dict.fromkeys(Field, "") | {Field.SUPPLIER: "Smoking Ltd"}
    anywhere = rule("smoking", "smok*")
    named = Rule(
        "s", "s", Tier.PRIMARY, Confidence.SURE, (Condition(("smok*",), (Field.SUPPLIER,)),), "because"
    )
    assert fit([anywhere], table([wording])).first.tolist() == [NO_RULE]
    assert fit([named], table([wording])).first.tolist() == [0]


@pytest.mark.parametrize("text", ["", "   ", "—", "\n"])
def test_a_text_without_words_fits_nothing(text):
    assert of_purposes([rule("x", "x*")], text).first.tolist() == [NO_RULE]
