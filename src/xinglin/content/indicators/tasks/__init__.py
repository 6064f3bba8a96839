"""Indicators of task decomposition (任务分解)."""
