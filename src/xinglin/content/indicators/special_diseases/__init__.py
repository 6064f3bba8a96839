"""Figures of the special diseases."""
