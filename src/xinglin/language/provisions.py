"""What a register may provide to work that is more than one record, and the columns it then has.

Settlement, the fund, supervision, early warning, immunisation and emergencies know these
registers by what they provide, never by name.
"""

from __future__ import annotations

INSTITUTION, MEMBER, CLAIM = "institution", "insured_member", "benefit_claim"
DESIGNATED, VISIT = "designated_institution", "insured_visit"
FINDING, REVIEW, OBJECTION = "supervision_finding", "claim_review", "disclosure_objection"
FUND_INCOME, STATEMENT = "fund_income", "hospital_statement"
CASE, SIGNAL = "notifiable_case", "outbreak_signal"
ZERO_REPORT, AUDIT, AUDITED = "zero_report", "report_audit", "audited_case"
CONTACT, CONTACT_CHECK = "contact_person", "contact_check"
TRAVELLER, TRAVELLER_CHECK = "traveller_follow_up", "traveller_check"
CHILD, DOSE, EXEMPTION = "vaccination_child", "vaccination", "vaccination_exemption"
BATCH, MOVEMENT, READING = "vaccine_batch", "vaccine_movement", "cold_chain_reading"
SNAIL_SURVEY, SNAIL_SPOT, HABITAT = "snail_survey", "snail_spot", "snail_habitat"
VECTOR_SITE, VECTOR_SURVEY = "vector_site", "vector_survey"
COVERAGE, TICKET = "coverage_report", "queue_ticket"
EMERGENCY, EMERGENCY_REPORT = "health_emergency", "emergency_report"
AFTER_ACTION = "after_action_item"
SUPPLY, SUPPLY_MOVEMENT = "emergency_supply", "supply_movement"

PROVIDED: dict[str, frozenset[str]] = {
    INSTITUTION: frozenset(),
    CASE: frozenset(
        {
            "card_no", "disease", "report_kind", "patient_name", "id_number", "sex", "birth_date",
            "age_years", "residence", "onset_date", "diagnosed_at", "reported_at",
        }
    ),
    ZERO_REPORT: frozenset({"report_date"}),
    AUDIT: frozenset({"audit_no", "unit", "division", "audited_date", "from_date", "to_date"}),
    AUDITED: frozenset(
        {
            "audit", "line_no", "book", "patient_name", "id_number", "sex", "birth_date",
            "age_years", "disease", "diagnosed_date", "result", "card_no",
        }
    ),
    CONTACT: frozenset(
        {"contact_no", "event_no", "case_card_no", "disease", "contact_name", "residence",
         "last_contact_at", "ended_at"}
    ),
    CONTACT_CHECK: frozenset({"contact", "check_date", "temperature_milli", "has_symptoms"}),
    TRAVELLER: frozenset(
        {"follow_no", "person_name", "came_from", "entry_at", "disease", "residence", "ended_at"}
    ),
    TRAVELLER_CHECK: frozenset({"follow_up", "check_date", "temperature_milli", "has_symptoms"}),
    SIGNAL: frozenset(
        {
            "signal_key", "disease", "division", "kind", "method", "from_date", "to_date",
            "observed_count", "threshold_text", "evidence", "raised_at", "verified_at",
        }
    ),
    MEMBER: frozenset(
        {
            "year_date", "card_no", "household_no", "member_name", "id_number", "sex",
            "birth_date", "residence", "aid_class", "fee_fen", "subsidised_fen", "left_date",
        }
    ),
    CLAIM: frozenset(
        {
            "claim_no", "request_no", "reverses_no", "card_no", "household_no", "patient_name",
            "id_number", "sex", "birth_date", "kind", "level", "hospital_name", "residence",
            "aid_class", "disease_code", "admitted_date", "discharged_date", "settled_date",
            "referred", "consented_date", "emergency", "total_fen", "class_a_fen", "class_b_fen",
            "excluded_fen", "paid_fen", "account_fen", "own_fen", "hospital_fen",
            "used_before_fen", "used_after_fen", "policy_name", "policy_version",
        }
    ),
    DESIGNATED: frozenset({"institution", "scheme_level", "area", "from_date", "to_date"}),
    FUND_INCOME: frozenset(
        {
            "income_no", "area", "year_date", "fund_source", "due_fen", "received_fen",
            "received_date",
        }
    ),
    STATEMENT: frozenset(
        {"hospital", "month_date", "claims_count", "total_fen", "paid_fen", "account_fen"}
    ),
    FINDING: frozenset(
        {
            "finding_key", "rule", "hospital", "hospital_name", "card_no", "area", "claims",
            "evidence", "amount_fen", "found_date",
        }
    ),
    OBJECTION: frozenset(
        {
            "objection_no", "disclosure_id", "disclosure_title", "area", "told", "contact_name",
            "contact_phone", "received_at",
        }
    ),
    REVIEW: frozenset(
        {
            "batch", "claim_no", "area", "drawn_date", "population_count", "population_fen",
            "paid_fen", "disallowed_fen",
        }
    ),
    SNAIL_SURVEY: frozenset(
        {
            "survey_no", "division", "village", "survey_date", "frames_count",
            "snail_frames_count", "live_count", "dissected_count", "infected_count", "surveyed_m2",
        }
    ),
    SNAIL_SPOT: frozenset({"survey", "area_m2", "killed_m2"}),
    HABITAT: frozenset({"habitat_name", "snail_state", "longitude_milli", "latitude_milli"}),
    VECTOR_SITE: frozenset({"site_no", "site_name", "site_kind", "division"}),
    VECTOR_SURVEY: frozenset(
        {
            "site", "survey_date", "houses_count", "positive_houses_count", "wet_count",
            "positive_count", "traps_count", "positive_traps_count",
        }
    ),
    CHILD: frozenset({"child_no", "child_name", "sex", "birth_date", "residence"}),
    DOSE: frozenset({"child", "vaccine", "dose_date", "batch"}),
    EXEMPTION: frozenset({"child", "series", "until_date"}),
    BATCH: frozenset({"batch_no", "vaccine", "maker", "expiry_date", "doses_per_vial"}),
    MOVEMENT: frozenset({"batch", "kind", "moved_date", "doses_count"}),
    READING: frozenset({"equipment", "store_kind", "read_at", "temperature_milli", "answer"}),
    COVERAGE: frozenset(
        {"month_date", "dose", "line_key", "due_count", "given_count", "before_count",
         "is_computed"}
    ),
    TICKET: frozenset(
        {
            "session_date", "prefix", "number", "child", "stage", "stage_at", "place_in_line",
            "room", "calls_count", "called_at", "taken_at", "injected_at", "left_at",
        }
    ),
    EMERGENCY: frozenset(
        {
            "event_no", "title", "kind", "level", "division", "signal_key", "occurred_at",
            "learned_at", "reported_at", "concluded_at", "closed_at", "case_count", "death_count",
        }
    ),
    EMERGENCY_REPORT: frozenset(
        {
            "report_no", "event", "kind", "level", "reported_at", "case_count", "hospital_count",
            "death_count", "situation", "measures", "followed_at",
        }
    ),
    AFTER_ACTION: frozenset(
        {
            "item_no", "event", "finding", "owner_office", "found_at", "due_date", "done_at",
            "done_text", "rechecked_at",
        }
    ),
    SUPPLY: frozenset(
        {"supply_no", "item_name", "kind", "count_unit", "store_name", "minimum_count"}
    ),
    SUPPLY_MOVEMENT: frozenset(
        {"supply", "kind", "moved_date", "moved_count", "lot", "expiry_date"}
    ),
    VISIT: frozenset(
        {
            "visit_no", "hospital", "card_no", "kind", "admitted_date", "discharged_date",
            "disease_code", "referred", "consented_date", "emergency",
        }
    ),
}  # fmt: skip
"""What is provided → the columns that are read of it."""
