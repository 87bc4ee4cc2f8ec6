"""Measurements. Nothing here is a test: times are printed, never asserted."""

import os

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")  # read when NumPy is first imported, which is later
