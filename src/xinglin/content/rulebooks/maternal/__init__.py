"""Dated rules of maternal care (孕产妇保健)."""
