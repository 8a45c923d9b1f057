"""Rehearses a written case on the real calendar: nothing is recorded, nobody is notified."""
