"""The console at the size of a district: a filled store, the API's answers, a real browser."""
