"""Indicators of construction projects (重点建设项目)."""
