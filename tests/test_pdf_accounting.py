"""Nothing on a page is lost: whatever stands where, each word comes out in exactly one line."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.extractors.reading.pdf.content import Fill, PageContent, Rule, Word
from safeplans.extractors.reading.pdf.reader import blocks_of

TEXTS = ("Action", "Lead", "•", "1.", "a)", "2.1", "children", "and", "May", "2026", "Priority", "–", "o", "3", "Page")
STEPS = st.integers(0, 23)


@st.composite
def page_words(draw: st.DrawFn) -> list[Word]:
    """Words on a coarse grid, so that lines, columns and overlaps come about; some turned, some large or bold."""
    words = []
    for column, row in draw(st.sets(st.tuples(STEPS, STEPS), max_size=60)):
        text = draw(st.sampled_from(TEXTS))
        size = draw(st.sampled_from((8.0, 10.0, 10.0, 10.0, 16.0)))
        x, y = 20.0 + column * 23, 30.0 + row * 33
        angle = draw(st.sampled_from((0, 0, 0, 0, 0, 0, 90, 270, 33)))
        words.append(
            Word(text, x, y - 8, x + 0.5 * size * len(text), y + 2, y, size=size, bold=draw(st.booleans()), angle=angle)
        )
    return words


@st.composite
def page(draw: st.DrawFn, number: int) -> PageContent:
    content = PageContent(number, 595, 842, draw(page_words()))
    for a, b, at in draw(st.lists(st.tuples(STEPS, STEPS, STEPS), max_size=12)):
        low, high = sorted((a, b))
        if low < high:
            content.rules.append(Rule(15.0 + low * 23, 18 + at * 33, 15 + high * 23, 18 + at * 33, True))
            content.rules.append(Rule(15.0 + at * 23, 18 + low * 33, 15 + at * 23, 18 + high * 33, False))
    for a, b, at in draw(st.lists(st.tuples(STEPS, STEPS, STEPS), max_size=6)):
        low, high = sorted((a, b))
        if low < high:
            content.fills.append(Fill(15.0 + low * 23, 18 + at * 33, 15 + high * 23, 51 + at * 33, "#99ccff"))
    return content


@settings(max_examples=120, deadline=None)
@given(page(1), page(2))
def test_every_word_comes_out_once(first: PageContent, second: PageContent) -> None:
    printed = Counter("".join(w.text for page in (first, second) for w in page.words))
    blocks, lines = blocks_of([first, second])
    told = Counter("".join("".join(lines).split()))
    # the headings of a table that the second page prints again stand once
    headers = Counter("".join(c.text for b in blocks for r in b.rows if r.header for c in r.cells).replace(" ", ""))
    assert told <= printed
    assert printed - told <= headers
