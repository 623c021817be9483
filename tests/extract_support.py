"""What the tests of extraction share: reports of one sentence or more, over a small gazetteer."""

from __future__ import annotations

import pandas as pd
from geocoding_fake import FakeGazetteer

from geoevents.actors import Actors
from geoevents.extract import extract_claims

GAZETTEER = FakeGazetteer()
ACTORS = Actors.default()


def claims(text, published="2015-02-09", **columns):
    """Extract the claims of one report of a Syrian theatre."""
    report = {"report_id": "r1", "text": text, "published_at": published, **columns}
    return extract_claims(pd.DataFrame([report]), GAZETTEER, actors=ACTORS)


def told(text, *names, published="2015-02-09"):
    """Return a report's claims as tuples of the named columns; missing values are empty."""
    found = claims(text, published)
    return [tuple("" if pd.isna(v) else v for v in row) for row in found[list(names)].to_numpy()]
