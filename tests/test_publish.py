"""Editions: what is admitted, what is coarsened, and that nothing withheld can be dug out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geoevents.errors import GeoEventsError, InputError
from geoevents.publish import (
    PublishRules,
    inputs_of,
    make_manifest,
    publish_claims,
    read_manifest,
)
from geoevents.publish.manifest import texts_of
from geoevents.publish.quoting import LEFT_OUT
from geoevents.publish.redaction import PUBLIC, WITHHELD_PLACE, WITHHELD_WORDS
from geoevents.render import MapStyle, TimeMap
from geoevents.schema import CLAIMS
from geoevents.spatial import distance_m

AT = datetime(2017, 3, 10, 12, tzinfo=UTC)
EXACT = (37.517813, 36.370549)
# Strings that each stand in one column of the sensitive claim, the resident's, or a withheld one.
SECRETS = {
    "claim_id": "stem-of-a-secret-file",
    "report_id": "interview-qasr-mudawwar",
    "actor": "the Bakers of Vine Street",
    "target": "Zaynab Quzzaz",
    "toponym": "Qasr Mudawwar",
    "place_id": "own:qasr-mudawwar",
    "place_name": "Qasr al-Mudawwar",
    "pcode": "SY9876543",
    "place_extent": "POLYGON ((37.51 36.37, 37.52 36.37, 37.52 36.38, 37.51 36.37))",
    "place_reasons": "the hamlet beside the well of Thaniya",
    "origin": "Bir Thaniya",
    "origin_id": "own:bir-thaniya",
    "origin_point": "POINT (37.498765 36.365432)",
    "destination": "Khirbat Hamza",
    "destination_id": "own:khirbat-hamza",
    "destination_point": "POINT (37.531234 36.381234)",
    "date_text": "the night of her wedding",
    "date_reasons": "counted back from the wedding",
    "attribution": "Zaynab Quzzaz, a midwife",
    "source": "Notebook of Ruqayya",
    "source_url": "https://example.org/notes/mudawwar-midwife",
    "archive_url": "https://archive.example.org/4815162342",
    "quote": "“They kept us in the cellar by the mill,” said Zaynab Quzzaz of Qasr Mudawwar.",
    "verification": "seen by the neighbour with the blue door",
    "sensitivity": "names a private person (Zaynab Quzzaz): withhold the name",
    "reviewed_by": "reviewer-hannibal",
    "report_sha256": "deadbeefcafe0123456789",
    "stated_on": "2017-01-17~",
}
RESIDENT = {
    "attribution": "a shopkeeper beside the clock tower",
    "quote": "A shopkeeper beside the clock tower said the last jeep left his door at dawn.",
}
UNREVIEWED = {"quote": "Nobody has read this sentence about the bridge yet.", "actor": "Unread Men"}
FRESH = {"quote": "A convoy of forty lorries is moving to Raqqa now.", "actor": "Fresh Men"}


def claim(number, **changes):
    """Return one reviewed claim of long ago; `changes` set its columns."""
    return {
        "claim_id": f"c{number}",
        "report_id": f"report-{number}",
        "event_type": "CAPTURE",
        "status": "reported",
        "actor": "Islamic State",
        "actor_id": "islamic-state",
        "toponym": "Azaz",
        "place_kind": "named",
        "place_id": "geonames:173811",
        "place_name": "Azaz",
        "country_code": "SY",
        "geometry": Point(37.0464, 36.5865),
        "uncertainty_m": 1_500.0,
        "valid_from": "2017-02-01",
        "valid_to": "2017-02-02",
        "date_edtf": "2017-02-01",
        "date_precision": "day",
        "published_at": "2017-02-02",
        "recorded_at": "2017-02-02",
        "source_kind": "monitor",
        "attribution": "a monitoring group",
        "source": "The Daily",
        "source_url": "https://example.org/azaz",
        "quote": f"Rebels lost quarter {number} of Azaz, a monitoring group said.",
        "review_status": "accepted",
        **changes,
    }


def claims():
    """Return one claim of each kind."""
    sensitive = claim(
        1, **SECRETS, geometry=Point(EXACT), source_kind="activist", actor_id="bakers",
        target_id="zaynab-quzzaz", admin1_code="02", retrieved_at="2017-02-03",
    )  # fmt: skip
    return CLAIMS.build(
        [
            claim(0),
            sensitive,
            claim(2, source_kind="resident", **RESIDENT),
            claim(3, review_status="unreviewed", **UNREVIEWED),
            claim(4, recorded_at="2017-03-09T10:00:00Z", published_at="2017-03-09", **FRESH),
            claim(5, review_status="rejected", quote="A rejected sentence of some length."),
            claim(6, recorded_at=None, published_at=None, quote="A sentence without any record."),
            # The same sentence, and reasons that repeat the exact place.
            claim(7, quote=SECRETS["quote"], toponym="Azaz", source_kind="narrator"),
            claim(8, place_reasons="near Qasr Mudawwar, of the same report", review_status="added"),
            # The person again, in another column of another report.
            claim(9, target="Zaynab Quzzaz's cousin", report_id="other", quote="Others fled too."),
        ]
    )


def published(**options):
    """Return the edition of the claims."""
    return publish_claims(claims(), at=AT, **options)


def hidden():
    """Return every string that must stand nowhere."""
    return [
        *(text for name, text in SECRETS.items() if name != "stated_on"),
        *RESIDENT.values(), *UNREVIEWED.values(), *FRESH.values(),
        "Zaynab", "A rejected sentence", "without any record", "report-2", "37.5178", "36.3705",
    ]  # fmt: skip


def test_only_what_was_reviewed_and_is_old_enough_is_published():
    """Each other claim has its reason, and the counts add up."""
    edition = published()
    assert dict(zip(edition.withheld["claim_id"], edition.withheld["reason"], strict=True)) == {
        "c3": "not reviewed",
        "c4": "younger than the delay",
        "c5": "rejected",
        "c6": "without a date of record",
    }
    assert edition.counts["published"] == len(edition.claims) == 6
    assert edition.known_at == AT - timedelta(hours=72)


@pytest.mark.parametrize(
    ("times", "is_in"),
    [
        ({"recorded_at": "2017-03-07T12:00:00Z", "published_at": "2017-03-06"}, True),
        ({"recorded_at": "2017-03-07T12:00:01Z", "published_at": "2017-03-06"}, False),
        ({"recorded_at": "2017-03-06"}, True),
        ({"recorded_at": "2017-03-07"}, False),  # any hour of that day
        ({"recorded_at": "2017-02-01", "published_at": "2017-03-09"}, False),
        ({"recorded_at": "2017-02-01", "valid_from": "2017-04-01", "valid_to": None}, False),
    ],
)
def test_the_delay_counts_from_the_last_time_a_claim_tells_of(times, is_in):
    """Recorded, published and begun; a day counts from its end, and what is to come is young."""
    edition = publish_claims(CLAIMS.build([claim(0, **times)]), at=AT)
    assert (len(edition.claims) == 1) is is_in


def test_a_sensitive_place_is_coarsened_and_still_true():
    """The point is the middle of a cell, and the radius still holds the exact place."""
    row = published().claims.iloc[1]
    off = distance_m(row.geometry.x, row.geometry.y, *EXACT)
    assert 0 < off <= 5_000 / 2**0.5 * 1.01
    assert row["uncertainty_m"] == 6_000.0
    assert off + 1_500 <= row["uncertainty_m"]
    assert row["place_name"] == row["toponym"] == WITHHELD_PLACE
    assert row["place_kind"] == "region"
    assert row["attribution"] == "an activist"
    assert pd.isna(row["actor"])


@given(st.floats(-180, 180), st.floats(-89, 89), st.sampled_from([1_000.0, 5_000.0, 50_000.0]))
def test_the_coarser_circle_always_holds_the_exact_place(lon, lat, grid):
    """Anywhere on earth, for any grid."""
    mark = {"geometry": Point(lon, lat), "sensitivity": "the source asked not to be named"}
    rules = PublishRules(coarsen_m=grid)
    edition = publish_claims(CLAIMS.build([claim(0, **mark)]), at=AT, rules=rules)
    point, reach = edition.claims.geometry.iloc[0], edition.claims["uncertainty_m"].iloc[0]
    assert distance_m(point.x, point.y, lon, lat) + 1_500 <= reach


def test_two_exact_places_of_one_cell_become_one():
    """What was two hamlets is one rough area, so that neither can be told."""
    mark = {"sensitivity": "the source asked not to be named"}
    rows = [claim(n, geometry=Point(37.51 + n / 1000, 36.37), **mark) for n in range(2)]
    shown = publish_claims(CLAIMS.build(rows), at=AT).claims
    assert shown.geometry.iloc[0] == shown.geometry.iloc[1]
    assert shown["place_id"].iloc[0] == shown["place_id"].iloc[1]


def test_a_residents_words_give_way_to_the_role():
    """Neither the sentence nor who said it is told, in any claim of that sentence."""
    row = published().claims.iloc[2]
    assert row["attribution"] == "a resident"
    assert row["quote"] == WITHHELD_WORDS
    assert row["place_name"] == "Azaz"


def test_ids_say_nothing_and_stay():
    """No file's name is left; the same claim has the same id in every edition; no report joins."""
    first, second = published().claims, published(rules=PublishRules(quote_words=5)).claims
    assert first["claim_id"].tolist() == second["claim_id"].tolist()
    assert first["claim_id"].str.fullmatch("c-[0-9a-f]{12}").all()
    assert first["report_id"].tolist()[1] == "withheld"


def test_no_column_of_the_edition_holds_a_secret():
    """Every cell of every column is looked at, and the columns beyond the contract are gone."""
    given_ = claims().assign(my_notes="Qasr Mudawwar again")
    shown = publish_claims(given_, at=AT).claims
    assert list(shown.columns) == CLAIMS.names
    cells = "\n".join(str(value) for value in shown.astype("str").to_numpy().ravel())
    for secret in hidden():
        assert secret not in cells, secret


def test_every_column_of_the_contract_has_been_thought_about():
    """A column that is added later is withheld until somebody names it here."""
    withheld = {"start", "end", "reviewed_by", "sensitivity", "report_sha256", "retrieved_at"}
    assert withheld & PUBLIC == set()
    for name in set(CLAIMS.names) - PUBLIC:
        column = published().claims[name]
        assert (column.isna() | (column == 0)).all(), name


def test_the_callers_claims_are_left_alone():
    """Publishing makes a table of its own."""
    given_ = claims()
    before = given_.copy()
    publish_claims(given_, at=AT)
    assert given_.equals(before)


def test_a_table_that_nobody_reviewed_is_refused():
    """Without the column of review there is nothing to go by."""
    with pytest.raises(InputError, match="no column 'review_status'"):
        publish_claims(claims().drop(columns="review_status"), at=AT)


def test_what_is_no_table_or_no_time_is_refused():
    """The errors say what was expected."""
    with pytest.raises(InputError, match="no column 'review_status'"):
        publish_claims([1])
    with pytest.raises(InputError, match="at is '2017-03-10'; expected a datetime"):
        publish_claims(claims(), at="2017-03-10")


def test_quotations_are_cut_around_the_place():
    """A long sentence keeps its words around the place named, and shows where it was cut."""
    words = [f"w{n}" for n in range(60)]
    words[40] = "Azaz"
    rows = [claim(0, quote=" ".join(words)), claim(1, quote="Short of Azaz.")]
    shown = publish_claims(CLAIMS.build(rows), at=AT, rules=PublishRules(quote_words=10)).claims
    assert shown["quote"].tolist()[0] == f"… {' '.join(words[35:45])} …"
    assert shown["quote"].tolist()[1] == "Short of Azaz."
    own = PublishRules(quote_words=10, own_sources=frozenset({"The Daily"}))
    kept = publish_claims(CLAIMS.build(rows), at=AT, rules=own).claims
    assert kept["quote"].tolist()[0] == " ".join(words)


def test_no_more_of_a_report_is_quoted_than_the_rules_allow():
    """A sentence that is shared counts once; beyond the sum a note stands in its place."""
    rows = [
        claim(n, report_id="one", quote=f"Sentence {n // 2} has six words {n // 2}.")
        for n in range(8)
    ]
    rules = PublishRules(report_words=12)
    shown = publish_claims(CLAIMS.build(rows), at=AT, rules=rules)
    assert shown.claims["quote"].eq(LEFT_OUT).tolist() == [False] * 4 + [True] * 4
    assert shown.counts["quotations cut"] == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"delay": timedelta(hours=-1)}, "delay is -1 day"),
        ({"coarsen_m": 100.0}, "coarsen_m is 100"),
        ({"quote_words": -1}, "negative"),
        ({"withhold": ("Al",)}, "'Al' is too short"),
    ],
)
def test_rules_that_protect_nobody_are_refused(options, message):
    """The error says what would do."""
    with pytest.raises(InputError, match=message):
        PublishRules(**options)


def test_the_publishers_own_list_counts_too():
    """A word to withhold makes every claim that holds it sensitive."""
    rows = [claim(0, quote="Colonel Hazim led them into Azaz."), claim(1, actor="HAZIM's men")]
    rules = PublishRules(withhold=("Hazim",))
    edition = publish_claims(CLAIMS.build(rows), at=AT, rules=rules)
    assert edition.claims["place_name"].tolist() == [WITHHELD_PLACE] * 2
    assert edition.claims["actor"].tolist() == ["Islamic State"] * 2


def test_the_manifest_tells_what_the_edition_is(tmp_path):
    """Version, times, rules, hashes, licences, counts, and the changes since the one before."""
    file = tmp_path / "secret-name.txt"
    file.write_text("abc", encoding="utf-8")
    manifest = make_manifest(
        published(), name="2", inputs=inputs_of([tmp_path]), licences=["Map: CC BY 4.0"]
    )
    assert manifest["inputs"] == [
        {
            "kind": ".txt",
            "bytes": 3,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        }
    ]
    assert manifest["at"] == "2017-03-10T12:00:00Z"
    assert manifest["known_at"] == "2017-03-07T12:00:00Z"
    assert manifest["licences"][0] == "Map: CC BY 4.0"
    assert "GeoNames, CC BY 4.0" in " ".join(manifest["licences"])
    assert len(manifest["claims"]) == 6
    assert "secret-name" not in json.dumps(manifest)


@pytest.mark.usefixtures("viewer")
def test_an_edition_tells_what_changed_since_the_one_before(tmp_path):
    """Added, changed and removed claims are told by their ids, in the manifest and in words."""
    old = CLAIMS.build([claim(0), claim(1), claim(2)])
    page = TimeMap.from_edition(publish_claims(old, at=AT), style=MapStyle(edition="1")).save(
        tmp_path / "one.html"
    )
    new = CLAIMS.build([claim(0), claim(1, event_type="CLASH"), claim(3)])
    second = publish_claims(new, at=AT)
    made = TimeMap.from_edition(second, previous=page).save(tmp_path / "two.html")
    change = read_manifest(made)["previous"]
    assert [len(change[key]) for key in ("added", "changed", "removed")] == [1, 1, 1]
    assert change["changed"] == [second.claims["claim_id"].iloc[1]]
    assert "Since edition 1: 1 claims added, 1 claims changed, 1 claims removed" in made.read_text(
        "utf-8"
    )
    with pytest.raises(InputError, match="no manifest"):
        TimeMap.from_edition(second, previous=Path(__file__))


@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize("large", [False, True])
def test_nothing_that_is_withheld_stands_in_any_block_of_the_page(monkeypatch, large):
    """Every block is decoded, those that wait too, and every text in it is looked at."""
    if large:
        monkeypatch.setattr("geoevents.render.codec._LARGE", 100)
        monkeypatch.setattr("geoevents.render.later.LEAST", 1)
    document = TimeMap.from_edition(published(), title="A title").to_html()
    texts = texts_of(document)
    assert any("Rebels lost quarter 0" in text for text in texts), "the page was not decoded"
    for secret in hidden():
        assert not any(secret in text for text in texts), secret
    payload = json.dumps(texts, ensure_ascii=False)
    assert WITHHELD_PLACE in payload


@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize("where", ["title", "note", "names", "corrections"])
def test_a_page_whose_author_tells_the_secret_is_not_written(tmp_path, where):
    """A name that slips in by a title, a note or a spelling stops the page."""
    told = {"title": "What Zaynab QUZZAZ saw"} if where == "title" else {}
    style = {
        "note": MapStyle(note="Thanks to Zaynab Quzzaz"),
        "names": MapStyle(names={"Azaz": "Zaynab Quzzaz"}),
        "corrections": MapStyle(corrections=(RESIDENT["quote"],)),
    }.get(where)
    path = tmp_path / "map.html"
    with pytest.raises(GeoEventsError, match="must be withheld, and was not written"):
        TimeMap.from_edition(published(), style=style, **told).save(path)
    assert not path.exists()


@pytest.mark.usefixtures("viewer")
def test_an_edition_of_nothing_is_refused():
    """The error counts why, and says what to do."""
    edition = publish_claims(claims().iloc[[3]], at=AT)
    with pytest.raises(InputError, match="1 not reviewed; review claims first"):
        TimeMap.from_edition(edition)


@pytest.mark.browser
@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize("kind", ["CSV", "GeoJSON"])
def test_nothing_that_is_withheld_can_be_downloaded(tmp_path, browser, kind):
    """The tables that the page itself hands out hold none of it, in any column."""
    path = TimeMap.from_edition(published()).save(tmp_path / "map.html")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready=true]")
    page.get_by_role("tab", name="Events").click()
    page.get_by_label("at all dates").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=kind, exact=True).click()
    got = Path(waiting.value.path()).read_text("utf-8")
    context.close()
    assert "Rebels lost quarter 0" in got
    for secret in hidden():
        assert secret not in got, secret
