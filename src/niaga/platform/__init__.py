"""What every shop needs below its rooms: database, outbox, idempotency, keys, settings, logs, the HTTP edge."""
