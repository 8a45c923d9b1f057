"""The activities of periodic reports."""
