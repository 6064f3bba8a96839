"""Indicators by business line."""
