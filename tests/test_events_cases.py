"""Events from several reports: what is one happening, who is behind it, who takes it back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geoevents.control import estimate_place_status
from geoevents.errors import TableError
from geoevents.events import clusters, merge_claims
from geoevents.schema import CLAIMS

OBSERVATORY = "the Syrian Observatory for Human Rights"


def claim(claim_id, kind="SHELLING", start="2015-01-26", days=1, **more):
    """Return one claim on Kobani, of a report of its own."""
    begin = pd.Timestamp(start, tz="UTC")
    return {
        "claim_id": claim_id,
        "report_id": f"report-{claim_id}",
        "source": f"Outlet {claim_id}",
        "event_type": kind,
        "status": "reported",
        "place_kind": "named",
        "place_id": "kobani",
        "place_name": "Kobani",
        "geometry": Point(38.35, 36.89),
        "valid_from": begin,
        "valid_to": begin + pd.Timedelta(days=days),
        "published_at": begin + pd.Timedelta(days=days),
        "quote": f"Words of {claim_id}.",
        **more,
    }


def merged(*rows):
    """Return the events of some claims, by the ids of their claims."""
    return merge_claims(CLAIMS.build(rows)).set_index("claim_ids")


def together(*rows):
    """Return the ids of the claims of each event, sorted."""
    return sorted(" ".join(sorted(ids.split())) for ids in merged(*rows).index)


def origins(*speakers):
    """Count the origins of claims on one capture by (attribution, outlet, kind of source)."""
    rows = [
        claim(
            f"c{number}",
            "CAPTURE",
            actor_id="ypg",
            attribution=who,
            source=outlet,
            source_kind=kind,
        )
        for number, (who, outlet, kind) in enumerate(speakers)
    ]
    (count,) = merged(*rows)["n_origins"]
    return count


def test_a_weeks_shelling_is_none_of_its_days():
    """A vague claim joins no happening where it may mean several, and joins the only one."""
    week = claim("w", start="2015-01-22", days=7)
    days = [claim("a", start="2015-01-23"), claim("b", start="2015-01-26")]
    assert together(week, *days) == ["a", "b", "w"]
    assert together(week, days[0]) == ["a w"]


def test_two_vague_claims_are_one():
    """Two outlets' "this week" meet in one event of the week."""
    weeks = [claim(c, start="2015-01-22", days=7) for c in "vw"]
    days = [claim("a", start="2015-01-23"), claim("b", start="2015-01-26")]
    assert together(*weeks, *days) == ["a", "b", "v w"]


def test_a_headline_goes_with_its_own_report():
    """Of two happenings that a vague claim may mean, its own report tells of one."""
    headline = claim("h", start="2015-01-16", days=14, report_id="r")
    body = claim("a", start="2015-01-23", report_id="r")
    assert together(headline, body, claim("b", start="2015-01-26")) == ["a h", "b"]


def test_shelling_on_two_days_is_two_happenings_and_a_capture_is_one():
    """A day's slack is for what happens once; what happens daily needs the number to agree."""
    for kind, found in (("SHELLING", ["a", "b"]), ("CAPTURE", ["a b"])):
        assert together(claim("a", kind), claim("b", kind, start="2015-01-27")) == found
    tolls = [claim("a", quantity=70.0), claim("b", start="2015-01-27", quantity=71.0)]
    assert together(*tolls) == ["a b"]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ((70, "exact"), (72, "exact"), True),
        ((70, "lower"), (82, "exact"), True),
        ((5, "exact"), (20, "exact"), False),
        ((70, "upper"), (82, "exact"), False),
        ((100, "about"), (82, "exact"), True),
    ],
)
def test_tolls_that_differ_as_reports_do_are_one_happening(one, other, is_one):
    """Bounds and rounding are no contradiction; five and twenty dead are two attacks."""
    rows = [
        claim(c, "CASUALTY", quantity=float(number), quantity_bound=bound)
        for c, (number, bound) in zip("ab", (one, other), strict=True)
    ]
    assert (len(merged(*rows)) == 1) is is_one


def test_two_numbers_of_one_report_are_two_things():
    """Ten killed and eleven wounded in one report are no one toll."""
    rows = [claim(c, "CASUALTY", report_id="r", quantity=n) for c, n in (("a", 10.0), ("b", 11.0))]
    assert together(*rows) == ["a", "b"]


def test_rows_that_people_coded_stay_apart():
    """A dataset's rows are one happening each; a report may join one of them."""
    coded = {"report_id": "ged", "extractor_version": "UCDP GED, coded by hand"}
    rows = [claim("a", **coded), claim("b", **coded)]
    assert together(*rows) == ["a", "b"]
    assert together(rows[0], claim("c")) == ["a c"]


def test_outlets_that_quote_one_monitor_are_one_origin():
    """Full name, short name, initials and its director are one; so is a copied sentence."""
    quoting = [OBSERVATORY, "the Observatory", "SOHR", "the head of the Observatory"]
    assert origins(*((who, f"Outlet {n}", "monitor") for n, who in enumerate(quoting))) == 1
    words = "Residents of the town said that fighters had taken all of it by Monday evening."
    copied = [
        claim(c, "CAPTURE", actor_id="ypg", attribution="Residents", quote=words) for c in "abc"
    ]
    assert merged(*copied)["n_origins"].tolist() == [1]


def test_different_speakers_are_different_origins():
    """Residents of two outlets, two people of one nation, an outlet's own voice."""
    assert origins(("residents", "A", "resident"), ("residents", "B", "resident")) == 2
    assert origins(("residents", "A", "resident"), ("Residents", "A", "resident")) == 1
    assert origins(("Syrian traders", "A", "resident"), ("a Syrian doctor", "B", "resident")) == 2
    assert origins((None, "A", "narrator"), ("residents", "A", "resident")) == 2
    assert origins((OBSERVATORY, "A", "monitor"), ("the Red Crescent", "A", "ngo")) == 2


def test_an_outlet_is_one_origin_whether_it_speaks_or_is_quoted():
    """Reuters' own report and another's "Reuters reported" are one."""
    assert origins((None, "Reuters", "narrator"), ("Reuters", "The Herald", "news")) == 1


def test_speakers_of_one_side_do_not_vouch_for_each_other():
    """A commander and a spokesman of the YPG are one origin; two kinds joined are two."""
    side = [("a commander of the YPG", "A", "belligerent"), ("YPG spokesman Redur Xelil", "B", "x")]
    assert origins(side[0], (side[1][0], "B", "belligerent")) == 1
    assert origins(("residents and the Observatory", "A", "resident+monitor")) == 2


def test_a_pronoun_is_no_speaker_of_its_own():
    """A pronoun ("he") goes back to whom its report named; alone it is somebody."""
    rows = [
        claim("a", "CAPTURE", report_id="r", source="A", attribution=OBSERVATORY),
        claim("b", "CAPTURE", report_id="r", source="A", attribution="he"),
    ]
    assert merged(*rows)["n_origins"].tolist() == [1]
    assert merged(rows[1])["n_origins"].tolist() == [1]


def test_whoever_speaks_for_a_body_is_that_body():
    """A director is named with the monitor in the sentence; a trader of the same name is not."""
    said = f"Rami Abdulrahman, head of {OBSERVATORY}, said 14 people were killed there on Sunday."
    head = claim("a", "CAPTURE", attribution="Rami Abdulrahman", quote=said)
    other = claim("b", "CAPTURE", attribution="the Observatory")
    assert merged(head, other)["n_origins"].tolist() == [1]
    trader = {**head, "quote": "Rami Abdulrahman, a trader, said that the town had fallen."}
    assert merged(trader, other)["n_origins"].tolist() == [2]


def test_the_monitor_is_the_monitor_that_the_report_names():
    """A headline's "monitor" and the name below it are one; in two reports they may be two."""
    named = claim("a", "CAPTURE", source_kind="monitor", attribution=OBSERVATORY)
    short = claim("b", "CAPTURE", source_kind="monitor", attribution="monitor")
    assert merged(named, {**short, "report_id": "report-a"})["n_origins"].tolist() == [1]
    assert merged(named, short)["n_origins"].tolist() == [2]


def test_a_source_that_says_otherwise_later_corrects_itself():
    """The monitor's last word stands; its first is superseded and no contradiction of the last."""
    first = claim("a", "CAPTURE", actor_id="ypg", attribution=OBSERVATORY)
    later = pd.Timestamp("2015-01-29", tz="UTC")
    denial = {"status": "negated", "published_at": later}
    own = claim("b", "CAPTURE", actor_id="ypg", attribution="the Observatory", **denial)
    events = merged(first, own)
    assert events.loc["a", "superseded_by"] == "b"
    assert (events.loc["a", "is_contested"], events.loc["b", "is_contested"]) == (True, False)
    other = claim("b", "CAPTURE", actor_id="ypg", attribution="residents", **denial)
    events = merged(first, other)
    assert events["superseded_by"].isna().all()
    assert events["is_contested"].all()


def test_an_outlet_that_takes_back_its_report_supersedes_it():
    """A correction by the same outlet counts, whoever was quoted first."""
    first = claim("a", "CAPTURE", actor_id="ypg", attribution="an aid worker", source="Wire")
    taken_back = claim(
        "b",
        "CAPTURE",
        actor_id="ypg",
        status="negated",
        source="Wire",
        published_at=pd.Timestamp("2015-01-29", tz="UTC"),
        quote="An earlier report said in error that the town had fallen; it has not.",
    )
    assert merged(first, taken_back).loc["a", "superseded_by"] == "b"


def test_a_town_that_two_sides_claim_is_contested_not_flipped():
    """Both captures stand, each against the other, and the place is contested."""
    rows = [
        claim("a", "CAPTURE", actor="YPG", actor_id="ypg", attribution="the YPG"),
        claim("b", "CAPTURE", actor="IS", actor_id="islamic-state", attribution="the IS"),
    ]
    events = merged(*rows)
    assert events["contradicted_by"].to_dict() == {"a": "b", "b": "a"}
    status = estimate_place_status(CLAIMS.build(rows))
    assert status["control_status"].iloc[-1] == "contested"


def test_places_that_only_share_a_name_do_not_contradict():
    """A denial of one town's fall says nothing of another's."""
    far = {"place_id": "other", "place_name": "Elsewhere", "geometry": Point(40, 35)}
    rows = [claim("a", "CAPTURE"), claim("b", "CAPTURE", status="denied", **far)]
    assert not merged(*rows)["is_contested"].any()


def test_a_claim_that_is_given_twice_counts_once():
    """Repeated rows are no witnesses; two claims of one id are an error."""
    assert merged(claim("a"), claim("a"))["n_claims"].tolist() == [1]
    with pytest.raises(TableError, match="Two different claims have the id 'a'"):
        merged(claim("a"), claim("a", "CLASH"))


def test_a_persons_word_on_what_is_one_happening_counts():
    """Merged claims are one whatever they say; a split one is alone, or with its own group."""
    rows = [claim("a"), claim("b", "CLASH", start="2015-03-01"), claim("c")]
    said = [{**row, "same_event": "g"} for row in rows[:2]]
    assert together(*said, rows[2]) == ["a b c"]
    assert together(rows[0], {**rows[2], "same_event": "!c"}, claim("d")) == ["a d", "c"]
    pair = [{**claim(c), "same_event": "!g"} for c in "ef"]
    assert together(rows[0], *pair) == ["a", "e f"]


DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["CAPTURE", "CONTROL", "SHELLING", "CASUALTY"]),
        st.integers(0, 20),
        st.sampled_from([1, 7, 14, 60]),
        st.sampled_from(["reported", "negated", "denied", "planned"]),
        st.sampled_from(["ypg", "islamic-state", None]),
        st.sampled_from([None, 5.0, 10.0, 11.0, 70.0]),
        st.sampled_from(["r1", "r2", "r3"]),
        st.sampled_from([None, OBSERVATORY, "SOHR", "residents", "he", "the army"]),
        st.sampled_from([None, "g1", "!g2"]),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(DRAWN, st.randoms(use_true_random=False))
def test_the_order_of_claims_never_matters(drawn, rng):
    """Every claim is in one event, origins are as many as claims at most, no event against itself.

    Whatever the numbers, speakers and people's words, and in whatever order the claims stand.
    """
    rows = [
        claim(
            f"c{n}",
            kind,
            str(pd.Timestamp("2015-01-01") + pd.Timedelta(days=day)),
            length,
            status=status,
            actor_id=actor,
            quantity=number,
            report_id=report,
            source=report,
            attribution=speaker,
            same_event=said,
        )
        for n, (kind, day, length, status, actor, number, report, speaker, said) in enumerate(drawn)
    ]
    events = merge_claims(CLAIMS.build(rows))
    assert sorted(" ".join(events["claim_ids"]).split()) == sorted(r["claim_id"] for r in rows)
    assert events["n_origins"].between(1, events["n_claims"]).all()
    for event in events.itertuples():
        against = set(str(event.contradicted_by).split())
        assert not set(event.claim_ids.split()) & against
        assert pd.isna(event.superseded_by) or set(event.superseded_by.split()) <= against
    rng.shuffle(rows)
    assert merge_claims(CLAIMS.build(rows)).equals(events)


def test_thousands_of_claims_on_one_place_take_a_few_comparisons_each(monkeypatch):
    """The work grows with the claims, not with their square."""
    asked = 0
    fits = clusters.Cluster.fits

    def counted(self, row):
        nonlocal asked
        asked += 1
        return fits(self, row)

    monkeypatch.setattr(clusters.Cluster, "fits", counted)
    first = pd.Timestamp("2014-01-01")
    rows = [
        claim(f"c{n}", start=str(first + pd.Timedelta(days=n % 1500)), days=1 + 13 * (n % 2))
        for n in range(3_000)
    ]
    assert len(merged(*rows)) > 700
    assert asked < 20 * len(rows)


def test_a_vague_word_of_the_same_capture_decides_no_contest():
    """Two sides took it on Monday; "this week rebels took it" is no later news."""
    rows = [
        claim("a", "CAPTURE", actor="YPG", actor_id="ypg"),
        claim("b", "CAPTURE", actor="IS", actor_id="islamic-state"),
        claim("c", "CAPTURE", start="2015-01-20", days=14, actor="YPG", actor_id="ypg"),
    ]
    status = estimate_place_status(CLAIMS.build(rows))
    assert status["control_status"].tolist() == ["contested"]
    later = claim("d", "CAPTURE", start="2015-02-20", actor="YPG", actor_id="ypg")
    status = estimate_place_status(CLAIMS.build([*rows, later]))
    assert status["control_status"].tolist() == ["contested", "held"]


def test_who_took_a_town_from_the_other_that_day_holds_it():
    """Taken in the morning and retaken by night: the one that took it from the other has it."""
    first = claim("a", "CAPTURE", actor="YPG", actor_id="ypg")
    again = claim("b", "CAPTURE", actor="IS", actor_id="islamic-state", target_id="ypg")
    for rows in ([first, again], [{**first, "claim_id": "z"}, again]):
        status = estimate_place_status(CLAIMS.build(rows))
        assert status[["control_status", "actor_id"]].iloc[-1].tolist() == ["held", "islamic-state"]
