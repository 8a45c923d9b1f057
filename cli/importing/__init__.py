"""`hientruong import`."""
