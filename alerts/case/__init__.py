"""The city's case behind an incident: calendar, limits, stages, responsible unit, what holds it back."""
