"""Lets `python -m cli` be the command `hientruong` where it is not installed."""

from cli import main

main()
