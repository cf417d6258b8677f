"""Whole numbers as they are written: 15, １５, 十五, 三十."""

import cn2an


def integer(written: str) -> int | None:
    """The number, or None where it is not one."""
    try:
        return int(cn2an.cn2an(written.replace("两", "二"), "smart"))
    except (ValueError, KeyError, IndexError, TypeError):
        return None
