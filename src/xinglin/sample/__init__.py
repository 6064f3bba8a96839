"""The sample prefecture (样本地区): made-up records that, counted, give a file's figures.

Lives here: reading targets, finding how many records of which sort meet them all, writing those
records as files for intake, and scoring a targets file against figures. Writes files only: no
database. `makers` knows what a plausible record of each register looks like; everything else
works from declarations. May import: `language`, `codes`, `query`.
"""

from __future__ import annotations
