"""HIV, from the test to the community, and methadone clinics (艾滋病防治)."""
