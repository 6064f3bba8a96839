"""Cooperative medical insurance."""
