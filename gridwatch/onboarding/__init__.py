"""A district's own ledger of cameras, as its keepers write it, made into configs/cameras/ or refused whole."""
