"""The web: assembles the rooms' HTTP into one application - policies, documents, refusals, health, the server."""
