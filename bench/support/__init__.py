"""The shared parts of the benches: the real servers, a straight case, samples of processes, and how figures are kept."""
