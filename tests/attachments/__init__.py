"""Cleaning and storing photos and videos."""
