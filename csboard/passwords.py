"""Passwords in the URLs of databases: whether there is one, and the text without it."""

from __future__ import annotations

import re

# Compiled when first needed: most runs never look for a password.
# One with a / in it, or behind a name written with %, is none of the grammar's, but a secret too.
_PASSWORD = r"(://[^:/@\s]*:)[^?\s]+(?=@)|([?&](?:(?:ssl)?password|[^=&\s]*%[^=&\s]*)=)[^&\s]+"


def has_password(url: str) -> bool:
    return ("@" in url or "=" in url) and re.search(_PASSWORD, url) is not None


def without_password(text: str) -> str:
    """`text` with the password of any URL in it blanked out, fit to be shown or logged."""
    return re.sub(_PASSWORD, lambda found: f"{found[1] or found[2]}***", text)
