"""The reports a bureau writes: which numbers, in which sentence and table."""
