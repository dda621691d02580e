"""Tools of the engineer who tunes detectors and rules: data, training, scoring, replay."""
