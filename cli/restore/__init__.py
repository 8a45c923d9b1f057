"""`hientruong restore`: checks a backup and puts it back."""
