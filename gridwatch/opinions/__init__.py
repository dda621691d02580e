"""A second opinion before a person is bothered: who is asked, when, and what it may change."""
