"""What the bureau knows: registers, dated rules, indicators and reports, one file per thing.

Lives here: declarations only. May import: `xinglin.language` and `xinglin.codes`.
Migrations beside a line's registers are generated; they import nothing of this room.
"""
