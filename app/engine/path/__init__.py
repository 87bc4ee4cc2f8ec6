"""Minima as a function of λ: continuation, many starts, the lowest of them, jumps. Knows no validation set."""
