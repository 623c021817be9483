"""The widget in a real browser: module, map and Python tell each other what is chosen."""

from __future__ import annotations

import base64
import json

import pandas as pd
import pytest
import render_data

from geoevents.render import TimeMap

pytest.importorskip("anywidget", reason="the package anywidget is missing")
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("viewer")]

# A model as anywidget gives one to its modules; what is saved goes to Python's own widget.
MODEL = """async ([esm, state]) => {
  const changed = new Set();
  const listeners = [];
  window.saved = [];
  window.model = {
    get: (name) => state[name],
    set: (name, value) => {
      if (JSON.stringify(state[name]) === JSON.stringify(value)) return;
      state[name] = value;
      changed.add(name);
      for (const [event, call] of [...listeners]) if (event === `change:${name}`) call();
    },
    save_changes: () => {
      const told = Object.fromEntries([...changed].map((name) => [name, state[name]]));
      if (changed.size) { window.saved.push(told); window.toPython(told); }
      changed.clear();
    },
    on: (event, call) => listeners.push([event, call]),
    off: (event, call) => {
      listeners.splice(listeners.findIndex((one) => one[0] === event && one[1] === call), 1);
    },
    listeners,
  };
  window.fromPython = (told) => {
    for (const [name, value] of Object.entries(told)) window.model.set(name, value);
    changed.clear();
  };
  const module = await import(`data:text/javascript;base64,${esm}`);
  window.views = [];
  window.view = () => {
    const el = document.createElement("div");
    document.body.append(el);
    window.views.push(module.default.render({ model: window.model, el }));
  };
  window.view();
}"""


class Notebook:
    """A bare page with the widget's module, and the widget that it speaks to."""

    def __init__(self, browser, drawn, folder):
        self.widget = drawn.widget()
        self.page = browser.new_page(viewport={"width": 1200, "height": 900})
        self.complaints, self.requests = [], []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        self.page.expose_function("toPython", self.widget.set_state)
        bare = folder / "notebook.html"
        bare.write_text("<!DOCTYPE html><title>notebook</title>", "utf-8")
        self.page.goto(bare.as_uri())
        state = {k: v for k, v in self.widget.get_state().items() if k != "layout"}
        esm = base64.b64encode(self.widget._esm.encode()).decode()
        self.page.evaluate(MODEL, [esm, json.loads(json.dumps(state))])
        self.map().locator("[data-ready=true]").wait_for()
        self.until(lambda: self.widget.window is not None)

    def map(self, number=0):
        """Return the frame of a view."""
        return self.page.frame_locator("iframe").nth(number)

    def day(self, number=0):
        """Return the day that a view shows."""
        return self.map(number).locator(".dates .now").get_attribute("data-day")

    def choose(self, place, number=0):
        """Open the evidence of a place by the keyboard."""
        self.map(number).locator(f".walk button[aria-label^={place}]").focus()
        self.page.keyboard.press("Enter")

    def set(self, **traits):
        """Set traits in Python, and hand over what the notebook would send."""
        for name, value in traits.items():
            setattr(self.widget, name, value)
        self.page.evaluate("window.fromPython", self.widget.get_state(list(traits)))

    def until(self, holds):
        """Wait a few seconds for what must come to hold."""
        for _ in range(60):
            if holds():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(self.page.evaluate("window.saved"))

    def rest(self):
        """Wait as long as the map would take to tell anything."""
        self.page.wait_for_timeout(600)


@pytest.fixture
def notebook(browser, tmp_path):
    """Show the small war in a notebook that must end without a complaint and a request."""
    tables = {"control": render_data.control(), "claims": render_data.claims()}
    one = Notebook(browser, TimeMap(render_data.events(), **tables), tmp_path)
    yield one
    assert one.complaints == []
    assert [url for url in one.requests if not url.startswith(("file:", "data:", "about:"))] == []
    one.page.close()


def test_a_place_chosen_by_the_keyboard_arrives_in_python(notebook):
    """Enter on a place gives its events, control and claims; Escape gives none again."""
    notebook.choose("Manbij")
    notebook.until(lambda: notebook.widget.selected_ids)
    assert set(notebook.widget.selected["place_name"]) == {"Manbij"}
    assert notebook.widget.selected_ids == ("e-c02", "e-c14", "e-c15")
    assert notebook.widget.selected_control["actor_id"].tolist()[-1] == render_data.SDF
    assert "c14" in set(notebook.widget.selected_claims["claim_id"])
    notebook.page.keyboard.press("Escape")
    notebook.until(lambda: not notebook.widget.selected_ids)


def test_the_pages_rows_are_pythons_rows(notebook):
    """Every place of the map gives just the events that Python has of it."""
    events = notebook.widget._rows["events"]
    for place in ("al-Bab", "Raqqa", "Azaz", "Kobani"):
        notebook.choose(place)
        notebook.until(lambda one=place: set(notebook.widget.selected["place_name"]) == {one})
        wanted = events.loc[events["place_name"] == place, "event_id"]
        assert set(notebook.widget.selected_ids) == set(wanted)


def test_the_date_goes_both_ways(notebook):
    """The map's day is the widget's date; a date set in Python moves the map, up to its ends."""
    assert notebook.widget.date == pd.Timestamp("2017-10-17", tz="UTC")
    assert notebook.widget.window == 91
    notebook.map().get_by_label("Date shown").focus()
    notebook.page.keyboard.press("ArrowLeft")
    notebook.until(lambda: notebook.widget.date == pd.Timestamp("2017-10-16", tz="UTC"))
    notebook.set(date="2015-02-09", window=0)
    notebook.until(lambda: notebook.day() == "2015-02-09")
    assert notebook.map().get_by_label("Days shown").input_value() == "0"
    notebook.set(date="2030-01-01")
    notebook.until(lambda: notebook.widget.date == pd.Timestamp("2017-10-17", tz="UTC"))
    assert notebook.day() == "2017-10-17"


def test_a_view_that_is_loaded_anew_shows_the_same(notebook):
    """A second view shows date and choice of the first; both follow, and neither answers back."""
    notebook.set(date="2015-02-09")
    notebook.until(lambda: notebook.day() == "2015-02-09")
    notebook.choose("Azaz")
    notebook.until(lambda: notebook.widget.selected_ids)
    notebook.page.evaluate("window.view()")
    notebook.until(lambda: notebook.day(1) == "2015-02-09")
    notebook.map(1).get_by_role("heading", name="Azaz", exact=True).wait_for()
    before = notebook.page.evaluate("window.saved.length")
    notebook.set(date="2015-02-08")
    notebook.until(lambda: notebook.day(0) == notebook.day(1) == "2015-02-08")
    notebook.rest()
    assert notebook.page.evaluate("window.saved.length") == before
    assert set(notebook.widget.selected["place_name"]) == {"Azaz"}


def test_a_view_that_is_loaded_anew_takes_no_focus(notebook):
    """Who types in the notebook goes on typing there while a view shows its choice again."""
    notebook.choose("Azaz")
    notebook.until(lambda: notebook.widget.selected_ids)
    notebook.page.evaluate("document.body.prepend(document.createElement('input'))")
    notebook.page.locator("input").click()
    notebook.page.evaluate("window.view()")
    notebook.map(1).get_by_role("heading", name="Azaz", exact=True).wait_for()
    notebook.page.keyboard.type("abc")
    assert notebook.page.locator("input").input_value() == "abc"


def test_a_map_without_dates_has_no_date(browser, tmp_path):
    """Its widget's date is None and stays None, and places can be chosen."""
    events = render_data.events(valid_from=None, valid_to=None)
    one = Notebook(browser, TimeMap(events), tmp_path)
    one.set(date="2015-02-09")
    one.until(lambda: one.widget.date is None)
    one.choose("Azaz")
    one.until(lambda: one.widget.selected_ids == ("e-c03", "e-c09"))
    assert one.complaints == []
    one.page.close()


def test_a_view_that_is_closed_listens_no_more(notebook):
    """Its cleaning up takes away the frame and every listener."""
    notebook.page.evaluate("window.views[0]()")
    assert notebook.page.locator("iframe").count() == 0
    assert notebook.page.evaluate("window.model.listeners.length") == 0


def test_a_hostile_message_to_the_module_is_ignored(notebook):
    """Neither another sender with the token, nor the map's frame without it or out of shape."""
    token = notebook.widget._token
    good = {"geoevents": token, "kind": "picked", "events": [0], "control": [], "areas": []}
    time = {"geoevents": token, "kind": "time", "date": "2015-02-09", "window": 7}
    before = notebook.page.evaluate("window.saved.length")
    for one in (good, time):
        notebook.page.evaluate("(said) => window.postMessage(said, '*')", one)
        notebook.page.evaluate(
            """(said) => new Promise((done) => {
              const frame = document.createElement("iframe");
              frame.onload = () => {
                frame.contentWindow.eval(`parent.postMessage(${JSON.stringify(said)}, "*")`);
                setTimeout(() => { frame.remove(); done(); }, 100);
              };
              frame.srcdoc = "<p>another frame</p>";
              document.body.append(frame);
            })""",
            one,
        )
    own = notebook.page.frames[1]
    for said in (
        good | {"geoevents": "f" * 32},
        good | {"events": ["<img src=x onerror=alert(1)>"]},
        good | {"events": [-1]},
        good | {"kind": "eval", "code": "alert(1)"},
        time | {"date": "javascript:alert(1)"},
        time | {"window": 1e99},
        "alert(1)",
        None,
    ):
        own.evaluate("(said) => parent.postMessage(said, '*')", said)
    notebook.rest()
    assert notebook.page.evaluate("window.saved.length") == before
    assert notebook.widget.selected_ids == ()
    own.evaluate("(said) => parent.postMessage(said, '*')", good)  # the rule can fail
    notebook.until(lambda: len(notebook.widget.selected_ids) == 1)


def test_a_hostile_message_to_the_map_is_ignored(notebook):
    """The map obeys its parent with the token, and nobody else; no rows that it has not."""
    token = notebook.widget._token
    good = {"geoevents": token, "date": "2015-02-09", "window": 7, "picked": None}
    to_map = "(said) => document.querySelector('iframe').contentWindow.postMessage(said, '*')"
    for said in (
        good | {"geoevents": "0" * 32},
        good | {"date": "<svg onload=alert(1)>"},
        good | {"window": -1},
        good | {"picked": {"events": ["0"], "control": [], "areas": []}},
        {"kind": "eval"},
        "x",
    ):
        notebook.page.evaluate(to_map, said)
    notebook.page.frames[1].evaluate("(said) => window.postMessage(said, '*')", good)
    notebook.rest()
    assert notebook.day() == "2017-10-17"
    unknown = {"events": [99999], "control": [99999], "areas": [99999]}
    notebook.page.evaluate(to_map, good | {"picked": unknown})  # the rule can fail
    notebook.until(lambda: notebook.day() == "2015-02-09")
    assert notebook.map().get_by_role("tab", name="Key").get_attribute("aria-selected") == "true"


def test_a_saved_map_tells_nobody(browser, small_war, tmp_path):
    """Framed by any page, a saved file sends no message, and obeys none."""
    outer = tmp_path / "outer.html"
    frame = f'<iframe name="{"0" * 32}" src="{small_war.as_uri()}" width="1200" height="800">'
    outer.write_text(f"<!DOCTYPE html>{frame}</iframe>", "utf-8")
    page = browser.new_page()
    page.add_init_script("window.heard = []; onmessage = (told) => heard.push(told.data)")
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("[data-ready=true]").wait_for()
    page.evaluate(
        "(said) => document.querySelector('iframe').contentWindow.postMessage(said, '*')",
        {"geoevents": "0" * 32, "date": "2015-02-09", "window": 7, "picked": None},
    )
    frame.locator(".walk button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    assert page.evaluate("window.heard") == []
    assert frame.locator(".dates .now").get_attribute("data-day") == "2017-10-17"
    page.close()
