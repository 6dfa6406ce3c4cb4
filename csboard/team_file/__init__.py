"""The team's settings and members as a TOML file that people edit and apply.

What applying a part of them means stands in `applying`: what it doesn't name stays as it is.
"""
