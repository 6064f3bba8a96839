"""Dated rules by business line."""
