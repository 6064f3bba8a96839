"""The server keeps to its own description, whatever is sent (schemathesis, real database)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = 3
"""For each operation: enough for every kind of slip, little enough for every commit."""


@pytest.fixture(scope="session")
def headers(make_token: Callable[..., str]) -> dict[str, str]:
    """A token that may enter, review, open and import."""
    return {"Authorization": f"Bearer {make_token('county')}"}


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_server_keeps_to_its_description(
    base: str, headers: dict[str, str], mode: GenerationMode
) -> None:
    description = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json", timeout=60)
    tried, seen = 0, Counter[int]()
    for operation in description.get_all_operations():
        try:
            cases = operation.ok().as_strategy(generation_mode=mode)
            _try(cases, headers, seen)
        except Unsatisfiable:  # an address without parameters cannot be called wrongly
            assert mode is GenerationMode.NEGATIVE
            continue
        tried += 1
    assert tried > 20
    assert seen[200 if mode is GenerationMode.POSITIVE else 422] >= 10, seen


def _try(cases: Any, headers: dict[str, str], seen: Counter[int]) -> None:
    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Any) -> None:
        # Well-formed data may still be refused: a register's checks say more than any schema.
        answer = case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
        seen[answer.status_code] += 1

    run()
