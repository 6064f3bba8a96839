"""Maternal care (孕产妇保健): pregnancies with their visits, births and high-risk management."""
