"""People and machines: routes, authentication, live events, the operator console."""
