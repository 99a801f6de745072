"""Say what is wrong with labelled documents, or what they give: ``python -m corpus.check FILE …``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.gold import gold, load
from corpus.marks import MarkError, words


def told(path: Path, *, brief: bool) -> list[str]:
    """Lines that say what one document gives. Raises MarkError for what is wrong with it."""
    source = load(path)
    rows = gold(source, path.name)
    narrative = sum(not w.labels for w in words(source.marked, markup=source.markup))
    total = sum(1 for _ in words(source.marked, markup=source.markup))
    lines = [
        f"{path}: {len(rows['objectives'])} objectives, {len(rows['actions'])} actions, "
        f"{sum(len(a['owners']) for a in rows['actions'])} owners, "
        f"{sum(len(a['dates']) for a in rows['actions'])} dates, "
        f"{total} words of which {narrative} without a mark"
    ]
    if brief:
        return lines
    for row in rows["objectives"]:
        lines.append(
            f"  {row['key']} [{row['kind']}, {row['standing']}] {row['number'] or '–'} "
            f"{row['title'] or ''} ¦ {row['text']}"
        )
    for row in rows["actions"]:
        lines.append(f"  {row['key']} [{row['standing']}, {row['rag'] or '–'}] {row['number'] or '–'} {row['text']}")
        lines += [f"      {o['relation']}: {o['name']} ({o['kind']}, {o['sector']})" for o in row["owners"]]
        lines += [
            f"      {d['kind']}: {d['text']} {d['start'] or ''} {d['end'] or ''} "
            f"{d['precision'] or ''} {d['recurrence'] or ''}"
            for d in row["dates"]
        ]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--brief", action="store_true", help="one line a document")
    asked = parser.parse_args()
    wrong = 0
    for path in asked.files:
        try:
            print(*told(path, brief=asked.brief), sep="\n")
        except (MarkError, KeyError, UnicodeDecodeError) as error:
            wrong += 1
            print(f"{path}: {error}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
