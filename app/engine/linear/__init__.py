"""Models without hidden layer, whose minima are found exactly, at all λ's at once."""
