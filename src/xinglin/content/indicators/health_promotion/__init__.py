"""Figures of health education and patriotic health."""
