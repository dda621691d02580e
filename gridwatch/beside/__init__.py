"""Programs that run beside this one and are spoken to by JSON lines: cameras of a bench, a simulated district."""
