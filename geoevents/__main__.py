"""Run the command line as ``python -m geoevents``."""

from __future__ import annotations

import sys

from geoevents.cli import main

if __name__ == "__main__":
    sys.exit(main())
