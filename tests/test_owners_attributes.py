"""Who made what an action uses does not lead the action."""

import pytest

from safeplans.extractors.ownership.abbreviations import Abbreviations
from safeplans.extractors.ownership.attributes import is_attribute
from safeplans.extractors.ownership.owners import owners_in_statement


def leads(text: str) -> list[str]:
    return [m.name for m in owners_in_statement(text, Abbreviations([])) if m.relation == "lead"]


@pytest.mark.parametrize(
    "text",
    [
        "Roll out the toolkit developed by Public Health.",
        "Share learning from the review commissioned by the ICB.",
        "Use the data collected by the Quality Assurance Subgroup to plan audits.",
        "Respond to the recommendations made by Ofsted.",
        "Follow the guidance issued by the Department for Education.",
        "Deliver the plan drawn up by the Police.",
        "Contribute to the review being undertaken by the Child Safeguarding Practice Review Group.",
        "Work with the MASH, which is hosted by the local authority, on referrals.",
        "Set up a neglect hub, supported by the hub co-ordinated by the police.",
    ],
)
def test_whoever_made_the_thing_that_is_used_is_no_lead(text):
    assert leads(text) == []


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Hold a case file audit led by the Quality Assurance Group.", "Quality Assurance Group"),
        (
            "Hold learning events twice a year, led by the Learning and Development Group.",
            "Learning and Development Group",
        ),
        ("The toolkit will be rolled out by Public Health.", "Public Health"),
        ("Training to be delivered by the Business Unit.", "Business Unit"),
    ],
)
def test_whoever_does_what_is_commanded_leads_it(text, lead):
    assert leads(text) == [lead]


@pytest.mark.parametrize(
    ("before", "attribute"),
    [
        ("Roll out the toolkit developed by ", True),
        ("Roll out the toolkit, developed by ", False),  # the comma parts it from what is commanded
        ("Roll out a toolkit developed by ", False),  # a new thing: whoever makes it does the action
        ("Roll out a toolkit maintained by ", False),
        ("Files will be audited by ", False),
        ("Files to be audited by ", False),
        ("The toolkit developed by ", False),  # commands nothing
    ],
)
def test_what_parts_an_attribute_from_an_agent(before, attribute):
    assert is_attribute(f"{before}Public Health", len(before)) is attribute
