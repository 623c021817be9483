"""The index is built once, never half-written, and says what is wrong with it."""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
import subprocess
import sys
import threading

import pytest

from geoevents.errors import GazetteerError, InputError
from geoevents.gazetteer import Gazetteer, cachefile
from geoevents.gazetteer.index import build_index
from geoevents.gazetteer.progress import Progress
from geoevents.gazetteer.sources import COLUMNS, read_cities, read_places
from geoevents.resources import cache_dir

CITIES = """{"1": {"geonameid": 1, "name": "Al Bāb", "latitude": 36.37, "longitude": 37.51,
"countrycode": "SY", "population": 130745, "timezone": "Asia/Damascus", "admin1code": "09",
"alternatenames": ["El Bab", "albab", "ALB", "الباب"]}, "2": {"geonameid": 2, "name": "Bab",
"latitude": 50.0, "longitude": 10.0, "countrycode": "DE", "population": 900, "timezone": "",
"admin1code": "02", "alternatenames": []}}""".replace("\n", " ")
PLACE = "place:x,Dabiq,Dabeq|دابق,37.27,36.54,,,,,1000,SY,09,P,PPL,,test"


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """Make a cache folder, two cities and one place of our own; nothing of the real data."""
    cities = tmp_path / "cities500.json"
    cities.write_text(CITIES, "utf-8")
    data = tmp_path / "gazetteer"
    data.mkdir()
    (data / "places.csv").write_text(",".join(COLUMNS) + "\n" + PLACE + "\n", "utf-8")
    monkeypatch.setenv("GEOEVENTS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cachefile, "cities_file", lambda: cities)
    monkeypatch.setattr("geoevents.gazetteer.index.cities_file", lambda: cities)
    monkeypatch.setattr("geoevents.resources.data_path", lambda _name: data)
    return tmp_path


def names_of(matches):
    """Return the matches' places by name."""
    return [match.place.name for match in matches]


def test_the_index_is_built_once_and_opened_afterwards(sources, capsys):
    """The second opening builds nothing and says nothing."""
    with Gazetteer.default() as first:
        assert names_of(first.search("Dabeq")) == ["Dabiq"]
    assert "Building the gazetteer's index" in capsys.readouterr().err
    with Gazetteer.default():
        pass
    assert capsys.readouterr().err == ""
    assert len(list((sources / "cache").glob("*.sqlite"))) == 1
    assert not list((sources / "cache").glob("*.tmp"))


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize("damage", ["cut off", "no SQLite", "damaged"])
def test_a_damaged_index_is_built_again_and_told(capsys, damage):
    """A truncated, foreign or scribbled index is replaced, with a line that says so."""
    path = cachefile.default_index()
    content = path.read_bytes()
    if damage == "cut off":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "no SQLite":
        path.write_bytes(b"not a database at all")
    else:
        path.write_bytes(content[:100] + bytes(len(content) - 100))
    with pytest.raises(GazetteerError, match=r"call Gazetteer.default\(\) again"):
        Gazetteer.open(path)
    with Gazetteer.default() as gazetteer:
        assert names_of(gazetteer.search("Dabiq")) == ["Dabiq"]
    assert "it is built again" in capsys.readouterr().err


def test_changed_sources_give_another_index(sources):
    """An index of older data is never used for newer data."""
    before = cachefile.default_index()
    table = sources / "gazetteer" / "places.csv"
    table.write_text(table.read_text("utf-8").replace("Dabiq", "Dabik"), "utf-8")
    after = cachefile.default_index()
    assert before != after
    with Gazetteer.open(after) as gazetteer:
        assert names_of(gazetteer.search("Dabik")) == ["Dabik"]


def test_a_failed_build_leaves_nothing_behind(sources):
    """A source that ends early raises, and no half-written index is found later."""
    (sources / "cities500.json").write_text(CITIES[:-30], "utf-8")
    with pytest.raises(GazetteerError, match="an early end"):
        Gazetteer.default()
    assert not list((sources / "cache").glob("*.sqlite"))
    assert not list((sources / "cache").glob("*.tmp"))


def test_processes_that_start_together_build_one_index(tmp_path):
    """Two processes opening the gazetteer at once both get it; one of them built it."""
    code = (
        "import sys; from pathlib import Path; from geoevents.gazetteer import cachefile, index\n"
        f"folder = Path({str(tmp_path)!r}); cities = folder / 'c.json'\n"
        "cachefile.cities_file = index.cities_file = lambda: cities\n"
        "import geoevents.resources as r; r.data_path = lambda name: folder\n"
        "print(cachefile.default_index().name)"
    )
    (tmp_path / "c.json").write_text(CITIES, "utf-8")
    environment = {"GEOEVENTS_CACHE": str(tmp_path / "cache"), "PYTHONPATH": ":".join(sys.path)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    outputs = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], outputs
    assert len({out for out, _ in outputs}) == 1
    assert sum("Building" in err for _, err in outputs) == 1


def test_a_missing_index_says_how_to_get_one(tmp_path):
    """Opening a path where nothing is names the path and the way out."""
    with pytest.raises(GazetteerError, match="is missing; expected a file that"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_another_versions_index_is_refused(tmp_path):
    """An SQLite file with other tables is not taken for an index."""
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(GazetteerError, match="another version"):
        Gazetteer.open(path)


@pytest.mark.usefixtures("sources")
def test_a_closed_gazetteer_says_so():
    """Using a closed gazetteer is an error of its own, closing it twice is none."""
    gazetteer = Gazetteer.default()
    gazetteer.close()
    gazetteer.close()
    with pytest.raises(GazetteerError, match="is closed"):
        gazetteer.search("Dabiq")


@pytest.mark.usefixtures("sources")
def test_a_gazetteer_travels_to_another_process():
    """Pickling keeps the path, so that workers open the same index."""
    with Gazetteer.default() as gazetteer, pickle.loads(pickle.dumps(gazetteer)) as copy:  # noqa: S301
        assert names_of(copy.search("Dabiq")) == ["Dabiq"]


@pytest.mark.usefixtures("sources")
def test_threads_share_a_gazetteer():
    """Many threads may search at once."""
    found = []
    with Gazetteer.default() as gazetteer:

        def search():
            found.extend(names_of(gazetteer.search("Dabiq")) for _ in range(50))

        threads = [threading.Thread(target=search) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [["Dabiq"]] * 200


@pytest.mark.usefixtures("sources")
def test_articles_are_optional_only_where_names_carry_them():
    """Bab finds al-Bab in Syria, and the German Bab has no article to lose."""
    with Gazetteer.default() as gazetteer:
        assert names_of(gazetteer.search("Bab", country="SY")) == ["Al Bāb"]
        assert gazetteer.candidates(["al-Bab"], country="DE") == {"al-Bab": []}


@pytest.mark.usefixtures("sources")
def test_codes_and_machine_spellings_are_no_names():
    """Airport codes and transliterations without a capital do not enter the index."""
    with Gazetteer.default() as gazetteer:
        assert gazetteer.known_keys(["albab", "alb", "al bab", "الباب"]) == {"al bab", "الباب"}


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"country": "Syria"}, "alpha-2 codes such as 'SY'"),
        ({"country": ["SY", 4]}, "alpha-2 codes such as 'SY'"),
        ({"near": (36.2, 137.0)}, "longitude, latitude in degrees"),
        ({"limit": 0}, "expected 1 or more"),
    ],
)
def test_wrong_options_are_named(options, message):
    """A country's name, swapped coordinates and an impossible limit are refused."""
    with Gazetteer.default() as gazetteer, pytest.raises(InputError, match=message):
        gazetteer.search("Dabiq", **options)


def test_a_table_with_a_wrong_number_names_line_and_column(tmp_path):
    """The error says where the bad value stands, and what was expected."""
    path = tmp_path / "places.csv"
    path.write_text(",".join(COLUMNS) + "\n" + PLACE.replace("36.54", "north") + "\n", "utf-8")
    with pytest.raises(GazetteerError, match="line 2: column 'latitude' has 'north'"):
        list(read_places(path))
    path.write_text("place_id,name\n", "utf-8")
    with pytest.raises(GazetteerError, match="lacks the column 'alternates'"):
        list(read_places(path))


def test_cities_are_read_in_pieces_of_any_size(tmp_path, monkeypatch):
    """Wherever the pieces of the file end, every city is read once."""
    path = tmp_path / "cities.json"
    path.write_text(CITIES, "utf-8")
    for size in (1, 7, 100, 10_000):
        monkeypatch.setattr("geoevents.gazetteer.sources._CHUNK", size)
        assert [entry.place.name for entry, _ in read_cities(path)] == ["Al Bāb", "Bab"]


def test_the_builder_counts_places(sources):
    """`build_index` returns how many places it wrote."""
    assert build_index(sources / "new.sqlite", sources / "gazetteer") == 3


class Terminal(io.StringIO):
    """A stream that says a person is watching."""

    def isatty(self):
        """Say so."""
        return True


def test_progress_is_a_bar_on_a_terminal_and_one_line_elsewhere():
    """A terminal sees the bar move to the end; a log gets a single line."""
    live, log = Terminal(), io.StringIO()
    for stream in (live, log):
        progress = Progress("Building", 200, stream=stream)
        for done in (0, 1, 100, 200):
            progress.update(done)
        progress.close()
    assert live.getvalue().endswith("100 %\n")
    assert live.getvalue().count("\r") == 3
    assert log.getvalue() == "Building ...\n"


@pytest.mark.usefixtures("sources")
def test_an_index_opens_by_a_relative_path(tmp_path, monkeypatch):
    """A path as a person types it, with odd characters, is good enough."""
    folder = tmp_path / "a b#?%"
    folder.mkdir()
    (folder / "index.sqlite").write_bytes(cachefile.default_index().read_bytes())
    monkeypatch.chdir(folder)
    with Gazetteer.open("index.sqlite") as gazetteer:
        assert names_of(gazetteer.search("Dabiq")) == ["Dabiq"]


@pytest.mark.usefixtures("sources")
def test_damage_behind_the_first_pages_is_mended_on_first_use(capsys):
    """Overwritten pages under a sound header are found by the first search, and built again."""
    path = cachefile.default_index()
    with sqlite3.connect(path) as connection:
        roots = connection.execute("SELECT rootpage FROM sqlite_master WHERE name != 'meta'")
        pages = [page for (page,) in roots if page]
    connection.close()
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for page in pages:
        content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    capsys.readouterr()
    with Gazetteer.default() as gazetteer:
        assert names_of(gazetteer.search("Dabiq")) == ["Dabiq"]
        assert names_of(gazetteer.search("El Bab", country="SY")) == ["Al Bāb"]
    assert capsys.readouterr().err.count("it is built again") == 1


@pytest.mark.usefixtures("sources")
def test_what_a_killed_build_left_is_removed():
    """The next build removes what killed builds left; another version's only when it is old."""
    path = cachefile.default_index()
    left = [path.with_suffix(".999.tmp"), path.with_suffix(".999.tmp-journal")]
    other = path.with_name("gazetteer-other.1.tmp")
    for file in (*left, other):
        file.write_bytes(b"half")
    old = path.with_name("gazetteer-old.1.tmp")
    old.write_bytes(b"half")
    os.utime(old, (0, 0))
    path.unlink()
    cachefile.default_index()
    assert not any(file.exists() for file in [*left, old])
    assert other.exists()


def test_a_full_disk_names_the_folder(sources, monkeypatch):
    """A build that finds no room says which folder has none, and leaves nothing there."""

    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(cachefile, "build_index", full)
    with pytest.raises(GazetteerError, match=r"folder .*cache \(database or disk is full\)"):
        Gazetteer.default()
    assert not list((sources / "cache").glob("*.tmp"))


def test_the_cache_folder_may_be_written_with_a_tilde(tmp_path, monkeypatch):
    """A '~' that the shell left in GEOEVENTS_CACHE is the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("GEOEVENTS_CACHE", "~/my cache")
    assert cache_dir() == tmp_path / "my cache"


def test_many_names_are_answered_as_each_alone():
    """`search_all` gives for every name what `search` gives, however it is asked."""
    names = ["Aleppo", "aleppo", "al-Bab", "Paris", "the town of Azaz", "Tell Abyad", "", "U.S.",
             "Nowhereville", "Hama Governorate", "Dabiq", "Izraa", "Кобани", "حلب"]  # fmt: skip
    with Gazetteer.default() as gazetteer:
        for asked in ({}, {"country": "SY"}, {"near": (37.2, 36.2)}, {"admin1_code": "09"}):
            together = gazetteer.search_all(names, limit=3, **asked)
            assert together == {name: gazetteer.search(name, limit=3, **asked) for name in names}
            assert list(together) == names
