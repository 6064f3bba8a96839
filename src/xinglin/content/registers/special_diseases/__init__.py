"""Tuberculosis, leprosy, snails, mosquitoes, avian influenza, plague (专病防治)."""
