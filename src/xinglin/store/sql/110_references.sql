-- Records that name others by the number on their paper.
--
-- Whoever holds the paper knows its number: by it, and by nothing else, a record that row-level
-- security hides can be named. What comes back is where it belongs, never what it says.

-- Let a register's records be named: xinglin.numbers_of_<table>(numbers).
CREATE OR REPLACE FUNCTION xinglin.publish_numbers(
    register regclass, line text, number_column name
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made name := 'numbers_of_' || xinglin.bare_name(register);
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.%1$I(numbers text[])
RETURNS TABLE (number text, record_id bigint, record_place text, record_person bigint,
               record_state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.scope_is_set();
    IF NOT xinglin.line_allowed(%4$L) THEN
        RETURN;
    END IF;
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT t.%3$I, t.id, t.place, t.person_id, t.state
        FROM %2$s t WHERE t.%3$I = ANY (numbers);
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, made, register, number_column, line);
    EXECUTE format('REVOKE ALL ON FUNCTION xinglin.%I(text[]) FROM PUBLIC', made);
    EXECUTE format('GRANT EXECUTE ON FUNCTION xinglin.%I(text[]) TO xinglin_app', made);
END $$;

-- Bind a column to the numbers it may hold, and let it be told how many live records name one:
-- xinglin.naming_<table>(column, number, ended states).
CREATE OR REPLACE FUNCTION xinglin.refer(
    register regclass, link name, target regclass, number_column name
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    bare   name := xinglin.bare_name(register);
    bound  name := left(bare || '_' || link, 60) || '_fk';
    made   name := 'naming_' || bare;
BEGIN
    PERFORM set_config('xinglin.unscoped', 'on', true);
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = register AND conname = bound) THEN
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I) REFERENCES %s (%I)',
            register, bound, link, target, number_column);
        EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s (%I)',
            left(bare || '_' || link, 58) || '_link', register, link);
    END IF;
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.%1$I(link name, number text, ended text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
    found  bigint;
BEGIN
    PERFORM xinglin.scope_is_set();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    EXECUTE format('SELECT count(*) FROM %2$s WHERE %%I = $1 AND NOT state = ANY ($2)', link)
        INTO found USING number, ended;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN found;
END $body$
$sql$, made, register);
    EXECUTE format('REVOKE ALL ON FUNCTION xinglin.%I(name, text, text[]) FROM PUBLIC', made);
    EXECUTE format('GRANT EXECUTE ON FUNCTION xinglin.%I(name, text, text[]) TO xinglin_app', made);
END $$;
