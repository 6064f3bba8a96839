"""Records that come in as files: Excel and CSV, by templates of our own or by a mapping.

Lives here: reading files, matching headers, mappings, running an intake, the error workbook, the
template. Does not live here: what a valid record is (declarations) and how it is written
(`actions`). The command line, the page and the API all call `run.intake_file`.
May import: `actions`, `store`, `language`, `codes`; no other surface.
"""

from __future__ import annotations
