"""Rules: pure state machines, one step per look. The rulebook calls them; nothing here reads a clock."""
