"""What the API answers and is asked: one module for each thing."""
