"""Claims -> an edition that may be published: reviewed, delayed, coarsened, with a manifest."""

from geoevents.publish.edition import Edition, publish_claims
from geoevents.publish.manifest import (
    BLOCK,
    check_page,
    in_words,
    inputs_of,
    make_manifest,
    read_manifest,
)
from geoevents.publish.rules import PublishRules

__all__ = [
    "BLOCK",
    "Edition",
    "PublishRules",
    "check_page",
    "in_words",
    "inputs_of",
    "make_manifest",
    "publish_claims",
    "read_manifest",
]
