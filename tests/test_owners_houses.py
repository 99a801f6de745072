"""Owners in the house styles of further areas, children's and adults'; areas, people and charities are fictional."""

from __future__ import annotations

import pytest

from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.owners import cell_owners_by_rule, classify, owners_by_rule

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
    (
        "Brackley and Moor NHS Foundation Trust; Police",
        "Brackley and Moor NHS Foundation Trust|agency|health;Police|agency|police",
    ),
    ("Brackley and North Moor Hospitals NHS Trust", "Brackley and North Moor Hospitals NHS Trust|agency|health"),
    ("Brackley & Moor University Hospitals", "Brackley & Moor University Hospitals|agency|health"),
    ("Brackley and Moor City Council", "Brackley and Moor City Council|agency|local_authority"),
    ("Brackley and Moor Local Authorities", "Brackley and Moor Local Authorities|agency|local_authority"),
    (
        "NHS Brackley and Moor ICB and Moorshire Police",
        "NHS Brackley and Moor ICB|agency|health;Moorshire Police|agency|police",
    ),
    ("Brackley and Moor Fire and Rescue Service", "Brackley and Moor Fire and Rescue Service|agency|other"),
    # two bodies after one `and`
    ("ICB and Brackley Advocacy", "ICB|agency|health;Brackley Advocacy|agency|voluntary"),
    (
        "Head of Service for Cared for Children and Brackley Adult Care",
        "Head of Service for Cared for Children|role|local_authority;Brackley Adult Care|agency|local_authority",
    ),
    (
        "Moorshire Police and Brackley Moor Council",
        "Moorshire Police|agency|police;Brackley Moor Council|agency|local_authority",
    ),
    (
        "Brackley City Council and Moor District Council",
        "Brackley City Council|agency|local_authority;Moor District Council|agency|local_authority",
    ),
    # posts
    ("Quality and Safeguarding Manager", "Quality and Safeguarding Manager|role|partnership"),
    ("Named Nurse, Moor Care Alliance", "Named Nurse, Moor Care Alliance|role|health"),
    (
        "Named Nurse, Northern Moor Hospitals, Police",
        "Named Nurse|role|health;Northern Moor Hospitals|agency|health;Police|agency|police",
    ),
    ("Service Manager (Family Help)", "Service Manager (Family Help)|role|local_authority"),
    ("Brackley City Council (Adult Social Care)", "Brackley City Council (Adult Social Care)|agency|local_authority"),
    ("Head of Service (Front Door and Assessment)", "Head of Service (Front Door and Assessment)|role|local_authority"),
    ("Quality Group (chair: Designated Nurse)", "Quality Group|group|partnership"),
    ("Quality Assurance Group (QAG)", "Quality Assurance Group|group|partnership"),
    ("Police (including the Vulnerability Hub)", "Police|agency|police"),
    (
        "Assistant Director (Safeguarding and Quality), BMC",
        "Assistant Director (Safeguarding and Quality), BMC|role|local_authority",
    ),
    ("Detective Inspector (Child Protection)", "Detective Inspector (Child Protection)|role|police"),
    ("Independent Scrutineer (Jane Doe)", "Independent Scrutineer|role|scrutiny;Jane Doe|person|other"),
    (
        "Principal Social Worker and Practice Lead",
        "Principal Social Worker|role|local_authority;Practice Lead|role|partnership",
    ),
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
    (
        "Moorshire Police and Together for Children opened a joint hub.",
        "Moorshire Police>lead;Together for Children>lead",
    ),
    ("The Executive will agree a single budget by June.", "Executive>lead"),
    ("The Risk Outside the Home Subgroup will test a new conference.", "Risk Outside the Home Subgroup>lead"),
    (
        "Carry out an audit in autumn and report it to the Quality Assurance Subgroup.",
        "Quality Assurance Subgroup>reports_to",
    ),
    ("Ask the same questions of every child and bring the answers to the Executive.", "Executive>reports_to"),
    (
        "Moorshire Police will share the findings of its review with the Executive.",
        "Moorshire Police>lead;Executive>reports_to",
    ),
    ("The Education Reference Group will advise on attendance.", "Education Reference Group>lead"),
    ("Brackley County Council reduced the wait for a decision.", "Brackley County Council>lead"),
    ("Moorshire Police added a prompt to the form that officers complete.", "Moorshire Police>lead"),
    ("NHS Brackley and Moor ICB will extend the dental scheme from October.", "NHS Brackley and Moor ICB>lead"),
    ("The Quality Assurance Group re-audited forty plans.", "Quality Assurance Group>lead"),
    ("Complete the self-assessment with visits by the Independent Scrutineer.", "Independent Scrutineer>lead"),
    (
        "Brackley Moor Council and Moorshire Police jointly opened a resource centre.",
        "Brackley Moor Council>lead;Moorshire Police>lead",
    ),
    # nobody leads here
    ("The Executive is the decision-making body of the partnership.", ""),
    ("The Learning Hub was closed in March.", ""),
    ("Confirm delegated safeguarding partners", ""),
    ("Forty practitioners trained by the end of the year.", ""),
    ("Children told us that the police did not listen.", ""),
    ("Staff of NHS Brackley and Moor ICB reported feeling more confident.", ""),
    ("Referrals from Moorshire Police reduced by a fifth.", ""),
]

FURTHER_CELLS = [
    (
        "SAB Manager / Quality and Performance Sub-Group",
        "SAB Manager|role|partnership;Quality and Performance Sub-Group|group|partnership",
    ),
    ("Adult Social Care (Safeguarding Lead)", "Adult Social Care|agency|local_authority"),
    ("Designated Professionals", "Designated Professionals|role|health"),
    (
        "Wendle Community Healthcare NHS Trust and Wendle Acute Hospitals",
        "Wendle Community Healthcare NHS Trust|agency|health;Wendle Acute Hospitals|agency|health",
    ),
    ("South Wendle Mental Health Trust", "South Wendle Mental Health Trust|agency|health"),
    ("DHR/SAR Sub Group Chair", "DHR/SAR Sub Group Chair|role|partnership"),
    ("Chairs of all Sub Groups", "Chairs of all Sub Groups|role|partnership"),
    ("All Sub Group Chairs", "All Sub Group Chairs|role|partnership"),
    ("Voluntary and Community Sector representatives", "Voluntary and Community Sector representatives|role|voluntary"),
    ("Wendle Council – Trading Standards", "Wendle Council – Trading Standards|agency|local_authority"),
    (
        "Wendle Police - Vulnerability and Exploitation Team",
        "Wendle Police - Vulnerability and Exploitation Team|agency|police",
    ),
    ("Healthwatch Wendle & Age UK Wendle", "Healthwatch Wendle|agency|voluntary;Age UK Wendle|agency|voluntary"),
    ("WSAB Business Unit", "WSAB Business Unit|group|partnership"),
    ("Head of Safeguarding (ICB)", "Head of Safeguarding (ICB)|role|health"),
    (
        "Superintendent (Local Policing) and Director of Adult Social Care",
        "Superintendent (Local Policing)|role|police;Director of Adult Social Care|role|local_authority",
    ),
    ("Children & Young People's Service", "Children & Young People's Service|agency|local_authority"),
    ("Multi-Agency Audit Group (MAAG)", "Multi-Agency Audit Group|group|partnership"),
    (
        "Adults’ and Children’s Workforce Development Teams",
        "Adults’ and Children’s Workforce Development Teams|agency|local_authority",
    ),
    ("Wendle Academy Head Teachers", "Wendle Academy Head Teachers|role|education"),
    ("Housing Options Manager, Wendle Homes", "Housing Options Manager, Wendle Homes|role|local_authority"),
    ("Public Health Consultant", "Public Health Consultant|role|local_authority"),
    ("Business Support", "Business Support|group|partnership"),
    ("Jane Doe, DCI, Wendle Police", "Jane Doe|person|other;DCI, Wendle Police|role|police"),
    (
        "Learning from Reviews Group Chair (Jane Doe)",
        "Learning from Reviews Group Chair|role|partnership;Jane Doe|person|other",
    ),
    ("To be agreed by Executive", "Executive|group|partnership"),
    ("Care Home Providers' Forum", "Care Home Providers' Forum|group|other"),
    ("NHS England; CQC", "NHS England|agency|health;CQC|agency|scrutiny"),
    ("London Fire Brigade", "London Fire Brigade|agency|other"),
]

FURTHER_LINES = [
    (["Director of", "Adult Social", "Services"], "Director of Adult Social Services|role"),
    (["Quality and", "Performance", "Sub Group"], "Quality and Performance Sub Group|group"),
    (["Wendle", "Council", "Police"], "Wendle Council|agency;Police|agency"),
    (["Safeguarding", "Adults Board", "Manager"], "Safeguarding Adults Board Manager|role"),
    (["Designated", "Nurse and", "Named GP"], "Designated Nurse|role;Named GP|role"),
    (["ICB", "Police", "LA"], "ICB|agency;Police|agency;LA|agency"),
    (["Detective", "Superintendent", "Jane Doe"], "Detective Superintendent|role;Jane Doe|person"),
    (["Early Help", "and Prevention", "Board"], "Early Help and Prevention Board|group"),
]

FURTHER_SENTENCES = [
    ("The WSAB Business Unit has produced a suite of seven-minute briefings.", "WSAB Business Unit>lead"),
    ("Wendle Fire and Rescue Service carried out 1,200 safe and well visits.", "Wendle Fire and Rescue Service>lead"),
    ("Adult Social Care has recruited a self-neglect lead.", "Adult Social Care>lead"),
    ("The Trust's safeguarding team rolled out level 3 training.", ""),
    ("The Board will be assured that partners apply the Mental Capacity Act.", "Board>reports_to"),
    (
        "The Quality and Performance Sub-Group will lead on this work and report quarterly to the Board.",
        "Quality and Performance Sub-Group>lead;Board>reports_to",
    ),
    ("A task and finish group, chaired by the Designated Nurse, has rewritten the policy.", "Designated Nurse>lead"),
    ("Exception reports go to the Executive each quarter.", "Executive>reports_to"),
    ("Wendle Healthwatch interviewed 30 people who had been through an enquiry.", "Wendle Healthwatch>lead"),
    ("The Independent Scrutineer met with frontline staff from each agency.", "Independent Scrutineer>lead"),
    ("Police and Adult Social Care have co-located staff in the MASH.", "Police>lead;Adult Social Care>lead"),
    ("Housing providers attended two briefings.", ""),
    ("We will work with Wendle Police to map hot spots.", ""),
    ("Concerns raised by Wendle Police rose by 12%.", ""),
    ("The MASH is staffed by the police, health and social care.", ""),
]


@pytest.mark.parametrize(("cell", "owners"), CELLS + FURTHER_CELLS)
def test_cells(cell: str, owners: str) -> None:
    assert ";".join(f"{m.name}|{m.kind}|{m.sector}" for m in cell_owners_by_rule(cell, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize(("lines", "owners"), LINES + FURTHER_LINES)
def test_lines_that_do_not_stand_alone_are_one_name(lines: list[str], owners: str) -> None:
    assert ";".join(f"{m.name}|{m.kind}" for m in cell_owners_by_rule(lines, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize(("sentence", "owners"), SENTENCES + FURTHER_SENTENCES)
def test_sentences(sentence: str, owners: str) -> None:
    assert ";".join(f"{m.name}>{m.relation}" for m in owners_by_rule(sentence, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize("cell", ["Confirm delegated safeguarding partners", "Set up the education reference group"])
def test_a_command_in_a_lead_cell_names_nobody(cell: str) -> None:
    assert cell_owners_by_rule(cell, KNOWN, GROUPS) == []


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
    found = cell_owners_by_rule(cell, KNOWN, GROUPS)
    assert len(found) == owners
    assert {m.kind for m in found} == {"agency"}


def test_a_listed_body_has_its_sector_whatever_its_words() -> None:
    assert classify("Together for Children", "Together for Children") == ("agency", "local_authority")


@pytest.mark.parametrize("cell", ["from July 2031]", "Q1 2031/32", "By end of March 2031", "Quarterly", "Autumn 2031"])
def test_a_time_that_strayed_into_a_lead_cell_is_no_owner(cell: str) -> None:
    assert cell_owners_by_rule(cell, KNOWN, GROUPS) == []
