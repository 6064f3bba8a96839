-- Settlement at the window: one person's claims one after the other, each request once.
--
-- A hospital reaches its own records alone; what the fund has paid for a person elsewhere in the
-- year, and what his household has in its account, it is told as sums, by the card it holds.

CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_benefitsettlement
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();
CREATE OR REPLACE TRIGGER append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON store_householdentry
FOR EACH STATEMENT EXECUTE FUNCTION xinglin.refuse_change();
-- The balance moves with an entry alone (move_household_account).
REVOKE INSERT, UPDATE ON store_householdaccount, store_householdentry FROM xinglin_app;

CREATE SEQUENCE IF NOT EXISTS xinglin.settlement_order;
GRANT USAGE ON SEQUENCE xinglin.settlement_order TO xinglin_app;

CREATE OR REPLACE FUNCTION xinglin.stamp_settlement() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.settled_at := xinglin.now();
    NEW.settled_by := xinglin.actor();
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER stamp BEFORE INSERT ON store_benefitsettlement
FOR EACH ROW EXECUTE FUNCTION xinglin.stamp_settlement();

-- What the windows ask of three registers is made by their migrations: one plain query each, which
-- PostgreSQL folds into whoever calls it. They look at nothing but rows; only the owner's functions
-- below may call them, and those look at the scope, once.

CREATE OR REPLACE FUNCTION xinglin.publish_members(register regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.member_rows(p_card text, p_year integer)
RETURNS TABLE (member_id bigint, member_version integer, member_state text, household_no text,
               member_name text, name_key text, id_number text, sex text, birth_date date,
               residence text, aid_class text, left_date date, person_id bigint, twice bigint)
LANGUAGE sql STABLE AS $body$
    SELECT m.id, m.version, m.state, m.household_no, m.member_name,
        m.member_name_key, m.id_number, m.sex, m.birth_date, m.residence, m.aid_class,
        m.left_date, m.person_id,
        (SELECT count(*) FROM public.%1$s o WHERE o.id_number = m.id_number
            AND o.year_date = m.year_date AND o.id <> m.id AND o.state = 'enrolled')
    FROM public.%1$s m
    WHERE m.card_no = p_card AND m.year_date = make_date(p_year, 1, 1) AND m.state <> 'removed'
$body$
$sql$, xinglin.bare_name(register));
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.card_rows(p_number text, p_year integer)
RETURNS TABLE (card_no text)
LANGUAGE sql STABLE AS $body$
    SELECT m.card_no FROM public.%1$s m
    WHERE m.id_number = p_number AND m.year_date = make_date(p_year, 1, 1)
        AND m.state <> 'removed' ORDER BY m.id
$body$
$sql$, xinglin.bare_name(register));
    EXECUTE format($sql$
-- Put what a year's members have paid into their households' accounts, each member once.
CREATE OR REPLACE FUNCTION xinglin.credit_households(p_year integer) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    one      record;
    credited bigint := 0;
BEGIN
    -- Read under the actor's own reach; the moving itself is the account's.
    FOR one IN
        SELECT m.household_no, m.residence, m.reporter,
               coalesce(m.fee_fen, 0) + coalesce(m.subsidised_fen, 0) AS amount,
               'member:' || m.id AS reference
        FROM %1$s m
        WHERE m.year_date = make_date(p_year, 1, 1) AND m.state IN ('enrolled', 'left')
          AND coalesce(m.fee_fen, 0) + coalesce(m.subsidised_fen, 0) > 0
          AND coalesce(m.household_no, '') <> ''
          AND NOT EXISTS (SELECT FROM store_householdentry e
                          WHERE e.reference = 'member:' || m.id AND e.kind = 'contribution')
        ORDER BY m.household_no, m.id
    LOOP
        PERFORM xinglin.move_household_account(one.household_no, 'contribution', one.amount,
            one.reference, one.reporter, one.residence);
        credited := credited + 1;
    END LOOP;
    RETURN credited;
END $body$
$sql$, register);
    REVOKE ALL ON FUNCTION xinglin.member_rows(text, integer),
        xinglin.card_rows(text, integer), xinglin.credit_households(integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.credit_households(integer) TO xinglin_app;
END $$;

-- At what level an institution is paid on a day.
CREATE OR REPLACE FUNCTION xinglin.publish_designated(register regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.designated_rows(p_hospital text, p_day date)
RETURNS TABLE (scheme_level text, designated_state text, to_date date)
LANGUAGE sql STABLE AS $body$
    SELECT d.scheme_level, d.state, d.to_date FROM public.%1$s d
    WHERE d.institution = p_hospital AND d.from_date <= p_day AND d.state <> 'removed'
    ORDER BY d.from_date DESC LIMIT 1
$body$
$sql$, xinglin.bare_name(register));
    REVOKE ALL ON FUNCTION xinglin.designated_rows(text, date) FROM PUBLIC;
END $$;

-- Claims that came in from elsewhere (typed in, from a file) count in the person's year as well.
-- What they took as deductible nobody has said.
CREATE OR REPLACE FUNCTION xinglin.publish_claims(register regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s (card_no)',
        xinglin.bare_name(register) || '_card', register);
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.elsewhere_rows(p_card text, p_year integer)
RETURNS TABLE (kind text, paid numeric, stays bigint)
LANGUAGE sql STABLE AS $body$
    SELECT c.kind, sum(c.paid_fen), count(*) FILTER (WHERE c.kind = 'inpatient')
    FROM public.%1$s c
    WHERE c.card_no = p_card AND c.request_no IS NULL
      AND c.state IN ('recorded', 'reviewed', 'paid')
      AND c.discharged_date >= make_date(p_year, 1, 1)
      AND c.discharged_date <= make_date(p_year, 12, 31)
    GROUP BY c.kind
$body$
$sql$, xinglin.bare_name(register));
    REVOKE ALL ON FUNCTION xinglin.elsewhere_rows(text, integer) FROM PUBLIC;
END $$;

-- Who asks must have a scope and the line; what is told is found by a whole number alone.
CREATE OR REPLACE FUNCTION xinglin.may_settle() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed('insurance') THEN
        RAISE EXCEPTION '合作医疗不在您的业务范围内。' USING ERRCODE = '42501';
    END IF;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION xinglin.insured_member(p_card text, p_year integer)
RETURNS TABLE (member_id bigint, member_version integer, member_state text, household_no text,
               member_name text, name_key text, id_number text, sex text, birth_date date,
               residence text, aid_class text, left_date date, person_id bigint, twice bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.may_settle();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT m.* FROM xinglin.member_rows(p_card, p_year) m;
    PERFORM set_config('xinglin.unscoped', before, true);
END $$;

CREATE OR REPLACE FUNCTION xinglin.card_of_id_number(p_number text, p_year integer)
RETURNS TABLE (card_no text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.may_settle();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT c.card_no FROM xinglin.card_rows(p_number, p_year) c;
    PERFORM set_config('xinglin.unscoped', before, true);
END $$;

-- What has gone before in a person's year: sums over settlements and reversals, wherever made, and
-- over claims from elsewhere (is_elsewhere tells them alone).
CREATE OR REPLACE FUNCTION xinglin.person_year(
    p_card text, p_year integer, only_elsewhere boolean DEFAULT false
) RETURNS TABLE (kind text, paid numeric, deducted numeric, chronic_deducted numeric, stays bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.may_settle();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT y.kind, sum(y.paid), sum(y.deducted), sum(y.chronic_deducted),
            sum(y.stays)::bigint
        FROM (
            SELECT s.kind, s.paid_fen AS paid, s.deducted, s.chronic_deducted, s.stays
            FROM store_benefitsettlement s
            WHERE s.card_no = p_card AND s.year = p_year AND NOT only_elsewhere
            UNION ALL
            SELECT c.kind, c.paid, 0, 0, c.stays FROM xinglin.elsewhere_rows(p_card, p_year) c
        ) y GROUP BY y.kind;
    PERFORM set_config('xinglin.unscoped', before, true);
END $$;

-- What a household has in its account, told to whoever holds the card of a member.
CREATE OR REPLACE FUNCTION xinglin.household_balance(p_household text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    found  bigint;
BEGIN
    PERFORM xinglin.may_settle();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT a.balance_fen INTO found FROM store_householdaccount a
        WHERE a.household_no = p_household;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN found;
END $$;

-- Begin a settlement: the person's and then the household's turn is taken until the transaction
-- ends, so two windows queue. A turn is a lock by number: no row is locked that is not written.
-- Each statement after a lock sees what was committed before it was got.
CREATE OR REPLACE FUNCTION xinglin.open_settlement(
    p_request text, p_card text, p_year integer, p_hospital text, p_day date
) RETURNS TABLE (
    member json, scheme_level text, designated_state text, to_date date, title text,
    moment timestamptz, prior_sha256 text, prior_answer jsonb, balance bigint, gone_before jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before    text := xinglin.said('unscoped');
    household text;
BEGIN
    PERFORM xinglin.may_settle();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    -- Plans are kept for the session; those made while the tables were empty would read them whole
    -- ever after: measured, eight times slower after 3,000 settlements.
    PERFORM set_config('enable_seqscan', 'off', true);
    PERFORM pg_advisory_xact_lock(hashtextextended('xinglin.benefit.' || p_card, 0));
    SELECT row_to_json(m), m.household_no INTO member, household
        FROM xinglin.member_rows(p_card, p_year) m;
    IF coalesce(household, '') <> '' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('xinglin.household.' || household, 0));
    END IF;
    SELECT s.request_sha256, s.answer INTO prior_sha256, prior_answer
        FROM store_benefitsettlement s WHERE s.request_no = p_request;
    SELECT d.* INTO scheme_level, designated_state, to_date
        FROM xinglin.designated_rows(p_hospital, p_day) d;
    SELECT coalesce((SELECT a.balance_fen FROM store_householdaccount a
                     WHERE a.household_no = household), 0),
           (SELECT jsonb_agg(jsonb_build_array(y.kind, y.paid, y.deducted, y.chronic, y.stays))
            FROM (
                SELECT x.kind, sum(x.paid) AS paid, sum(x.deducted) AS deducted,
                       sum(x.chronic) AS chronic, sum(x.stays) AS stays
                FROM (
                    SELECT s.kind, s.paid_fen AS paid, s.deducted,
                           s.chronic_deducted AS chronic, s.stays
                    FROM store_benefitsettlement s WHERE s.card_no = p_card AND s.year = p_year
                    UNION ALL
                    SELECT c.kind, c.paid, 0, 0, c.stays
                    FROM xinglin.elsewhere_rows(p_card, p_year) c
                ) x GROUP BY x.kind
            ) y)
        INTO balance, gone_before;
    title := xinglin.name_of_institution(p_hospital);
    moment := xinglin.now();
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN NEXT;
END $$;

-- Move money into (+) or out of (-) a household's account; the balance never goes below nothing.
CREATE OR REPLACE FUNCTION xinglin.move_household_account(
    p_household text, p_kind text, p_amount bigint, p_reference text, p_reporter text, p_place text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    after_ bigint;
BEGIN
    PERFORM xinglin.may_settle();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    -- The new row comes with nothing in it: a check would refuse a negative one before the update.
    INSERT INTO store_householdaccount (household_no, reporter, place)
        VALUES (p_household, p_reporter, p_place) ON CONFLICT (household_no) DO NOTHING;
    UPDATE store_householdaccount SET balance_fen = balance_fen + p_amount
        WHERE household_no = p_household RETURNING balance_fen INTO after_;
    INSERT INTO store_householdentry (household_id, kind, amount_fen, balance_fen, reference,
                                      entered_at, entered_by, reporter, place)
        SELECT p_household, p_kind, p_amount, after_, p_reference, xinglin.now(),
               xinglin.actor(), a.reporter, a.place
        FROM store_householdaccount a WHERE a.household_no = p_household;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN after_;
END $$;

REVOKE ALL ON FUNCTION xinglin.may_settle(), xinglin.insured_member(text, integer),
    xinglin.card_of_id_number(text, integer), xinglin.person_year(text, integer, boolean),
    xinglin.household_balance(text), xinglin.open_settlement(text, text, integer, text, date),
    xinglin.move_household_account(text, text, bigint, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION xinglin.insured_member(text, integer),
    xinglin.card_of_id_number(text, integer), xinglin.person_year(text, integer, boolean),
    xinglin.household_balance(text), xinglin.open_settlement(text, text, integer, text, date),
    xinglin.move_household_account(text, text, bigint, text, text, text) TO xinglin_app;
