"""The tests on Spark share one cluster, whichever of the parallel processes they fall to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.spark_cluster import shared_cluster
from tests.spec.indicators.conftest import spec
from tests.spec.indicators.library import CODES, snapshot
from tests.spec.indicators.records import Records, read_records

from postgres import migrated, test_installation, urls
from town import Town, town
from xinglin.query.spark_engine import SparkEngine, connect, disconnect

__all__ = ["migrated", "spec", "test_installation", "town", "urls"]


@pytest.fixture(scope="session")
def spark_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the cluster keeps its files; the same for all processes of a parallel run."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "spark"


@pytest.fixture(scope="session")
def spark_address(spark_folder: Path) -> Iterator[str]:
    """The address of a standalone master with two workers, by its Connect server."""
    with shared_cluster(spark_folder) as address:
        yield address


@pytest.fixture(scope="session")
def as_a_program() -> None:
    """A process of a parallel run has no file, and the client would take it for a doctest."""
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        main.__file__ = __file__


@pytest.fixture(scope="session")
def spark(spark_address: str, as_a_program: None) -> Iterator[Any]:
    """A session on the cluster."""
    session = connect(spark_address)
    yield session
    disconnect(session)


@pytest.fixture(scope="module")
def asked(town: Town) -> Any:
    """An evaluation of the town's snapshot by the shipped definitions."""
    from xinglin.reports.figures import evaluation
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting("city", action="snapshot"):
        return evaluation(take().name)


@pytest.fixture
def engine_of(spark: Any, tmp_path: Path) -> Callable[[Records], Any]:
    """A function from records to Spark over them."""
    made: list[SparkEngine] = []

    def of(records: Records) -> Any:
        folder = tmp_path / str(len(made))
        made.append(SparkEngine(snapshot(folder, read_records(records)), CODES, spark))
        return made[-1]

    return of
