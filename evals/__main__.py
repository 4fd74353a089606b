"""``python -m evals --shared DIR``."""

import sys

from evals.run import main

if __name__ == "__main__":
    sys.exit(main())
