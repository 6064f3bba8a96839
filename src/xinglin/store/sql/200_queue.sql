-- The clinic's big page (排队大屏) hangs in a hall and has no log-in: xinglin.queue_board(unit, day).
--
-- Why beyond scope: nobody acts. What comes back is printed on the paper in everybody's hand:
-- the number, where it is called to, the stage, when. No name, no child, no record number; one
-- clinic, one day. Whoever asks must know the clinic's key, which the page checks.
CREATE OR REPLACE FUNCTION xinglin.publish_board(register regclass) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    EXECUTE format($sql$
CREATE OR REPLACE FUNCTION xinglin.queue_board(unit text, day date)
RETURNS TABLE (prefix text, number bigint, stage text, state text, room text, calls_count bigint,
               called_at timestamptz, injected_at timestamptz, place_in_line bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
    before text := xinglin.said('unscoped');
BEGIN
    PERFORM set_config('xinglin.unscoped', 'on', true);
    RETURN QUERY
        SELECT t.prefix, t.number, t.stage, t.state, t.room, t.calls_count, t.called_at,
               t.injected_at, t.place_in_line
        FROM %1$s t
        WHERE t.reporter = unit AND t.session_date = day AND NOT t.state IN ('done', 'cancelled')
        ORDER BY t.called_at DESC NULLS LAST, t.id
        LIMIT 1000;
    PERFORM set_config('xinglin.unscoped', before, true);
END $body$
$sql$, register);
    REVOKE ALL ON FUNCTION xinglin.queue_board(text, date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION xinglin.queue_board(text, date) TO xinglin_app;
END $$;

REVOKE ALL ON FUNCTION xinglin.publish_board(regclass) FROM PUBLIC;
