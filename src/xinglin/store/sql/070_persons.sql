-- Persons: found without being shown, merged without being rewritten.

-- The person a card is about, by number and name, whoever filed him first. Returns the id alone:
-- it opens nothing that the actor's scope does not.
CREATE OR REPLACE FUNCTION xinglin.find_person(number text, person_name text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
    found_id bigint;
BEGIN
    PERFORM xinglin.actor();  -- nobody asks unnamed
    IF number = '' THEN
        RETURN NULL;
    END IF;
    -- Set and set back by hand: only a superuser may attach such a setting to a function.
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT id INTO found_id FROM store_person
    WHERE id_number = number AND name = person_name ORDER BY id LIMIT 1;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN found_id;
END $$;

-- The same for a whole batch: each pair asked for that is known, with the first id filed.
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
        SELECT asked.number, asked.name, min(person.id)
        FROM unnest(numbers, names) asked(number, name)
        JOIN store_person person ON person.id_number = asked.number AND person.name = asked.name
        WHERE asked.number <> ''
        GROUP BY 1, 2;
    PERFORM set_config('xinglin.unscoped', before, true);
END $$;

-- One person row is merged into one other at a time.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE store_personlink DROP CONSTRAINT IF EXISTS store_personlink_one_at_a_time;
ALTER TABLE store_personlink ADD CONSTRAINT store_personlink_one_at_a_time
    EXCLUDE USING gist (from_person_id WITH =, daterange(valid_from, valid_to) WITH &&);

-- A chain of links must end at one person. The walk follows links as far as their dates overlap.
CREATE OR REPLACE FUNCTION xinglin.refuse_link_cycle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    -- Two links made at once could close a ring that neither sees: one merge at a time.
    PERFORM pg_advisory_xact_lock(hashtext('xinglin.person_link'));
    PERFORM set_config('xinglin.unscoped', 'on', true);
    IF EXISTS (
        WITH RECURSIVE walk (person, during) AS (
            SELECT NEW.to_person_id, daterange(NEW.valid_from, NEW.valid_to)
            UNION
            SELECT link.to_person_id,
                   walk.during * daterange(link.valid_from, link.valid_to)
            FROM walk JOIN store_personlink link
              ON link.from_person_id = walk.person AND link.id <> NEW.id
             AND walk.during && daterange(link.valid_from, link.valid_to)
            WHERE walk.person <> NEW.from_person_id
        )
        SELECT FROM walk WHERE person = NEW.from_person_id
    ) THEN
        RAISE EXCEPTION '不能合并：人员 % 与 % 的合并关系会绕成一圈，请先核对已有的合并。',
            NEW.from_person_id, NEW.to_person_id USING ERRCODE = 'XL005';
    END IF;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER refuse_link_cycle BEFORE INSERT OR UPDATE ON store_personlink
FOR EACH ROW EXECUTE FUNCTION xinglin.refuse_link_cycle();
