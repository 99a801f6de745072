"""Who published a document: title, running heads, web addresses and text decide; neighbours do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplans.extractors.about.partnership_names import find_names
from safeplans.extractors.about.partnerships import identify
from safeplans.extractors.base.document import Block, BlockKind, Document, Para, Place


def make(*lines: str, running: str = "", info: dict[str, str] | None = None) -> Document:
    """A document of lines: `# ` begins a heading, all else is a paragraph. running: a running foot."""
    blocks = []
    texts = []
    for number, line in enumerate(lines, start=1):
        heading = line.startswith("# ")
        text = line.removeprefix("# ")
        place = Place(1, number, number)
        kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind, (Para(text, place),), place, level=1 if heading else 0))
        texts.append(text)
    if running:
        place = Place(1, len(texts) + 1, len(texts) + 1)
        blocks.append(Block(BlockKind.FURNITURE, (Para(running, place),), place, reason="footer"))
        texts.append(running)
    return Document("text/plain", tuple(blocks), tuple(texts), info=info or {})


BI_BOROUGH = "kensington-and-chelsea-and-westminster-scp"
LONG = "We work together so that children are safe. " * 8


@pytest.mark.parametrize(
    ("printed", "partnership_id"),
    [
        ("Derby & Derbyshire Safeguarding Children Partnership", "derby-and-derbyshire-scp"),
        ("Camden Safeguarding Children's Partnership", "camden-scp"),
        ("Camden Safeguarding Children’s Partnership (CSCP)", "camden-scp"),
        ("Camden Local Safeguarding Children Board", "camden-scp"),
        ("London Borough of Camden Safeguarding Children Partnership", "camden-scp"),
        ("NOTTINGHAM CITY SAFEGUARDING CHILDREN PARTNERSHIP", "nottingham-scp"),
        ("Nottinghamshire Safeguarding Children Partnership", "nottinghamshire-scp"),
        ("Stoke on Trent Safeguarding Children Partnership", "stoke-on-trent-scp"),
        ("Sheffield Children Safeguarding Partnership", "sheffield-scp"),
        ("Halton Children & Young People Safeguarding Partnership", "halton-scp"),
        ("Keeping Bristol Safe Partnership", "bristol-sp"),
        ("The Bradford Partnership", "bradford-scp"),
        ("B&NES Community Safety and Safeguarding Partnership", "bath-and-north-east-somerset-sp"),
        ("Local Safeguarding Children Partnership for Kensington and Chelsea and Westminster", BI_BOROUGH),
        ("Bi-Borough Safeguarding Children Partnership", BI_BOROUGH),
        ("Camden Safeguarding Adults Partnership Board", "camden-sab"),
        ("Kent & Medway Safeguarding Adults Board", "kent-and-medway-sab"),
        ("West of Berkshire Safeguarding Adults Board", "west-of-berkshire-sab"),
        ("North Wales Safeguarding Children's Board", "north-wales-sp"),
        ("Rutland Safeguarding Children Board", "leicestershire-and-rutland-scp"),
    ],
)
def test_one_partnership_however_its_name_is_printed(printed: str, partnership_id: str) -> None:
    assert identify(make(f"# {printed}", "# Annual Report", LONG)).partnership_id == partnership_id


def test_name_is_printed_name_without_abbreviation() -> None:
    found = identify(make("# Wigmore Plan", "The Camden Safeguarding Children Partnership (CSCP) wrote this.", LONG))
    assert found.name == "Camden Safeguarding Children Partnership"
    assert "Camden Safeguarding Children Partnership" in (found.evidence or "")


def test_partnership_before_its_former_board() -> None:
    found = identify(
        make(
            "# Luton Safeguarding Children Board / Luton Safeguarding Children Partnership",
            "The Luton Safeguarding Children Board has gone. The Luton Safeguarding Children Board did much.",
        )
    )
    assert (found.partnership_id, found.name) == ("luton-scp", "Luton Safeguarding Children Partnership")


def test_a_board_that_kept_its_name_keeps_it() -> None:
    found = identify(make("# Essex Safeguarding Children Board", LONG))
    assert (found.partnership_id, found.name) == ("essex-scp", "Essex Safeguarding Children Board")


def test_neighbours_and_the_adults_board_do_not_win() -> None:
    neighbours = "Islington Safeguarding Children Partnership and the Camden Safeguarding Adults Partnership Board "
    found = identify(make("# Camden Safeguarding Children Partnership Business Plan", LONG, *[neighbours + LONG] * 9))
    assert found.partnership_id == "camden-scp"
    assert found.confidence >= 0.8


def test_running_foot_decides_where_the_cover_has_no_name() -> None:
    found = identify(
        make(
            "# Keeping children safe together",
            LONG,
            "We thank the Barnet Safeguarding Children Partnership and "
            "the Barnet Safeguarding Children Partnership's trainers.",
            running="Enfield Safeguarding Children Partnership 2024",
        )
    )
    assert found.partnership_id == "enfield-scp"


@pytest.mark.parametrize(("area", "partnership_id"), [("Camden", "camden-scp"), ("Croydon", "croydon-scp")])
def test_abbreviation_decides_with_the_area_only(area: str, partnership_id: str) -> None:
    text = f"The CSCP meets in {area}. "
    found = identify(make("# CSCP Business Plan", text * 5))
    assert (found.partnership_id, found.name) == (partnership_id, "CSCP")
    assert found.confidence < 0.8


def test_neighbour_named_in_passing_does_not_beat_abbreviation_and_area() -> None:
    text = "The CSCP works for children in Camden. "
    learned = "We learned from a review by the Islington Safeguarding Children Partnership."
    found = identify(make("# CSCP Business Plan", text * 8, learned))
    assert (found.partnership_id, found.name) == ("camden-scp", "CSCP")
    spelt = identify(make("# CSCP Plan", text * 8, learned, "Camden Safeguarding Children Partnership (CSCP) " + LONG))
    assert (spelt.partnership_id, spelt.name) == ("camden-scp", "Camden Safeguarding Children Partnership")


def test_name_over_the_lines_of_a_cover() -> None:
    found = identify(make("# North East Lincolnshire", "# Safeguarding Children’s Board", "# Annual Report", LONG))
    assert (found.partnership_id, found.name) == (
        "north-east-lincolnshire-scp",
        "North East Lincolnshire Safeguarding Children’s Board",
    )


def test_area_and_general_abbreviation_name_a_partnership() -> None:
    found = identify(make("# Devon SCP Yearly Report 2024-25", LONG))
    assert (found.partnership_id, found.name) == ("devon-scp", "Devon SCP")
    spelt = identify(make("# Devon SCP Yearly Report", "Devon Safeguarding Children Partnership (Devon SCP) " + LONG))
    assert spelt.name == "Devon Safeguarding Children Partnership"


def test_words_that_look_like_an_abbreviation_decide_nothing() -> None:
    text = "Making Safeguarding Personal (MSP) is at the heart of the board. MSP works. Our DSP leads. MSP counts. "
    assert identify(make("# Strategic Plan", text * 3)).partnership_id is None


def test_abbreviation_that_the_register_lacks_is_the_printed_name() -> None:
    found = identify(make("# QXSCP Business Plan", "The QXSCP will meet. " * 6))
    assert (found.partnership_id, found.name, found.ambiguous) == (None, "QXSCP", ())


def test_abbreviation_alone_is_ambiguous() -> None:
    found = identify(make("# CSCP Business Plan", "The CSCP will meet. The CSCP has agreed a plan."))
    assert found.partnership_id is None
    assert {"camden-scp", "croydon-scp", "coventry-scp", "calderdale-scp"} <= set(found.ambiguous)
    assert found.name == "CSCP"


def test_two_publishers_on_one_cover_are_ambiguous() -> None:
    found = identify(
        make("# Hull Safeguarding Children Partnership and York Safeguarding Children Partnership Joint Strategy", LONG)
    )
    assert found.partnership_id is None
    assert found.ambiguous == ("hull-scp", "york-scp")


@pytest.mark.parametrize(
    ("printed", "both"),
    [
        ("Dorset and BCP Safeguarding Adults Boards", ("bcp-sab", "dorset-sab")),
        ("Camden and Islington Safeguarding Children Partnership", ("camden-scp", "islington-scp")),
    ],
)
def test_joint_title_of_two_boards_is_ambiguous(printed: str, both: tuple[str, ...]) -> None:
    assert identify(make(f"# {printed}", "# Annual Report 2022-2023", LONG)).ambiguous == both


def test_partnership_that_the_register_lacks_keeps_its_printed_name() -> None:
    found = identify(make("# Annual Report of the Ambleshire & Fenwick Safeguarding Children Partnership", LONG))
    assert found.partnership_id is None
    assert found.name == "Ambleshire & Fenwick Safeguarding Children Partnership"
    assert identify(make("# Ambleshire SCP Business Plan", LONG)).name == "Ambleshire SCP"
    assert identify(make("# Business Plan", LONG, LONG, "The manager wrote to Ambleshire SCP.")).name is None
    assert found.ambiguous == ()


def test_shared_name_goes_to_the_board_that_the_text_is_about() -> None:
    children = identify(make("# Hillingdon Safeguarding Partnership", "Each child in Hillingdon counts. " * 5))
    adults = identify(make("# Hillingdon Safeguarding Partnership", "Each adult in Hillingdon counts. " * 5))
    assert (children.partnership_id, adults.partnership_id) == ("hillingdon-scp", "hillingdon-sab")


def test_web_address_backs_a_name() -> None:
    found = identify(make("# Working better", "Read more at www.surreyscp.org.uk. Surrey is a county.", LONG))
    assert found.partnership_id in {"surrey-scp", None}
    named = identify(make("# Plan", "Surrey Safeguarding Children Partnership, www.surreyscp.org.uk", LONG))
    assert named.partnership_id == "surrey-scp"
    assert "web address" in (named.evidence or "")


def test_general_phrases_are_no_names() -> None:
    assert find_names("Local Safeguarding Children Partnerships replaced the Safeguarding Children Board.") == []
    assert identify(make("# Gardening", "Roses and beans.")).partnership_id is None


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_no_text_makes_the_reader_of_names_fail(text: str) -> None:
    for mention in find_names(text):
        assert 0 <= mention.start < mention.end <= len(text)
