"""Where incidents are kept: one contract (`base`), an in-memory twin and SQL."""
