"""Goldilambda: why regularization works, to be seen. Sets what NumPy needs to be fast before anything imports it.

Two BLAS threads make small matrix products four to five times slower; the other cores serve other processes. glibc
keeps the memory of large temporaries instead of returning it to the system and asking for it again, which halves the
time of a Hessian: workers start with this environment, and this process learns it from one large array that it frees.
"""

import os

__version__ = "0.3.0"

for _library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
for _limit in ("MMAP", "TRIM"):
    os.environ.setdefault(f"MALLOC_{_limit}_THRESHOLD_", str(256 * 2**20))

import numpy as np  # noqa: E402

np.empty(31 * 2**20, dtype=np.uint8)
