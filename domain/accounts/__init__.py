"""Accounts of what happened to the cases of an authority in a span of days. Periodic reports and statistics are made of them."""
