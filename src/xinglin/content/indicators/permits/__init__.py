"""Indicators of permits (行政许可)."""
