"""The pictures of README and docs, taken of a running system with the sample cases: `make pictures`."""
