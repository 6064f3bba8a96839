"""Bands of mosquito indices: the rulebook's worked examples (3.5, 3.11)."""

from __future__ import annotations

import pytest

from xinglin.codes.special_disease_codes import vector_band


@pytest.mark.parametrize(
    ("index", "positive", "of", "band"),
    [
        ("bi", 9, 120, "低度传播风险"),  # 7.5
        ("bi", 6, 120, "达标（控制水平）"),  # 5 itself meets control
        ("bi", 1, 12, "低度传播风险"),  # 8.33
        ("bi", 3, 20, "中度传播风险"),  # 15.00
        ("bi", 12, 120, "低度传播风险"),  # 10 itself
        ("bi", 150, 100, "高度传播风险"),  # an index may be over 100
        ("bi", 0, 50, "达标（控制水平）"),
        ("bi", 0, 0, ""),  # nobody was visited: no band
        ("moi", 4, 96, "诱蚊诱卵指数达标"),  # 4.17
        ("moi", 5, 96, "诱蚊诱卵指数超标"),  # 5.21
    ],
)
def test_a_band_in_words(index: str, positive: int, of: int, band: str) -> None:
    assert vector_band(index, positive, of) == band
