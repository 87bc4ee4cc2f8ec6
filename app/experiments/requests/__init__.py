"""What may be asked: fields with their rules and defaults, and what is refused, and why. Computes nothing."""
