"""Every rupiah twice: transfers from one account to another, append-only, balanced by construction."""
