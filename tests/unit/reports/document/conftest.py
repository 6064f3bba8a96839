"""The sample report and its Word file."""

from __future__ import annotations

import pytest
from report_sample import build_document

from xinglin.reports.document.model import Document
from xinglin.reports.document.word import to_word


@pytest.fixture
def document() -> Document:
    return build_document()


@pytest.fixture(scope="session")
def word_file() -> bytes:
    return to_word(build_document())
