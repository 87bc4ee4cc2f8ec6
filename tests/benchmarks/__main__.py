"""What `make bench` runs: paths against scikit-learn, then scrubbing, where there is a browser to scrub in."""

import shutil

from tests.benchmarks import path_over_http, scrubbing

path_over_http.main()
if shutil.which("chromium") or shutil.which("google-chrome"):
    print()
    scrubbing.main([])
