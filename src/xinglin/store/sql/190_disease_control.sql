-- What disease control must know beyond its own scope: two questions, and what each may not tell.
--
-- A disease does not stop at a county's border, and a hospital's patients live on both sides of
-- it. Row-level security shows a county its own rows alone; these functions answer one question
-- each, with the least that the work needs. They are made by the migration of the registers that
-- provide signals and cards; nobody asks unnamed, outside the line, or without a scope.

-- Signals of other counties: xinglin.signals_near(counties, since, ended states).
--
-- Why beyond scope: whoever watches a county must learn that the next one has an alarm before
-- cases cross over; a telephone call told it before. What comes back is the disease, the county,
-- the days, the count and its threshold. No card, no name, no place below the county, no evidence
-- (people write it), and no record number by which a page could be opened. Institutions' people,
-- who watch no county, are told nothing; nor is anybody of more than 60 days.
CREATE OR REPLACE FUNCTION xinglin.publish_signals(register regclass, line text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.signals_near(counties text[], since date, ended text[])
RETURNS TABLE (disease text, county text, kind text, from_date date, to_date date,
               observed_count bigint, threshold text, state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed(%2$L) OR NOT xinglin.is_bureau() THEN
        RETURN;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY
        SELECT t.disease, left(t.division, 6), t.kind, t.from_date, t.to_date, t.observed_count,
               t.threshold_text, t.state
        FROM %1$s t
        WHERE left(t.division, 6) = ANY (counties) AND NOT t.state = ANY (ended)
          AND t.to_date >= greatest(since, xinglin.today() - 60)
        ORDER BY t.to_date DESC, t.observed_count DESC, t.id
        LIMIT 200;
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, register, line);
    REVOKE ALL ON FUNCTION xinglin.signals_near(text[], date, text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.signals_near(text[], date, text[]) TO xinglin_app;
END $$;

-- Cards for the cases an audit found in a unit's books: xinglin.cards_for_audit(unit, …).
--
-- Why beyond scope: a card belongs to the county its patient lives in. Without this, a unit would
-- be told to have missed every patient from next door whom it did report. Asked by whoever reaches
-- the place of the unit, of cards that unit itself sent, for persons whose name or number stands in its
-- books; what comes back is the card's number, disease, days and limit. Each asking is audited.
CREATE OR REPLACE FUNCTION xinglin.publish_cards(register regclass, line text, due name)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Plain: it sees what its caller sees. `unit` NULL: of any unit.
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.cards_like(
    unit text, persons bigint[], names text[], numbers text[], sexes text[], births date[],
    ended text[])
RETURNS TABLE (asked integer, card_no text, disease text, onset_date date,
               diagnosed_at timestamptz, reported_at timestamptz, due_at timestamptz, state text,
               is_sure boolean)
LANGUAGE sql STABLE AS $body$
    SELECT a.n::integer, t.card_no, t.disease, t.onset_date, t.diagnosed_at, t.reported_at,
        t.%2$I, t.state,
        coalesce(t.person_id = a.person OR t.id_number = a.number OR t.birth_date = a.birth, false)
    FROM unnest(persons, names, numbers, sexes, births)
        WITH ORDINALITY a(person, name, number, sex, birth, n)
    JOIN %1$s t ON t.person_id = a.person OR t.id_number = a.number OR t.patient_name_key = a.name
    WHERE (unit IS NULL OR t.reporter = unit) AND NOT t.state = ANY (ended)
      -- By name alone, what both know and say differently is of two people.
      AND (coalesce(t.person_id = a.person OR t.id_number = a.number, false)
           OR (coalesce(t.id_number = a.number, true)
               AND coalesce(t.birth_date = a.birth, true)
               AND coalesce(t.sex = a.sex OR t.sex IN ('0', '9') OR a.sex IN ('0', '9'), true)))
$body$
$sql$, register, due);
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.cards_for_audit(
    unit text, persons bigint[], names text[], numbers text[], sexes text[], births date[],
    ended text[])
RETURNS TABLE (asked integer, card_no text, disease text, onset_date date,
               diagnosed_at timestamptz, reported_at timestamptz, due_at timestamptz, state text,
               is_sure boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
    at     text;
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed(%1$L) THEN
        RETURN;
    END IF;
    PERFORM xinglin.audit('find', %2$L, NULL, NULL,
        format('漏报抽查比对：单位 %%s，%%s 例', unit, cardinality(names)));
    -- First what the actor reaches by himself, of any unit …
    RETURN QUERY SELECT * FROM xinglin.cards_like(
        NULL, persons, names, numbers, sexes, births, ended);
    -- … then what the unit itself sent, where the unit stands in his area.
    SELECT place INTO at FROM xinglin.names_of_institution() WHERE code = unit;
    IF NOT xinglin.scope_everything() AND NOT EXISTS (
        SELECT FROM store_divisionclosure
        WHERE ancestor = ANY (xinglin.scope_places()) AND descendant = at) THEN
        RETURN;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT * FROM xinglin.cards_like(
        unit, persons, names, numbers, sexes, births, ended);
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, line, xinglin.bare_name(register));
    REVOKE ALL ON FUNCTION
        xinglin.cards_like(text, bigint[], text[], text[], text[], date[], text[]),
        xinglin.cards_for_audit(text, bigint[], text[], text[], text[], date[], text[])
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION
        xinglin.cards_for_audit(text, bigint[], text[], text[], text[], date[], text[])
        TO xinglin_app;
END $$;

REVOKE ALL ON FUNCTION xinglin.publish_signals(regclass, text),
    xinglin.publish_cards(regclass, text, name) FROM PUBLIC;
