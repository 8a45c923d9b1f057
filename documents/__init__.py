"""Makes what leaves the system: letters, messages, tables."""
