"""Lead cells and sentences as plans and reports of many kinds print them; all areas and people are fictional."""

from __future__ import annotations

import pytest

from safeplans.extractors.ownership.abbreviations import Abbreviations, Definition
from safeplans.extractors.ownership.owners import cell_owners_by_rule, owners_by_rule

KNOWN = Abbreviations(
    [
        Definition("KSAB", "Kestrel Safeguarding Adults Board", "glossary"),
        Definition("PQA", "Performance and Quality Assurance", "glossary"),
        Definition("LPG", "Learning from Practice Group", "inline"),
        Definition("CEG", "Child Exploitation Group", "glossary"),
        Definition("DA", "domestic abuse", "glossary"),
        Definition("KVC", "Kestrel Vale Council", "glossary"),
        Definition("TVICB", "Teal Valley Integrated Care Board", "inline"),
    ]
)
GROUPS = ("Strategic Business Group", "PQA Subgroup", "Learning from Practice Group", "Safeguarding Leaders Group")


@pytest.mark.parametrize(
    ("cell", "owners"),
    [
        # posts and their employers
        ("Chair of the PQA Subgroup", "Chair of the PQA Subgroup|role"),
        ("Director of Adult Social Services (DASS)", "Director of Adult Social Services|role"),
        ("DCI Public Protection, Kestrelshire Police", "DCI Public Protection, Kestrelshire Police|role"),
        ("Head of Safeguarding, Teal Valley NHS Trust", "Head of Safeguarding, Teal Valley NHS Trust|role"),
        ("Service Manager – Adult Safeguarding", "Service Manager – Adult Safeguarding|role"),
        ("Strategic Director, People", "Strategic Director, People|role"),
        ("Assistant Director - Early Help, Partnership and Planning",
         "Assistant Director - Early Help, Partnership and Planning|role"),
        ("Assistant Director for Safeguarding, Quality and Practice",
         "Assistant Director for Safeguarding, Quality and Practice|role"),
        ("Chair, Quality Assurance Group", "Chair, Quality Assurance Group|role"),
        ("Head of Safeguarding & Reviewing Service", "Head of Safeguarding & Reviewing Service|role"),
        ("Learning and Development Lead and subgroup members",
         "Learning and Development Lead|role;subgroup members|role"),
        ("Designated Doctor and Designated Nurse for Safeguarding",
         "Designated Doctor|role;Designated Nurse for Safeguarding|role"),
        # labels, lists and bullets
        ("Lead Agency: Kestrelshire Police", "Kestrelshire Police|agency"),
        ("Lead – Adult Social Care; Partners – Police, TVICB",
         "Adult Social Care|agency;Police|agency;TVICB|agency"),
        ("1. Head of MASH 2. Police", "Head of MASH|role;Police|agency"),
        ("• Head of MASH • Police", "Head of MASH|role;Police|agency"),
        ("Business Unit with support from Public Health", "Business Unit|group;Public Health|agency"),
        ("Children's Social Care, Health, Police, Education",
         "Children's Social Care|agency;Health|agency;Police|agency;Education|agency"),
        ("Partnership Manager, Police, ICB and LA", "Partnership Manager|role;Police|agency;ICB|agency;LA|agency"),
        # groups
        ("CSE + CM Subgroup", "CSE + CM Subgroup|group"),
        ("Policy & Procedures Task and Finish Group", "Policy & Procedures Task and Finish Group|group"),
        ("Learning, Improvement and Development Subgroup", "Learning, Improvement and Development Subgroup|group"),
        ("Prevention & Engagement Group (Chair: Healthwatch)", "Prevention & Engagement Group|group"),
        ("Practice Improvement Group (PIG)", "Practice Improvement Group|group"),
        ("DA and CEG leads", "DA and CEG leads|role"),
        # everybody, nobody, somebody
        ("All SAB partners", "All SAB partners|partnership"),
        ("No named lead", ""),
        ("J Doe / S Roe", "J Doe|person;S Roe|person"),
        ("Detective Superintendent Jane Doe", "Detective Superintendent Jane Doe|person"),
        ("Jane Doe (KVC) and John Roe (Police)", "Jane Doe|person;KVC|agency;John Roe|person;Police|agency"),
        ("All Board members to report to Delivery Group", "All Board members|partnership;Delivery Group|group"),
    ],
)  # fmt: skip
def test_cells(cell: str, owners: str) -> None:
    assert ";".join(f"{m.name}|{m.kind}" for m in cell_owners_by_rule(cell, KNOWN, GROUPS)) == owners


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        # plans
        ("KSAB Business Manager to draft a constitution for sign off by the Executive Group.",
         "KSAB Business Manager>lead;Executive Group>reports_to"),
        ("Adult Social Care and the ICB to provide assurance reports to the Strategic Business Group every quarter.",
         "Adult Social Care>lead;ICB>lead;Strategic Business Group>reports_to"),
        ("Named GPs to lead a review of missed appointments.", "Named GPs>lead"),
        ("All agencies to confirm that the guidance has been shared.", "All agencies>lead"),
        ("A quarterly data report to be presented to the LPG by the Performance Analyst.",
         "LPG>reports_to;Performance Analyst>lead"),
        ("Audit findings to be fed back to the LPG and the Safeguarding Leaders Group.",
         "LPG>reports_to;Safeguarding Leaders Group>reports_to"),
        ("The Delivery Group, on behalf of the Board, will commission a peer review.", "Delivery Group>lead"),
        ("Ensure sign off of the plan by the Executive.", "Executive>reports_to"),
        ("Quarterly update to Full Council.", "Full Council>reports_to"),
        ("Each agency to report back to the Board on progress made.", "Board>reports_to"),
        # reports
        ("The Board received assurance from the Fire and Rescue Service about visits.", "Board>reports_to"),
        ("In 2030-31 the Learning from Practice Group held six meetings.", "Learning from Practice Group>lead"),
        ("The Learning from Practice Group embedded the toolkit and is trialling a shared chronology.",
         "Learning from Practice Group>lead"),
        ("KVC equipped two rooms for interviews.", "KVC>lead"),
        ("KVC and NHS Teal Valley ICB have jointly funded a nurse.", "KVC>lead;NHS Teal Valley ICB>lead"),
        ("Public Health is leading a suicide prevention campaign.", "Public Health>lead"),
        ("Children's Services commissioned Barnardo's to deliver a service.",
         "Children's Services>lead;Barnardo's>lead"),
        ("Training for foster carers is provided by the Fostering Service.", "Fostering Service>lead"),
        ("Recommendations were accepted by the Safeguarding Leaders Group.", "Safeguarding Leaders Group>reports_to"),
        # nobody owns these
        ("Work with Kestrelshire Police to increase reporting of hate crime.", ""),
        ("Members of the Safeguarding Leaders Group completed a survey.", ""),
        ("The number of enquiries led by health partners fell.", ""),
        ("School nurses supported 120 children.", ""),
        ("Health Visitors have delivered advice to all new parents.", ""),
        ("The Designated Doctor's report was read by many.", ""),
        ("MARAC received 400 referrals.", ""),
        ("Minutes of the Board meeting are on the Council website.", ""),
        ("These boards bring staff together.", ""),
        ("Ensure agencies work together.", ""),
        ("Feedback from carers informs the work of the Engagement Subgroup.", ""),
    ],
)  # fmt: skip
def test_sentences(sentence: str, owners: str) -> None:
    assert ";".join(f"{m.name}>{m.relation}" for m in owners_by_rule(sentence, KNOWN, GROUPS)) == owners
