"""Tables in HTML inside a text or Markdown file."""

from __future__ import annotations

from html.parser import HTMLParser

from thidua.plans.reading.sources.blocks import Cell, make_cell

_SPAN_LIMIT = 60


class _HtmlRows(HTMLParser):
    """Collects the rows of one HTML table with its spans laid out on the grid."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self._text: list[str] = []
        self._open = False
        self._spans: tuple[int, int] = (1, 1)
        self._falling: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close_cell()
            self.rows.append([])
            self._fill()
        elif tag in ("td", "th"):
            self._close_cell()
            if not self.rows:
                self.rows.append([])
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._open = True
        elif tag in ("br", "p", "li", "div"):
            self._text.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        elif tag in ("p", "li", "div"):
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text.append(" ".join(data.split()) if data.strip() else " ")

    def _close_cell(self) -> None:
        if not self._open:
            return
        self._open = False
        text = "".join(self._text)
        self._text = []
        wide, tall = self._spans
        for offset in range(wide):
            if tall > 1:
                self._falling[len(self.rows[-1])] = (tall - 1, text)
            self.rows[-1].append(make_cell("" if offset else text, covered=offset > 0))
        self._fill()

    def _fill(self) -> None:
        """Put in the cells that fall from the rows above."""
        row = self.rows[-1]
        while (fall := self._falling.pop(len(row), None)) is not None:
            left, text = fall
            if left > 1:
                self._falling[len(row)] = (left - 1, text)
            row.append(make_cell(text, merged_up=True))


def _span(value: str | None) -> int:
    return min(int(value), _SPAN_LIMIT) if value and value.isdigit() and int(value) else 1


def html_rows(markup: str) -> list[list[Cell]]:
    """Return the rows of the first table of some HTML, spans laid out on the grid."""
    parser = _HtmlRows()
    parser.feed(markup)
    parser.close()
    return [row for row in parser.rows if row]
