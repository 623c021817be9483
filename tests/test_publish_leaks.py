"""What must stay hidden in an edition, in the many ways in which it could come out."""

# ruff: noqa: RUF001 - Arabic letters that are written together with the word behind them

from __future__ import annotations

from datetime import timedelta

import folium
import pandas as pd
import pytest
from shapely.geometry import Point
from test_publish import AT, claim

from geoevents.errors import GeoEventsError
from geoevents.events import merge_claims
from geoevents.publish import PublishRules, inputs_of, publish_claims
from geoevents.publish.naming import Names, folded
from geoevents.publish.redaction import WITHHELD_PLACE
from geoevents.render import MapStyle, TimeMap
from geoevents.schema import CLAIMS

LATIN = "names a private person (Zaynab Quzzaz): withhold the name"
ARABIC = "names a private person (زينب القزّاز): withhold the name"


def edition_of(*rows, **options):
    """Return the edition of some claims."""
    return publish_claims(CLAIMS.build(rows), at=AT, **options)


def marked(mark=LATIN, **changes):
    """Return a sensitive claim whose sentence says nothing of the others."""
    return claim(0, quote="The old mill burned for two nights.", sensitivity=mark, **changes)


@pytest.mark.parametrize(
    ("mark", "changes"),
    [
        (LATIN, {"quote": "Later Zay\u00adnab Quz\u00adzaz left the town."}),
        (LATIN, {"quote": "Later Zaynab\u200bQuzzaz left the town."}),
        (LATIN, {"quote": "Later ZAYNAB\nQUZ-\nZAZ left the town."}),
        (LATIN, {"quote": "Ｚａｙｎａｂ Ｑｕｚｚａｚ left the town."}),
        (LATIN, {"quote": "later quzzaz left, it was noted"}),
        (LATIN, {"quote": "Zaynab Quzzaz’s mill burned."}),
        (LATIN, {"quote": "Later Zeinab al-Qazzaz left the town."}),
        (LATIN, {"quote": "قالت زينب القزاز إنها رحلت"}),
        (ARABIC, {"quote": "رحل الجميع وزيـنب القزاز إلى هناك"}),
        (ARABIC, {"quote": "Later Zeinab al-Qazzaz left the town."}),
        (LATIN, {"source_url": "https://example.org/notes_zaynab_quzzaz_2"}),
        (ARABIC, {"source_url": "https://example.org/%D8%B2%D9%8A%D9%86%D8%A8-%D8%A7%D9%84%D9%82%D8%B2%D8%A7%D8%B2"}),
        (LATIN, {"actor_id": "zaynab-quzzaz"}),
        (LATIN, {"origin_id": "own:zaynab-quzzaz-house"}),
        (LATIN, {"place_reasons": "the street of ZaynabQuzzaz"}),
        (LATIN, {"stated_on": "when Quzzaz spoke"}),
        ("names a private person (Zaynab (Umm Ali) Quzzaz): withhold", {"attribution": "Quzzaz"}),
    ],
)  # fmt: skip
def test_whoever_names_the_person_is_protected_too(mark, changes):
    """In any column, however written, in either script."""
    shown = edition_of(marked(mark), claim(1, **changes)).claims
    assert shown["place_name"].tolist() == [WITHHELD_PLACE] * 2


def test_other_names_and_words_are_left_alone():
    """A first name in another report, a word like a last name, a name that only sounds alike."""
    rows = [
        claim(1, quote="Zaynab the miller of Azaz left the town."),
        claim(2, quote="Amir said the road is open."),
        claim(3, quote="The sea of Azov is far."),
    ]
    mark = f"{LATIN}; names a private person (Edward Said): withhold the name"
    shown = edition_of(marked(mark), *rows).claims
    assert shown["place_name"].tolist() == [WITHHELD_PLACE, "Azaz", "Azaz", "Azaz"]


def test_a_first_name_counts_in_the_report_that_gives_the_last():
    """A name split over two claims of one report is one name."""
    shown = edition_of(
        marked(report_id="one"), claim(1, report_id="one", quote="Zaynab then went south.")
    ).claims
    assert shown["place_name"].tolist() == [WITHHELD_PLACE] * 2


@pytest.mark.parametrize("status", ["unreviewed", "rejected"])
def test_a_mark_on_a_withheld_claim_protects_its_sentence(status):
    """One sentence may be two claims; that one of them is not shown does not open the other."""
    quote = "They took the mill and the well, said a man who hid there."
    shown = edition_of(
        claim(0, quote=quote, sensitivity="the source asked not to be named", review_status=status),
        claim(1, quote=quote),
    )
    assert shown.claims["place_name"].tolist() == [WITHHELD_PLACE]
    assert quote in shown.secrets


def test_a_resident_who_is_withheld_keeps_the_words():
    """The same sentence read as an official's is the resident's all the same."""
    quote = "The last jeep left my door at dawn."
    rows = [claim(0, quote=quote, source_kind="resident", review_status="unreviewed")]
    shown = edition_of(*rows, claim(1, quote=quote, source_kind="government")).claims
    assert quote not in shown["quote"].tolist()


def test_the_time_of_publication_does_not_join_a_sensitive_claim_to_its_report():
    """The minute in which a report came out is as good as its name."""
    when = {"published_at": "2017-02-02T14:31:07Z", "recorded_at": "2017-02-02T15:00:01Z"}
    shown = edition_of(marked(**when), claim(1, **when)).claims
    assert shown["published_at"].astype("str").tolist() == [
        "2017-02-02 00:00:00+00:00", "2017-02-02 14:31:07+00:00",
    ]  # fmt: skip
    assert shown["recorded_at"].dt.hour.tolist() == [0, 15]


def test_who_corrected_a_claim_is_not_told():
    """Reasons of older files name the reviewer."""
    told = {"place_reasons": "'al-Bab' given by Hannibal B.: near Azaz",
            "date_reasons": "given by Hannibal B."}  # fmt: skip
    shown = edition_of(claim(0, **told)).claims.iloc[0]
    assert shown["place_reasons"] == "'al-Bab' given by a reviewer: near Azaz"
    assert shown["date_reasons"] == "given by a reviewer"


def test_names_of_files_are_not_told_by_other_columns():
    """Addresses on a disk, and ids that start with a table's name."""
    told = {
        "source_url": "file:///home/ana/secret.html",
        "place_id": "secret-interviews:azaz@36,37",
    }
    shown = edition_of(claim(0, **told), claim(1, **told)).claims
    assert shown["source_url"].isna().all()
    assert shown["place_id"].tolist()[0] == shown["place_id"].tolist()[1]
    assert shown["place_id"].str.fullmatch(r"own-[0-9a-f]{12}:azaz@36,37").all()


def test_the_end_of_a_files_name_is_no_kind(tmp_path):
    """A file may be called after a person."""
    (tmp_path / "notes.Zaynab").write_text("abc", encoding="utf-8")
    assert inputs_of([tmp_path])[0]["kind"] == "other"


def test_people_merge_and_split_in_editions_too():
    """Their word counts, under a label that names no sheet; no sensitive claim is placed by it."""
    merged, alone = {"same_event": "decisions-ana:1"}, {"same_event": "!decisions-ana:2"}
    edition = edition_of(
        claim(0, **merged), claim(1, valid_from="2017-01-01", valid_to="2017-01-02", **merged),
        claim(2, **alone), claim(3), marked(claim_id="m", report_id="m", **merged),
    )  # fmt: skip
    shown = edition.claims["same_event"]
    assert not shown.astype("str").str.contains("ana").any()
    assert shown.isna().tolist() == [False, False, False, True, True]
    assert merge_claims(edition.claims)["n_claims"].sort_values().tolist() == [1, 1, 1, 2]


def test_a_claim_added_by_hand_is_of_its_report():
    """It has no hash of the report's text, and still counts as that report's."""
    shown = edition_of(
        claim(0, report_id="r", report_sha256="ab" * 32),
        claim(1, report_id="r", report_sha256=None, review_status="added"),
    ).claims
    assert len(shown) == 2
    assert len(set(shown["report_id"])) == 1


def test_two_cells_are_two_places():
    """Cells of one kilometre share a name and are no one place."""
    mark = {"sensitivity": "the source asked not to be named"}
    rows = [claim(n, geometry=Point(37.5 + n / 50, 36.37), **mark) for n in range(3)]
    edition = edition_of(*rows, rules=PublishRules(coarsen_m=1_000.0))
    assert len(merge_claims(edition.claims)) == 3


@pytest.mark.parametrize(
    ("times", "is_in"),
    [
        # A day in the far west ends twelve hours after it does in Greenwich.
        ({"recorded_at": "2017-03-07", "published_at": "2017-03-07"}, False),
        ({"recorded_at": "2017-03-06", "published_at": "2017-03-06"}, True),
        ({"recorded_at": "2017-03-07T14:00:00+02:00"}, True),
        ({"recorded_at": "2017-03-07T14:00:00+01:00"}, False),
        ({"status": "planned", "valid_to": "2017-04-01"}, False),
        ({"status": "planned", "valid_to": "2017-03-01"}, True),
        ({"status": "reported", "valid_to": "2017-04-01"}, True),
    ],
)
def test_the_delay_knows_zones_and_plans(times, is_in):
    """72 hours before noon of 10 March; a march that is still to end is not over."""
    assert (len(edition_of(claim(0, **times)).claims) == 1) is is_in


def test_a_delay_is_never_shortened_by_the_zone_of_the_clock():
    """The time of publication counts in its own zone."""
    rows = CLAIMS.build([claim(0, recorded_at="2017-03-07T12:00:01Z")])
    late = AT.astimezone(pd.Timestamp("2017-01-01", tz="Asia/Damascus").tzinfo)
    assert publish_claims(rows, at=late).claims.empty
    assert len(publish_claims(rows, at=late + timedelta(seconds=1)).claims) == 1


def test_a_known_party_that_bears_a_withheld_name_goes():
    """Else no page could ever be written."""
    rules = PublishRules(withhold=("Islamic State",))
    shown = edition_of(claim(0), rules=rules).claims
    assert shown["actor"].isna().all()
    assert shown["actor_id"].isna().all()


@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize(
    "style",
    [
        MapStyle(names={"Idlib": "Zaynab Quzzaz"}),  # a town of the base map, with no claim
        MapStyle(note="What Mrs Quzzaz saw"),
        MapStyle(edition="for Zeinab al-Qazzaz"),
        MapStyle(corrections=("زينب القزاز",)),
        MapStyle(sources=("Zay\u00adnab Quzzaz",)),
    ],
)
def test_no_words_of_the_author_tell_the_name(style):
    """In other letters, by the last name alone, on a town that no claim speaks of."""
    with pytest.raises(GeoEventsError, match="must be withheld"):
        TimeMap.from_edition(edition_of(marked(), claim(1)), style=style).to_html()


@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize("popup", ["Zaynab Quzzaz", "<b>Zaynab</b> Quzzaz", "زينب القزاز"])
def test_no_further_layer_tells_the_name(popup):
    """Layers are scripts and pages inside the page, and are read as well."""
    made = TimeMap.from_edition(edition_of(marked(), claim(1)))
    folium.Marker([36.5, 37.0], popup=popup).add_to(made.folium)
    with pytest.raises(GeoEventsError, match="must be withheld"):
        made.to_html()


@pytest.mark.usefixtures("viewer")
def test_a_page_with_harmless_words_is_written():
    """The check does not see people everywhere."""
    made = TimeMap.from_edition(
        edition_of(marked(), claim(1)), title="What was said of Azaz",
        style=MapStyle(note="Zaatar and kazoos", names={"Idlib": "Edlib"}),
    )  # fmt: skip
    assert "Edlib" in made.to_html()


def test_long_names_and_odd_texts_are_looked_for_without_harm():
    """Signs of patterns, nothing at all, and one word."""
    names = Names(["A. (B) [C]* +?", "", "  ", "Hazim"])
    assert names.find("HAZIM’s men") == "hazim"
    assert names.find("") == names.find("hazimi") == names.find("()") == ""
    assert folded("&#1586;ay%6Eab") == folded("زaynab")
