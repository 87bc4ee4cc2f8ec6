"""What comes back: the answers' shapes, bytes, tables, scripts, the catalogue. Computes nothing."""
