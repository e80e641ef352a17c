"""The storefront: pages for buyers, rendered on the server from answers of the public API alone.

To add a page: give it an address in each language in `places.py`; write what it reads from the API as structs in
`answers.py`; write a handler with `page(...)` (or `form(...)` for what is posted) that asks `storefront.visit(request)`
and returns `visit.show("name.html.j2", …)`; write the template on `frame.html.j2` with the components of
`components.html.j2` and every text as `_("…")`; name the handler in `http.py`. Everything works without JavaScript.
"""
