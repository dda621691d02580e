"""Engines run the stages: `local` in one process. A cluster engine runs the same stages over many."""
