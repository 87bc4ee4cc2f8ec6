"""An Experiment as text and back: grids of λ, own points, the canonical form. Computes nothing."""
