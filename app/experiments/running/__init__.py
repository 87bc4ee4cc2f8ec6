"""Where and when it is computed: jobs, workers, cost estimates, admission, kept answers. Knows no mathematics."""
