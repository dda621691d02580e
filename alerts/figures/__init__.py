"""Figures of many cases: exact, by columns kept in memory beside the store."""
