"""Registers by business line; each file declares one kind of record."""
