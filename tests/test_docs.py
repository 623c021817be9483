"""The docs say what there is: every command and option."""

from __future__ import annotations

import argparse
from pathlib import Path

from geoevents.cli import build_parser

ROOT = Path(__file__).parents[1]


def commands(parser, name="geoevents"):
    """Return (name, options) of each command that does something."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if below:
        return [
            command
            for word, child in below[0].choices.items()
            for command in commands(child, f"{name} {word}")
        ]
    options = {o for a in parser._actions for o in a.option_strings if o.startswith("--")}
    return [(name, options - {"--help"})]


def test_every_command_and_option_is_documented():
    """docs/cli.md names each command and each long option."""
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    for name, options in commands(build_parser()):
        assert f"`{name} " in page or f"`{name}`" in page, name
        for option in options - {"--output", "--column"}:
            assert option in page, f"{name} {option}"


def test_a_command_that_nobody_documented_is_found():
    """The rule can fail: a command that exists and is not on the page."""
    found = [name for name, _ in commands(build_parser())]
    assert "geoevents map" in found
    assert "geoevents gazetteer search" in found
