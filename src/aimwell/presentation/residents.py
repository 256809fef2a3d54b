"""Sentences for residents: one figure, when, and how it stands beside England's."""

from typing import assert_never

from aimwell.domain.residents_view import PLACE, VALUE, Answer
from aimwell.domain.verdicts import Comparison, Verdict
from aimwell.presentation.figures import figure, is_known
from aimwell.presentation.sentences import Topic, target_words

NOTHING_BESIDE = "There is no figure for England to set beside it."


def answer_sentence(answer: Answer, topic: Topic, verdict: Verdict) -> str:
    """The answer in one or two plain sentences. topic: its place is the one that the value is of."""
    value = figure(verdict.value, topic.unit)
    said = answer.says.replace(VALUE, value).replace(PLACE, topic.place)
    return f"{said[0].upper()}{said[1:]} ({topic.period}). {beside_england(topic, verdict)}".strip()


def beside_england(topic: Topic, verdict: Verdict) -> str:
    """How the figure stands beside England's, or beside its target where England has none; empty where neither is."""
    if not is_known(verdict.england):
        return f"The target is {target_words(topic, verdict)}." if is_known(verdict.target) else ""
    england = figure(verdict.england, topic.unit)
    match verdict.comparison:
        case Comparison.BETTER:
            return f"That is better than in England as a whole: {england}."
        case Comparison.WORSE:
            return f"That is worse than in England as a whole: {england}."
        case Comparison.SIMILAR:
            return f"That is about the same as in England as a whole: {england}."
        case Comparison.HIGHER:
            return f"That is more than in England as a whole: {england}."
        case Comparison.LOWER:
            return f"That is less than in England as a whole: {england}."
        case Comparison.NOT_COMPARED:
            return f"In England as a whole it is {england}."
        case _ as never:
            assert_never(never)
