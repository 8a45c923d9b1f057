"""`hientruong backup`: saves the database, the photos and the settings without secrets, completely or not at all."""
