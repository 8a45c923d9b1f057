"""Periodic reports as workflows."""
