"""Personal data: identities that are no longer kept, and the requests of persons about their data."""
