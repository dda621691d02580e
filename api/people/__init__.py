"""Who people are: passwords, second factors, sessions, accounts, the audit."""
