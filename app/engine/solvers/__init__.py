"""From one start to one minimum of J at one λ. Knows nothing of other λ's."""
