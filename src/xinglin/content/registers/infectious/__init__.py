"""Notifiable diseases (法定传染病): cards, zero reports, monthly tables, audits, contacts."""
