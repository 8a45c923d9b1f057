"""Sample cases: believable cases of every authority over the last twelve weeks, for a system that people try out."""
