"""The only door through which a record changes.

Lives here: reading values, checking records, creating, stepping, correcting; permission, change,
history and audit in one transaction. Does not live here: pages, files, figures.
May import: `reports`, engines, `store`, `query`, `language`, `codes`.
"""
