"""Periodic reports: what happened to each, its editions with their figures, and the files that were sent."""
