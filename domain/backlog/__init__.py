"""The cases of another system, brought over as a backlog."""
