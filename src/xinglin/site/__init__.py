"""Wiring and nothing else: settings, urls, the command line's entry."""
