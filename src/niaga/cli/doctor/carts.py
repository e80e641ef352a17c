"""Carts: one order each at most, and lines that can be ordered. Who placed an order from a cart is the cart's holder."""

from niaga.cli.doctor.check import Check

CHECKS = (
    Check(
        "carts.order_is_there",
        "I7",
        "The order that a cart names is there, and was placed from this cart.",
        """
        SELECT c.id AS cart, c.order_id, t.actor_id AS placed_from FROM cart c
        LEFT JOIN customer_order o ON o.id = c.order_id
        LEFT JOIN order_timeline t ON t.order_id = c.order_id AND t.version = 1
        WHERE c.order_id IS NOT NULL
          AND (o.id IS NULL OR t.order_id IS NULL OR t.actor_kind <> 'guest' OR t.actor_id <> c.id)
        """,
    ),
    Check(
        "carts.one_order",
        "I7",
        "A cart becomes one order at most, and names it for as long as it is kept.",
        """
        SELECT t.actor_id AS cart, t.order_id, c.order_id AS named FROM order_timeline t
        JOIN cart c ON c.id = t.actor_id
        WHERE t.version = 1 AND t.actor_kind = 'guest' AND (c.order_id IS NULL OR c.order_id <> t.order_id)
        UNION ALL
        SELECT t.actor_id, MIN(t.order_id), MAX(t.order_id) FROM order_timeline t
        WHERE t.version = 1 AND t.actor_kind = 'guest' AND t.actor_id <> ''
        GROUP BY t.actor_id HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "carts.within_bounds",
        "I7",
        "A cart's changes are counted from 1, and a line holds 1 to 9,999 pieces.",
        """
        SELECT c.id AS cart, c.version AS figure FROM cart c WHERE c.version < 1
        UNION ALL
        SELECT l.cart_id, l.quantity FROM cart_line l WHERE l.quantity < 1 OR l.quantity > 9999 OR l.seen_price < 0
        """,
    ),
    Check(
        "carts.variant_once",
        "I7",
        "A variant stands in one line of a cart.",
        """
        SELECT l.cart_id AS cart, l.variant_id, COUNT(*) AS line_count FROM cart_line l
        GROUP BY l.cart_id, l.variant_id HAVING COUNT(*) > 1
        """,
    ),
    Check(
        "carts.nothing_astray",
        "I6",
        "Every line belongs to a cart that is there.",
        "SELECT l.cart_id AS cart, l.id AS line FROM cart_line l LEFT JOIN cart c ON c.id = l.cart_id WHERE c.id IS NULL",
    ),
)
