"""Who is meant: no army by "rebels", the speaker by "they", an organisation by its members."""

from __future__ import annotations

import pytest
from extract_support import told


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        ("The Iraqi army said the rebels withdrew from Mosul.", "rebels"),
        ("Chadian rebels said they withdrew from Aleppo.", "chadian-rebels"),
        ("Rebels in Chad said that they had captured Mongo.", "rebels-in-chad"),
        ('"They have left Azaz," said a YPG official.', ""),
        (
            "Rebels of the Liberians United for Reconciliation and Democracy captured Tubmanburg.",
            "liberians-united-for-reconciliation-and-democracy",
        ),
        ("Nkunda's men captured Goma.", "nkunda-men"),
        ("Zairean soldiers left Goma.", "zairean-forces"),
    ],
)
def test_who_acts(text, actor_id):
    """The words decide: irregulars are no army, and whoever speaks says "they" of himself."""
    assert told(text, "actor_id")[0] == (actor_id,)
