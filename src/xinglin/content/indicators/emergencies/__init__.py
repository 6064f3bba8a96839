"""Indicators of health emergency work (卫生应急)."""
