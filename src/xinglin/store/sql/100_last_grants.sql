-- Who may call what. Functions are open to everybody unless one says otherwise.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA xinglin FROM PUBLIC;
GRANT USAGE ON SCHEMA xinglin TO xinglin_app, xinglin_reader;
GRANT EXECUTE ON FUNCTION
    xinglin.said(text), xinglin.actor(), xinglin.now(), xinglin.today(), xinglin.is_unscoped(),
    xinglin.scope_is_set(), xinglin.scope_is_set_when_planned(),
    xinglin.scope_units(), xinglin.scope_places(), xinglin.scope_lines(),
    xinglin.scope_everything(), xinglin.line_allowed(text), xinglin.is_bureau(),
    xinglin.guard_findings(), xinglin.has_column(regclass, name)
    TO xinglin_app, xinglin_reader;
GRANT EXECUTE ON FUNCTION
    xinglin.audit(text, text, bigint, integer, text),
    xinglin.audit_many(text, text, bigint[], text),
    xinglin.find_person(text, text),
    xinglin.find_persons(text[], text[]),
    xinglin.save_user(text, text, text, text, text[], text[], text[], boolean, boolean)
    TO xinglin_app;

-- What the installation is and which migrations ran is the owner's to write.
REVOKE ALL ON xinglin_installation FROM xinglin_app, xinglin_reader;
GRANT SELECT ON xinglin_installation TO xinglin_app, xinglin_reader;
DO $$
BEGIN
    IF to_regclass('public.django_migrations') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM xinglin_app;
    END IF;
END $$;
