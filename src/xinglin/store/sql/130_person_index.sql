-- The person index: found by any whole number, never browsed; duplicates noted, not refused.
-- What each function tells is decided in docs/adr: ids and masked names, to nobody unnamed.

-- The person a card is about, by any of his numbers and the name, whoever filed him first.
CREATE OR REPLACE FUNCTION xinglin.find_persons(numbers text[], names text[])
RETURNS TABLE (number text, person_name text, person_id bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.actor();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY
        SELECT found.number, found.name, min(found.id)
        FROM (
            SELECT asked.number, asked.name, person.id
            FROM unnest(numbers, names) asked(number, name)
            JOIN store_person person
              ON person.id_number = asked.number AND person.name = asked.name
            WHERE asked.number <> ''
            UNION ALL
            SELECT asked.number, asked.name, person.id
            FROM unnest(numbers, names) asked(number, name)
            JOIN store_personidentifier other ON other.number = asked.number
            JOIN store_person person ON person.id = other.person_id AND person.name = asked.name
            WHERE asked.number <> '') found
        GROUP BY 1, 2;
    PERFORM set_config('xinglin.unscoped', before, true);
END $$;

-- All rows of one human as linked today, the one that stands for them first. Ids alone.
CREATE OR REPLACE FUNCTION xinglin.person_rows(person bigint) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    head bigint;
    rows bigint[];
BEGIN
    PERFORM xinglin.actor();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    WITH RECURSIVE up (id) AS (
        SELECT person
        UNION
        SELECT link.to_person_id FROM up
        JOIN store_personlink link ON link.from_person_id = up.id AND link.valid_to IS NULL)
    SELECT up.id INTO head FROM up
    WHERE NOT EXISTS (SELECT FROM store_personlink link
                      WHERE link.from_person_id = up.id AND link.valid_to IS NULL);
    WITH RECURSIVE down (id) AS (
        SELECT head
        UNION
        SELECT link.from_person_id FROM down
        JOIN store_personlink link ON link.to_person_id = down.id AND link.valid_to IS NULL)
    SELECT array_agg(down.id ORDER BY down.id <> head, down.id) INTO rows FROM down;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN rows;
END $$;

-- Who carries a whole number: for institutions that have the person, or his card, before them.
-- Every question is audited, one that finds nobody too; the number itself is not written down.
CREATE OR REPLACE FUNCTION xinglin.persons_with_number(asked text)
RETURNS TABLE (person_id bigint, masked_name text, sex text, birth_year integer)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    found_ids bigint[];
BEGIN
    PERFORM xinglin.scope_is_set();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT array_agg(id) INTO found_ids FROM (
        SELECT id FROM store_person WHERE id_number = asked AND asked <> ''
        UNION
        SELECT other.person_id FROM store_personidentifier other
        WHERE other.number = asked AND asked <> '') found;
    IF found_ids IS NULL THEN
        PERFORM xinglin.audit('find', 'store_person', NULL, NULL, '按号码查找，无此人');
    ELSE
        PERFORM xinglin.audit_many('find', 'store_person', found_ids, '按号码查找');
    END IF;
    RETURN QUERY
        SELECT person.id,
               CASE WHEN length(person.name) > 1
                    THEN left(person.name, 1) || repeat('*', length(person.name) - 1)
                    ELSE '*' END,
               person.sex, extract(year FROM person.birth_date)::integer
        FROM store_person person WHERE person.id = ANY (found_ids) ORDER BY person.id;
    PERFORM set_config('xinglin.unscoped', before, true);
END $$;

-- How many records these person rows have in some registers, whoever's they are; NULL where it
-- may not be told. Only the bureau's people are told, and only of their own lines: that a clinic's
-- patient has records elsewhere is itself a finding about his health.
CREATE OR REPLACE FUNCTION xinglin.count_of_persons(
    persons bigint[], lines text[], registers text[]
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    total  bigint := 0;
    one    bigint;
    asked  record;
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.is_bureau() THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    FOR asked IN SELECT line, register FROM unnest(lines, registers) given(line, register)
    LOOP
        IF starts_with(asked.register, asked.line || '_') AND xinglin.line_allowed(asked.line)
           AND to_regclass(format('public.%I', asked.register || '_history')) IS NOT NULL THEN
            EXECUTE format('SELECT count(*) FROM public.%I WHERE person_id = ANY ($1)',
                           asked.register) INTO one USING persons;
            total := total + one;
        END IF;
    END LOOP;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN total;
END $$;

-- Pairs that share a number, or name, birth date and sex, or phone and surname with somebody, by
-- index alone; how alike they are is judged later. Returns how many are new, and tells no more.
CREATE OR REPLACE FUNCTION xinglin.note_candidates(persons bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    noted  bigint;
BEGIN
    PERFORM xinglin.actor();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    WITH fresh AS (
        SELECT *, CASE length(id_number) WHEN 18 THEN left(id_number, 6) || substr(id_number, 9, 9)
                  END AS old_number
        FROM store_person WHERE id = ANY (persons)),
    numbers (id, number) AS (
        SELECT id, id_number FROM fresh WHERE id_number <> ''
        UNION SELECT id, old_number FROM fresh WHERE old_number IS NOT NULL
        UNION SELECT person_id, number FROM store_personidentifier
              WHERE person_id = ANY (persons)),
    -- Some of each are enough: a clinic's telephone on a thousand cards is no sign of one human.
    near (one, two) AS (
        SELECT numbers.id, near.id FROM numbers CROSS JOIN LATERAL (
            SELECT other.id FROM store_person other
            WHERE other.id_number = numbers.number LIMIT 20) near
        UNION ALL
        SELECT numbers.id, near.id FROM numbers CROSS JOIN LATERAL (
            SELECT other.person_id AS id FROM store_personidentifier other
            WHERE other.number = numbers.number LIMIT 20) near
        UNION ALL
        SELECT fresh.id, near.id FROM fresh CROSS JOIN LATERAL (
            SELECT other.id FROM store_person other
            WHERE other.name_key = fresh.name_key AND other.name = fresh.name
              AND other.sex = fresh.sex
              AND other.birth_date = fresh.birth_date LIMIT 20) near
        UNION ALL
        SELECT fresh.id, near.id FROM fresh CROSS JOIN LATERAL (
            SELECT other.id FROM store_person other
            WHERE other.phone = fresh.phone AND other.phone <> ''
              AND left(other.name, 1) = left(fresh.name, 1) LIMIT 20) near)
    INSERT INTO store_duplicatepair (first_id, second_id, found_at)
    SELECT DISTINCT least(one, two), greatest(one, two), xinglin.now()
    FROM near WHERE one <> two
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS noted = ROW_COUNT;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN noted;
END $$;

-- A pair is seen by whoever may see both its persons: their own policy decides.
ALTER TABLE store_duplicatepair ENABLE ROW LEVEL SECURITY;
ALTER TABLE store_duplicatepair FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS app_scope ON store_duplicatepair;
CREATE POLICY app_scope ON store_duplicatepair TO xinglin_app
    USING (xinglin.scope_is_set_when_planned() AND (SELECT xinglin.scope_is_set())
           AND EXISTS (SELECT FROM store_person person WHERE person.id = first_id)
           AND EXISTS (SELECT FROM store_person person WHERE person.id = second_id));
DROP POLICY IF EXISTS owner_scope ON store_duplicatepair;
CREATE POLICY owner_scope ON store_duplicatepair TO xinglin_owner
    USING (xinglin.is_unscoped()) WITH CHECK (xinglin.is_unscoped());
REVOKE ALL ON store_duplicatepair FROM PUBLIC, xinglin_app, xinglin_reader;
GRANT SELECT, INSERT, UPDATE ON store_duplicatepair TO xinglin_app;

-- Snapshots are taken by the reader: these never get into one.
REVOKE ALL ON store_personidentifier, store_personidentifier_history,
    store_accessfinding, store_accessfinding_history FROM xinglin_reader;

REVOKE ALL ON FUNCTION
    xinglin.person_rows(bigint), xinglin.persons_with_number(text),
    xinglin.count_of_persons(bigint[], text[], text[]), xinglin.note_candidates(bigint[])
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    xinglin.person_rows(bigint), xinglin.persons_with_number(text),
    xinglin.count_of_persons(bigint[], text[], text[]), xinglin.note_candidates(bigint[])
    TO xinglin_app;
