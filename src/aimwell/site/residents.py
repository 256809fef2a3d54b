"""What residents are told first about a place, from the declared questions and the release."""

from dataclasses import dataclass

from aimwell.domain.measures import Level
from aimwell.domain.places import Place, PlaceKind
from aimwell.domain.recency import is_recent
from aimwell.domain.residents_view import Answer, Question
from aimwell.domain.verdicts import Verdict
from aimwell.presentation.residents import NOTHING_BESIDE, answer_sentence
from aimwell.presentation.sentences import Topic
from aimwell.site import addresses
from aimwell.site.contents import SiteContents
from aimwell.site.findings import finding, topic_of, verdict_of


@dataclass(frozen=True, slots=True)
class ResidentAnswer:
    """One question with its answer; link: '' where no recent figure answers it."""

    asks: str
    sentence: str
    link: str
    value_id: str


def residents_answers(contents: SiteContents, place: Place) -> tuple[ResidentAnswer, ...]:
    """Every declared question, answered for a place."""
    return tuple(_answered(contents, place, each) for each in contents.residents_view.questions)


def _answered(contents: SiteContents, place: Place, question: Question) -> ResidentAnswer:
    for answer in question.answers:
        found = _found(contents, place, answer)
        if found and found[1].value is not None and _is_recent(contents, found[1].period):
            topic, verdict, page = found
            link = f"{page}#{verdict.value_id}"
            sentence = answer_sentence(answer, topic, verdict)
            if verdict.england is None and place.kind is not PlaceKind.ENGLAND:
                sentence = f"{sentence} {NOTHING_BESIDE}"
            return ResidentAnswer(question.asks, sentence, link, verdict.value_id)
    return ResidentAnswer(question.asks, f"There is no recent figure for {place.name}.", "", "")


def _found(contents: SiteContents, place: Place, answer: Answer) -> tuple[Topic, Verdict, str] | None:
    """The newest verdict with the page that its value stands on."""
    measure = contents.catalogue.measures.get(answer.measure)
    if measure is None:
        return None
    if answer.level is not Level.REGION:
        found = finding(contents, measure, place)
        return (found.topic, found.verdict, addresses.evidence(place.id, measure.id)) if found else None
    if place.kind is PlaceKind.ENGLAND:
        return None
    released_place = contents.release.places.get(place.id)
    region = released_place.region if released_place else ""
    released = contents.release.verdicts(measure.id, Level.REGION.value).get(region)
    if released is None or region not in contents.register:
        return None
    topic = topic_of(contents, measure, contents.register.place(region).name, released)
    return topic, verdict_of(released, gap=None), addresses.level(measure.id, Level.REGION.value)


def _is_recent(contents: SiteContents, period: str) -> bool:
    return is_recent(period, years=contents.residents_view.newest_within_years, today=contents.today)
