"""The command `hientruong` as a process: `python -m tests.support.run_cli ARGUMENTS`."""

from cli import main

if __name__ == "__main__":
    main()
