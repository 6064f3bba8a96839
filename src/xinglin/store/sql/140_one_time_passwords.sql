-- A password that was handed out ends at a moment, and a user who changes it says so in the row.

GRANT UPDATE (password_until) ON store_user TO xinglin_app;
