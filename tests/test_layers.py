"""folium's layers and plugins on the map: offline from a folder, online by choice, or refused."""

from __future__ import annotations

import re

import folium
import pytest
import render_data
from folium.plugins import Draw, HeatMap, MarkerCluster

from geoevents.errors import InputError
from geoevents.render import MapStyle, TimeMap

pytestmark = pytest.mark.usefixtures("viewer")

# Stand-ins for the plugins' libraries: what folium calls of each, and a mark that it was called.
LIBRARIES = {
    "leaflet.markercluster.js": "L.markerClusterGroup = () => "
    "(document.body.dataset.cluster = '</script>', L.featureGroup());",
    "leaflet_heat.min.js": "L.heatLayer = (points) => "
    "(document.body.dataset.heat = points.length, L.layerGroup());",
    "leaflet.draw.js": "L.Control.Draw = L.Control.extend({"
    "onAdd: () => L.DomUtil.create('div', 'drawing')}); "
    "L.Draw = {Event: {CREATED: 'draw:created'}};",
    "leaflet.awesome-markers.js": "L.AwesomeMarkers = {icon: () => "
    "(document.body.dataset.icon = 1, new L.Icon.Default())};",
    "MarkerCluster.css": ".cluster { background: url(dot.png); }",
    "MarkerCluster.Default.css": "",
    "leaflet.draw.css": "",
}


def drawn(**style):
    """Return the map of the small war with one layer of each kind."""
    timemap = TimeMap(render_data.events(), style=MapStyle(**style))
    cluster = MarkerCluster(name="Ours")
    folium.Marker([36.2, 37.2], popup="<b style='color: red'>Ours</b>").add_to(cluster)
    folium.Marker([36.3, 37.2], icon=folium.Icon(), tooltip="Here").add_to(timemap.folium)
    for layer in (cluster, HeatMap([[36.3, 37.3, 1.0]]), Draw(), folium.LayerControl()):
        layer.add_to(timemap.folium)
    return timemap


@pytest.fixture
def folder(tmp_path):
    """Give a folder of libraries, as npm lays them out."""
    for name, text in LIBRARIES.items():
        path = tmp_path / "node_modules" / name.split(".")[0] / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    picture = tmp_path / "node_modules" / "MarkerCluster" / "dist" / "dot.png"
    picture.write_bytes(b"\x89PNG")
    return tmp_path / "node_modules"


def test_a_plugin_that_would_fetch_is_refused_with_what_to_do():
    """The map promises to ask for nothing, so the error names each address and both ways out."""
    with pytest.raises(InputError, match=r"markercluster\.js.*layer_files=.*online_layers=True"):
        drawn().to_html()


def test_libraries_of_a_folder_are_written_into_the_page(folder):
    """No address is left, and pictures of style sheets come along."""
    document = drawn(layer_files=folder).to_html()
    assert not re.findall(r'<(?:script src|link rel)="http', document)
    assert "url(data:image/png;base64," in document
    assert "https://cdn" not in re.search(r"script-src [^;]*", document)[0]


def test_hosts_are_admitted_where_the_author_says_so():
    """The policy names the libraries' hosts and no other."""
    document = drawn(online_layers=True).to_html()
    policy = re.search(r"script-src ([^;]*);", document)[1].split()
    hosts = {part for part in policy if part.startswith("http")}
    assert hosts == {"https://cdn.jsdelivr.net", "https://cdnjs.cloudflare.com"}
    assert document.index("geoeventsViewer") < document.index("leaflet.markercluster.js")


def test_a_map_without_further_layers_is_left_as_it_is():
    """Nobody's page grows by what it does not use."""
    document = TimeMap(render_data.events()).to_html()
    assert "L.Icon.Default" not in document.rsplit("<script>", 2)[1]
    assert document == TimeMap(render_data.events(), style=MapStyle(online_layers=True)).to_html()


@pytest.mark.browser
def test_plugins_work_offline_beside_ours(tmp_path, browser, folder):
    """Clusters, heat, drawing, layer control, icons and popups run, and the map's own marks too."""
    path = drawn(layer_files=folder).save(tmp_path / "map.html")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.goto(path.as_uri())
    page.wait_for_selector("[data-ready=true]")
    assert page.evaluate("document.body.dataset.cluster") == "</script>"
    assert page.evaluate("document.body.dataset.heat + document.body.dataset.icon") == "11"
    assert page.locator(".drawing").count() == 1
    assert page.locator(".leaflet-control-layers").count() == 1
    assert page.locator(".walk button").count() > 0
    page.locator(".leaflet-marker-icon").last.dispatch_event("click")
    assert page.locator(".leaflet-popup b").inner_text() == "Ours"
    context.close()
    assert wrong == []
