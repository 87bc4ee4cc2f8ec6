"""Training step by step, as a course does it. Knows no minimum."""
