"""Rules of cooperative medical insurance (新型农村合作医疗)."""
