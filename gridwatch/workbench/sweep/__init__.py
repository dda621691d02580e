"""Sweeps: many profiles over the same looks, detected once; the best one written as a diff."""
