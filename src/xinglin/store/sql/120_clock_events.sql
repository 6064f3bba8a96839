-- What moved the end of a deadline is a record like any other and is never changed afterwards.
REVOKE UPDATE, DELETE, TRUNCATE ON store_clockevent FROM xinglin_app;
GRANT USAGE ON SEQUENCE store_clockevent_id_seq TO xinglin_app;
