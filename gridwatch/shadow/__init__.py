"""A candidate model or profile beside the live one, on the same looks: seen by nobody, kept and compared."""
