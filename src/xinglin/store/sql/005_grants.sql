-- What the roles may do with tables in general; later files take away what is too much.
-- Default privileges reach the tables of other packages too (sessions, log-in lockout).

GRANT USAGE ON SCHEMA public TO xinglin_app, xinglin_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO xinglin_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO xinglin_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO xinglin_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO xinglin_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO xinglin_reader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO xinglin_app;
