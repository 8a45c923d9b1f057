"""Periodic reports: the list, one of them, acts on it, and its files."""
