"""A visit to a map in a real browser: its page, what it asked for and complained of."""

from __future__ import annotations

from typing import Any

SIZES = {"desk": (1280, 800), "tablet": (768, 1000), "phone": (360, 740)}


class Visit:
    """A page of the map, with everything it asked for and complained of."""

    def __init__(self, browser: Any, path: Any, *, size: str = "desk", fragment: str = "") -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{path.as_uri()}{fragment}")
        self.page.wait_for_selector("[data-ready=true]")

    def to(self, day: str) -> None:
        """Move the slider to a day."""
        self.page.evaluate(
            """(day) => {
              const range = document.querySelector(".range");
              range.value = Date.parse(day) / 864e5;
              range.dispatchEvent(new Event("input"));
            }""",
            day,
        )
        self.page.wait_for_timeout(60)

    def shown(self) -> set[str]:
        """Return the names that the map's buttons give, each up to its first comma."""
        self.page.wait_for_timeout(80)
        labels = self.page.eval_on_selector_all(
            ".walk button", "all => all.map((one) => one.ariaLabel)"
        )
        return set(labels)

    def outside(self) -> list[str]:
        """Return what was asked for beside the file itself."""
        return [u for u in self.requests if not u.startswith(("file:", "data:", "blob:"))]
