-- What everybody may know of a register that others name (institutions): code, name, place.
--
-- Row-level security hides the rows of others; a nurse who writes a card still has to name the
-- hospital it came from. Made by the migration of the register that provides the names.
CREATE OR REPLACE FUNCTION xinglin.publish_names(
    register regclass, what name, code_column name, title_column name, place_column name
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.%1$I() RETURNS TABLE (code text, title text, place text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM xinglin.actor();  -- nobody asks unnamed
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY SELECT %3$I, %4$I, coalesce(%5$I, '') FROM %2$s;
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, 'names_of_' || what, register, code_column, title_column, place_column);
    -- One name alone: a window asks for it at every settlement.
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.%1$I(p_code text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
    found  text;
BEGIN
    PERFORM xinglin.actor();
    PERFORM set_config('xinglin.unscoped', 'on', true);
    SELECT %4$I INTO found FROM %2$s WHERE %3$I = p_code;
    PERFORM set_config('xinglin.unscoped', before, true);
    RETURN found;
END $body$
$sql$, 'name_of_' || what, register, code_column, title_column);
    EXECUTE format('REVOKE ALL ON FUNCTION xinglin.%I(text) FROM PUBLIC', 'name_of_' || what);
    EXECUTE format('GRANT EXECUTE ON FUNCTION xinglin.%I(text) TO xinglin_app', 'name_of_' || what);
    EXECUTE format('REVOKE ALL ON FUNCTION xinglin.%I() FROM PUBLIC', 'names_of_' || what);
    EXECUTE format('GRANT EXECUTE ON FUNCTION xinglin.%I() TO xinglin_app', 'names_of_' || what);
END $$;
