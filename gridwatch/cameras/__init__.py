"""Single cameras, for people: live pictures, turning by hand, what one picture would come to, imports and probes."""
