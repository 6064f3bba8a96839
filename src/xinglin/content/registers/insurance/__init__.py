"""Cooperative medical insurance (新型农村合作医疗): who is in, and what was paid for whom."""
