"""HTTP only: parse, call, return. No NumPy, no engine."""
