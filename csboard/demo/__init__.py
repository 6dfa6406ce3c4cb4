"""A board one may look at and play with: a small shop's support desk, made up from end to end."""
