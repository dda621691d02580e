"""The nouns of Gridwatch: pure, immutable, importing numpy and pydantic at the most."""
