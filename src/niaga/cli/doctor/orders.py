"""Orders: sums, states, lines and parcels that belong together."""

from niaga.cli.doctor.check import Check

CHECKS = (
    Check(
        "orders.known_status",
        "I8",
        "Every order is in a status that exists, and only a cancelled one says why it was cancelled.",
        """
        SELECT o.number, o.status, o.cancel_reason FROM customer_order o
        WHERE o.status NOT IN ('awaiting_payment', 'processing', 'shipped', 'completed', 'returned', 'cancelled')
           OR (o.status = 'cancelled' AND COALESCE(o.cancel_reason, '') NOT IN ('expired', 'buyer', 'staff'))
           OR (o.status <> 'cancelled' AND o.cancel_reason IS NOT NULL)
        """,
    ),
    Check(
        "orders.total_adds_up",
        "I3",
        "The total is the goods less the discount, plus ongkir, insurance, fees and tax.",
        """
        SELECT o.number, o.total,
               o.subtotal - o.discount + o.shipping_amount + o.insurance_amount + o.cod_fee + o.tax AS sum_of_parts
        FROM customer_order o
        WHERE o.total <> o.subtotal - o.discount + o.shipping_amount + o.insurance_amount + o.cod_fee + o.tax
           OR o.total < 0 OR o.subtotal < 0 OR o.discount < 0 OR o.shipping_amount < 0 OR o.insurance_amount < 0
           OR o.cod_fee < 0 OR o.tax < 0
        """,
    ),
    Check(
        "orders.subtotal_is_lines",
        "I3",
        "The subtotal is the sum of the order's lines, of which there is at least one.",
        """
        SELECT o.number, o.subtotal, COALESCE(l.amount, 0) AS sum_of_lines
        FROM customer_order o
        LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM order_line GROUP BY order_id) l ON l.order_id = o.id
        WHERE l.order_id IS NULL OR l.amount <> o.subtotal
        """,
    ),
    Check(
        "orders.line_adds_up",
        "I3",
        "A line costs its price times its quantity.",
        """
        SELECT l.order_id, l.line_no, l.unit_price, l.quantity, l.amount FROM order_line l
        WHERE l.amount <> l.unit_price * l.quantity OR l.quantity <= 0 OR l.unit_price < 0
        """,
    ),
    Check(
        "orders.pieces_within_quantity",
        "I1",
        "No more of a line leaves than was ordered, no more comes back than left.",
        """
        SELECT l.order_id, l.line_no, l.quantity, l.shipped_quantity, l.returned_quantity FROM order_line l
        WHERE l.shipped_quantity < 0 OR l.shipped_quantity > l.quantity
           OR l.returned_quantity < 0 OR l.returned_quantity > l.shipped_quantity
        """,
    ),
    Check(
        "orders.pieces_in_parcels",
        "I9",
        "What a line says has left is what its parcels hold.",
        """
        SELECT l.order_id, l.line_no, l.shipped_quantity, COALESCE(p.pieces, 0) AS in_parcels
        FROM order_line l
        LEFT JOIN (
            SELECT s.order_id AS order_id, t.line_no AS line_no, SUM(t.quantity) AS pieces
            FROM shipment_line t JOIN shipment s ON s.id = t.shipment_id
            GROUP BY s.order_id, t.line_no
        ) p ON p.order_id = l.order_id AND p.line_no = l.line_no
        WHERE l.shipped_quantity <> COALESCE(p.pieces, 0)
        """,
    ),
    Check(
        "orders.pieces_fit_status",
        "I8",
        "All of a shipped order has left, something of a processing one has not, nothing of an unpaid or ended one.",
        """
        SELECT o.number, o.status, SUM(l.quantity) AS ordered, SUM(l.shipped_quantity) AS shipped
        FROM customer_order o JOIN order_line l ON l.order_id = o.id
        GROUP BY o.id, o.number, o.status
        HAVING (o.status IN ('shipped', 'completed', 'returned') AND SUM(l.shipped_quantity) <> SUM(l.quantity))
            OR (o.status = 'processing' AND SUM(l.shipped_quantity) >= SUM(l.quantity))
            OR (o.status IN ('awaiting_payment', 'cancelled') AND SUM(l.shipped_quantity) <> 0)
            OR (o.status <> 'returned' AND SUM(l.returned_quantity) <> 0)
        """,
    ),
    Check(
        "orders.number_once",
        "I7",
        "An order number is given once.",
        "SELECT o.number, COUNT(*) AS orders FROM customer_order o GROUP BY o.number HAVING COUNT(*) > 1",
    ),
    Check(
        "orders.external_number_once",
        "I7",
        "A channel's number belongs to one order.",
        """
        SELECT o.channel, o.external_number, COUNT(*) AS orders FROM customer_order o
        WHERE o.external_number IS NOT NULL GROUP BY o.channel, o.external_number HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "orders.key_once",
        "I7",
        "An idempotency key has one answer.",
        "SELECT i.scope, COUNT(*) AS answers FROM idempotency i GROUP BY i.scope, i.key HAVING COUNT(*) > 1",
    ),
    Check(
        "orders.tracking_number_once",
        "I7",
        "A courier's tracking number belongs to one parcel.",
        """
        SELECT s.courier, s.tracking_number, COUNT(*) AS parcels FROM shipment s
        GROUP BY s.courier, s.tracking_number HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "orders.nothing_astray",
        "I6",
        "Every line, parcel, payment and timeline row belongs to an order that is there.",
        """
        SELECT x.part, x.id FROM (
            SELECT 'line' AS part, order_id AS id FROM order_line
            UNION SELECT 'timeline', order_id FROM order_timeline
            UNION SELECT 'payment', order_id FROM payment
            UNION SELECT 'parcel', order_id FROM shipment
            UNION SELECT 'event', aggregate_id FROM event WHERE aggregate = 'order'
        ) x
        LEFT JOIN customer_order o ON o.id = x.id
        WHERE o.id IS NULL
        UNION ALL
        SELECT 'parcel line', t.shipment_id FROM shipment_line t
        LEFT JOIN shipment s ON s.id = t.shipment_id
        LEFT JOIN order_line l ON l.order_id = s.order_id AND l.line_no = t.line_no
        WHERE l.order_id IS NULL
        """,
    ),
)
