"""Owners in the house styles of further areas, children's and adults'; areas, people and charities are fictional."""

from __future__ import annotations

import pytest

from extractors.abbreviations import Abbreviations, Definition
from extractors.owners import classify, owners_in_cell, owners_in_statement

KNOWN = Abbreviations(
    [
        Definition("BSCP", "Brackley Moor Safeguarding Children Partnership", "register"),
        Definition("QAG", "Quality Assurance Group", "inline"),
        Definition("EMG", "Exploitation and Missing Group", "inline"),
        Definition("BMC", "Brackley Moor Council", "glossary"),
    ]
)
GROUPS = ("Executive", "Learning Hub", "Quality Assurance Group", "Exploitation and Missing Group")

CELLS = [
    # agencies with `and` or a comma inside
    ("NHS Brackley and Moor ICB", "NHS Brackley and Moor ICB|agency|health"),
    ("NHS Brackley and Moor Integrated Care Board", "NHS Brackley and Moor Integrated Care Board|agency|health"),
    ("NHS Brackley, Moor and Fenland ICB", "NHS Brackley, Moor and Fenland ICB|agency|health"),
    ("Brackley and Moor NHS Foundation Trust; Police",
     "Brackley and Moor NHS Foundation Trust|agency|health;Police|agency|police"),
    ("Brackley and North Moor Hospitals NHS Trust", "Brackley and North Moor Hospitals NHS Trust|agency|health"),
    ("Brackley & Moor University Hospitals", "Brackley & Moor University Hospitals|agency|health"),
    ("Brackley and Moor City Council", "Brackley and Moor City Council|agency|local_authority"),
    ("Brackley and Moor Local Authorities", "Brackley and Moor Local Authorities|agency|local_authority"),
    ("NHS Brackley and Moor ICB and Moorshire Police",
     "NHS Brackley and Moor ICB|agency|health;Moorshire Police|agency|police"),
    ("Brackley and Moor Fire and Rescue Service", "Brackley and Moor Fire and Rescue Service|agency|other"),
    # two bodies after one `and`
    ("ICB and Brackley Advocacy", "ICB|agency|health;Brackley Advocacy|agency|voluntary"),
    ("Head of Service for Cared for Children and Brackley Adult Care",
     "Head of Service for Cared for Children|role|local_authority;Brackley Adult Care|agency|local_authority"),
    ("Moorshire Police and Brackley Moor Council",
     "Moorshire Police|agency|police;Brackley Moor Council|agency|local_authority"),
    ("Brackley City Council and Moor District Council",
     "Brackley City Council|agency|local_authority;Moor District Council|agency|local_authority"),
    # posts
    ("Quality and Safeguarding Manager", "Quality and Safeguarding Manager|role|partnership"),
    ("Named Nurse, Moor Care Alliance", "Named Nurse, Moor Care Alliance|role|health"),
    ("Named Nurse, Northern Moor Hospitals, Police", "Named Nurse|role|health;Northern Moor Hospitals|agency|health;"
     "Police|agency|police"),
    ("Service Manager (Family Help)", "Service Manager (Family Help)|role|local_authority"),
    ("Brackley City Council (Adult Social Care)", "Brackley City Council (Adult Social Care)|agency|local_authority"),
    ("Head of Service (Front Door and Assessment)", "Head of Service (Front Door and Assessment)|role|local_authority"),
    ("Quality Group (chair: Designated Nurse)", "Quality Group|group|partnership"),
    ("Quality Assurance Group (QAG)", "Quality Assurance Group|group|partnership"),
    ("Police (including the Vulnerability Hub)", "Police|agency|police"),
    ("Assistant Director (Safeguarding and Quality), BMC",
     "Assistant Director (Safeguarding and Quality), BMC|role|local_authority"),
    ("Detective Inspector (Child Protection)", "Detective Inspector (Child Protection)|role|police"),
    ("Independent Scrutineer (Jane Doe)", "Independent Scrutineer|role|scrutiny;Jane Doe|person|other"),
    ("Principal Social Worker and Practice Lead", "Principal Social Worker|role|local_authority;"
     "Practice Lead|role|partnership"),
    ("Transitions Manager, Adult Social Care", "Transitions Manager, Adult Social Care|role|local_authority"),
    ("Camp Lane Primary School", "Camp Lane Primary School|agency|education"),
    ("HMP Moor", "HMP Moor|agency|justice"),
    ("Brackley Children’s Trust", "Brackley Children’s Trust|agency|local_authority"),
    ("Moor Academy Trust", "Moor Academy Trust|agency|education"),
    ("BSCP Training Team", "BSCP Training Team|group|partnership"),
    ("Community Safety Partnership", "Community Safety Partnership|group|partnership"),
    ("Youth Service", "Youth Service|agency|local_authority"),
    ("Operation Encompass Lead", "Operation Encompass Lead|role|police"),
]

LINES = [
    (["CE Strategic", "Group"], "CE Strategic Group|group"),
    (["Principal", "Social Workers"], "Principal Social Workers|role"),
    (["Partnership Business", "Manager"], "Partnership Business Manager|role"),
    (["NHS Brackley", "and Moor ICB"], "NHS Brackley and Moor ICB|agency"),
    (["Adolescent Services", "Manager", "Moor Police"], "Adolescent Services Manager|role;Moor Police|agency"),
    (["Independent", "Scrutineer"], "Independent Scrutineer|role"),
    (["Designated", "Safeguarding", "Lead Forum"], "Designated Safeguarding Lead Forum|group"),
    (["Learning", "Sub-group", "Executive"], "Learning Sub-group|group;Executive|group"),
    (["Head of Early", "Help", "Virtual School"], "Head of Early Help|role;Virtual School|agency"),
]

SENTENCES = [
    ("The Learning Hub trained 286 practitioners in its use.", "Learning Hub>lead"),
    ("The BSCP Training Officer trained 40 foster carers.", "BSCP Training Officer>lead"),
    ("NHS Brackley Moor ICB will place a therapist in each hub.", "NHS Brackley Moor ICB>lead"),
    ("NHS Brackley and Moor ICB funded a second nurse.", "NHS Brackley and Moor ICB>lead"),
    ("Moorshire Police and Together for Children opened a joint hub.",
     "Moorshire Police>lead;Together for Children>lead"),
    ("The Executive will agree a single budget by June.", "Executive>lead"),
    ("The Risk Outside the Home Subgroup will test a new conference.", "Risk Outside the Home Subgroup>lead"),
    ("Carry out an audit in autumn and report it to the Quality Assurance Subgroup.",
     "Quality Assurance Subgroup>reports_to"),
    ("Ask the same questions of every child and bring the answers to the Executive.", "Executive>reports_to"),
    ("Moorshire Police will share the findings of its review with the Executive.",
     "Moorshire Police>lead;Executive>reports_to"),
    ("The Education Reference Group will advise on attendance.", "Education Reference Group>lead"),
    ("Brackley County Council reduced the wait for a decision.", "Brackley County Council>lead"),
    ("Moorshire Police added a prompt to the form that officers complete.", "Moorshire Police>lead"),
    ("NHS Brackley and Moor ICB will extend the dental scheme from October.", "NHS Brackley and Moor ICB>lead"),
    ("The Quality Assurance Group re-audited forty plans.", "Quality Assurance Group>lead"),
    ("Complete the self-assessment with visits by the Independent Scrutineer.", "Independent Scrutineer>lead"),
    ("Brackley Moor Council and Moorshire Police jointly opened a resource centre.",
     "Brackley Moor Council>lead;Moorshire Police>lead"),
    # nobody leads here
    ("The Executive is the decision-making body of the partnership.", ""),
    ("The Learning Hub was closed in March.", ""),
    ("Confirm delegated safeguarding partners", ""),
    ("Forty practitioners trained by the end of the year.", ""),
    ("Children told us that the police did not listen.", ""),
    ("Staff of NHS Brackley and Moor ICB reported feeling more confident.", ""),
    ("Referrals from Moorshire Police reduced by a fifth.", ""),
]


@pytest.mark.parametrize(("cell", "owners"), CELLS)
def test_cells(cell: str, owners: str) -> None:
    assert ";".join(f"{m.name}|{m.kind}|{m.sector}" for m in owners_in_cell(cell, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize(("lines", "owners"), LINES)
def test_lines_that_do_not_stand_alone_are_one_name(lines: list[str], owners: str) -> None:
    assert ";".join(f"{m.name}|{m.kind}" for m in owners_in_cell(lines, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize(("sentence", "owners"), SENTENCES)
def test_sentences(sentence: str, owners: str) -> None:
    assert ";".join(f"{m.name}>{m.relation}" for m in owners_in_statement(sentence, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize("cell", ["Confirm delegated safeguarding partners", "Set up the education reference group"])
def test_a_command_in_a_lead_cell_names_nobody(cell: str) -> None:
    assert owners_in_cell(cell, KNOWN, GROUPS) == []


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        ("NHS Bath and North East Somerset, Swindon and Wiltshire ICB", 1),
        ("Leicester, Leicestershire and Rutland ICB", 1),
        ("Devon & Cornwall Police", 1),
        ("Avon and Somerset Constabulary, Bath and North East Somerset Council", 2),
        ("Blackburn with Darwen Borough Council, NHS Lancashire and South Cumbria Integrated Care Board", 2),
        ("Bournemouth, Christchurch and Poole Council", 1),
        ("Cornwall Fire, Rescue and Community Safety Service", 1),
    ],
)
def test_names_of_public_bodies_are_not_divided_at_their_joints(cell: str, owners: int) -> None:
    found = owners_in_cell(cell, KNOWN, GROUPS)
    assert len(found) == owners
    assert {m.kind for m in found} == {"agency"}


def test_a_listed_body_has_its_sector_whatever_its_words() -> None:
    assert classify("Together for Children", "Together for Children") == ("agency", "local_authority")
