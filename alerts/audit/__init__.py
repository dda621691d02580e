"""Whether the trail still says what was written: one case, or all of them, with everything they belong to."""
