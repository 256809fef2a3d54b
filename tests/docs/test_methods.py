"""The page of methods says what the library is now, and its examples answer what it says they answer."""

import doctest
import re
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from aimwell import statistics
from tests.docs.scripts import script


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    return script("write_methods")


@pytest.fixture(scope="module")
def page(writer: ModuleType) -> str:
    return str(writer.PAGE.read_text(encoding="utf-8"))


def test_the_page_of_methods_is_current(writer: ModuleType, page: str) -> None:
    with np.printoptions():
        assert page == writer.page(), "Run: python scripts/write_methods.py"


def test_every_function_has_a_section_with_an_example_that_calls_it(writer: ModuleType, page: str) -> None:
    sections: Mapping[str, str] = dict(
        re.findall(r"^## (\w+)\n(.*?)(?=^#{1,2} |\Z)", page, flags=re.MULTILINE | re.DOTALL)
    )
    for name in writer.methods():
        assert f"{name}(" in sections[name].split("```python")[1], name


def test_every_function_says_what_it_answers(writer: ModuleType) -> None:
    silent = [name for name, function in writer.methods().items() if not function.__doc__]
    assert silent == []


def test_every_method_names_its_source(page: str) -> None:
    sections = re.split(r"^## ", page.split("# What the functions give")[0], flags=re.MULTILINE)[1:]
    silent = [section.split("\n")[0] for section in sections if "**Source.**" not in section]
    assert silent == ["labels_of"]  # words for codes, no method


def test_every_example_answers_what_the_page_says(page: str) -> None:
    names: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    assert len(blocks) > len([name for name in statistics.__all__ if name.islower()])
    with np.printoptions():
        for index, block in enumerate(blocks):
            test = doctest.DocTestParser().get_doctest(block, names, f"example {index}", "methods.md", 0)
            runner = doctest.DocTestRunner(verbose=False)
            said: list[str] = []
            runner.run(test, out=said.append, clear_globs=False)
            names.update(test.globs)  # a test works on a copy of the names
            assert runner.failures == 0, "".join(said)
