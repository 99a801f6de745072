"""Which documents there are and what each may be used for: families, folds, and the tools that are held out with them.

`families.toml` is the record: every family's author, shape, bank, sort and fold, written by
``python -m corpus.families`` and committed before any model is trained. A family is one shape of one author with all
its documents, or one document written by hand. Folds go by author: shapes, bank, one renderer and one converter are
held out together.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.gold import load
from corpus.shapes import shapes

HERE = Path(__file__).parent
RECORD = HERE / "families.toml"
HAND = HERE / "hand"


def _authors(names: str) -> tuple[str, ...]:
    return tuple(names.split())


# What each author's fold holds out beside the authors: a renderer and the converters of PDFs to text.
FOLDS: dict[int, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    1: (
        _authors(
            "alder ash kingcup pine aspen lavender campion sundew bugle hornbeam laurel acacia borage "
            "celandine lovage avens eyebright mullein scabious "
            "alkanet lousewort"
        ),
        "weasyprint",
        ("poppler",),
    ),
    2: (
        _authors(
            "bramble birch larch sorrel bryony mallow clary speedwell yew spindle myrtle cowslip briar "
            "clematis mugwort bistort feverfew periwinkle stonecrop "
            "burdekin mayweed"
        ),
        "chromium",
        ("poppler_layout",),
    ),
    3: (
        _authors(
            "clover cedar maple tansy comfrey iris nigella saffron betony madder privet figwort burnet "
            "columbine parsley agrimony germander plantain tormentil "
            "calamint oxlip"
        ),
        "libreoffice",
        ("pdfminer",),
    ),
    4: (
        _authors(
            "dock dogwood nettle vetch damson gentian orchid thistle burdock woad chicory cypress fennel flax "
            "hyssop broom harebell ragwort valerian "
            "dittany pimpernel"
        ),
        "docx",
        ("pypdf",),
    ),
    5: (
        _authors(
            "elder ivy oak willow dill heather primrose marjoram medick tamarisk sedum chamomile daisy aster "
            "campanula knapweed rampion verbena "
            "elecampane restharrow"
        ),
        "mupdf",
        ("pymupdf",),
    ),
    6: (
        _authors(
            "fern juniper quince rowan foxglove rosemary sage chervil bracken rockrose lupin basil coriander "
            "meadowsweet coltsfoot lungwort samphire woodruff "
            "fleabane gromwell"
        ),
        "typst",
        ("poppler_raw", "markdown"),
    ),
}
ROUND = 11  # of the families that are found and not yet recorded
FOLD_OF = {author: fold for fold, (authors, *_) in FOLDS.items() for author in authors}


@dataclass(frozen=True, slots=True)
class Family:
    """part: ``shapes`` and ``learn`` are learnt from (in folds); ``measure`` only chooses and measures (fold 0).

    added: the round in which it came; families that come after a model was trained are counted apart.
    """

    name: str
    part: str
    author: str
    bank: str
    fold: int
    sort: str
    safeguards: str
    format: str
    objectives: bool
    layout: str
    added: int = 1


def found() -> list[Family]:
    """The families that the folders hold now. Raises ValueError for an author who is learnt from and is in no fold."""
    listed = [
        Family(
            s.name, "shapes", s.author, s.author, FOLD_OF[s.author], s.sort, "both", s.format, s.objectives, s.layout
        )
        for s in shapes()
    ]
    for part in ("learn", "measure"):
        for path in sorted((HAND / part).glob("*/*.*")):
            author = path.parent.name
            source = load(path)
            marks = {m.label for m in source.marked.marks}
            listed.append(
                Family(
                    f"{author}-{path.stem}", part, author, author, FOLD_OF.get(author, 0), source.sort,
                    source.safeguards, source.format, bool(marks & {"objective", "title"}), source.layout,
                )
            )  # fmt: skip
    return listed


def recorded() -> list[Family]:
    """The families of the record. Raises FileNotFoundError where there is none yet."""
    return [Family(**entry) for entry in tomllib.loads(RECORD.read_text(encoding="utf-8"))["families"]]


def may_learn(fold: int, family: Family, renderer: str | None, converter: str | None) -> bool:
    """Whether a document may be learnt from when `fold` is held out (0: none is, for the model that ships)."""
    if family.part == "measure":
        return False
    if fold == 0:
        return True
    _, held_renderer, held_converters = FOLDS[fold]
    return family.fold != fold and renderer != held_renderer and converter not in held_converters


def write() -> None:
    known = {f.name: f for f in recorded()} if RECORD.exists() else {}
    lines = [
        "# Every family of the corpus, written by `python -m corpus.families`. What each field means: families.py.",
        "# `added` is the round in which a family came; it is kept when the record is written anew.",
    ]
    for family in found():
        added = known[family.name].added if family.name in known else ROUND
        lines += ["", "[[families]]"]
        for name in Family.__slots__:
            value = added if name == "added" else getattr(family, name)
            lines.append(f"{name} = {str(value).lower() if isinstance(value, bool | int) else _quoted(value)}")
    RECORD.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    write()
    print(f"{len(recorded())} families in {RECORD}")
