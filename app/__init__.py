"""Goldilambda: why regularization works, to be seen. Sets one BLAS thread before anything imports NumPy.

Two threads make small matrix products four to five times slower; the other cores serve other processes.
"""

import os

__version__ = "0.1.0"

for _library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
