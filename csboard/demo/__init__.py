"""A board one may look at and play with: a small shop's support desk, made up from end to end."""

SCENES = ("leave",)
"""Stories of their own: each with its plot, and its words beside those of the shop."""
