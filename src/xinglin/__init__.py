"""Xinglin 杏林: the platform on which a health bureau runs its work, and proves every number."""

__version__ = "0.1.0"
