"""The operators' load in the running service, as a report, and as a simulated year."""
