"""The front's side of the network: the connections it keeps, and its way to stop."""
