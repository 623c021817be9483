"""The command line: arguments → one call of a public function → a line of output.

Exit codes: 0 written (unplaced and undated rows included, and counted aloud); 1 nothing usable,
or `check` found something; 2 wrong usage.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from geoevents.cli.output import NOTHING, OK, USAGE, check_usage, printable
from geoevents.cli.parser import build_parser
from geoevents.errors import GeoEventsError

__all__ = ["build_parser", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.ERROR if options.quiet else logging.WARNING,
        format="geoevents: %(message)s",
        force=True,
    )
    code = USAGE
    try:
        check_usage(options)
        code = NOTHING
        return int(options.run(options))
    except GeoEventsError as error:
        print(f"geoevents: {printable(str(error))}", file=sys.stderr)
        return code
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            return OK
        where = f" '{error.filename}'" if error.filename else ""
        told = f"geoevents: cannot use{where}: {error.strerror or error}"
        print(printable(told), file=sys.stderr)
        return NOTHING
    except KeyboardInterrupt:
        print("geoevents: stopped; nothing half-written was left behind", file=sys.stderr)
        return 130
