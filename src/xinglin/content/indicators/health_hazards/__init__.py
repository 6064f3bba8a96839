"""Figures of food and water."""
