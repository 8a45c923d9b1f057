"""Pages for admins, and for auditors what they watch: forms over what the JSON API under /admin does."""
