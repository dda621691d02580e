"""A whole district asked by ONVIF what it is: who is asked when, what is kept of the answers, what is to be fixed."""
