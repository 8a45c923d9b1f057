"""Photos and videos, cleaned and kept."""
