"""Periodic reports: which a regulation orders, on which periods, when each is due, and the acts from making to sending it."""
