"""Cleaning and storing attachments."""
