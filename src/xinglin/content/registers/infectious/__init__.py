"""Notifiable diseases (法定传染病): cards, daily zero reports, typed-in monthly tables."""
