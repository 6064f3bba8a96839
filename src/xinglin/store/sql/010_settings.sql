-- Who acts, and what time it is.
--
-- Every request, job and command sets these with set_config(..., true), that is for one
-- transaction: xinglin.actor, .action, .reason, .effective_on, .channel, .purpose, .clock.
-- Nothing is set for a session: a pooled connection would carry it into somebody else's request.

CREATE SCHEMA IF NOT EXISTS xinglin;

-- After a transaction a setting made in it is '', not NULL; both mean "not said".
CREATE OR REPLACE FUNCTION xinglin.said(setting text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('xinglin.' || setting, true), '');

CREATE OR REPLACE FUNCTION xinglin.actor() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    actor text := coalesce(current_setting('xinglin.actor', true), '');
BEGIN
    IF actor = '' THEN
        RAISE EXCEPTION '没有说明操作人：每次读写登记数据之前，必须在同一事务里设定操作人。'
            USING ERRCODE = 'XL001';
    END IF;
    RETURN actor;
END $$;

-- The simulated clock of demo and test installations; a real installation ignores the setting,
-- or whoever can send SQL could date a record as he likes. Called for every row written, so
-- without a pinned search_path (which costs more than all the rest): its one name is qualified.
CREATE OR REPLACE FUNCTION xinglin.now() RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
    clock text := coalesce(current_setting('xinglin.clock', true), '');
BEGIN
    IF clock <> '' AND EXISTS (SELECT FROM public.xinglin_installation WHERE simulated_clock) THEN
        RETURN clock::timestamptz;
    END IF;
    RETURN clock_timestamp();
END $$;

CREATE OR REPLACE FUNCTION xinglin.today() RETURNS date
LANGUAGE sql STABLE
RETURN (xinglin.now() AT TIME ZONE 'Asia/Shanghai')::date;

-- Migrations (and our own SECURITY DEFINER functions) may say that they look at all rows.
-- Only the policies TO xinglin_owner ask this; the app setting it gains nothing.
CREATE OR REPLACE FUNCTION xinglin.is_unscoped() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('xinglin.unscoped', true), '') = 'on';
