"""Indicators of notifiable diseases (法定传染病)."""
