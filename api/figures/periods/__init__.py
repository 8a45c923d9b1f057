"""Accounts of any span of days, for staff."""
