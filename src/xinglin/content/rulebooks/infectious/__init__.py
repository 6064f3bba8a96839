"""Rules of notifiable-disease reporting (传染病报告)."""
