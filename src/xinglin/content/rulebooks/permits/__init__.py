"""Dated rules of permits (行政许可)."""
