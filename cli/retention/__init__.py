"""`hientruong retention`."""
