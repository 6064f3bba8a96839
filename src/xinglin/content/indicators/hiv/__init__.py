"""HIV figures."""
