"""The wall display on a terminal: it reads, draws large, and can change nothing."""
