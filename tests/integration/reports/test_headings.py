"""What a report prints of lines that have no records."""

from __future__ import annotations

import re
from typing import Any


def test_a_line_without_records_has_no_heading(report: dict[str, Any]) -> None:
    """The town has cards alone; numbers of headings stay in order."""
    text = (report["out"] / "report.html").read_text("utf-8")
    parts = re.findall(r"<h3[^>]*>（(.)）([^<]*)", text)
    assert parts == [("一", "传染病防控")]
    assert not re.search(r"</h3>\s*<h[23]", text)
