"""Rulings for the core: what the law lets happen."""
