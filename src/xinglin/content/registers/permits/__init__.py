"""Permits (行政许可): the items that can be applied for, and the cases."""
