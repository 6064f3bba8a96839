"""The programming interface: every register and figure over HTTP, made from the declarations.

Lives here: tokens, request and answer models, OpenAPI, problems in the form of RFC 9457.
Does not live here: what may be done (`actions`), how files are read (handed over by `site`).
May import: `actions`, `reports`, engines, `store`, `query`, `language`, `codes`.
"""
