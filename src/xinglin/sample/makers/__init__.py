"""Makers: what a plausible record of a register looks like, and how to write many of them.

A maker names sorts of records (archetypes) with their usual numbers, and turns counts of them
into rows of a file. It knows its register by name, never how any indicator counts it.
"""

from __future__ import annotations

from xinglin.sample.makers.every import all_makers

__all__ = ["all_makers"]
