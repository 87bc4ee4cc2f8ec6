"""Goldilambda: why regularization works, to be seen. Sets what NumPy needs to be fast before anything imports it.

Two BLAS threads make small matrix products four to five times slower; the other cores serve other processes. Workers
start with this environment, where glibc then keeps the memory of large temporaries instead of returning it to the
system and asking for it again: that halves the time of a Hessian.
"""

import os

__version__ = "0.1.0"

for _library in ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
for _limit in ("MMAP", "TRIM"):
    os.environ.setdefault(f"MALLOC_{_limit}_THRESHOLD_", str(256 * 2**20))
