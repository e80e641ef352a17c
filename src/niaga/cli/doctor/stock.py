"""Stock: what is promised, what is there, and what moved."""

from niaga.cli.doctor.check import Check

_PROMISED = """
    SELECT l.variant_id AS variant_id, l.warehouse_id AS warehouse_id, SUM(l.quantity - l.shipped_quantity) AS pieces
    FROM order_line l JOIN customer_order o ON o.id = l.order_id
    WHERE o.status IN ('awaiting_payment', 'processing')
    GROUP BY l.variant_id, l.warehouse_id
"""

CHECKS = (
    Check(
        "stock.within_bounds",
        "I1",
        "Nothing is promised that is not there: 0 <= reserved <= on_hand.",
        """
        SELECT s.variant_id, s.warehouse_id, s.on_hand, s.reserved FROM stock s
        WHERE s.reserved < 0 OR s.on_hand < 0 OR s.reserved > s.on_hand
        """,
    ),
    Check(
        "stock.reserved_for_orders",
        "I1",
        "What is reserved is what open orders still wait for, no more and no less.",
        f"""
        SELECT k.variant_id, k.warehouse_id, COALESCE(s.reserved, 0) AS reserved, COALESCE(p.pieces, 0) AS promised
        FROM (
            SELECT variant_id, warehouse_id FROM stock
            UNION SELECT variant_id, warehouse_id FROM ({_PROMISED}) q
        ) k
        LEFT JOIN stock s ON s.variant_id = k.variant_id AND s.warehouse_id = k.warehouse_id
        LEFT JOIN ({_PROMISED}) p ON p.variant_id = k.variant_id AND p.warehouse_id = k.warehouse_id
        WHERE COALESCE(s.reserved, 0) <> COALESCE(p.pieces, 0)
        """,  # noqa: S608 - constant text
    ),
    Check(
        "stock.movements_add_up",
        "I9",
        "The movements of a stock row add up to what is on hand.",
        """
        SELECT k.variant_id, k.warehouse_id, COALESCE(s.on_hand, 0) AS on_hand, COALESCE(m.moved, 0) AS moved
        FROM (
            SELECT variant_id, warehouse_id FROM stock
            UNION SELECT variant_id, warehouse_id FROM stock_movement
        ) k
        LEFT JOIN stock s ON s.variant_id = k.variant_id AND s.warehouse_id = k.warehouse_id
        LEFT JOIN (
            SELECT variant_id, warehouse_id, SUM(delta) AS moved FROM stock_movement GROUP BY variant_id, warehouse_id
        ) m ON m.variant_id = k.variant_id AND m.warehouse_id = k.warehouse_id
        WHERE COALESCE(s.on_hand, 0) <> COALESCE(m.moved, 0)
        """,
    ),
    Check(
        "stock.parcels_moved",
        "I9",
        "Every parcel took its pieces out of the stock, once.",
        """
        SELECT k.shipment_id, k.variant_id, COALESCE(p.pieces, 0) AS packed, COALESCE(m.moved, 0) AS moved
        FROM (
            SELECT t.shipment_id AS shipment_id, l.variant_id AS variant_id
            FROM shipment_line t
            JOIN shipment s ON s.id = t.shipment_id
            JOIN order_line l ON l.order_id = s.order_id AND l.line_no = t.line_no
            UNION SELECT source_id, variant_id FROM stock_movement WHERE source_type = 'shipment'
        ) k
        LEFT JOIN (
            SELECT t.shipment_id AS shipment_id, l.variant_id AS variant_id, SUM(t.quantity) AS pieces
            FROM shipment_line t
            JOIN shipment s ON s.id = t.shipment_id
            JOIN order_line l ON l.order_id = s.order_id AND l.line_no = t.line_no
            GROUP BY t.shipment_id, l.variant_id
        ) p ON p.shipment_id = k.shipment_id AND p.variant_id = k.variant_id
        LEFT JOIN (
            SELECT source_id, variant_id, SUM(delta) AS moved FROM stock_movement
            WHERE source_type = 'shipment' GROUP BY source_id, variant_id
        ) m ON m.source_id = k.shipment_id AND m.variant_id = k.variant_id
        WHERE COALESCE(p.pieces, 0) <> -COALESCE(m.moved, 0)
        """,
    ),
    Check(
        "stock.returns_moved",
        "I9",
        "What a return put back on the shelf is what came back with it.",
        """
        SELECT m.source_id AS order_id, m.variant_id, m.moved, COALESCE(r.pieces, 0) AS returned
        FROM (
            SELECT source_id, variant_id, SUM(delta) AS moved FROM stock_movement
            WHERE source_type = 'return' GROUP BY source_id, variant_id
        ) m
        LEFT JOIN (
            SELECT order_id, variant_id, SUM(returned_quantity) AS pieces FROM order_line GROUP BY order_id, variant_id
        ) r ON r.order_id = m.source_id AND r.variant_id = m.variant_id
        WHERE m.moved <> COALESCE(r.pieces, 0)
        """,
    ),
)
