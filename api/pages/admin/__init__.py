"""Pages for admins, and for auditors what they may watch: the same use cases as the JSON API under /admin."""
