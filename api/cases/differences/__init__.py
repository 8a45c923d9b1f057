"""The differences between cases and their workflows: listed, and decided on by an admin."""
