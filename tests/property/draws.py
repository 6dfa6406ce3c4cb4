"""What wishes of all kinds draw from."""

from __future__ import annotations

from hypothesis import strategies as st

NONE_SUCH = -1
"""An index for what isn't there."""

WHICH = st.sampled_from([0] * 6 + [1] * 4 + [2, 2, 3, 4, 5, NONE_SUCH])
TEXTS = st.sampled_from(["言葉", "other words\nof two lines", "", " \x1b[2J\u202e", "長" * 300])
