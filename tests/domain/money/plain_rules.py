"""The rules read slowly and plainly, one wording after another: what the fast way is held to."""

from collections.abc import Mapping, Sequence

from aimwell.domain.money.prevention import Condition, Field, Rule


def plain_words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, in small letters."""
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()


def holds(text: str, phrase: str) -> bool:
    """Whether the words of the phrase stand in the text in order; `*` at its end leaves its last word open."""
    words, sought = plain_words(text), plain_words(phrase)
    is_open = phrase.rstrip().endswith("*")
    for start in range(len(words) - len(sought) + 1):
        stretch = words[start : start + len(sought)]
        last = stretch[-1].startswith(sought[-1]) if is_open else stretch[-1] == sought[-1]
        if stretch[:-1] == sought[:-1] and last:
            return True
    return False


def asks(condition: Condition, wording: Mapping[Field, str]) -> bool:
    return any(holds(wording[field], words) for field in condition.fields for words in condition.words)


def fits(rule: Rule, wording: Mapping[Field, str]) -> bool:
    return all(asks(each, wording) for each in rule.when) and not any(
        asks(each, wording) for each in rule.unless
    )


def first_that_fits(rules: Sequence[Rule], wording: Mapping[Field, str]) -> int:
    """The place of the rule that suggests, or -1."""
    return next((place for place, rule in enumerate(rules) if fits(rule, wording)), -1)
