"""Headings are numbered as offices number them, also past the tenth."""

from __future__ import annotations

import pytest

from xinglin.reports.document.numbers import ordinal


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三"), (99, "九十九")],
)
def test_a_number_in_words(number: int, said: str) -> None:
    assert ordinal(number) == said
