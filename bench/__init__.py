"""How fast and how small csboard is, beside the bare Textual app: `python -m bench`."""
