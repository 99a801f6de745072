"""The pages of groups of like objectives: who set out the same, who leads on it and by when, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeplans.pipeline.base import links
from safeplans.pipeline.schema.contract import Row
from safeplans.pipeline.site.contents import Contents
from safeplans.pipeline.site.rendering import Site

INDEX = "groups/index.html"


@dataclass(frozen=True, slots=True)
class Member:
    """A statement of a group. likeness: its row of `Views.alike`. actions: those under it."""

    likeness: Row
    objective: Row
    actions: Sequence[Row]


def write_groups(site: Site, contents: Contents) -> None:
    """Write the page of each group of like objectives, and their list."""
    members = _members(contents)
    outcomes: dict[str, list[Row]] = defaultdict(list)
    for row in contents.views.follow_through():
        outcomes[row["subject_id"]].append(row)
    groups = contents.comparison["like_groups"]
    for group in groups:
        site.write(
            links.like_group_page(group["like_group_id"]),
            "group.html",
            title=group["label"],
            section=INDEX,
            crumbs=[("Like objectives", INDEX)],
            group=group,
            members=_by_partnership(members[group["like_group_id"]]),
            outcomes=outcomes,
            contents=contents,
        )
    site.write(INDEX, "groups.html", title="Like objectives", section=INDEX, groups=groups, contents=contents)


def _members(contents: Contents) -> dict[str, list[Member]]:
    actions: dict[str, list[Row]] = defaultdict(list)
    for action in contents.actions.values():
        if action["objective_id"]:
            actions[action["objective_id"]].append(action)
    found: dict[str, list[Member]] = defaultdict(list)
    for row in contents.views.alike():
        if row["like_group_id"]:
            key = row["objective_id"]
            found[row["like_group_id"]].append(Member(row, contents.objectives[key], actions[key]))
    return found


def _by_partnership(members: Sequence[Member]) -> Mapping[str, list[Member]]:
    """By the partnership's key; `Views` gives them in the order of the partnerships' names."""
    found: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        found[member.likeness["partnership_key"]].append(member)
    return found
