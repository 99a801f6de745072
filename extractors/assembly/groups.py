"""Groups: the boards and subgroups that a document lists or describes, with who chairs them and how often they meet."""

from __future__ import annotations

import re

from safeplans.extractors.base.document import Block, BlockKind, Cell, Document, Place
from safeplans.extractors.base.facts import Group, Source
from safeplans.extractors.base.methods import GroupMethod
from safeplans.extractors.lexicon.columns import role_of
from safeplans.extractors.lexicon.forms import words_form
from safeplans.extractors.lexicon.intros import intro_role
from safeplans.extractors.lexicon.sections import section_of
from safeplans.extractors.time.dates import recurrence_of

_GROUP_WORD = (
    r"(?:group|sub-?\s?group|board|panel|committee|executive|forum|network|session"
    r"|council|hub|assembly|meeting|partnership)s?"
)
_NAMED = re.compile(
    rf"^(?P<name>(?:the\s+)?[A-Z][^:;.]{{2,90}}?\b{_GROUP_WORD})(?P<abbreviation>\s*\([A-Z][\w& ]{{1,14}}\))?\s*(?:(?::"
    rf"|\s[–—-]\s|[–—]|,|\.)\s*(?P<rest>.+))?$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"^(?P<abbreviation>[A-Z][A-Za-z&]*[A-Z][A-Za-z]*(?:\s(?:Ops\s)?(?:Group|Board|Panel))?)\s*[-–—:]\s+(?P<name>[A-Z].{4,90})$"
)
_MEETS = re.compile(
    r"\bmeets?\s+(?:on\s+)?(?:an?\s+)?[\w\s-]{0,40}?(?:weekly|fortnightly|monthly|quarterly|annually|yearly|termly|basis|times\s+(?:a|per)\s+(?:year|annum)|(?:once|twice)\s+(?:a|per)\s+(?:year|annum|month|term)|every\s+\w+(?:\s+\w+)?)\b(?:\s+basis)?",
    re.IGNORECASE,
)
_LABELLED_CHAIR = re.compile(r"\b(?:co-)?chair(?:ed by|s)?\s*[:–-]\s*(?P<chair>[^.;)]{3,90})", re.IGNORECASE)
_CHAIRS = re.compile(
    r"(?:^|(?<=[.]\s)|(?<=\band\s))(?P<chair>(?:The|An?)\s+[A-Z][\w’' -]{3,60}?)\s+chairs\b", re.IGNORECASE
)
_IN_PROSE = re.compile(
    r"(?:(?<=[Tt]he\s)|^)(?P<name>(?:[A-Z][\w&’'-]*\s+(?:(?:and|of|for|the|&)\s+)*){0,7}(?:Group|Sub-?\s?[Gg]roup|Board|Panel|Committee|Executive|Forum|Network))\b(?:\s*\((?P<abbreviation>[A-Z]\w{1,9})\))?"
)
_CHAIRED = re.compile(
    r"\b(?:(?:co-)?chaired by|under the chairmanship of|chair(?:ed)? is)\s+(?:the\s+"
    r"|an?\s+)?(?P<chair>[^.;]{3,90}?)(?=[.;]|,\s+(?:with|which|and it|it|who)\b"
    r"|\s+and\s+(?:meets|reports|is)\b|$)",
    re.IGNORECASE,
)
_ABOUT_A_GROUP = re.compile(r"\s+(?=(?:Chair|Frequency|Meets|Meetings?)\b[^.]{0,20}:|Meets\b)")


def find_groups(document: Document) -> tuple[list[Group], set[int]]:
    """The groups of a document and the indexes of the blocks that gave them."""
    found: dict[str, Group] = {}
    used: set[int] = set()
    intro: Block | None = None
    section: str | None = None
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        if block.kind is BlockKind.HEADING:
            kind = section_of(block.text)
            named = kind in (None, "groups") and (section == "groups" or _has_chair_line(document, index))
            if named and _headed(document, index, found, used):
                continue
            section, intro = kind, None
            continue
        if block.kind is BlockKind.PARAGRAPH:
            intro = (
                block
                if intro_role(block.text) == "groups" and re.search(_GROUP_WORD + r"\b", block.text, re.IGNORECASE)
                else None
            )
            if _has_chair_line(document, index) and _headed(document, index, found, used):
                continue
            if section == "groups":
                _described(block, found, used, index)
            continue
        if block.kind is BlockKind.TABLE:
            rows = (
                _label_table(document, index) or _table(block) or (_aligned_groups(block) if intro is not None else [])
            )
            for group in rows:
                _keep(found, group)
            if rows:
                used.add(index)
            continue
        if (
            block.kind is BlockKind.LIST_ITEM
            and (intro is not None or section == "groups" or _MEETS.search(block.text))
            and _listed(block, intro, found)
        ):
            used.add(index)
    _chart(document, found, used)
    groups = list(found.values())
    _initials(document, groups)
    for number, group in enumerate(groups, 1):
        group.key = f"g{number}"
    return groups, used


def _initials(document: Document, groups: list[Group]) -> None:
    """Letters that the document uses for a group without spelling them out (``BMG``), where they fit it alone."""
    used = set(re.findall(r"\b[A-Z]{3,6}\b", " ".join(b.text for b in document.blocks)))
    by_letters: dict[str, list[Group]] = {}
    for group in groups:
        letters = "".join(w[0] for w in re.findall(r"[A-Za-z]+", group.name) if w[0].isupper())
        by_letters.setdefault(letters, []).append(group)
    taken = {g.abbreviation for g in groups if g.abbreviation}
    for letters, named in by_letters.items():
        if len(named) == 1 and named[0].abbreviation is None and letters in used and letters not in taken:
            named[0].abbreviation = letters


def _keep(found: dict[str, Group], group: Group) -> None:
    key = words_form(group.name)
    known = found.setdefault(key, group)
    if known is not group:
        for name in ("abbreviation", "chair", "focus", "meets_text", "recurrence"):
            if getattr(known, name) is None:
                setattr(known, name, getattr(group, name))


def _group(
    name: str,
    place: Place,
    quote: str,
    method: GroupMethod,
    confidence: float,
    abbreviation: str | None = None,
    chair: str | None = None,
    focus: str | None = None,
    meets: str | None = None,
) -> Group:
    name = re.sub(r"^(?:the)\s+", "", name.strip(), flags=re.IGNORECASE)
    short = re.match(r"^(?P<name>.+?)\s*\((?P<short>[A-Z][\w& ]{1,14}?)\)\s*$", name)
    if short and abbreviation is None:
        name, abbreviation = short["name"], short["short"]
    meets = meets or None
    return Group(
        "",
        name,
        Source(place, quote, method, confidence),
        abbreviation,
        chair or None,
        focus or None,
        meets,
        recurrence_of(meets) if meets else None,
    )


def _table(table: Block) -> list[Group]:
    """A table of meetings: a column of groups beside chairs, remits or frequencies."""
    header = next((r for r in table.rows if r.header), table.rows[0] if table.rows else None)
    if header is None:
        return []
    roles: dict[str, int] = {}
    for cell in header.cells:
        match = role_of(cell.text) if cell.text else None
        if match is not None:
            roles.setdefault(match.role, cell.column)
    if "group" not in roles or not {"chair", "meets", "focus"} & roles.keys() or "action" in roles:
        return []
    made = []
    for row in table.rows:
        if row is header or row.header:
            continue
        name = row.cell(roles["group"])
        if name is None or not name.text or name.rowspan_from is not None:
            continue

        def words(role: str, row=row) -> str | None:  # type: ignore[no-untyped-def]
            cell: Cell | None = row.cell(roles[role]) if role in roles else None
            return cell.text or None if cell is not None else None

        quote = " ".join(c.text for c in row.cells if c.text)
        made.append(
            _group(
                name.text, row.place, quote, "meeting_table", 0.95, None, words("chair"), words("focus"), words("meets")
            )
        )
    return made


def _label_table(document: Document, index: int) -> list[Group]:
    """Labels and values under a group's name: ``Chair | …``, ``Meets | …``."""
    table = document.blocks[index]
    above = document.preceding(index)
    if table.columns != 2 or above is None or above.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        return []
    values: dict[str, str] = {}
    for row in table.rows:
        cells = [c for c in row.cells if c.text]
        match = role_of(cells[0].text) if len(cells) == 2 else None
        if match is not None:
            values.setdefault(match.role, cells[1].text)
    if not {"chair", "meets"} & values.keys() or "action" in values or len(above.text.split()) > 12:
        return []
    name = re.sub(r"^\s*\d[\d.]*\s+", "", above.text)
    place = Place.span([above.place, table.place]) if above.place.page == table.place.page else table.place
    quote = f"{above.text} {table.text}"
    chair, focus, meets = values.get("chair"), values.get("focus"), values.get("meets")
    return [_group(name, place, quote, "label_table", 0.85, None, chair, focus, meets)]


def _aligned_groups(table: Block) -> list[Group]:
    """``ABC – Name`` entries set in columns without a header; an entry may run on in the cell below."""
    made: list[Group] = []
    for column in range(table.columns):
        entries: list[tuple[str, Place]] = []
        for row in table.rows:
            cell = row.cell(column)
            if cell is None or not cell.text:
                continue
            if _ABBREVIATED.match(cell.text):
                entries.append((cell.text, row.place))
            elif entries:
                entries[-1] = (f"{entries[-1][0]} {cell.text}", Place.span([entries[-1][1], row.place]))
        for text, place in entries:
            parts = _ABBREVIATED.match(text)
            if parts:
                made.append(_group(parts["name"], place, text, "group_list", 0.75, parts["abbreviation"]))
    return made


def _listed(block: Block, intro: Block | None, found: dict[str, Group]) -> bool:
    text = block.text
    if len(text.split()) > 60:
        return False
    shared = _MEETS.search(intro.text) if intro is not None else None
    abbreviated = _ABBREVIATED.match(text)
    if abbreviated and intro is not None:
        _keep(
            found,
            _group(
                abbreviated["name"],
                block.place,
                text,
                "group_list",
                0.8,
                abbreviated["abbreviation"],
                meets=shared.group() if shared else None,
            ),
        )
        return True
    text = re.sub(r"\s+(?=meets\b)", ": ", text, count=1) if re.match(r"[^:;.–—]{3,90}\smeets\b", text) else text
    named = _NAMED.match(text)
    if intro is None and not re.search(
        _GROUP_WORD + r"\W*(?:\([A-Z]\w+\)\W*)?$", named["name"] if named else "", re.IGNORECASE
    ):
        return False
    if (
        named is None
        or len(named["name"].split()) > 12
        or re.search(
            r"^(?:Structure|Role|Purpose|Membership|Work|Governance) of\b"
            r"|\b(?:will|is|are|should|must|to be)\b|\b(?:Director|Officer|Chief|Manager"
            r"|Commander|Superintendent|Nurse|Head of|Lead)\b",
            named["name"],
        )
    ):
        return False
    rest = named["rest"] or ""
    meets, chair = _MEETS.search(rest) or shared, _CHAIRED.search(rest) or _LABELLED_CHAIR.search(rest)
    abbreviation = (named["abbreviation"] or "").strip(" ()") or None
    _keep(
        found,
        _group(
            named["name"],
            block.place,
            text,
            "group_list",
            0.8,
            abbreviation,
            chair["chair"] if chair else None,
            None,
            meets.group() if meets else None,
        ),
    )
    return True


def _has_chair_line(document: Document, index: int) -> bool:
    """A group's name alone on its line, and ``Chair: …`` or ``Meets: …`` on the next."""
    block = document.blocks[index]
    following = document.following(index)
    return (
        block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
        and following is not None
        and following.kind is BlockKind.PARAGRAPH
        and re.match(r"(?:(?:independent|co-?)\s*)?chair(?:ed by)?\s*:", following.text, re.IGNORECASE) is not None
        and re.search(_GROUP_WORD + r"\b\W*(?:\([A-Z]\w+\)\W*)?$", block.text, re.IGNORECASE) is not None
        and len(block.text.split()) <= 12
    )


def _headed(document: Document, index: int, found: dict[str, Group], used: set[int]) -> bool:
    """A group's name as a heading, its remit, chair and frequency in the lines below."""
    name = re.sub(r"^\s*\d[\d.]*\s+", "", document.blocks[index].text)
    if not re.search(_GROUP_WORD + r"\b\W*(?:\([A-Z]\w+\)\W*)?$", name, re.IGNORECASE) or len(name.split()) > 12:
        return False
    told: dict[str, str] = {}
    last = index
    for later in range(index + 1, min(index + 6, len(document.blocks))):
        block = document.blocks[later]
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE) or _has_chair_line(document, later):
            break
        for para in block.paras:
            for piece in _ABOUT_A_GROUP.split(para.text):
                if said := _said_of_group(piece):
                    told = said | told  # what is said first holds
                    last = later
                else:
                    told.setdefault("focus", piece)
    blocks = document.blocks[index : last + 1]
    place, quote = Place.span(b.place for b in blocks), " ".join(b.text for b in blocks)
    chair, meets, focus = told.get("chair"), told.get("meets"), told.get("focus")
    _keep(found, _group(name, place, quote, "heading", 0.8, None, chair, focus, meets))
    used.update(range(index, last + 1))
    return True


def _said_of_group(piece: str) -> dict[str, str]:
    """What a piece of text says of a group by a label, or in a sentence: chair, meets, focus."""
    label = re.match(r"^(?P<label>[A-Za-z][A-Za-z ]{2,28}):\s*(?P<value>.+)$", piece)
    if label is not None:
        match = role_of(label["label"])
        role = "meets" if label["label"].startswith("Meet") else match.role if match else None
        if role in ("chair", "meets", "focus"):
            return {role: label["value"]}
    chaired, meets = _CHAIRED.search(piece), _MEETS.search(piece)
    said = {"chair": chaired["chair"]} if chaired else {}
    return said | ({"meets": meets.group()} if meets else {})


def _described(block: Block, found: dict[str, Group], used: set[int], index: int) -> None:
    """``The Quality Group (QG) meets monthly and is chaired by …`` in a section on governance."""
    text = block.text
    meets, chair = _MEETS.search(text), _CHAIRED.search(text) or _CHAIRS.search(text)
    names = list(_IN_PROSE.finditer(text))
    if (meets or chair) and len({n["name"] for n in names}) == 1 and len(text.split()) <= 90:
        name = names[0]
        who = re.sub(r"^(?:the|an?)\s+", "", chair["chair"].strip(), flags=re.IGNORECASE) if chair else None
        _keep(
            found,
            _group(
                name["name"],
                block.place,
                text,
                "described",
                0.7,
                name["abbreviation"],
                who,
                None,
                meets.group() if meets else None,
            ),
        )
        used.add(index)
        return
    for sentence in re.split(r"(?<=[.])\s+(?=[A-Z])", text):
        meets, chair = _MEETS.search(sentence), _CHAIRED.search(sentence)
        if not meets and not chair:
            continue
        first = re.match(
            r"^(?:The\s+)?(?P<name>[A-Z][\w&’' -]{2,70}?\b(?:Group|Sub-?\s?[Gg]roup|Board"
            r"|Panel|Committee|Executive|Forum|Network))\b(?:\s*\((?P<abbreviation>[A-Z]\w{1,9})\))?",
            sentence,
        )
        if first:
            _keep(
                found,
                _group(
                    first["name"],
                    block.place,
                    sentence,
                    "described",
                    0.7,
                    first["abbreviation"],
                    chair["chair"].strip() if chair else None,
                    None,
                    meets.group() if meets else None,
                ),
            )
            used.add(index)


def _chart(document: Document, found: dict[str, Group], used: set[int]) -> None:
    """An organisation chart read line by line: a name, perhaps its chair, and how often it meets."""
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if (
            block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH)
            or not re.match(r"^Meets?\b", block.text)
            or len(block.text.split()) > 9
        ):
            continue
        chair, back = None, index - 1
        while back >= 0 and index - back <= 3 and blocks[back].kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            text = blocks[back].text
            if re.match(r"^(?:independent|co-)?\s*chair", text, re.IGNORECASE):
                chair = re.split(r",\s*(?=[A-Z]{2,}\b)", text)[0].removeprefix("Chair: ")
            elif re.search(_GROUP_WORD + r"\b", text, re.IGNORECASE) and len(text.split()) <= 10:
                place = Place.span(b.place for b in blocks[back : index + 1])
                _keep(
                    found,
                    _group(
                        text,
                        place,
                        " ".join(b.text for b in blocks[back : index + 1]),
                        "chart",
                        0.6,
                        chair=chair,
                        meets=block.text,
                    ),
                )
                used.update(range(back, index + 1))
                break
            back -= 1
