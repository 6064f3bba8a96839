"""What the first visitor of the morning would wait for, done before anybody comes."""

from __future__ import annotations

import logging
from time import monotonic

from xinglin.codes.divisions import CHINA
from xinglin.language.periods import parse_period
from xinglin.query.manifest import SnapshotError
from xinglin.reports.figures import NoSnapshotError, evaluation

_log = logging.getLogger(__name__)


def warm() -> None:
    """Open the newest snapshot and ask it every indicator once.

    That reads the definitions, opens DuckDB, and brings the snapshot's files into memory. Without
    a snapshot there is nothing to do; the pages say so themselves.
    """
    begun = monotonic()
    try:
        asked = evaluation()
        taken = asked.snapshot.manifest.taken_at
        asked.figures(CHINA, parse_period(taken[:4]))
    except (NoSnapshotError, SnapshotError) as error:
        _log.info("nothing to warm: %s", error)
        return
    _log.info("figures are warm after %.1f s", monotonic() - begun)
