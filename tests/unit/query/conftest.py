"""A real PostgreSQL for the tests of extraction."""

from tests.postgres import test_installation, urls

__all__ = ["test_installation", "urls"]
