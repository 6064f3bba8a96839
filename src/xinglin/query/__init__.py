"""Columns: snapshots of the registers, and the engines that evaluate plans over them.

Lives here: manifests and Parquet segments, extraction from PostgreSQL, the slow in-memory judge,
plans compiled to SQL, DuckDB.
Does not live here: what a figure means (`indicators`), anything of Django.
May import: `xinglin.language`, `xinglin.codes`.
"""
