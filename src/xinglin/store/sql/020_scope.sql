-- What the actor may reach. Read from the user table, never from settings: raw SQL of the app role
-- is bound by it as well. All are STABLE and take no column: a policy asks them in a sub-select,
-- (SELECT f()), which is evaluated once for a query; f() bare would be called for every row.

CREATE OR REPLACE FUNCTION xinglin.scope_is_set() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asking text := xinglin.actor();
    who    store_user;
BEGIN
    SELECT * INTO who FROM store_user WHERE username = asking AND is_active;
    IF NOT FOUND THEN
        RAISE EXCEPTION '操作人“%”不是在用的用户，不能读写登记数据。', asking
            USING ERRCODE = 'XL001';
    END IF;
    IF NOT who.is_everything
       AND coalesce(who.unit, '') = ''
       AND cardinality(who.scope_units) = 0
       AND cardinality(who.scope_places) = 0 THEN
        RAISE EXCEPTION '用户“%”还没有数据范围，请系统管理员设定其机构或地区。', asking
            USING ERRCODE = 'XL001';
    END IF;
    IF NOT who.is_everything AND cardinality(who.scope_lines) = 0 THEN
        RAISE EXCEPTION '用户“%”还没有可用的业务线，请系统管理员设定。', asking
            USING ERRCODE = 'XL001';
    END IF;
    RETURN true;
END $$;

-- The same for the owner's policies, which a migration may lift (see is_unscoped).
CREATE OR REPLACE FUNCTION xinglin.owner_scope_is_set() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN xinglin.is_unscoped() OR xinglin.scope_is_set();
END $$;

-- No scope is an error, never zero rows, also where no row would match. PostgreSQL evaluates a
-- policy's condition on rows only, so an empty table or an index that finds nothing would never
-- ask. These two are declared IMMUTABLE, which they are not, so that the planner evaluates them
-- while it plans: a query without scope fails before it runs. Every statement of the app is
-- planned anew (connections do not prepare statements); should a plan be kept all the same, the
-- STABLE question in the same policy still raises for the first row it meets.
CREATE OR REPLACE FUNCTION xinglin.scope_is_set_when_planned() RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN xinglin.scope_is_set();
END $$;

CREATE OR REPLACE FUNCTION xinglin.owner_scope_is_set_when_planned() RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN xinglin.owner_scope_is_set();
END $$;

-- Institutions whose records the actor reaches: his own and those named for him.
CREATE OR REPLACE FUNCTION xinglin.scope_units() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN coalesce(unit, '') = '' THEN scope_units ELSE scope_units || unit END
    FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

-- Roots of the division tree whose records the actor reaches.
CREATE OR REPLACE FUNCTION xinglin.scope_places() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT scope_places FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

-- Business lines the actor works in; '*' stands for all.
CREATE OR REPLACE FUNCTION xinglin.scope_lines() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN is_everything THEN ARRAY['*'] ELSE scope_lines END
    FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

CREATE OR REPLACE FUNCTION xinglin.scope_everything() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(bool_or(is_everything), false)
    FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

CREATE OR REPLACE FUNCTION xinglin.line_allowed(line text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN line = '' OR xinglin.scope_lines() && ARRAY['*', line];

-- Who may read the audit of others: the bureau's people, that is those with places or everything.
CREATE OR REPLACE FUNCTION xinglin.is_bureau() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN xinglin.scope_everything() OR cardinality(xinglin.scope_places()) > 0;
