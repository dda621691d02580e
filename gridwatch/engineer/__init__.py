"""What the engineer's pages show and write: runs, scores, sweeps, shadow, labels, promotions."""
