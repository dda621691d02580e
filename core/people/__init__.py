"""The people and machines that may ask: roles, scopes, and what follows from them. Pure."""
