"""Immunisation: children, doses, stock, cold chain, reactions, the clinic queue (免疫规划)."""
