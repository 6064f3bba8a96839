"""Rules of the office itself (办公室)."""
