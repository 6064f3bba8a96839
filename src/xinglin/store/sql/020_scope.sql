-- What the actor may reach. Read from the user table, never from settings: raw SQL of the app role
-- is bound by it as well. All are STABLE and take no column, so a policy that calls them bare (or
-- in a sub-select) has them evaluated once for a query, not once for a row.

CREATE OR REPLACE FUNCTION xinglin.scope_is_set() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    name text := xinglin.actor();
    who  store_user;
BEGIN
    SELECT * INTO who FROM store_user WHERE username = name AND is_active;
    IF NOT FOUND THEN
        RAISE EXCEPTION '操作人“%”不是在用的用户，不能读写登记数据。', name
            USING ERRCODE = 'XL001';
    END IF;
    IF NOT who.is_everything
       AND coalesce(who.unit, '') = ''
       AND cardinality(who.scope_units) = 0
       AND cardinality(who.scope_places) = 0 THEN
        RAISE EXCEPTION '用户“%”还没有数据范围，请系统管理员设定其机构或地区。', name
            USING ERRCODE = 'XL001';
    END IF;
    RETURN true;
END $$;

-- The same for the owner's policies, which a migration may lift (see is_unscoped).
CREATE OR REPLACE FUNCTION xinglin.owner_scope_is_set() RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN xinglin.is_unscoped() OR xinglin.scope_is_set();
END $$;

-- Institutions whose records the actor reaches: his own and those named for him.
CREATE OR REPLACE FUNCTION xinglin.scope_units() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN coalesce(unit, '') = '' THEN scope_units ELSE scope_units || unit END
    FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

-- Roots of the division tree whose records the actor reaches.
CREATE OR REPLACE FUNCTION xinglin.scope_places() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT scope_places FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

-- Business lines the actor works in; '*' stands for all.
CREATE OR REPLACE FUNCTION xinglin.scope_lines() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN is_everything THEN ARRAY['*'] ELSE scope_lines END
    FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

CREATE OR REPLACE FUNCTION xinglin.scope_everything() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(bool_or(is_everything), false)
    FROM store_user WHERE username = xinglin.actor() AND is_active
$$;

CREATE OR REPLACE FUNCTION xinglin.line_allowed(line text) RETURNS boolean
LANGUAGE sql STABLE
RETURN line = '' OR xinglin.scope_lines() && ARRAY['*', line];

-- Who may read the audit of others: the bureau's people, that is those with places or everything.
CREATE OR REPLACE FUNCTION xinglin.is_bureau() RETURNS boolean
LANGUAGE sql STABLE
RETURN xinglin.scope_everything() OR cardinality(xinglin.scope_places()) > 0;
