"""What `make bench` runs."""

from tests.benchmarks.path_over_http import main

main()
