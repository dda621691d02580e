"""Every sentence that tells a reason, a module for each part of the work; `WORDS` is all of them."""

from __future__ import annotations

from core.words import (
    calibration,
    case,
    explained,
    hawkeye,
    history,
    life,
    live,
    load,
    looking,
    merging,
    opinions,
    rules,
    shift,
    workbench,
)

WORDS: dict[str, tuple[str, str]] = {
    **calibration.WORDS,
    **case.WORDS,
    **explained.WORDS,
    **hawkeye.WORDS,
    **history.WORDS,
    **life.WORDS,
    **live.WORDS,
    **load.WORDS,
    **looking.WORDS,
    **merging.WORDS,
    **opinions.WORDS,
    **rules.WORDS,
    **shift.WORDS,
    **workbench.WORDS,
}
