"""The default model: its data set, training, scoring, export and card."""
