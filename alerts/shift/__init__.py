"""A shift: operators who work side by side. Who has which case, and what each has said shall be done."""
