"""Papers are cut into sentences that people would read as such, each with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.claims.papers import (
    Line,
    PassageKind,
    passages_of,
    sentences_of,
    split_sentences,
    without_repeated_lines,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It was 77.3% in April. It rose.", 2),
        ("Approx. 40 people, e.g. nurses, left. See fig. 3 for more.", 2),
        ("Dr. A. Example and Mr. B. Example were thanked.", 1),
        ("Did it improve? It did! Good.", 3),
        ("It fell to 5.2 per cent vs. 5.6 per cent", 1),
        ("“It improved.” The board agreed.", 2),
        ("", 0),
    ],
)
def test_decimals_and_abbreviations_end_no_sentence(text, count):
    assert len(split_sentences(text)) == count


@given(st.text(max_size=300))
def test_no_word_is_lost_in_cutting(text):
    assert " ".join(split_sentences(text)).split() == text.split()


def test_wrapped_lines_are_one_paragraph_and_divided_words_are_whole():
    lines = [Line("Perform-", 1), Line("ance improved in the", 2), Line("month.", 3)]
    (passage,) = passages_of(lines, whole=False)
    assert passage.text == "Performance improved in the month."


@pytest.mark.parametrize("mark", ["-", "•", "*", "1.", "(a)", "–"])
def test_points_of_a_list_stand_alone(mark):
    made = passages_of([Line(f"{mark} First point", 1), Line(f"{mark} Second point", 2)], whole=False)
    assert [(each.text, each.kind) for each in made] == [
        ("First point", PassageKind.POINT),
        ("Second point", PassageKind.POINT),
    ]


def test_text_stands_under_its_heading():
    made = passages_of([Line("## Urgent care", 1), Line("It improved.", 3, blank_before=True)], whole=False)
    assert (made[0].kind, made[1].under) == (PassageKind.HEADING, "Urgent care")


def test_what_stands_at_the_edge_of_most_pages_is_no_text():
    lines = [
        Line(text, number, page)
        for page in range(1, 6)
        for number, text in enumerate(
            (
                "Board in public",
                f"Text {'abcde'[page - 1]}",
                f"More {'abcde'[page - 1]}",
                "Last",
                "x",
                f"y{'abcde'[page - 1]}",
                f"Page {page} of 5",
            )
        )
    ]
    kept = [line.text for line in without_repeated_lines(lines)]
    assert "Board in public" not in kept
    assert not any(text.startswith("Page") for text in kept)
    assert sum(text.startswith("Text") for text in kept) == 5


def test_two_pages_are_too_few_to_know_a_header():
    lines = [Line("Board in public", 1, 1), Line("Board in public", 2, 2)]
    assert without_repeated_lines(lines) == lines


def test_a_sentence_has_a_name_that_stays_with_its_words():
    first, second = (
        next(sentences_of(passages_of([Line(t, 1)], whole=True))) for t in ("It fell.", "IT  FELL")
    )
    assert first.ref == second.ref
    assert first.ref.startswith("s")
    assert len(first.ref) == 7
