"""What people read, before the words of a case are put in."""
