"""The project's own targets are the published facts by the mapping table, nothing else."""

from __future__ import annotations

from pathlib import Path

from xinglin.sample.mapping import write_targets


def test_the_shipped_targets_are_made_from_the_published_figures(
    shared: Path, repository: Path, tmp_path: Path
) -> None:
    made = tmp_path / "targets.csv"
    samples = repository / "samples"
    write_targets(shared / "targets" / "published.csv", samples / "targets-mapping.csv", made)
    assert made.read_text("utf-8") == (samples / "targets-2013H1.csv").read_text("utf-8")
