"""Erases the identities of reporters, on record."""
