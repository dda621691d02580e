"""The main job on a simulated district: cameras, incidents, deliveries, proof; held against the truth."""
