"""What a path shows: inspection of one minimum, thresholds, folds and the choice of λ."""
