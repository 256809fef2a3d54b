"""Bodies through time: kinds and links, mergers that lose nothing, posts and who held them."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.problems import Problem, Problems
from aimwell.domain.workplace.bodies import Step, family, how_became, may_link
from aimwell.services.workplace.ask_bodies import body_kinds, directory, family_of, links_of
from aimwell.services.workplace.bodies import (
    add_body,
    add_link,
    became,
    change_body,
    offered_links,
    offered_posts,
    take_over,
)
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.people import add_post, end_post, hand_over
from aimwell.store.workplace.models import Body, Person
from tests.workplace.conftest import TODAY, body

APRIL = date(2027, 4, 1)


@pytest.fixture
def kinds():
    return body_kinds(settings.AIMWELL.definitions)


@pytest.fixture
def board(system) -> Body:
    return body("Hill health and wellbeing board", "", "hwb", system)


@pytest.fixture
def other_board(system) -> Body:
    return body("Dale health and wellbeing board", "", "hwb", system)


def test_a_body_is_added_in_a_system_and_found_in_its_directory(asking, system, kinds):
    fields = {"kind": "icp", "name": "Example Valley partnership", "valid_from": date(2022, 7, 1)}
    add_body(asking=asking("strategy", system), system=system, fields=fields, kinds=kinds)
    (found,) = (kind for kind in directory(system, kinds, today=TODAY, text="valley part") if kind.bodies)
    assert found.title == "Integrated care partnership"
    assert [each.name for each in found.bodies] == ["Example Valley partnership"]


def test_bodies_of_the_register_are_not_added_by_hand(asking, system, kinds):
    with pytest.raises(Problem, match="cannot be added by hand"):
        add_body(asking=asking("strategy", system), system=system, fields={"kind": "trust", "name": "A trust"}, kinds=kinds)  # fmt: skip


def test_a_strategy_lead_of_one_system_cannot_change_a_body_that_systems_share(asking, system):
    council = body("Hill council", "E06", "council", system)
    council.system = None
    council.save()
    with pytest.raises(Refused, match="only a role held for all systems"):
        change_body(asking=asking("strategy", system), body=council, fields={"name": "New"}, seen=None)


def test_links_follow_what_each_kind_may_belong_to(asking, system, board, kinds):
    by = asking("strategy", system)
    add_link(asking=by, system=system, child=board, nature="part_of", parent=system, starts=None, kinds=kinds)
    (told,) = links_of(board, kinds, today=TODAY)
    assert (told.words, told.other, told.open) == ("is part of", system, True)
    (told,) = links_of(system, kinds, today=TODAY)
    assert (told.words, told.other) == ("has as a part", board)
    with pytest.raises(Problem, match="belongs to: integrated care system, council, place"):
        add_link(asking=by, system=system, child=board, nature="member_of", parent=body("A network", "", "pcn", system), starts=None, kinds=kinds)  # fmt: skip


def test_no_body_belongs_to_itself_by_a_detour(asking, system, kinds):
    by = asking("strategy", system)
    place, team = body("Hill", "", "place", system), body("Hill north", "", "neighbourhood", system)
    add_link(asking=by, system=system, child=team, nature="part_of", parent=place, starts=None, kinds=kinds)
    answer = may_link(
        str(place.pk), "part_of", str(team.pk), kinds, child_kind="place", parent_kind="system",
        above_parent={str(place.pk)},
    )  # fmt: skip
    assert answer.because == "the larger body already belongs to the smaller one"


def test_two_bodies_that_merged_both_stay_and_lead_to_the_new_one(asking, system, board, other_board):
    by = asking("strategy", system)
    first = became(asking=by, body=board, on=APRIL, source="Order of 2027", new_name="Hill and Dale board")
    second = became(asking=by, body=other_board, on=APRIL, source="Order of 2027", after=first.after)
    board.refresh_from_db()
    assert board.valid_to == date(2027, 3, 31)
    assert second.kind == "merged"
    told = family_of(board)
    assert {str(step.before) for step in told} == {board.name, other_board.name} or len(told) == 1
    assert len(family_of(first.after)) == 2


def test_what_an_ended_body_had_moves_only_when_somebody_chooses_it(asking, system, board, kinds):
    by = asking("strategy", system)
    chair = add_post(
        asking=by, system=system, body=board, title="Chair", starts=date(2024, 1, 1), name="A. Example"
    )
    vice = add_post(asking=by, system=system, body=board, title="Vice chair", starts=date(2024, 1, 1))
    add_link(asking=by, system=system, child=board, nature="part_of", parent=system, starts=date(2022, 7, 1), kinds=kinds)  # fmt: skip
    new = became(asking=by, body=board, on=APRIL, source="", new_name="New board").after
    assert [post.title for post in offered_posts(new)] == ["Chair", "Vice chair"]
    assert new.posts.count() == 0
    moved = take_over(asking=by, successor=new, posts=[chair], links=offered_links(new), on=APRIL)
    assert (moved.posts, moved.links) == (1, 1)
    chair.refresh_from_db()
    assert chair.valid_to == date(2027, 3, 31)
    (there,) = new.posts.all()
    assert (there.title, there.person.name, there.valid_from) == ("Chair", "A. Example", APRIL)
    assert [post.pk for post in offered_posts(new)] == [vice.pk]
    assert offered_links(new) == []


def test_a_post_keeps_everybody_who_held_it(asking, system, board):
    by = asking("strategy", system)
    post = add_post(asking=by, system=system, body=board, title="Chair", starts=date(2024, 1, 1), name="A. Example", email="a@example.org")  # fmt: skip
    vacant = hand_over(asking=by, system=system, post=post, on=date(2025, 1, 1))
    third = hand_over(asking=by, system=system, post=vacant, on=date(2025, 6, 1), name="B. Example", email="b@example.org")  # fmt: skip
    held = [
        (each.person and each.person.name, each.valid_from, each.valid_to)
        for each in board.posts.order_by("valid_from")
    ]
    assert held == [
        ("A. Example", date(2024, 1, 1), date(2024, 12, 31)),
        (None, date(2025, 1, 1), date(2025, 5, 31)),
        ("B. Example", date(2025, 6, 1), None),
    ]
    end_post(asking=by, system=system, post=third, ends=date(2026, 1, 1))
    with pytest.raises(Problem, match="has ended already"):
        hand_over(asking=by, system=system, post=third, on=date(2026, 2, 1), name="C. Example")


def test_one_work_address_is_one_person(asking, system, board):
    by = asking("strategy", system)
    for title in ("Chair", "Lead for children"):
        add_post(
            asking=by,
            system=system,
            body=board,
            title=title,
            starts=TODAY,
            name="A. Example",
            email="a@example.org",
        )
    assert Person.objects.count() == 1


def test_a_post_of_another_system_is_out_of_reach(asking, system, other_system):
    there = body("Coast board", "", "hwb", other_system)
    with pytest.raises(Problem, match="does not work in"):
        add_post(asking=asking("strategy", system), system=system, body=there, title="Chair", starts=TODAY)


def test_the_pages_of_bodies_work_from_the_first_to_the_last(signed_in, system, board):
    client = signed_in("strategy", system).client
    code = system.code
    where = {"system": code, "record": board.pk}
    reason = {"because": "Agreed by the board"}
    client.post(
        reverse("body-add", kwargs={"system": code}), {"kind": "voluntary", "name": "Hill alliance", **reason}
    )
    assert Body.objects.filter(name="Hill alliance", system=system).exists()
    client.post(reverse("post-add", kwargs=where), {"title": "Chair", "name": "A. Example", "starts": "2026-01-01", **reason})  # fmt: skip
    client.post(
        reverse("link-add", kwargs=where), {"nature": "up part_of", "other": str(system.pk), **reason}
    )
    answer = client.post(reverse("body-became", kwargs=where), {"new_name": "New board", "on": "1 4 2027", **reason}, follow=True)  # fmt: skip
    new = Body.objects.get(name="New board")
    assert "What New board takes over" in answer.content.decode()
    over = {"system": code, "record": new.pk}
    given_back = {"posts": [str(board.posts.get().pk)], "on": "1 4 2027", **reason}
    client.post(reverse("taking-over", kwargs=over), given_back)
    shown = client.get(reverse("body", kwargs=over)).content.decode()
    assert "A. Example" in shown
    assert "What became of whom" in shown
    post = new.posts.get()
    client.post(reverse("post-hand-over", kwargs={"system": code, "record": post.pk}), {"starts": "2027-06-01", **reason})  # fmt: skip
    listed = client.get(reverse("who", kwargs={"system": code}) + "?ended=yes").content.decode()
    assert "Vacant" in listed or "New board" in listed


def test_a_mistake_is_told_in_the_form_and_what_was_typed_stays(signed_in, system, board):
    client = signed_in("strategy", system).client
    given_back = {"on": "1 4 2020", "new_name": "New board", "because": "Agreed by the board"}
    shown = client.post(
        reverse("body-became", kwargs={"system": system.code, "record": board.pk}), given_back
    )
    assert "lies before the first" in shown.content.decode()
    assert 'value="New board"' in shown.content.decode()


def test_the_directory_needs_few_queries(signed_in, system, django_assert_max_num_queries):
    client = signed_in("reader", system).client
    for number in range(40):
        body(f"Network {number}", "", "pcn", system)
    with django_assert_max_num_queries(14):
        assert "Network 39" in client.get(reverse("who", kwargs={"system": system.code})).content.decode()


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14), st.integers(0, 6))
def test_a_family_is_all_that_led_to_a_body_and_all_it_led_to(pairs, start):
    steps = [Step(before, after, "renamed", APRIL) for before, after in pairs]
    found = set(family(start, steps))
    below, above = {start}, {start}
    for _ in range(8):
        below |= {step.after for step in steps if step.before in below}
        above |= {step.before for step in steps if step.after in above}
    assert found == {step for step in steps if step.before in below or step.after in above}


@pytest.mark.parametrize(
    ("befores", "afters", "word"), [(2, 1, "merged"), (1, 2, "split"), (1, 1, "renamed"), (2, 2, "merged")]
)
def test_a_merger_a_split_and_a_new_name_are_told_apart(befores, afters, word):
    assert how_became(befores, afters).value == word


def test_faults_of_the_kinds_are_told_together(tmp_path):
    from aimwell.catalogue.body_kinds import read_body_kinds

    (tmp_path / "standards").mkdir()
    kind = '[[kind]]\nid = "a"\ntitle = "A"\nabout = ""\nlaw = ""\nbelongs_to = ["nowhere"]\n'
    body_line = '[[body]]\nkind = "b"\nname = "B"\n'
    nature = '[[nature]]\nid = "n"\nwords = "w"\nback = "b"\n'
    (tmp_path / "standards" / "body_kinds.toml").write_text(f'source = "s"\n{kind}{kind}{nature}{body_line}')
    with pytest.raises(Problems) as told:
        read_body_kinds(tmp_path)
    assert len(told.value.problems) == 4
