"""The life of a case: its workflow with updates and timers, the other workflows, and the gateway that calls them."""
