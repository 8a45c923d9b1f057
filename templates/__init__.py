"""Templates of everything that people read: pages, messages, letters."""
