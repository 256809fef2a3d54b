"""The first page: one's own systems first, and a search where there are many."""

from tests.workplace.conftest import body


def test_who_has_a_role_in_one_system_sees_that_one_alone(system, other_system, signed_in):
    text = signed_in("reader", system).client.get("/workplace/").content.decode()
    assert system.name in text
    assert other_system.name not in text
    assert 'type="search"' not in text


def test_who_sees_all_systems_finds_one_by_name_or_code(system, other_system, signed_in):
    for number in range(10):
        body(f"Example Hill {number}", f"QZ{number}")
    client = signed_in("reader", None).client
    text = client.get("/workplace/?q=hill+3").content.decode()
    assert "Example Hill 3" in text
    assert "Example Hill 4" not in text
    assert other_system.name in client.get("/workplace/?q=qyy").content.decode()
    assert "No system is called" in client.get("/workplace/?q=nowhere").content.decode()
    assert system.name in client.get("/workplace/").content.decode()


def test_the_first_page_asks_the_database_few_questions(system, signed_in, django_assert_max_num_queries):
    for number in range(42):
        body(f"Example Hill {number}", f"Z{number}")
    client = signed_in("reader", None, f"Reader of {system}").client
    with django_assert_max_num_queries(8):
        client.get("/workplace/")
