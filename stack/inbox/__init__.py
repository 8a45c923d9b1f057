"""The local inbox. It receives the mail, SMS and push messages of a system on trial, and shows them on this machine only."""
