"""Figures of immunisation."""
