"""Text of plans as people type it."""

from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.plan_documents import Bullets, Paragraph
from aimwell.presentation.plan_text import parts_of_text


def test_an_empty_line_begins_a_new_paragraph():
    assert parts_of_text("One\nline.\r\n\r\nTwo.") == (Paragraph("One line."), Paragraph("Two."))


def test_lines_with_a_hyphen_are_a_list_wherever_they_stand():
    assert parts_of_text("We will:\n- stop\n * start\nAnd so on.") == (
        Paragraph("We will:"), Bullets(("stop", "start")), Paragraph("And so on."),
    )  # fmt: skip


def test_a_hyphen_within_a_word_is_no_list():
    assert parts_of_text("-5 degrees") == (Paragraph("-5 degrees"),)


def test_nothing_is_no_part():
    assert parts_of_text(" \n\n ") == ()


@given(st.text(alphabet="ab \n-"))
def test_no_letter_is_lost(text):
    said = "".join(
        part.text if isinstance(part, Paragraph) else "".join(part.items) for part in parts_of_text(text)
    )
    assert [sign for sign in said if sign in "ab"] == [sign for sign in text if sign in "ab"]
