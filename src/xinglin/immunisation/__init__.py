"""Immunisation (免疫规划): which doses count, which are due and when, for many children at once."""
