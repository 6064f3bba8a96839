"""Sections of reports, one file a business line: which figures stand in which sentence."""
