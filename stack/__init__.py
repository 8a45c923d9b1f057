"""The parts for one machine: embedded PostgreSQL and Temporal, a local inbox, and the supervisor of all processes.

Nothing here knows what a complaint is. The caller passes names, search attributes and commands.
"""
