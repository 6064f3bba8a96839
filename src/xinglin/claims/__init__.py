"""Cooperative medical insurance (新农合): what a policy pays for a claim, and why. No database."""
