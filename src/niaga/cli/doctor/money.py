"""Money: payments, the amounts that tell transfers apart, and the ledger."""

from niaga.cli.doctor.check import Check

# Every posting twice, once for each of its accounts, with the order it belongs to. What is debited is positive.
_ENTRIES = """
    SELECT t.source_type AS source_type, t.source_id AS source_id, t.debit_account AS account, t.amount AS amount
    FROM ledger_transfer t
    UNION ALL
    SELECT t.source_type, t.source_id, t.credit_account, -t.amount FROM ledger_transfer t
"""
_OF_ORDERS = f"""
    SELECT e.source_id AS order_id, e.account AS account, e.amount AS amount
    FROM ({_ENTRIES}) e WHERE e.source_type IN ('order', 'return')
    UNION ALL
    SELECT p.order_id, e.account, e.amount FROM ({_ENTRIES}) e JOIN payment p ON p.id = e.source_id
    WHERE e.source_type = 'payment'
    UNION ALL
    SELECT s.order_id, e.account, e.amount FROM ({_ENTRIES}) e JOIN shipment s ON s.id = e.source_id
    WHERE e.source_type = 'shipment'
"""  # noqa: S608 - constant text
_BALANCES = f"""
    SELECT b.order_id AS order_id,
           SUM(CASE WHEN b.account = 'receivable' THEN b.amount ELSE 0 END) AS receivable,
           SUM(CASE WHEN b.account = 'orders_clearing' THEN -b.amount ELSE 0 END) AS clearing,
           SUM(CASE WHEN b.account = 'refunds_payable' THEN -b.amount ELSE 0 END) AS owed,
           SUM(CASE WHEN SUBSTR(b.account, 1, 5) = 'bank:' THEN b.amount ELSE 0 END) AS banked
    FROM ({_OF_ORDERS}) b GROUP BY b.order_id
"""  # noqa: S608 - constant text
_SENT = """
    SELECT l.order_id AS order_id, SUM(l.unit_price * l.shipped_quantity) AS worth, SUM(l.shipped_quantity) AS pieces
    FROM order_line l GROUP BY l.order_id
"""

CHECKS = (
    Check(
        "payments.one_an_order",
        "I7",
        "Every order has one payment.",
        """
        SELECT o.number, COUNT(p.id) AS payments FROM customer_order o LEFT JOIN payment p ON p.order_id = o.id
        GROUP BY o.id, o.number HAVING COUNT(p.id) <> 1
        """,
    ),
    Check(
        "payments.known_status",
        "I8",
        "Every payment is in a status that exists and fits its order; only a paid one says when and how much.",
        """
        SELECT p.id AS payment_id, p.status, o.number, o.status AS order_status
        FROM payment p JOIN customer_order o ON o.id = p.order_id
        WHERE p.status NOT IN ('pending', 'paid', 'expired', 'cancelled')
           OR (o.status = 'awaiting_payment' AND p.status <> 'pending')
           OR (o.status IN ('processing', 'shipped', 'completed', 'returned') AND p.status <> 'paid')
           OR (o.status = 'cancelled' AND p.status = 'pending')
           OR (p.status = 'paid' AND (p.settled_at IS NULL OR p.received_amount IS NULL OR p.received_at IS NULL))
           OR (p.status <> 'paid' AND (p.settled_at IS NOT NULL OR p.received_amount IS NOT NULL))
        """,
    ),
    Check(
        "payments.amount_is_total_and_code",
        "I3",
        "What is to be paid is the order's total plus the transfer code.",
        """
        SELECT p.id AS payment_id, o.number, p.amount, o.total, p.unique_code
        FROM payment p JOIN customer_order o ON o.id = p.order_id
        WHERE p.amount <> o.total + p.unique_code OR p.unique_code < 0 OR p.currency <> o.currency
        """,
    ),
    Check(
        "payments.received_is_booked",
        "I4",
        "What a payment says came in stands on a bank account of the ledger, and nothing else does.",
        """
        SELECT p.id AS payment_id, p.status, COALESCE(p.received_amount, 0) AS received, COALESCE(b.booked, 0) AS booked
        FROM payment p
        LEFT JOIN (
            SELECT t.source_id AS payment_id, SUM(t.amount) AS booked FROM ledger_transfer t
            WHERE t.source_type = 'payment' AND SUBSTR(t.debit_account, 1, 5) = 'bank:' GROUP BY t.source_id
        ) b ON b.payment_id = p.id
        WHERE COALESCE(p.received_amount, 0) <> COALESCE(b.booked, 0)
        """,
    ),
    Check(
        "payments.amounts_differ",
        "I4",
        "No two open transfers to one account have the same amount.",
        """
        SELECT p.account, p.amount, COUNT(*) AS payments FROM payment p
        WHERE p.status = 'pending' AND p.unique_code > 0 GROUP BY p.account, p.amount HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "payments.pending_has_slot",
        "I4",
        "An open transfer with a code keeps its amount from being given to anybody else.",
        """
        SELECT p.id AS payment_id, p.account, p.amount FROM payment p
        LEFT JOIN payment_slot s ON s.payment_id = p.id AND s.account = p.account AND s.amount_due = p.amount
        WHERE p.status = 'pending' AND p.unique_code > 0 AND s.payment_id IS NULL
        """,
    ),
    Check(
        "ledger.transfer_is_whole",
        "I2",
        "A posting moves more than nothing from one account to another.",
        """
        SELECT t.id, t.debit_account, t.credit_account, t.amount FROM ledger_transfer t
        WHERE t.amount <= 0 OR t.debit_account = t.credit_account OR t.debit_account = '' OR t.credit_account = ''
        """,
    ),
    Check(
        "ledger.posted_once",
        "I2",
        "Nothing is posted twice.",
        """
        SELECT t.source_type, t.source_id, t.kind, COUNT(*) AS postings FROM ledger_transfer t
        GROUP BY t.source_type, t.source_id, t.kind HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "ledger.known_source",
        "I2",
        "Every posting says which order, payment, parcel or return it stands for, and that one is there.",
        """
        SELECT t.id, t.source_type, t.source_id FROM ledger_transfer t
        LEFT JOIN customer_order o ON o.id = t.source_id AND t.source_type IN ('order', 'return')
        LEFT JOIN payment p ON p.id = t.source_id AND t.source_type = 'payment'
        LEFT JOIN shipment s ON s.id = t.source_id AND t.source_type = 'shipment'
        WHERE o.id IS NULL AND p.id IS NULL AND s.id IS NULL
        """,
    ),
    Check(
        "ledger.order_balances",
        "I2",
        "The buyer owes an unpaid order, the shop the goods of a paid one until they left; nothing else stays open.",
        f"""
        SELECT o.number, o.status, o.total, COALESCE(b.receivable, 0) AS receivable, COALESCE(b.clearing, 0) AS clearing
        FROM customer_order o
        LEFT JOIN ({_BALANCES}) b ON b.order_id = o.id
        LEFT JOIN ({_SENT}) s ON s.order_id = o.id
        WHERE COALESCE(b.receivable, 0) <> CASE WHEN o.status = 'awaiting_payment' THEN o.total ELSE 0 END
           OR (o.status = 'awaiting_payment' AND COALESCE(b.clearing, 0) <> o.total)
           OR (o.status = 'processing' AND s.pieces = 0 AND COALESCE(b.clearing, 0) <> o.total)
           OR (o.status = 'processing' AND s.pieces > 0 AND o.discount = 0
               AND COALESCE(b.clearing, 0) <> o.subtotal - s.worth)
           OR (o.status = 'processing' AND s.pieces > 0 AND o.discount > 0
               AND (COALESCE(b.clearing, 0) < 0 OR COALESCE(b.clearing, 0) > o.subtotal - s.worth))
           OR (o.status IN ('shipped', 'completed', 'returned', 'cancelled') AND COALESCE(b.clearing, 0) <> 0)
        """,  # noqa: S608 - constant text
    ),
    Check(
        "ledger.refunds_within_receipts",
        "I4",
        "No buyer is owed more than she paid, and only returned or cancelled orders owe anything.",
        f"""
        SELECT o.number, o.status, b.owed, b.banked FROM customer_order o JOIN ({_BALANCES}) b ON b.order_id = o.id
        WHERE b.owed < 0 OR b.owed > b.banked OR (b.owed > 0 AND o.status NOT IN ('returned', 'cancelled'))
        """,  # noqa: S608 - constant text
    ),
)
