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

-- Who may be settled by a card in a year: made by the migration of the register of members.
CREATE OR REPLACE FUNCTION xinglin.publish_members(register regclass, line text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.insured_member(p_card text, p_year integer)
RETURNS TABLE (member_id bigint, member_version integer, member_state text, household_no text,
               member_name text, name_key text, id_number text, sex text, birth_date date,
               residence text, aid_class text, left_date date, person_id bigint, twice bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed(%2$L) THEN
        RETURN;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT m.id, m.version, m.state, m.household_no, m.member_name,
        m.member_name_key, m.id_number, m.sex, m.birth_date, m.residence, m.aid_class,
        m.left_date, m.person_id,
        (SELECT count(*) FROM %1$s o WHERE o.id_number = m.id_number
            AND o.year_date = m.year_date AND o.id <> m.id AND o.state = 'enrolled')
        FROM %1$s m
        WHERE m.card_no = p_card AND m.year_date = make_date(p_year, 1, 1)
            AND m.state <> 'removed';
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, register, line);
    REVOKE ALL ON FUNCTION xinglin.insured_member(text, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.insured_member(text, integer) TO xinglin_app;
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.card_of_id_number(p_number text, p_year integer)
RETURNS TABLE (card_no text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed(%2$L) THEN
        RETURN;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT m.card_no FROM %1$s m
        WHERE m.id_number = p_number AND m.year_date = make_date(p_year, 1, 1)
            AND m.state <> 'removed' ORDER BY m.id;
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, register, line);
    REVOKE ALL ON FUNCTION xinglin.card_of_id_number(text, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.card_of_id_number(text, integer) TO xinglin_app;
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
$sql$, register, line);
    REVOKE ALL ON FUNCTION xinglin.credit_households(integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.credit_households(integer) TO xinglin_app;
END $$;

-- At what level an institution is paid on a day, and what it is called: made by the migration of
-- the register of designated institutions.
CREATE OR REPLACE FUNCTION xinglin.publish_designated(register regclass, line text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.designated(p_hospital text, p_day date)
RETURNS TABLE (scheme_level text, designated_state text, to_date date, title text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed(%2$L) THEN
        RETURN;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT d.scheme_level, d.state, d.to_date,
            xinglin.name_of_institution(p_hospital)
        FROM %1$s d
        WHERE d.institution = p_hospital AND d.from_date <= p_day AND d.state <> 'removed'
        ORDER BY d.from_date DESC LIMIT 1;
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, register, line);
    REVOKE ALL ON FUNCTION xinglin.designated(text, date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.designated(text, date) TO xinglin_app;
END $$;

-- Claims that came in from elsewhere (typed in, from a file) count in the person's year as well:
-- made by the migration of the register of claims. What they took as deductible nobody has said.
CREATE OR REPLACE FUNCTION xinglin.publish_claims(register regclass, line text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s (card_no)',
        xinglin.bare_name(register) || '_card', register);
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.claims_from_elsewhere(p_card text, p_year integer)
RETURNS TABLE (kind text, paid numeric, stays bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT c.kind, sum(c.paid_fen),
            count(*) FILTER (WHERE c.kind = 'inpatient')
        FROM %1$s c
        WHERE c.card_no = p_card AND c.request_no IS NULL
          AND c.state IN ('recorded', 'reviewed', 'paid')
          AND c.discharged_date >= make_date(p_year, 1, 1)
          AND c.discharged_date <= make_date(p_year, 12, 31)
        GROUP BY c.kind;
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, register, line);
    REVOKE ALL ON FUNCTION xinglin.claims_from_elsewhere(text, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.claims_from_elsewhere(text, integer) TO xinglin_app;
END $$;

-- What has gone before in a person's year: sums over settlements and reversals, wherever made.
CREATE OR REPLACE FUNCTION xinglin.person_year(p_card text, p_year integer)
RETURNS TABLE (kind text, paid numeric, deducted numeric, chronic_deducted numeric, stays bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT y.kind, sum(y.paid), sum(y.deducted), sum(y.chronic_deducted),
            sum(y.stays)::bigint
        FROM (
            SELECT s.kind, s.paid_fen AS paid, s.deducted, s.chronic_deducted, s.stays
            FROM store_benefitsettlement s WHERE s.card_no = p_card AND s.year = p_year
            UNION ALL
            SELECT c.kind, c.paid, 0, 0, c.stays
            FROM xinglin.claims_from_elsewhere(p_card, p_year) c
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
    PERFORM xinglin.scope_is_set();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT a.balance_fen INTO found FROM store_householdaccount a
        WHERE a.household_no = p_household;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN found;
END $$;

-- Begin a settlement: the person's and then the household's turn is taken until the transaction
-- ends, so two windows queue; what was answered to the same request before is given back.
CREATE OR REPLACE FUNCTION xinglin.open_settlement(
    p_request text, p_card text, p_household text, p_year integer
) RETURNS TABLE (prior_sha256 text, prior_answer jsonb, balance bigint, gone_before jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    sha    text;
    said   jsonb;
    left_  bigint := 0;
BEGIN
    PERFORM xinglin.scope_is_set();
    PERFORM pg_advisory_xact_lock(hashtextextended('xinglin.benefit.' || p_card, 0));
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT s.request_sha256, s.answer INTO sha, said
        FROM store_benefitsettlement s WHERE s.request_no = p_request;
    IF sha IS NULL AND p_household <> '' THEN
        -- A turn of its own and no row lock, which would write: most claims leave the account be.
        PERFORM pg_advisory_xact_lock(hashtextextended('xinglin.household.' || p_household, 0));
        SELECT a.balance_fen INTO left_
            FROM store_householdaccount a WHERE a.household_no = p_household;
    END IF;
    RETURN QUERY SELECT sha, said, coalesce(left_, 0), (
        SELECT jsonb_agg(jsonb_build_array(y.kind, y.paid, y.deducted, y.chronic_deducted, y.stays))
        FROM xinglin.person_year(p_card, p_year) y);
    PERFORM set_config('xinglin.unscoped', before, true);
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
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed('insurance') THEN
        RAISE EXCEPTION '家庭账户不在您的业务范围内。' USING ERRCODE = '42501';
    END IF;
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

REVOKE ALL ON FUNCTION xinglin.person_year(text, integer), xinglin.household_balance(text),
    xinglin.open_settlement(text, text, text, integer),
    xinglin.move_household_account(text, text, bigint, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION xinglin.person_year(text, integer), xinglin.household_balance(text),
    xinglin.open_settlement(text, text, text, integer),
    xinglin.move_household_account(text, text, bigint, text, text, text) TO xinglin_app;
