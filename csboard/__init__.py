"""csboard: a team board for customer support, in the terminal."""

__version__ = "0.1.0"
