"""The embedded single-machine parts, PostgreSQL and Temporal, and the supervisor that keeps them and our own processes alive.

Nothing here knows what a complaint is: names, search attributes and commands are given by the caller.
"""
