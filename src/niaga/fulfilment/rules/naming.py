"""Names of parcels: couriers in small letters, tracking numbers in capitals without spaces, so none counts twice."""


def courier_code(text: str) -> str:
    """`JNE ` → `jne`."""
    return text.strip().lower()


def plain_tracking_number(text: str) -> str:
    """`jp 1234 5678` → `JP12345678`."""
    return "".join(text.split()).upper()
