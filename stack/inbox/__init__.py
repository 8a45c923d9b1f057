"""The local inbox: takes mail, SMS and push messages of a system that is being tried, and shows them, on this machine alone."""
