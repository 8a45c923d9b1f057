"""`hientruong rehearse`: plays a written case through the procedure on the real calendar."""
