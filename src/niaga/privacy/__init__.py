"""Privacy: the duties of UU 27/2022 (UU PDP) - consents, requests, export, erasure, breaches, retention."""
